"""Who may see and keep the register of buildings and dwellings."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import OFFICE, Role
from core.rules import allow

allow(
    "housing.view_building",
    _("see buildings and dwellings"),
    roles=(*OFFICE, Role.HOUSING_OFFICER, Role.CASEWORKER),
)
allow(
    "housing.edit_building",
    _("keep buildings and dwellings"),
    roles=(Role.HOUSING_OFFICER,),
)
