"""The menu: every place of the portal, with the permission that shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import rules
from core.rules import SIGNED_IN


@dataclass(frozen=True)
class Place:
    """One entry of the menu."""

    label: str
    icon: str
    route: str
    permission: str


MENU = (
    Place(_("My work"), "home", "home", SIGNED_IN),
    Place(_("Requests"), "case", "cases:request_list", "cases.view_request"),
    Place(_("Housing"), "house", "housing:building_list", "housing.view_building"),
    Place(
        _("Collective centres"),
        "centre",
        "collective_centers:centre_list",
        "collective_centers.view_centre",
    ),
    Place(_("Reports"), "report", "reports:report_list", "reports.run_report"),
    Place(_("Administration"), "gear", "admin:index", "accounts.administer"),
)


def navigation(request) -> list[dict]:
    """The entries this person may open, the current one marked."""
    match = request.resolver_match
    here = (match.namespace or match.url_name) if match else ""
    return [
        {
            "label": place.label,
            "icon": place.icon,
            "url": reverse(place.route),
            "current": place.route.split(":")[0] == here,
        }
        for place in MENU
        if rules.may(request.user, place.permission)
    ]
