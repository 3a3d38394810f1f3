"""The same search over a file of persons, in memory; it needs no database and keeps nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace

from cases.models.persons import number_key
from cases.search import pairs
from cases.search.query import Query
from cases.search.ranking import (
    ROLES,
    Candidate,
    Ranked,
    Reading,
    names_of,
    rank,
)
from cases.services.names import pairs_of
from core.names import fold
from core.names.dictionary import Held
from core.names.vocabulary import Vocabulary, with_common

MOST_CANDIDATES = 400


class File:
    """A file of persons with the keys of the registry: sounds, pairs of sounds, document numbers."""

    def __init__(self, rows: Iterable[dict], known: Vocabulary):
        self.candidates: dict[str, Candidate] = {}
        self.places: dict[str, str] = {}
        self.by_key = {
            "sound": defaultdict(list),
            "pair": defaultdict(list),
            "document": defaultdict(list),
        }
        for row in rows:
            self._add(row)
        bearers = Counter(
            name.heard
            for candidate in self.candidates.values()
            for name in candidate.names
        )
        self.known = with_common(known, bearers)
        self.dictionary = Held(
            (name.folded, name.heard)
            for candidate in self.candidates.values()
            for name in candidate.names
        )

    def _add(self, row: dict) -> None:
        key = row["record_id"]
        names = names_of(SimpleNamespace(**{role: row.get(role, "") for role in ROLES}))
        year, born = birth(row.get("birth_date", ""))
        places = frozenset(fold(row.get("place_of_origin", "")).split())
        self.candidates[key] = Candidate(key, names, year, born, places)
        sounds = [name.heard for name in names]
        for heard in sounds:
            self.by_key["sound"][heard].append(key)
        for pair in pairs_of(sounds):
            self.by_key["pair"][pair].append(key)
        if number := number_key(row.get("document_number", "")):
            self.by_key["document"][number].append(key)

    def search(self, query: Query) -> list[Ranked]:
        """The persons who may be meant, best first."""
        by_number = self._fetch("document", query.documents)
        if by_number:
            return [Ranked(each, 1.0) for each in by_number]
        begun = query.words[-1].heard if query.begun else ""
        near = self.dictionary.near(query.words, self.known, begun)
        readings = self._readings(query)
        found: dict[object, Candidate] = {}
        for reading in readings:
            meant = pairs.meant(reading, near, self.known, begun=query.begun)
            kind, wanted = pairs.keys(meant)
            for each in self._fetch(kind, (key.value for key in wanted)):
                found.setdefault(each.key, each)
        return rank(query, readings, found.values(), self.known)

    def _readings(self, query: Query) -> list[Reading]:
        """A file has no gazetteer: a last word may be the place as it stands there."""
        return [Reading(query.words)] + [
            Reading(
                tuple(other for other in query.words if other is not word),
                frozenset([word.folded]),
            )
            for word in query.words[1:]
        ]

    def _fetch(self, kind: str, values: Iterable[str]) -> list[Candidate]:
        found: dict[str, Candidate] = {}
        for value in values:
            for key in self.by_key[kind].get(value, ()):
                found[key] = self.candidates[key]
            if len(found) >= MOST_CANDIDATES:
                break
        return list(found.values())


def birth(text: str) -> tuple[int | None, date | None]:
    """The year and, if known, the day of birth as a file has them."""
    text = text.strip()
    year = int(text[:4]) if text[:4].isascii() and text[:4].isdigit() else None
    try:
        return year, date.fromisoformat(text)
    except ValueError:
        return year, None
