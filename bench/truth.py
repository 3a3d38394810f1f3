"""What must be shown, asked of the tables directly by the superuser: no walls, no pages."""

from functools import cached_property
from urllib.parse import urlencode

from bench.load import superuser
from cases.models import Request
from cases.models.persons import number_key
from cases.search.filtering import ALIKE
from core.names import fold
from core.names.dictionary import MOST_OF_ONE_KEY, Held, Word, meanings, vocabulary
from core.names.sounds import sound, words
from core.place_names import settlements_called

STATUSES = [str(status) for status in Request.Status]
EDITABLE = ["draft", "submitted", "incomplete"]
PAGE = 50

# Whether a request is of this place and status; NULL asks for any.
KEPT = "(%(place)s IS NULL OR r.municipality_id = %(place)s)"
NEWEST = "ORDER BY r.created_at DESC, r.id DESC"
BY_NAME = """
    (h.place_of_return_id = ANY(%(settlements)s) OR h.id IN (
        SELECT m.household_id FROM cases_member m
        JOIN cases_nametoken t ON t.person_id = m.person_id
        WHERE t.sound = ANY(%(sounds)s)))
"""
BY_NUMBER = """
    (r.reference = upper(%(text)s) OR h.reference = upper(%(text)s) OR h.id IN (
        SELECT m.household_id FROM cases_member m
        JOIN cases_personpaper p ON p.person_id = m.person_id
        WHERE p.number_key = %(key)s))
"""


def query(text):
    """The search box as it stands in an address."""
    return urlencode({"q": text})


class Truth:
    """One filled database and questions about it."""

    def __init__(self, name, places):
        self.name = name
        self.places = places
        self._closing = superuser(name)
        self._cursor = self._closing.__enter__().cursor()

    def rows(self, statement, **values):
        """The rows of one statement."""
        self._cursor.execute(statement, values)
        return self._cursor.fetchall()

    def one(self, statement, **values):
        """The first value of the first row."""
        return self.rows(statement, **values)[0][0]

    def column(self, statement, **values):
        """The first value of every row."""
        return [row[0] for row in self.rows(statement, **values)]

    def close(self):
        """Let go of the database."""
        self._closing.__exit__(None, None, None)

    def count(self, place):
        """How many requests there are."""
        return self.one(
            f"SELECT count(*) FROM cases_request r WHERE {KEPT}", place=place
        )

    def page(self, place, status=None, *, offset=0, size=PAGE):
        """The ids of a page of the list."""
        return self.column(
            f"SELECT r.id FROM cases_request r WHERE {KEPT}"
            f" AND (%(status)s IS NULL OR r.status = %(status)s) {NEWEST}"
            " LIMIT %(size)s OFFSET %(offset)s",
            place=place, status=status, offset=offset, size=size,
        )  # fmt: skip

    def position(self, place, offset):
        """Moment and id of the row at an offset."""
        return self.rows(
            f"SELECT r.created_at, r.id FROM cases_request r WHERE {KEPT} {NEWEST}"
            " LIMIT 1 OFFSET %(offset)s",
            place=place, offset=max(offset, 0),
        )[0]  # fmt: skip

    def some(self, place, draw, number, *, editable=False):
        """Some requests, drawn from a seed."""
        statuses = EDITABLE if editable else STATUSES
        known = self.column(
            f"SELECT r.id FROM cases_request r WHERE {KEPT}"
            " AND r.status = ANY(%(statuses)s) ORDER BY r.id",
            place=place, statuses=statuses,
        )  # fmt: skip
        return draw.sample(known, min(number, len(known)))

    def questions(self, place, draw):
        """What people type, drawn from the register itself."""
        names = self.rows(
            "SELECT p.surname, count(*) FROM cases_request r"
            " JOIN cases_household h ON h.id = r.household_id"
            f" JOIN cases_person p ON p.id = h.head_id WHERE {KEPT}"
            " GROUP BY 1 ORDER BY 2 DESC, 1",
            place=place,
        )
        heads = self.rows(
            "SELECT p.surname, p.given_name, r.reference, coalesce(c.number, '')"
            " FROM cases_request r JOIN cases_household h ON h.id = r.household_id"
            " JOIN cases_person p ON p.id = h.head_id"
            f" JOIN cases_personpaper c ON c.person_id = p.id WHERE {KEPT} ORDER BY r.id",
            place=place,
        )
        some = draw.sample(heads, 10)
        return {
            "common surname": [surname for surname, _count in names[:3]],
            "rare surname": [surname for surname, _count in names[-5:]],
            "two words": [f"{given} {surname}" for surname, given, *_rest in some],
            "document": [paper for *_rest, paper in some],
            "reference": [reference for _s, _g, reference, _p in some],
            "nothing": ["Qwertzuiop"],
        }

    def found(self, text, place):
        """The ids a search must show on its first page."""
        clauses, values = (
            [KEPT],
            {"place": place, "text": text, "key": number_key(text)},
        )
        if any(character.isdigit() for character in text):
            clauses.append(BY_NUMBER)
        else:
            for number, word in enumerate(words(text)):
                clauses.append(
                    BY_NAME.replace("(sounds)", f"(sounds{number})").replace(
                        "(settlements)", f"(settlements{number})"
                    )
                )
                last = number == len(words(text)) - 1
                values[f"sounds{number}"] = self.alike(word, begun=last)
                values[f"settlements{number}"] = settlements_called(fold(word))
        return self.column(
            "SELECT r.id FROM cases_request r JOIN cases_household h"
            f" ON h.id = r.household_id WHERE {' AND '.join(clauses)} {NEWEST} LIMIT 50",
            **values,
        )

    def alike(self, written, *, begun):
        """The sounds of the register that a typed word means, by the dictionary in memory: alike or begun by it."""
        word, known = Word(written, sound(written)), vocabulary()
        near = self.dictionary.near([word], known, word.heard if begun else "")
        meant = meanings(word, near, known, begun=begun, most=MOST_OF_ONE_KEY)
        return [meaning.sound for meaning in meant if meaning.value >= ALIKE]

    @cached_property
    def dictionary(self):
        """Every word of the register, held in memory as the search of a file holds it."""
        return Held(self.rows("SELECT DISTINCT token, sound FROM cases_nametoken"))

    def version(self, pk):
        """Version and kind of a request, as its form shows them."""
        statement = (
            "SELECT version, request_type_id FROM cases_request WHERE id = %(pk)s"
        )
        return self.rows(statement, pk=pk)[0]

    def household(self, pk):
        """The household of a request."""
        statement = "SELECT household_id FROM cases_request WHERE id = %(pk)s"
        return self.one(statement, pk=pk)

    def settlement(self, place):
        """Some settlement of a municipality."""
        return self.one(
            "SELECT min(id) FROM core_settlement WHERE municipality_id = %(place)s",
            place=place,
        )

    def request_type(self):
        """Some kind of request."""
        return self.one("SELECT min(id) FROM cases_requesttype")

    def audited(self):
        """How many rows the audit log has."""
        return self.one("SELECT count(*) FROM core_auditentry")

    def places_of(self, ids):
        """The municipalities of these requests."""
        statement = (
            "SELECT DISTINCT municipality_id FROM cases_request WHERE id = ANY(%(ids)s)"
        )
        return set(self.column(statement, ids=ids))
