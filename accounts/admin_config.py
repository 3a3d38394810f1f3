"""Django's administration behind our own sign-in."""

from django.contrib.admin.apps import SimpleAdminConfig


class PortalAdminConfig(SimpleAdminConfig):
    default_site = "accounts.admin_site.PortalAdminSite"

    def ready(self):
        super().ready()
        self.module.autodiscover()
