"""What the registry knows about the rows of a portion, asked in a few questions however many rows there are."""

from collections import defaultdict

from cases.models import (
    ExternalIdentifier,
    Household,
    Import,
    Member,
    NamePair,
    Person,
)
from cases.register_import.columns import OF_HOUSEHOLD
from cases.register_import.outcomes import (
    OF_PERSON,
    Known,
    Sketch,
    likeness_key,
    may_be_same,
)
from cases.register_import.rows import Row

MOST_ALIKE = 5
FACTS = ("given_name", "surname", "father_name", "birth_date", "birth_precision")
KIND = ExternalIdentifier.Kind


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
                | {"document_number": each.said.get("document_number")},
                is_relied_on=each.person_id in relied_on,
            )
            for number, each in found.items()
        }

    def find_like(self, values: list[dict]) -> list[list[int]]:
        """For each of these persons those registered here who may be the same."""
        keys = [likeness_key(each) for each in values]
        shelf = self._shelf({key for key in keys if key})
        return [
            [
                pk
                for pk, other in shelf.get(key, ())
                if may_be_same(other, Sketch.of(each))
            ][:MOST_ALIKE]
            for key, each in zip(keys, values, strict=True)
        ]

    def _shelf(self, keys: set[tuple]) -> dict[tuple, list[tuple[int, Sketch]]]:
        """Persons by two names and year of birth."""
        found = NamePair.objects.filter(
            municipality=self.register.municipality_id,
            pair__in={f"{one} {other}" for one, other, _year in keys},
            person__birth_date__year__in={int(year) for *_names, year in keys},
        )
        facts = (f"person__{name}" for name in FACTS)
        shelf = defaultdict(list)
        for pk, *values in (
            found.order_by("person").values_list("person", *facts).distinct()
        ):
            said = dict(zip(FACTS, values, strict=True))
            said["birth_date"] = said["birth_date"].isoformat()
            shelf[likeness_key(said)].append((pk, Sketch.of(said)))
        return shelf


def households_of(persons) -> dict[int, Household]:
    """The household to which each person belongs now."""
    members = Member.objects.filter(person__in=list(persons), left_on=None)
    return {
        each.person_id: each.household for each in members.select_related("household")
    }


def persons_relied_on(persons) -> set[int]:
    """Of these persons those on whose facts a submitted request rests (cases.facts)."""
    members = Member.objects.filter(
        person__in=list(persons), household__requests__submitted_on__isnull=False
    )
    return set(members.values_list("person", flat=True))


def standing(person: Person, household: Household | None) -> dict:
    """What stands in the portal now, in the words in which a register says it."""
    values = {name: getattr(person, name) for name in OF_PERSON if name != "community"}
    values["birth_date"] = person.birth_date.isoformat() if person.birth_date else ""
    values["community"] = person.community_id
    if household:
        values |= {name: getattr(household, name) for name in OF_HOUSEHOLD[:2]}
        values["place_of_return"] = household.place_of_return_id
    return values
