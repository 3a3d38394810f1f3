"""Two entries side by side: what is known of each, how they agree field by field, and what speaks for and against."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cases.matching import (
    ASK,
    PROPOSE,
    VERY_LIKELY,
    Facts,
    Verdict,
    at_most,
    compare,
)
from cases.matching.frequencies import Frequencies
from cases.models import DuplicatePair, Household, Member, Person
from cases.models.persons import number_key
from core.known_places import known_places
from core.names import dictionary
from core.scoping import ScopedQuerySet

# Each field with its heading and the beginnings of the kinds of evidence that speak of it.
FIELDS = {
    "given_name": (_("Given name"), ("given",)),
    "surname": (_("Surname"), ("surname",)),
    "father_name": (_("Father's name"), ("father",)),
    "maiden_name": (_("Surname at birth"), ("maiden",)),
    "sex": (_("Sex"), ("sex",)),
    "birth_date": (_("Date of birth"), ("birth",)),
    "place": (_("Place of origin"), ("settlement", "municipality", "place")),
    "documents": (_("Document number"), ("document",)),
}
# How two values agree: the word, and the tone and picture that go with it.
LEVELS = {
    "equal": (_("agrees"), "good", "check"),
    "similar": (_("nearly agrees"), "waiting", "half"),
    "different": (_("differs"), "bad", "cross"),
    "unknown": (_("not known"), "neutral", "dot"),
}
STRONG = 3.0


@dataclass(frozen=True)
class Entry:
    """A person with what the comparison needs, fetched in a fixed number of queries."""

    person: Person
    household: Household | None
    facts: Facts

    @property
    def values(self) -> dict[str, str]:
        """The fields as an officer reads them."""
        person = self.person
        papers = [paper for paper in person.papers.all() if paper.number]
        return {name: getattr(person, name) for name in FIELDS if hasattr(person, name)} | {
            "sex": person.get_sex_display() if person.sex else "",
            "birth_date": _birth(person),
            "place": self.facts.place,
            "documents": ", ".join(map(str, papers)),
        }  # fmt: skip


def entries_of(persons: ScopedQuerySet) -> dict[int, Entry]:
    """These persons with their papers, household and place of origin, in three queries."""
    current = Member.objects.filter(left_on=None).select_related(
        "household__place_of_return__municipality",
        "household__displacement__place_of_origin__municipality",
    )
    found = persons.prefetch_related("papers", Prefetch("memberships", current))
    return {person.pk: _entry(person) for person in found}


def _entry(person: Person) -> Entry:
    membership = next(iter(person.memberships.all()), None)
    household = membership.household if membership else None
    displacement = getattr(household, "displacement", None)
    place = (
        displacement.place_of_origin
        if displacement
        else getattr(household, "place_of_return", None)
    )
    keys = {number_key(paper.number) for paper in person.papers.all()} - {""}
    facts = Facts(
        key=person.pk,
        given_name=person.given_name,
        surname=person.surname,
        father_name=person.father_name,
        maiden_name=person.maiden_name,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_precision=person.birth_precision,
        place=str(place or ""),
        settlements=frozenset((place.pk,) if place else ()),
        municipality=place.municipality.code if place else "",
        documents=frozenset(keys),
    )
    return Entry(person, household, facts)


def weigh(one: Facts, other: Facts, frequencies: Frequencies | None = None) -> Verdict:
    """What speaks for and against two entries, by the aliases and places that administrators keep."""
    return compare(
        one,
        other,
        dictionary.vocabulary(),
        frequencies or Frequencies(),
        known_places(),
    )


def score_of_likely(one: Facts, other: Facts) -> float:
    """The score of two entries where it may be high enough to ask about them, else nothing; for very many pairs."""
    if at_most(one, other, dictionary.vocabulary()) < ASK:
        return 0.0
    return weigh(one, other).score


def likelihood_of(verdict: Verdict) -> int:
    """The score as a word: what an officer sorts by."""
    if verdict.score >= VERY_LIKELY:
        return DuplicatePair.Likelihood.VERY_LIKELY
    if verdict.score >= PROPOSE:
        return DuplicatePair.Likelihood.LIKELY
    return DuplicatePair.Likelihood.POSSIBLE


def agreement_of(one: Facts, other: Facts, verdict: Verdict) -> dict[str, str]:
    """Field by field how two entries agree, in words so coarse that no value can be read from them."""
    return {
        name: _level(getattr(one, name), getattr(other, name), verdict, beginnings)
        for name, (_label, beginnings) in FIELDS.items()
    }


def _level(one, other, verdict: Verdict, beginnings: tuple[str, ...]) -> str:
    if not (one and other):
        return "unknown"
    line = next(
        (line for line in verdict.lines if line.kind.split("_")[0] in beginnings), None
    )
    if line is None:
        return "equal" if one == other else "unknown"
    if line.weight < 0:
        return "different"
    is_equal = line.kind.endswith("_same") and line.kind != "municipality_same"
    return "equal" if is_equal else "similar"


def side_by_side(own: Entry, other: Entry | None, agreement: dict) -> list[dict]:
    """The rows of the review: our value, theirs (none when it may not be seen), and how they agree."""
    theirs = other.values if other else {}
    return [
        {
            "label": label,
            "own": own.values[name],
            "other": theirs.get(name, ""),
            "level": LEVELS[agreement.get(name, "unknown")],
        }
        for name, (label, _beginnings) in FIELDS.items()
    ]


def evidence(verdict: Verdict) -> list[dict]:
    """One line per piece of evidence, the heaviest first, with its weight as number and word."""
    return [
        {
            "words": line.words,
            "number": f"{'+' if line.weight > 0 else '−'}{formats.number_format(abs(line.weight), 1)}",
            "weight": _weight(line.weight),
        }
        for line in sorted(verdict.lines, key=lambda line: -abs(line.weight))
    ]


def _weight(weight: float) -> tuple:
    if weight > 0:
        word = _("strongly for") if weight >= STRONG else _("for")
        return word, "good", "check"
    word = _("strongly against") if weight <= -STRONG else _("against")
    return word, "bad", "cross"


def _birth(person: Person) -> str:
    if not person.birth_date:
        return ""
    if person.birth_precision == Person.Precision.DAY:
        # The month as a word: swapped with the day it must leap to the eye.
        return formats.date_format(person.birth_date, "DATE_FORMAT")
    return f"{person.birth_date.year} ({person.get_birth_precision_display()})"
