"""Before a family is registered: may another office know a person like this? One office's name is all that is told."""

from datetime import timedelta

from cases.search import candidates
from cases.search.query import read
from cases.search.ranking import GIVEN, SURNAME, Ranked, Reading, rank
from core.names import dictionary
from core.scoping import SYSTEM, Scope, system
from core.throttle import Limit

# So few that nobody can go through a list of names.
QUESTIONS = Limit(30, timedelta(hours=1))
VERY_LIKE = 0.93
OWN_NAMES = {GIVEN, SURNAME}


def known_elsewhere(*, given_name: str, surname: str, year: int | None, own: Scope):
    """The most alike person of another office; the caller tells nothing but where.

    Both names must be typed whole and nearly alike, and the year of birth must agree where both have one.
    """
    query = read(f"{given_name} {surname} ")
    if len(query.words) < 2:
        return None
    ways = [Reading(query.words)]
    with system():
        known = dictionary.vocabulary()
        people = candidates.candidates(query, ways, known, SYSTEM)
        ranked = rank(query, ways, people, known)
    return next(
        (
            each.candidate.key
            for each in ranked
            if _is_very_like(each, len(query.words), year)
            and not own.covers(each.candidate.key.municipality_id)
        ),
        None,
    )


def _is_very_like(ranked: Ranked, words: int, year: int | None) -> bool:
    other = ranked.candidate.year
    return (
        len(ranked.matches) == words
        and all(
            match.value >= VERY_LIKE and match.name.role in OWN_NAMES
            for match in ranked.matches
        )
        and (year is None or other is None or year == other)
    )
