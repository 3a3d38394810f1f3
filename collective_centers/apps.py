"""Collective centres: where displaced families still live together, until the last one is closed."""

from django.apps import AppConfig


class CollectiveCentersConfig(AppConfig):
    name = "collective_centers"
    default_auto_field = "django.db.models.BigAutoField"
