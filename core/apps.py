"""Core: the machinery every app stands on; it knows no domain noun but places."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Declarations complete themselves when their modules are read: who may, which lives, which jobs.
        autodiscover_modules("checks", "rules", "workflow", "tasks", "bulk")
