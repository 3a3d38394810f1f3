#!/usr/bin/env python
"""Administrative commands, beside a running portal or on servers of their own."""

import os
import sys

from django.core.management import execute_from_command_line

from mcr_portal.local.beside import with_servers

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcr_portal.settings.dev")
    with_servers(sys.argv)
    execute_from_command_line(sys.argv)
