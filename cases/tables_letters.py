"""The list of letters that still have to reach their addressee: its columns and filters."""

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.tables import due_in_words
from cases.tables_protocol import office_name
from core.filters import Choice, Filter, municipality_choices
from core.models import Service
from core.models.letters import KINDS
from core.tables import Column, Table, badge
from core.templatetags.portal import day

UNDER_WAY = Service.objects.filter(outcome="", cancelled_at=None)


def _number(number: str, kind: str, record: int):
    """The number leads to the letters of its file, where service is recorded."""
    if kind != "cases.request":
        return number
    url = reverse("cases:request_letters", args=[record])
    return format_html('<a class="ref" href="{}">{}</a>', url, number)


def _state(under_way: bool) -> str:
    if under_way:
        return badge(_("under way"), "progress")
    return badge(_("not sent yet"), "waiting")


LETTERS = Table(
    (
        Column(
            "number",
            _("Number"),
            ("number", "record__kind", "record_id"),
            show=_number,
            export=lambda number, *_file: number,
        ),
        Column("kind", _("Kind"), ("kind",), show=lambda kind: str(KINDS[kind])),
        Column("file", _("File"), ("record__reference",)),
        Column("addressee", _("Addressee"), ("recipient",), show=lambda name: name or "–", css="who"),
        Column("municipality", _("Municipality"), ("municipality_id",), show=office_name),
        Column("issued", _("Date"), ("issued_on",), show=day),
        Column("serve_by", _("To be served by"), ("serve_by",), show=due_in_words),
        Column("state", _("State"), ("under_way",), show=_state),
    )
)  # fmt: skip
LETTERS_OF_ONE_PLACE = LETTERS.without("municipality")


def _states(request) -> list[Choice]:
    under_way = Q(pk__in=UNDER_WAY.values("letter"))
    return [
        Choice("unsent", _("Not sent yet"), ~under_way),
        Choice("under_way", _("Under way"), under_way),
    ]


def _kinds(request) -> list[Choice]:
    return [Choice(kind, label, Q(kind=kind)) for kind, label in KINDS.items()]


LETTER_FILTERS = (
    Filter("state", _("State"), _states, menu=True, counted=False),
    Filter("kind", _("Kind"), _kinds, menu=True, counted=False),
    Filter(
        "place",
        _("Municipality"),
        lambda request: municipality_choices(request.user.scope),
        menu=True,
        counted=False,
    ),
)
