"""Commissions: who decides together, in which sitting, about which files; it knows no kind of file by name."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommissionsConfig(AppConfig):
    name = "commissions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The floors above say which of their records a commission decides about.
        autodiscover_modules("decidable")
