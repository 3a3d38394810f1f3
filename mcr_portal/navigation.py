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
    Place(_("Duplicates"), "link", "cases:duplicate_list", "cases.review_duplicates"),
    Place(
        _("Rights of persons"),
        "shield",
        "cases:subject_request_list",
        "cases.handle_right",
    ),
    Place(_("Who opened a file"), "eye", "cases:readers_find", "cases.view_readers"),
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
    here = _place_of(request.resolver_match)
    return [
        {
            "label": place.label,
            "icon": place.icon,
            "url": reverse(place.route),
            "current": place is here,
        }
        for place in MENU
        if rules.may(request.user, place.permission)
    ]


def _place_of(match) -> Place | None:
    """Where a page belongs: the list of its own kind of record, else the first place of its app."""
    if match is None:
        return None
    of_kind = (p for p in MENU if match.view_name.startswith(_kind(p)))
    of_app = (p for p in MENU if _app(p) == (match.namespace or match.url_name))
    return next(of_kind, None) or next(of_app, None)


def _kind(place: Place) -> str:
    return place.route.removesuffix("_list").removesuffix("_find")


def _app(place: Place) -> str:
    return place.route.partition(":")[0]
