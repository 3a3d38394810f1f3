"""What is known about given names: which there are, and which are forms of one another, at a price."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from core.names.sounds import sound

DATA = Path(__file__).parent.parent / "data"
# Marks are the first thing to be lost: an alias holds without them too.
# A name that fewer than two to the power of this bear is not common.
RARE = 4
UNMARKED = str.maketrans("CSZ", "csz")


@dataclass(frozen=True)
class Alias:
    """What joins two names, and how alike that makes them; never identity."""

    kind: str
    likeness: float


@dataclass(frozen=True)
class Vocabulary:
    """Given names by sound, and the pairs of sounds that an alias joins."""

    known: frozenset[str] = frozenset()
    aliases: Mapping[frozenset[str], Alias] = field(default_factory=dict)
    # A sound without its marks -> the sounds that stand for it elsewhere, with and without marks.
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # A sound -> how many people bear it, as a power of two; only of names that many bear.
    common: Mapping[str, int] = field(default_factory=dict)

    def alias(self, one: str, other: str) -> Alias | None:
        """What joins two words by sound, if anything does."""
        return self.aliases.get(_unmarked(one, other))

    def other_forms(self, heard: str) -> frozenset[str]:
        """The sounds under which a name may stand in somebody else's book."""
        return self.forms.get(_without_marks(heard), frozenset())


EMPTY = Vocabulary()


def of_rows(rows: Iterable[tuple[str, str, str, float]]) -> Vocabulary:
    """A vocabulary with these aliases: name, other name, kind, cost; the cheapest of two holds."""
    aliases: dict[frozenset[str], Alias] = {}
    forms: dict[str, set[str]] = {}
    for name, other_name, kind, cost in sorted(rows, key=lambda row: -row[3]):
        one, other = sound(name), sound(other_name)
        if not one or not other or one == other:
            continue
        aliases[_unmarked(one, other)] = Alias(kind, 1 - float(cost))
        for a, b in ((one, other), (other, one)):
            forms.setdefault(a.translate(UNMARKED), set()).update(
                (b, b.translate(UNMARKED))
            )
    return Vocabulary(
        known=_given_names(),
        aliases=aliases,
        forms={heard: frozenset(others) for heard, others in forms.items()},
    )


def with_common(known: Vocabulary, bearers: Mapping[str, int]) -> Vocabulary:
    """The vocabulary with the names that many bear, by how many do, as a power of two."""
    powers = {heard: number.bit_length() - 1 for heard, number in bearers.items()}
    common = {heard: power for heard, power in powers.items() if power >= RARE}
    return replace(known, common=common)


@lru_cache(maxsize=1)
def shipped() -> Vocabulary:
    """The vocabulary that comes with the portal; the portal itself uses core.names.dictionary.vocabulary."""
    with (DATA / "name_aliases.csv").open(encoding="utf-8", newline="") as file:
        return of_rows(
            (row["name"], row["other_name"], row["kind"], float(row["cost"]))
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    names = (DATA / "given_names.txt").read_text("utf-8").split()
    return frozenset(sound(name) for name in names)


def _unmarked(one: str, other: str) -> frozenset[str]:
    return frozenset((_without_marks(one), _without_marks(other)))


@lru_cache(maxsize=100_000)
def _without_marks(heard: str) -> str:
    return heard.translate(UNMARKED)
