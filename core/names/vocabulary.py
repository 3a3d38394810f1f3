"""What is known about given names: which there are, and which are forms of one another, at a price."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from core.names.sounds import sound

DATA = Path(__file__).parent.parent / "data"
# Marks are the first thing to be lost: an alias holds without them too.
UNMARKED = str.maketrans("CSZ", "csz")


@dataclass(frozen=True)
class Vocabulary:
    """Given names by sound, and pairs of sounds that an alias joins with its kind; never identity."""

    known: frozenset[str] = frozenset()
    aliases: Mapping[frozenset[str], str] = field(default_factory=dict)

    def alias(self, one: str, other: str) -> str:
        """The kind of alias that joins two words by sound, if any."""
        return self.aliases.get(_unmarked(one, other), "")


EMPTY = Vocabulary()


@lru_cache(maxsize=1)
def shipped() -> Vocabulary:
    """The vocabulary that comes with the portal."""
    names = (DATA / "given_names.txt").read_text("utf-8").split()
    with (DATA / "name_aliases.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (sound(row["name"]), sound(row["other_name"]), row["kind"])
            for row in csv.DictReader(file)
        ]
    return Vocabulary(
        known=frozenset(sound(name) for name in names),
        aliases={_unmarked(a, b): kind for a, b, kind in rows if a != b},
    )


def _unmarked(one: str, other: str) -> frozenset[str]:
    return frozenset((one.translate(UNMARKED), other.translate(UNMARKED)))
