"""How common the words of names are, among the entries compared: two of a rare name are more likely one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, log

from cases.matching.facts import Facts
from cases.matching.names import heard
from cases.matching.weights import (
    OF_CHANCE,
    RAREST,
    USUAL_SHARE,
    USUAL_TOTAL,
)
from core.names.vocabulary import Vocabulary

# With fewer entries than this a share says nothing.
ENOUGH = 50
# A given name borne by so many entries is a name, not a slip of the pen.
SURELY_A_NAME = 4


@dataclass(frozen=True)
class Frequencies:
    """How many entries have a word, by its sound, in a given name or surname."""

    counts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    @classmethod
    def among(cls, entries: Iterable[Facts]) -> "Frequencies":
        """Count the words of these entries' names."""
        counts, total = Counter(), 0
        for facts in entries:
            total += 1
            counts.update({*heard(facts.given_name), *heard(facts.surname)})
        return cls(counts, total)

    def rarity(self, shared: Iterable[tuple[str, str]]) -> float:
        """What it adds that just these words are shared: more for rare ones, less than nothing for common."""
        shared = list(shared)
        if self.total < ENOUGH or not shared:
            return 0.0
        return min(self.by_words(shared) - self.by_size, RAREST)

    def by_words(self, shared: Iterable[tuple[str, str]]) -> float:
        """The same, before the size of the register is taken off."""
        if self.total < ENOUGH:
            return 0.0
        return sum(self._by_share(self._count(*pair) / self.total) for pair in shared)

    @property
    def by_size(self) -> float:
        """What two agreeing names say less than in a register of a thousand: there are so many more pairs."""
        size = log(self.total / USUAL_TOTAL) if self.total else 0.0
        return size if size > 0 else size * OF_CHANCE

    def at_most(self, words: Sequence[str]) -> float:
        """The most that sharing these words can add, before the size is taken off."""
        if self.total < ENOUGH or len(words) > 1:
            return inf
        return sum(
            max(self._by_share(self._count(word, word) / self.total), 0)
            for word in words
        )

    def _by_share(self, share: float) -> float:
        # Two of so many share usual words by chance so much oftener than rare ones.
        return -log(share / USUAL_SHARE) * OF_CHANCE

    def _count(self, one: str, other: str) -> int:
        return max(self.counts.get(one, 0), self.counts.get(other, 0), 1)


def learned(
    known: Vocabulary, given_names: Iterable[str] | Mapping[str, int]
) -> Vocabulary:
    """The vocabulary with those of these given names, or names with their number, that many entries have."""
    counts = Counter()
    for name, times in Counter(given_names).items():
        for word in heard(name):
            counts[word] += times
    names = {name for name, count in counts.items() if count >= SURELY_A_NAME}
    return replace(known, known=known.known | names)
