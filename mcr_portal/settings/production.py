"""Settings of a real installation: everything is given, and nothing unsafe starts."""

from django.core import checks

from mcr_portal.settings import env, guards
from mcr_portal.settings.base import *  # noqa: F403 -- settings are layers
from mcr_portal.settings.base import STORAGES, VAR

guards.refuse_demonstration()
PRODUCTION = True
SECRET_KEY = guards.strong_secret(env.text("SECRET_KEY"))
DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.redis("REDIS_URL")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
SITE_URL = env.text("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
STATIC_ROOT = env.text("STATIC_ROOT", default=str(VAR / "static"))
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
STORAGES = STORAGES | {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    }
}
checks.register(guards.check_database_role, checks.Tags.database)
