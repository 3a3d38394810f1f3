"""What the registry knows about the rows of a portion, asked in a few questions however many rows there are."""

from collections import defaultdict

from cases.models import (
    Change,
    ExternalIdentifier,
    Household,
    Import,
    Member,
    Person,
)
from cases.models.changes import WAITING
from cases.register_import.columns import OF_HOUSEHOLD
from cases.register_import.outcomes import OF_PERSON, Known, ReliedOn
from cases.register_import.rows import Row

KIND = ExternalIdentifier.Kind
# From the register itself: what it said last is all that stands.
SAID_ONLY = ("document_number", "members")


class Library:
    """The persons and numbers of the municipality into which a register is taken over."""

    def __init__(self, register: Import):
        self.register = register

    def numbers(self, kind: str, numbers) -> dict[str, ExternalIdentifier]:
        """The numbers of this register that are known already."""
        found = ExternalIdentifier.objects.filter(
            municipality=self.register.municipality_id,
            source=self.register.source,
            kind=kind,
            number__in=list(numbers),
        )
        return {
            each.number: each for each in found.select_related("person", "household")
        }

    def known(self, rows: list[Row]) -> dict[str, Known]:
        """The persons of these rows whom this register has named before."""
        wanted = [row.number for row in rows if not row.problems]
        found = self.numbers(KIND.PERSON, wanted)
        homes = households_of(each.person_id for each in found.values())
        relied_on = persons_relied_on(each.person_id for each in found.values())
        return {
            number: Known(
                person=each.person_id,
                said=each.said,
                stands=standing(each.person, homes.get(each.person_id))
                | {name: each.said.get(name) for name in SAID_ONLY},
                relied_on=relied_on.get(each.person_id),
            )
            for number, each in found.items()
        }

    def homes_relied_on(self, rows: list[Row]) -> dict[str, ReliedOn]:
        """By their number in the register, the households on which a submitted request rests."""
        if self.register.layout != Import.Layout.MEMBER:
            return {}
        wanted = {row.values.get("household", "") for row in rows} - {""}
        found = self.numbers(KIND.HOUSEHOLD, wanted)
        homes = {each.household_id for each in found.values()}
        relied_on = Household.objects.filter(
            pk__in=homes, requests__submitted_on__isnull=False
        )
        joining = Change.objects.filter(household__in=homes, kind=Change.Kind.JOIN)
        proposed = _proposed(joining, "household_id")
        return {
            number: ReliedOn(proposed=tuple(proposed[each.household_id]))
            for pk in relied_on.values_list("pk", flat=True).distinct()
            for number, each in found.items()
            if each.household_id == pk
        }


def households_of(persons) -> dict[int, Household]:
    """The household to which each person belongs now."""
    members = Member.objects.filter(person__in=list(persons), left_on=None)
    return {
        each.person_id: each.household for each in members.select_related("household")
    }


def persons_relied_on(persons) -> dict[int, ReliedOn]:
    """Of these persons those on whose facts a submitted request rests (cases.facts), with what is proposed."""
    members = Member.objects.filter(
        person__in=list(persons), household__requests__submitted_on__isnull=False
    )
    found = set(members.values_list("person", flat=True))
    changes = Change.objects.filter(person__in=found)
    waiting = changes.filter(status__in=WAITING).values_list("person", flat=True)
    waits = set(waiting)
    proposed = _proposed(changes.filter(kind=Change.Kind.EDIT_PERSON), "person_id")
    return {pk: ReliedOn(pk in waits, tuple(proposed[pk])) for pk in found}


def _proposed(changes, key: str) -> dict[int, list[dict]]:
    """What is proposed and waits, or was not approved."""
    found = defaultdict(list)
    open_or_refused = changes.filter(status__in=(*WAITING, Change.Status.REJECTED))
    for pk, proposed in open_or_refused.values_list(key, "proposed"):
        found[pk].append(proposed)
    return found


def standing(person: Person, household: Household | None) -> dict:
    """What stands in the portal now, in the words in which a register says it."""
    values = {name: getattr(person, name) for name in OF_PERSON if name != "community"}
    values["birth_date"] = person.birth_date.isoformat() if person.birth_date else ""
    values["community"] = person.community_id
    if household:
        values |= {name: getattr(household, name) for name in OF_HOUSEHOLD[:2]}
        values["place_of_return"] = household.place_of_return_id
    return values
