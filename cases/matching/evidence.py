"""Whether two entries are one person: every piece of evidence a line with its weight, in log-odds."""

from dataclasses import dataclass

from cases.matching import weights
from cases.matching.birth import birth_agreement
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies
from cases.matching.names import Agreement, Naming, agreement, best_naming, heard
from core.names.gazetteer import SAME, Gazetteer, Where
from core.names.place_words import place_words
from core.names.places import shipped_places
from core.names.vocabulary import Vocabulary, shipped

NO_FREQUENCIES = Frequencies()
# What names and a place add at most, as long as nobody says how common the names are.
MOST_OF_NAMES = (
    weights.GIVEN_NAME[0][2] + weights.SURNAME[0][2] + max(weights.PLACE.values())
)
MOST_OF_MAIDEN = weights.MAIDEN_NAME[0][2]


@dataclass(frozen=True)
class Line:
    """One piece of evidence: its kind, what it weighs, and the values of both entries behind it."""

    kind: str
    weight: float
    values: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The sentence an officer reads, in the language of now."""
        named = dict(zip(("one", "other"), self.values, strict=False))
        return str(weights.SENTENCES[self.kind]) % named


@dataclass(frozen=True)
class Verdict:
    """How likely two entries are one person, in log-odds, and the lines that add up to it."""

    score: float
    lines: tuple[Line, ...] = ()


def compare(
    a: Facts,
    b: Facts,
    known: Vocabulary | None = None,
    frequencies: Frequencies = NO_FREQUENCIES,
    gazetteer: Gazetteer | None = None,
) -> Verdict:
    """Weigh everything that speaks for and against two entries being one person."""
    known = known or shipped()
    naming = best_naming(a, b, known)
    father = agreement(a.father_name, b.father_name, weights.FATHER, known)
    lines = [
        *_of_names(naming, father, frequencies),
        *_of_maiden(a, b, known),
        *_of_father(a, b, father),
        *_of_birth(a, b),
        *_of_sex(a, b),
        *_of_documents(a, b),
        *of_place(a, b, gazetteer or shipped_places()),
    ]
    lines = tuple(line for line in lines if line.weight)
    return Verdict(round(sum(line.weight for line in lines), 3), lines)


def at_most(a: Facts, b: Facts, known: Vocabulary) -> float:
    """What two entries can score at most, by what is quickly compared; most pairs need no further look."""
    lines = [
        *_of_birth(a, b),
        *_of_sex(a, b),
        *_of_documents(a, b),
        *_of_father(
            a, b, agreement(a.father_name, b.father_name, weights.FATHER, known)
        ),
    ]
    maiden = MOST_OF_MAIDEN if a.maiden_name and b.maiden_name else 0.0
    return MOST_OF_NAMES + maiden + sum(line.weight for line in lines)


def _of_names(naming: Naming, father: Agreement | None, frequencies: Frequencies):
    for each in naming.agreements:
        yield Line(each.kind, each.weight, each.values)
    if naming.swapped:
        yield Line("names_swapped", weights.SWAPPED_NAMES)
    shared = naming.shared_words()
    fathers = father.shared_words() if father and shared else []
    rarity = round(frequencies.rarity(shared + fathers), 2)
    yield Line("names_rare" if rarity > 0 else "names_common", rarity)


def _of_maiden(a: Facts, b: Facts, known: Vocabulary):
    found = agreement(a.maiden_name, b.maiden_name, weights.MAIDEN_NAME, known)
    if found:
        yield Line(found.kind, found.weight, found.values)


def _of_father(a: Facts, b: Facts, found: Agreement | None):
    if not found:
        return
    words = {*heard(a.father_name), *heard(b.father_name)}
    if found.weight > 0 and any(len(word) == 1 for word in words):
        yield Line("father_initial", weights.FATHER_INITIAL, found.values)
    else:
        yield Line(found.kind, found.weight, found.values)


def _of_birth(a: Facts, b: Facts):
    if kind := birth_agreement(a, b):
        yield Line(kind, weights.BIRTH[kind])


def _of_sex(a: Facts, b: Facts):
    if a.sex and b.sex and a.sex != b.sex:
        yield Line("sex_different", weights.SEX_DIFFERENT)


def _of_documents(a: Facts, b: Facts):
    if shared := sorted(a.documents & b.documents):
        yield Line("document_same", weights.DOCUMENT["document_same"], (shared[0],))
        return
    # Numbers of another shape are of another kind of paper and say nothing of each other.
    alike = sorted(
        (_signs_apart(one, other), one, other)
        for one in a.documents
        for other in b.documents
        if shape(one) == shape(other)
    )
    if alike:
        apart, one, other = alike[0]
        kind = "document_one_sign" if apart <= 1 else "document_different"
        yield Line(kind, weights.DOCUMENT[kind], (one, other))


def shape(number: str) -> str:
    """Which places of a number hold letters and which digits."""
    return "".join("9" if sign.isdigit() else "A" for sign in number)


def _signs_apart(one: str, other: str) -> int:
    """In how many places two numbers of one length differ; two neighbours exchanged are one place."""
    places = [
        at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]
    ]
    if len(places) == 2 and places[0] + 1 == places[1]:
        first = places[0]
        return 1 if one[first : first + 2] == other[first : first + 2][::-1] else 2
    return len(places)


def of_place(a: Facts, b: Facts, gazetteer: Gazetteer):
    """The line about the places of origin, if both are known."""
    found = gazetteer.compare_found(_where(a, gazetteer), _where(b, gazetteer))
    kind = found.kind
    if kind == "settlement_same" and not _sound_alike(a.place, b.place):
        kind = "settlement_translated"
    if kind in weights.PLACE:
        yield Line(kind, weights.PLACE[kind], (_named(a), _named(b)))


def _named(facts: Facts) -> str:
    return facts.place or facts.municipality


def _sound_alike(one: str, other: str) -> bool:
    return place_words(one).likeness(place_words(other)) >= SAME


def _where(facts: Facts, gazetteer: Gazetteer) -> Where:
    if facts.settlements:
        return gazetteer.known(facts.settlements, facts.place)
    if not facts.place and facts.municipality:
        return Where(municipalities=frozenset((facts.municipality,)), sure=1.0)
    return gazetteer.find(facts.place)
