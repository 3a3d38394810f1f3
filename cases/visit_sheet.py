"""The sheet that is filled by hand in the village: one page per planned visit, in the family's languages.

It may be lost on the way, so it names nobody: the number of the visit, that of the household, initials, a village.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from cases.models import Criterion, CriterionAnswer, Household, Monitoring
from core.languages import editions_for
from core.letters import STATE_AND_MINISTRY
from core.qr import qr_svg
from core.typesetting import compile_pdf, compile_pdf_apart

Answer = CriterionAnswer.Answer
# Boxes beside each criterion; a box left empty means that it was not asked.
BOXES = (Answer.MET, Answer.NOT_MET, Answer.NOT_APPLICABLE)
MOST_SHEETS = 200


def sheets(visits: Iterable[Monitoring], *, on: date) -> bytes:
    """The PDF with a page for each visit, in the order given."""
    pages = [_page(visit) for visit in visits]
    data = {"date": {"year": on.year, "month": on.month, "day": on.day}, "pages": pages}
    data["title"] = " ".join(page["number"] for page in pages[:3])
    set_in = compile_pdf if len(pages) == 1 else compile_pdf_apart
    return set_in("visit_sheet.typ", data, on)


def entry_url(visit: Monitoring) -> str:
    """Where the sheet is typed back; it opens to staff who are signed in."""
    return settings.SITE_URL + reverse("cases:monitoring_entry", args=[visit.pk])


def initials(household: Household) -> str:
    """The first letters of the head's names."""
    head = household.head
    names = (head.given_name, head.surname) if head else ()
    return " ".join(f"{name[0]}." for name in names if name)


def _page(visit: Monitoring) -> dict:
    household = visit.household
    url = entry_url(visit)
    return {
        "number": visit.reference,
        "household": household.reference,
        "initials": initials(household),
        "village": household.place_of_return.official_pair()
        if household.place_of_return
        else "",
        "office": visit.municipality.official_pair(),
        "qr": str(qr_svg(url)),
        "address": url,
        "editions": [
            _edition(visit, language) for language in editions_for(household.language)
        ],
    }


def _edition(visit: Monitoring, language: str) -> dict:
    base, _separator, script = language.partition("-")
    state, ministry = STATE_AND_MINISTRY[language]
    with translation.override(language):
        return {
            "lang": {
                "lang": base,
                "script": script or ("cyrl" if base == "sr" else "latn"),
            },
            "state": state,
            "ministry": ministry,
            "planned": formats.date_format(visit.planned_for, "SHORT_DATE_FORMAT"),
            "occasion": str(visit.get_occasion_display()),
            "words": _words(),
            "presence": [str(label) for label in Monitoring.Presence.labels],
            "boxes": [str(answer.label) for answer in BOXES],
            "criteria": [str(label) for label in Criterion.labels],
        }


def _words() -> dict[str, str]:
    return {
        "title": _("Monitoring visit"),
        "visit": _("Number of the visit"),
        "household": _("Household"),
        "village": _("Place of return"),
        "planned": _("Planned for"),
        "done": _("Done on"),
        "by": _("Visited by"),
        "presence": _("Does the family live there?"),
        "away": _("If it is away"),
        "since": _("Since"),
        "why": _("Reason"),
        "back": _("Expected back"),
        "to": _("Left for"),
        "criterion": _("Criterion"),
        "observation": _("Observation"),
        "empty": _("No box is marked: it was not asked."),
        "remarks": _("Remarks"),
        "typed": _(
            "Staff of the office: the code leads to the page on which this sheet is typed."
        ),
        "found": _("If you find this sheet, please bring it to the municipal office."),
    }
