"""Settings of `make run`: one machine, demonstration and development."""

from mcr_portal.settings import env
from mcr_portal.settings.base import *  # noqa: F403 -- settings are layers
from mcr_portal.settings.base import ALLOWED_HOSTS

DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("MCR_DEMO", default=True)
SECRET_KEY = env.text("SECRET_KEY", default="development-only-" * 4)
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *env.names("HOST", default=[])]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# Static files straight out of the apps: nothing to collect before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
