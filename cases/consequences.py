"""What else a change of a household touches: said before it is confirmed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import (
    AssistanceLine,
    Change,
    Household,
    Member,
    Person,
    Request,
)
from core.models import Letter

K = Change.Kind
ENDS = {K.LEAVE, K.MOVE, K.DEATH}
PARTS = {K.LEAVE, K.MOVE, K.SPLIT}
NEW_MEMBER = {K.JOIN, K.BIRTH}


@dataclass(frozen=True)
class Touched:
    """What hangs on a household and a person at this moment."""

    open_requests: tuple[str, ...] = ()
    letters: int = 0
    papers: int = 0
    has_assistance: bool = False
    is_head: bool = False
    stay_behind: int = 0
    is_proposal: bool = False


def touched(
    household: Household | None, person: Person | None, *, is_proposal: bool
) -> Touched:
    """Count what hangs on them: a fixed number of questions, however many rows."""
    requests = Request.objects.filter(household=household)
    members = Member.objects.filter(household=household, left_on=None)
    return Touched(
        open_requests=tuple(requests.open().values_list("reference", flat=True)),
        letters=Letter.objects.filter(record_id__in=requests.values("pk")).count(),
        papers=person.papers.count() if person else 0,
        has_assistance=AssistanceLine.objects.filter(household=household).exists(),
        is_head=bool(person and household and household.head_id == person.pk),
        stay_behind=members.exclude(person=person).count() if person else 0,
        is_proposal=is_proposal,
    )


def sentences(kind: str, facts: Touched) -> list[str]:
    """What will be different elsewhere, and what will not."""
    said = [*_about_requests(kind, facts), *_about_letters(facts)]
    if kind in ENDS:
        said += _about_going(facts)
    if facts.has_assistance and kind in PARTS:
        said.append(
            _(
                "Assistance stays with this household; what its members have had is shown wherever they go."
            )
        )
    if kind == K.DEATH:
        said.append(
            _(
                "The person stays in the history of the household with all earlier dates."
            )
        )
    if facts.papers and kind in {K.EDIT_PERSON, *ENDS}:
        said.append(_papers(facts.papers))
    if kind == K.SPLIT:
        said.append(
            _(
                "The new household begins with the same language, place of return and displacement, and without requests."
            )
        )
    said.append(
        _("A colleague must approve this before it is so.")
        if facts.is_proposal
        else _("No request of this household is submitted yet: this is saved at once.")
    )
    return said


def _about_requests(kind: str, facts: Touched) -> list[str]:
    if not facts.open_requests:
        return []
    names = {"requests": ", ".join(facts.open_requests)}
    if kind in PARTS:
        return [_("Open requests stay with this household: %(requests)s.") % names]
    if kind in NEW_MEMBER:
        return [
            _(
                "Open requests concern one person more, whose papers may be asked for: %(requests)s."
            )
            % names
        ]
    return [_("Open requests are decided with what is so then: %(requests)s.") % names]


def _about_letters(facts: Touched) -> list[str]:
    if not facts.letters:
        return []
    return [
        ngettext(
            "%(count)s letter was sent already and stays as it is.",
            "%(count)s letters were sent already and stay as they are.",
            facts.letters,
        )
        % {"count": facts.letters}
    ]


def _about_going(facts: Touched) -> list[str]:
    if not facts.stay_behind:
        return [
            _(
                "Nobody is left in the household: its open requests have nobody who asks."
            )
        ]
    if facts.is_head:
        return [
            _(
                "This person is the head: letters go to the new head from then on. Look at the relations of the others afterwards."
            )
        ]
    return []


def _papers(count: int) -> str:
    return ngettext(
        "%(count)s paper in the name of this person stays as it is.",
        "%(count)s papers in the name of this person stay as they are.",
        count,
    ) % {"count": count}
