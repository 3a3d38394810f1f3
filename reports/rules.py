"""Who may run reports."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.rules import allow

allow(
    "reports.run_report",
    _("run reports of one's own scope"),
    roles=(
        Role.OFFICER,
        Role.OFFICE_HEAD,
        Role.COMMISSION_SECRETARY,
        Role.CASEWORKER,
        Role.CENTRAL_SECRETARY,
        Role.ANALYST,
    ),
)
