"""Who may see the register of collective centres."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import CENTRAL, OFFICE, Role
from core.rules import allow

allow(
    "collective_centers.view_centre",
    _("see collective centres"),
    roles=(*OFFICE, *CENTRAL, Role.CASEWORKER, Role.HOUSING_OFFICER, Role.ANALYST),
)
