"""Settings of the measurements: the tests' settings, served as production serves."""

from mcr_portal.settings.test import *  # noqa: F403 -- settings are layers

DEBUG = False
ROOT_URLCONF = "bench.urls"
# As in production: no look at the disk for static files on every request.
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
