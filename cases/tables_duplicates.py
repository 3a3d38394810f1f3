"""The list of possible duplicates: what waits for this office, or for the ministry, and what was decided."""

from functools import lru_cache

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.models import DuplicatePair
from cases.querysets import IS_FOR_THE_MINISTRY, IS_FOR_THE_OFFICE
from core.filters import Choice, Filter, municipality_choices
from core.place_names import municipality_name
from core.tables import Column, Table, badge

VERDICTS = dict(DuplicatePair.Verdict.choices)
VERDICT_TONES = {"same": "good", "different": "neutral", "unsure": "waiting"}
LIKELIHOODS = dict(DuplicatePair.Likelihood.choices)
LIKELIHOOD_TONES = {1: "neutral", 2: "progress", 3: "waiting"}
ELSEWHERE = _("an entry of another municipality")


def _name(surname: str, given_name: str) -> str:
    return f"{surname}, {given_name}"


def _likelihood(value: int):
    return badge(LIKELIHOODS[value], LIKELIHOOD_TONES[value])


def verdict_badge(verdict: str | None):
    """A verdict as everybody sees it; open while nobody has said."""
    if not verdict:
        return badge(_("open"), "progress")
    return badge(VERDICTS[verdict], VERDICT_TONES[verdict])


def _verdict(settled: str, verdict: str):
    return verdict_badge(settled or verdict)


def _verdicts(settled: str, across: bool, verdict: str, twin_verdict: str | None):
    if settled or not across:
        return verdict_badge(settled or verdict)
    return format_html("{} {}", verdict_badge(verdict), verdict_badge(twin_verdict))


PERSON = Column(
    "person",
    _("Person"),
    ("person__surname", "person__given_name"),
    show=_name,
    css="who",
)
LIKELIHOOD = Column("likelihood", _("Likelihood"), ("likelihood",), show=_likelihood)

OF_AN_OFFICE = Table(
    (
        PERSON,
        Column(
            "other",
            _("May be the same as"),
            ("other_name_here",),
            show=lambda name: name or ELSEWHERE,
            css="who",
        ),
        LIKELIHOOD,
        Column("verdict", _("Verdict"), ("settled", "verdict"), show=_verdict),
    ),
    link="cases:duplicate_review",
)
OF_THE_MINISTRY = Table(
    (
        PERSON,
        Column("other", _("May be the same as"), ("other_name",), show=str, css="who"),
        Column(
            "municipality",
            _("Municipality"),
            ("municipality_id",),
            show=municipality_name,
        ),
        LIKELIHOOD,
        Column(
            "verdict",
            _("Verdict"),
            ("settled", "across", "verdict", "twin_verdict"),
            show=_verdicts,
        ),
    ),
    link="cases:duplicate_review",
)


@lru_cache(maxsize=1)
def office_choices() -> list[Choice]:
    """What an office does with its pairs; the ministry's decision stands above its own verdict."""
    said = {
        verdict: Q(settled=verdict) | Q(settled="", verdict=verdict)
        for verdict in DuplicatePair.Verdict.values
    }
    return [Choice("waiting", _("Our turn"), IS_FOR_THE_OFFICE), *_decided(said)]


@lru_cache(maxsize=1)
def ministry_choices() -> list[Choice]:
    """What the ministry decides, what it still waits for, and what holds."""
    said = {
        "same": Q(settled="same") | Q(across=False, verdict="same"),
        "different": Q(settled="different")
        | Q(across=False, verdict="different")
        | Q(settled="", verdict="different", twin_verdict="different"),
        "unsure": Q(across=False, verdict="unsure"),
    }
    offices = Q(settled="") & (Q(verdict="") | Q(across=True, twin_verdict=""))
    return [
        Choice("waiting", _("Our turn"), IS_FOR_THE_MINISTRY),
        Choice("offices", _("Waits for an office"), offices),
        *_decided(said),
    ]


def _decided(conditions: dict[str, Q]) -> list[Choice]:
    return [
        Choice(verdict, VERDICTS[verdict], condition)
        for verdict, condition in conditions.items()
    ]


def _shown(request) -> list[Choice]:
    scope = request.user.scope_for("cases.review_duplicates")
    return ministry_choices() if scope.everything else office_choices()


def _likelihoods(request) -> list[Choice]:
    return [
        Choice(choice.name.lower(), choice.label, Q(likelihood=choice))
        for choice in reversed(DuplicatePair.Likelihood)
    ]


def _municipalities(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


DUPLICATE_FILTERS = (
    Filter("show", _("Show"), _shown),
    Filter("likelihood", _("Likelihood"), _likelihoods),
    Filter("place", _("Municipality"), _municipalities, menu=True, counted=False),
)
