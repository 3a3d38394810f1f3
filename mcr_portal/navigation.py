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
    # Pages of other names that belong here.
    also: tuple[str, ...] = ()


MENU = (
    Place(
        _("My work"),
        "home",
        "home",
        SIGNED_IN,
        ("work", "calendar", "bulk", "cases:load"),
    ),
    Place(_("Requests"), "case", "cases:request_list", "cases.view_request"),
    Place(
        _("Assistance"),
        "money",
        "cases:assistance_list",
        "cases.view_assistance",
        ("cases:delivery_create", "cases:delivery_cancel"),
    ),
    Place(
        _("Waiting list"),
        "clock",
        "cases:waiting_list",
        "cases.view_request",
        ("cases:fund", "cases:funding"),
    ),
    Place(
        _("Visits"),
        "visit",
        "cases:visit_list",
        "cases.view_request",
        ("cases:monitoring", "cases:follow", "cases:household_visits"),
    ),
    Place(
        _("Commissions"),
        "list",
        "commissions:commission_list",
        "commissions.view_commission",
    ),
    Place(_("Changes"), "edit", "cases:change_list", "cases.view_request"),
    Place(
        _("Transfers"),
        "right",
        "cases:transfer_list",
        "cases.view_transfer",
    ),
    Place(
        _("Opened in an emergency"),
        "alert",
        "cases:emergency_list",
        "cases.view_emergency",
        ("cases:foreign",),
    ),
    Place(
        _("Duplicates"),
        "link",
        "cases:duplicate_list",
        "cases.review_duplicates",
        ("cases:merge", "cases:person_merge", "cases:household_merge"),
    ),
    Place(_("Import"), "upload", "cases:import_list", "cases.import_register"),
    Place(
        _("Protocol book"),
        "document",
        "cases:protocol_list",
        "cases.view_protocol",
    ),
    Place(
        _("Rights of persons"),
        "shield",
        "cases:subject_request_list",
        "cases.handle_right",
        ("cases:privacy_fields",),
    ),
    Place(
        _("Who opened a file"),
        "eye",
        "cases:readers_find",
        "cases.view_readers",
        ("cases:household_readers", "cases:request_readers"),
    ),
    Place(_("Housing"), "house", "housing:building_list", "housing.view_building"),
    Place(
        _("Collective centres"),
        "centre",
        "collective_centers:centre_list",
        "collective_centers.view_centre",
    ),
    Place(_("Reports"), "report", "reports:report_list", "reports.run_report"),
    Place(
        _("Cover for absence"),
        "repeat",
        "accounts:cover_list",
        "accounts.arrange_cover",
    ),
    Place(_("Administration"), "gear", "admin:index", "accounts.administer"),
)


def navigation(request) -> list[dict]:
    """The entries this person may open, the current one marked."""
    here = _here(request.resolver_match)
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


def _here(match) -> Place | None:
    """The entry whose pages share the first word of their name (change_list, change_detail), else the app's first."""
    if match is None:
        return None
    word = match.view_name.partition("_")[0]
    names = {word, match.view_name}
    same_word = (
        place
        for place in MENU
        if place.route.partition("_")[0] == word or names & set(place.also)
    )
    app = match.namespace or match.url_name
    same_app = (place for place in MENU if place.route.split(":")[0] == app)
    return next(same_word, None) or next(same_app, None)
