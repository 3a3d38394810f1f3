"""The portal's own web, with a place to die after the commit and before the answer, and guards to take away.

A post with the header `X-Crash-After` holds its finished answer back until the process is killed.
"""

# ruff: noqa: E402 -- Django must be ready before its models are imported
import os
import time
import uuid
from pathlib import Path

import django

django.setup()

from core import form_tokens
from mcr_portal.wsgi import application as portal

ASLEEP = Path(os.environ["MCR_CRASH_FOLDER"])


def application(environ, start_response):
    """Answer as the portal does, or not at all."""
    answer = portal(environ, start_response)
    if "HTTP_X_CRASH_AFTER" not in environ:
        return answer
    (ASLEEP / f"web-{uuid.uuid4().hex}").touch()
    time.sleep(600)
    return answer


def _every_post_counts(token, *, user_id):
    claimed(token, user_id=user_id)
    return True


claimed = form_tokens.claim
if os.environ.get("MCR_CRASH_WITHOUT") == "form tokens":
    form_tokens.claim = _every_post_counts
