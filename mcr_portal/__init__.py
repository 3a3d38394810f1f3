"""The portal's top floor: settings, addresses, schedule, navigation and home page."""

from mcr_portal.celery import app as celery_app

__all__ = ["celery_app"]
