"""The administration pages: accounts and reference data; no case files."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from core import rules


class PortalAdminSite(AdminSite):
    """One way in for everybody: the portal's own, throttled sign-in."""

    site_header = _("Administration")
    site_title = _("Communities and Return")
    index_title = _("Accounts and reference data")
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_active and rules.may(request.user, "accounts.administer")

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))
