"""Settings of the tests: as production where behaviour is concerned, but quick."""

from mcr_portal.settings.base import *  # noqa: F403 -- settings are layers

SECRET_KEY = "tests-only-" * 6
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
