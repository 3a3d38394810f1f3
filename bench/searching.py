"""The search of the registry and its duplicates: pages and statements, each held against its floor."""

import itertools
import random
import time
from dataclasses import dataclass, field
from statistics import median

from django.db import connection
from django.urls import reverse

from bench import truth
from bench.cells import Cell
from bench.client import Answer
from bench.gates import MINISTRY, OFFICE, Gate
from bench.people import in_other_script, slipped
from bench.rounds import Pair
from cases.matching import Facts
from cases.search import candidates, found
from cases.search.query import read
from cases.services import duplicate_candidates, duplicates
from core import scoping
from core.names import dictionary
from core.names.sounds import sound, words

QUESTIONS = 200
# A share of two in a hundred is not seen among two hundred.
MEANT = 1_000
ROWS = 50
# The share that may stay unfound: recall at 50 is 0.98.
MISSED = 0.02
SQL, PAGE, GROWTH, OFFICER, CANDIDATES = 5, 1.5, 2, 1.4, 2
SEARCH = reverse("cases:search")
TYPO = "typo in each word"
PROBE = "50 persons by key"
BY_KEY = "SELECT * FROM cases_person WHERE id = ANY (%s)"
SOME = """
    SELECT p.id, p.given_name, p.surname, p.birth_date FROM cases_person p
    WHERE (%(place)s IS NULL OR p.municipality_id = %(place)s)
    ORDER BY hashint8(p.id # %(seed)s) LIMIT %(number)s
"""
COMMON = """
    SELECT p.surname FROM cases_person p
    WHERE (%(place)s IS NULL OR p.municipality_id = %(place)s)
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 10
"""


@dataclass
class Work:
    """One piece of the portal's own work, asked in turn; only its SQL is timed, or all of it."""

    name: str
    who: str
    register: object
    scope: object
    asks: list
    # Does the work for one ask.
    work: object
    # Which statements count; None: the whole time, Python included.
    counted: object = None
    slow: bool = False
    expected: list | None = None
    # Past row security, as the superuser.
    unscoped: bool = False
    _turn: object = field(init=False)

    def __post_init__(self):
        self._turn = itertools.cycle(self.asks)

    @property
    def key(self):
        """Size, person and operation."""
        return self.register.size, self.who, self.name

    def once(self, *, counting=False):
        """Do it once, as somebody with this scope."""
        self.register.use_unscoped() if self.unscoped else self.register.use()
        ask, spent = next(self._turn), []

        def clock(execute, sql, params, many, context):
            began = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                spent.append((sql, time.perf_counter() - began))

        with scoping.acting(self.scope), connection.execute_wrapper(clock):
            began = time.perf_counter()
            self.work(ask, self.scope)
            whole = time.perf_counter() - began
        if self.counted:
            spent = [each for each in spent if self.counted(each[0])]
            whole = sum(seconds for _sql, seconds in spent)
        return Answer(200, "", whole, queries=[sql for sql, _seconds in spent])


def find(text, scope):
    """Fetch who may be meant, as the search does before it weighs them."""
    query = read(text)
    ways = candidates.readings(query)
    return candidates.candidates(query, ways, dictionary.vocabulary(), scope)


def finds(sql):
    """The statements that find persons: the dictionary's and the pairs'."""
    return "unnest(" in sql


def every(sql):
    """All statements, the persons with their households too."""
    return bool(sql)


