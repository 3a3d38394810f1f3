"""What a typed word may mean: the sounds of known names it is, is a form of, begins, or nearly is; best first.

Persons are many, distinct words are few: only this dictionary is searched with tolerance, in memory (`Held`)
or in the database (`stored_near`); both are weighed by the same `meanings`.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.db import connection

from core.models import NameAlias, NameSlip, NameSound
from core.names.likeness import compare
from core.names.sounds import coarse, slips
from core.names.spelling import fold
from core.names.vocabulary import RARE, Vocabulary, of_rows

KEPT_SECONDS = 60
MOST = 24
# Less alike than this is another word.
LEAST = 0.55
# One slip of the hand, whatever it did to the sound.
SLIPPED = 0.7
# From here on a word was written as it is; below, what a name that twice as many bear is worth.
SAME, TWICE_AS_COMMON = 0.98, 0.02
# The beginning of a word is not yet the word.
BEGUN, BEGUN_FROM = 0.86, 2
# How many words one beginning, or one skeleton, may bring.
MOST_OF_ONE_KEY = 300
PLAIN = str.maketrans("CSZDX", "cszdc")
LAST = "\U0010ffff"


@dataclass(frozen=True)
class Word:
    """One word of a name as written, and as heard."""

    written: str
    heard: str

    @cached_property
    def folded(self) -> str:
        return fold(self.written)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(all_slips(self.folded, self.heard))


@dataclass(frozen=True)
class Meaning:
    """A sound that a typed word may stand for, how alike the two are, and how likely it is meant."""

    sound: str
    value: float
    likely: float = 0.0

    @property
    def same(self) -> bool:
        return self.value >= SAME


# Known sounds, each with the keys by which it was met.
Near = Mapping[str, set[str]]


def plain(heard: str) -> str:
    """A sound as somebody types it who leaves out every mark."""
    return heard.translate(PLAIN)


def all_slips(folded: str, heard: str) -> set[str]:
    """The keys of a word with one letter wrong: of its sound, with and without marks, and of its letters.

    A slip of one letter may change two sounds, as in Mutsafa, so that the letters have keys too.
    """
    return slips(heard) | slips(plain(heard)) | slips(folded)


def begins(word: str, heard: str) -> bool:
    """Whether a sound goes on where a typed word ends."""
    longer = len(heard) > len(word) >= BEGUN_FROM
    return longer and plain(heard).startswith(plain(word))


def meanings(
    word: Word, near: Near, known: Vocabulary, *, begun: bool = False, most: int = MOST
) -> list[Meaning]:
    """Of these sounds the ones that a word may mean: the same first, then the alike that many are called."""
    found = []
    for heard, met in near.items():
        value = likeness_of(word.heard, heard, known, begun=begun)
        if value < SLIPPED and not met.isdisjoint(word.keys):
            value = SLIPPED
        if value >= LEAST:
            likely = value + TWICE_AS_COMMON * known.common.get(heard, 0)
            found.append(Meaning(heard, value, likely))
    found.sort(key=lambda each: (-each.same, -each.likely, len(each.sound), each.sound))
    return found[:most]


def likeness_of(word: str, heard: str, known: Vocabulary, *, begun: bool) -> float:
    """How alike a typed word and a known sound are; a word that is still being typed may be its beginning."""
    value = compare(word, heard, known).value
    if begun and value < BEGUN and begins(word, heard):
        return BEGUN
    return value


class Held:
    """A dictionary in memory, of words as folded and heard: for a file that is searched without the database."""

    def __init__(self, words: Iterable[tuple[str, str]]):
        words = sorted(set(words))
        self.sounds = {heard for _folded, heard in words}
        self.by_skeleton = defaultdict(list)
        self.by_slip = defaultdict(list)
        for heard in sorted(self.sounds):
            self.by_skeleton[coarse(heard)].append(heard)
        for folded, heard in words:
            for slip in all_slips(folded, heard):
                self.by_slip[slip].append(heard)

    def near(self, words: Iterable[Word], known: Vocabulary, begun: str = "") -> Near:
        """Every known sound that one of these words may mean."""
        found = defaultdict(set)
        for word in words:
            for slip in word.keys:
                for heard in self.by_slip.get(slip, ()):
                    found[heard].add(slip)
            skeleton = self.by_skeleton.get(coarse(word.heard), ())
            alike = {word.heard, *known.other_forms(word.heard)} & self.sounds
            for heard in (*alike, *skeleton[:MOST_OF_ONE_KEY]):
                found[heard] |= set()
        going_on = {each for each in self.sounds if begun and begins(begun, each)}
        return dict.fromkeys(going_on, set()) | found


STORED = """
SELECT sound, '' FROM core_namesound WHERE sound = ANY(%(sounds)s)
UNION SELECT sound, slip FROM core_nameslip WHERE slip = ANY(%(slips)s)
UNION SELECT near.sound, '' FROM unnest(%(skeletons)s) AS key CROSS JOIN LATERAL
    (SELECT sound FROM core_namesound WHERE skeleton = key LIMIT %(most)s) AS near
UNION (SELECT sound, '' FROM core_namesound WHERE plain >= %(begun)s AND plain < %(end)s LIMIT %(most)s)
"""


def stored_near(words: Iterable[Word], known: Vocabulary, begun: str = "") -> Near:
    """Every sound of the registry's dictionary that one of these words may mean, in one statement."""
    words = list(words)
    begun = plain(begun) if len(begun) >= BEGUN_FROM else ""
    sounds = {w.heard for w in words}.union(
        *(known.other_forms(w.heard) for w in words)
    )
    values = {
        "sounds": sorted(sounds),
        "slips": sorted({key for word in words for key in word.keys}),
        "skeletons": sorted({coarse(word.heard) for word in words}),
        "begun": begun,
        "end": begun and begun + LAST,
        "most": MOST_OF_ONE_KEY,
    }
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(STORED, values)
        for heard, slip in cursor.fetchall():
            found[heard].add(slip)
    return found


def learn(words: Iterable[tuple[str, str]]) -> None:
    """Put words, as folded and heard, into the dictionary; what somebody else adds meanwhile is no conflict."""
    wanted = set(words)
    rows = NameSlip.objects.filter(slip__in={folded for folded, _heard in wanted})
    # In one order everywhere, so that two registrations never wait for each other in a circle.
    new = sorted(wanted - set(rows.values_list("slip", "sound")))
    NameSound.objects.bulk_create(
        [
            NameSound(sound=heard, skeleton=coarse(heard), plain=plain(heard))
            for heard in sorted({heard for _folded, heard in new})
        ],
        ignore_conflicts=True,
    )
    NameSlip.objects.bulk_create(
        [
            NameSlip(slip=slip, sound=heard)
            for folded, heard in new
            for slip in sorted(all_slips(folded, heard))
        ],
        ignore_conflicts=True,
    )


def vocabulary() -> Vocabulary:
    """The aliases that administrators keep, and the common names; what changes counts a minute later."""
    return _vocabulary(int(time.monotonic() // KEPT_SECONDS))


def forget_kept() -> None:
    """Read aliases and common names anew at once: for whoever has just changed them."""
    _vocabulary.cache_clear()


@lru_cache(maxsize=2)
def _vocabulary(_at: int) -> Vocabulary:
    aliases = NameAlias.objects.values_list("name", "other_name", "kind", "cost")
    common = NameSound.objects.filter(commonness__gte=RARE)
    names = dict(common.values_list("sound", "commonness"))
    return replace(of_rows(aliases), common=names)
