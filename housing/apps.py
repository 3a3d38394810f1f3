"""Housing: the buildings and dwellings that families can be given."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "housing"
    default_auto_field = "django.db.models.BigAutoField"