def fetch_by_key(ids, _scope):
    """The floor: so many persons by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY, [ids])
        cursor.fetchall()


def search(text, scope):
    """One search without its page."""
    return found.search(text, scope)


def duplicate_candidates_of(facts, _scope):
    """Whom a new person is compared with, in the whole registry."""
    near = duplicate_candidates.near_sounds([facts])
    return duplicate_candidates.candidates(facts, near)


def likely(facts, scope):
    """The same weighed: what a registration is told."""
    return duplicates.likely_duplicates(facts, scope)


class Searching:
    """What is asked of the search of one register, and the pairs that measure it."""

    def __init__(self, register, sessions, seed):
        self.register = register
        self.cells, self.pairs, self.works = [], [], {}
        for who, session in sessions.items():
            self._ask(who, session, random.Random(f"{seed}:search {who}"))
        self._officer_beside_everybody()

    def _ask(self, who, session, draw):
        register, place = self.register, self.register.places[who]
        people = register.truth.rows(
            SOME, place=place, number=QUESTIONS, seed=draw.randrange(10**6)
        )
        common = register.truth.column(COMMON, place=place)
        questions = asked(people, common, draw)
        ids = [pk for pk, *_rest in people]
        samples = [draw.sample(ids, min(ROWS, len(ids))) for _ in range(20)]
        probe = self._work(PROBE, who, samples, fetch_by_key, every)
        for kind, texts in questions.items():
            self._page(kind, who, session, texts)
            sql = self._work(f"search SQL, {kind}", who, texts, find, finds)
            whole = self._work(f"search all SQL, {kind}", who, texts, search, every)
            self.pairs += [Pair(sql, probe), Pair(whole, probe)]
        if who == MINISTRY:
            self.questions = questions
            self.meant = register.truth.rows(
                SOME, place=place, number=MEANT, seed=draw.randrange(10**6)
            )
            self.asked = asked(self.meant, common, draw)
            self._duplicates(who, people, questions["exact"])

    def _work(self, name, who, asks, work, counted=None):
        scope = self.register.scopes[who]
        made = Work(name, who, self.register, scope, asks, work, counted)
        self.works[who, name] = made
        return made

    def _page(self, kind, who, session, texts):
        asks = [f"{SEARCH}?{truth.query(text)}" for text in texts]
        cell = Cell(f"search page, {kind}", who, session, asks, register=self.register)
        self.cells.append(cell)
        self.pairs.append(Pair(cell, self.register.cell(who, "list")))

    def _duplicates(self, who, people, texts):
        facts = [
            Facts(key=0, given_name=given, surname=surname, birth_date=born)
            for _pk, given, surname, born in people
        ]
        one = self._work("one search", who, texts, search)
        found = self._work("duplicate candidates", who, facts, duplicate_candidates_of)
        weighed = self._work("likely duplicates, weighed", who, facts, likely)
        self.pairs += [Pair(found, one), Pair(weighed, one)]

    def _officer_beside_everybody(self):
        """An officer's questions, asked within the own scope and without any, past row security too."""
        ministry = self.register.scopes[MINISTRY]
        for kind in self.questions:
            own = self.works[OFFICE, f"search SQL, {kind}"]
            same = Work(
                f"the officer's {kind}", MINISTRY, self.register, ministry,
                own.asks, find, finds, unscoped=True,
            )  # fmt: skip
            self.works[MINISTRY, same.name] = same
            self.pairs.append(Pair(own, same))

    def recall(self, kind):
        """The share of questions among whose first fifty both names meant are found."""
        scope, hits = self.register.scopes[MINISTRY], 0
        self.register.use()
        # What is kept for some minutes may come from the other register.
        dictionary.forget_kept()
        asks = list(zip(self.meant, self.asked[kind], strict=True))
        with scoping.acting(scope):
            for (_pk, given, surname, _born), text in asks:
                meant = heard_in(given) | heard_in(surname)
                hits += any(
                    meant <= heard_in(f"{each.person.given_name} {each.person.surname}")
                    for each in found.search(text, scope)[:ROWS]
                )
        return hits / len(asks)


def heard_in(text):
    """The sounds of the words of a name."""
    return {sound(word) for word in words(text)}


def asked(people, common, draw):
    """What is typed, by kind: drawn from the register itself."""
    names = [(given, surname) for _pk, given, surname, _born in people]
    typed = [
        draw.sample([slipped(given, draw), slipped(surname, draw)], 2)
        for given, surname in names
    ]
    return {
        "exact": [f"{given} {surname}" for given, surname in names],
        "reversed": [f"{surname} {given}" for given, surname in names],
        TYPO: [" ".join(two) for two in typed],
        "other script": [in_other_script(f"{g} {s}") for g, s in names],
        "common surname": common,
    }


def growing(searchings):
    """The smallest register's search beside the largest's."""
    small, large = searchings[0], searchings[-1]
    if small is large:
        return
    for (who, name), work in large.works.items():
        if name.startswith("search SQL"):
            yield Pair(work, small.works[who, name])
    for one, other in zip(large.cells, small.cells, strict=True):
        yield Pair(one, other)


def gates(figures, searchings):
    """Every bar of search and duplicates."""
    made = []
    for each in searchings:
        made += [gate for pair in each.pairs if (gate := _gate(figures, pair))]
        for kind in (TYPO, "other script"):
            missed, size = round(1 - each.recall(kind), 3), each.register.size
            made.append(Gate(f"{size:,}: not found, {kind}", missed, MISSED))
    grown = (_named(figures, pair, GROWTH, figures.p50) for pair in growing(searchings))
    return made + list(grown)


def _gate(figures, pair):
    name, base = pair.cell.name, pair.base.name
    if name.startswith("search page"):
        return _named(figures, pair, PAGE, figures.p50)
    if name.startswith("search SQL") and base == PROBE:
        return _named(figures, pair, SQL, figures.p95)
    if name.startswith("search SQL"):
        return _named(figures, pair, OFFICER, figures.p50)
    if name == "duplicate candidates":
        return _named(figures, pair, CANDIDATES, figures.p50)
    return None


def _named(figures, pair, bar, ratios):
    size, base = pair.cell.register.size, pair.base
    other = f"{base.register.size:,}" if base.register.size != size else base.name
    rounds = ratios[pair.key]
    name = f"{size:,} {pair.cell.who}: {pair.cell.name} / {other}"
    return Gate(name, median(rounds), bar, (min(rounds), max(rounds)))
