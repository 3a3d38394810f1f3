"""The door through which a web server reaches the portal."""

import os

from django.core.wsgi import get_wsgi_application

from mcr_portal.settings import guards

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcr_portal.settings.production")
application = get_wsgi_application()
guards.refuse_unsafe_database()
