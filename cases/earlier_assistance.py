"""What a family has had before: asked before anything is granted, so that nobody is helped twice unknowingly."""

from dataclasses import dataclass, field

from django.db.models import Q

from cases.models import (
    AssistanceLine,
    DuplicatePair,
    Household,
    Member,
    Person,
    Request,
)
from core.scoping import NOBODY, SYSTEM, Scope, system

VIEW = "cases.view_assistance"
Verdict = DuplicatePair.Verdict
# Entries that are one person, as was decided, or so alike that nobody could tell by the names and the birth.
ONE_PERSON = Q(settled=Verdict.SAME) | Q(settled="") & ~Q(verdict=Verdict.DIFFERENT) & (
    Q(verdict=Verdict.SAME) | Q(likelihood=DuplicatePair.Likelihood.VERY_LIKELY)
)


@dataclass(frozen=True)
class Earlier:
    """What is known before a line is granted, as far as the reader may see it.

    Of an office whose files the reader may not see only its municipality is told: neither who nor what nor how much.
    """

    given: list[AssistanceLine] = field(default_factory=list)
    planned: list[AssistanceLine] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)

    @property
    def is_double(self) -> bool:
        return bool(self.given or self.elsewhere)

    @property
    def references(self) -> list[str]:
        """What was shown, to be kept with the line."""
        offices = [f"municipality {number}" for number in self.elsewhere]
        return [line.reference for line in self.given] + offices


def known_to(line: AssistanceLine, by) -> Earlier:
    """What this person may know of it; `by=None` is the portal itself."""
    scope = SYSTEM if by is None else by.scope_for(VIEW) or NOBODY
    return earlier(line, scope)


def earlier(line: AssistanceLine, own: Scope) -> Earlier:
    """Assistance of the same kind that the household, or anybody who is or was a member, had from any source."""
    with system():
        lines = list(_same_assistance(line, _households(line.household_id)))
    return _told(lines, own)


def everything_before(request: Request, own: Scope) -> Earlier:
    """Assistance of any kind that the family of a request had or is to have, other than by this request."""
    with system():
        lines = AssistanceLine.objects.filter(
            household__in=_households(request.household_id)
        )
        lines = lines.exclude(request=request.pk).with_words()
        return _told(list(lines.order_by("-created_at", "-pk")), own)


def _told(lines: list[AssistanceLine], own: Scope) -> Earlier:
    given = [each for each in lines if each.is_given]
    seen = [each for each in given if own.covers(each.municipality_id)]
    foreign = {each.municipality_id for each in given} - {
        each.municipality_id for each in seen
    }
    return Earlier(
        given=seen,
        planned=[
            each
            for each in lines
            if not each.is_given
            and each.status == AssistanceLine.Status.PLANNED
            and own.covers(each.municipality_id)
        ],
        elsewhere=sorted(foreign),
    )


def _same_assistance(line: AssistanceLine, households):
    same = AssistanceLine.objects.filter(household__in=households).exclude(pk=line.pk)
    kinds = type(line.kind)._base_manager.filter(line.kind.alike)
    return same.filter(kind__in=kinds).with_words().order_by("-created_at", "-pk")


def _households(household_id: int):
    """Every household to which somebody of this one has ever belonged, its own and merged entries included."""
    stays = Member.objects.filter(person__in=people(household_id))
    return Household.objects.filter(
        Q(pk=household_id)
        | Q(merged_into=household_id)
        | Q(pk__in=stays.values("household"))
    ).values("pk")


def people(household_id: int) -> list[int]:
    """Everybody who is or was a member, with the other entries that were merged with theirs or are one person with them."""
    members = Member.objects.filter(household=household_id)
    persons = set(members.values_list("person", flat=True))
    merged = Person.objects.filter(merged_into__in=persons)
    pairs = DuplicatePair.objects.filter(ONE_PERSON, person__in=persons)
    persons |= set(merged.values_list("pk", flat=True))
    return sorted(persons | set(pairs.values_list("other", flat=True)))


def hold(line: AssistanceLine) -> None:
    """Lock the family, so that of two grants at the same moment the second sees the first."""
    with system():
        Household.objects.select_for_update().get(pk=line.household_id)
        held = Person.objects.select_for_update().filter(
            pk__in=people(line.household_id)
        )
        # Evaluated for its locks, in one order everywhere.
        list(held.order_by("pk").values_list("pk"))
