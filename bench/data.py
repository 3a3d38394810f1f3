"""The data of the measurements: rows for COPY, the same for the same seed and day."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, count
from types import SimpleNamespace

from bench import outcomes
from bench.people import STOCKS, in_other_script, slipped, zipf
from cases.factories import WAYS
from cases.factories.walking import BETWEEN
from cases.models.households import phone_key
from cases.models.persons import number_key
from cases.services.names import NAME_FIELDS, pairs_of, tokens_of
from cases.workflow import REQUEST

YEARS = 20
# (years ago, share of all requests): three waves over a long quiet tail
WAVES = ((15.5, 0.12), (9.0, 0.15), (3.0, 0.13))
HOT_SHARE = 0.05
HOT = {
    "draft": 10, "submitted": 22, "incomplete": 15, "verified": 10,
    "municipal_review": 18, "central_review": 15, "approved": 7,
    "rejected": 2, "withdrawn": 1,
}  # fmt: skip
COLD = {
    "approved": 59, "rejected": 18, "withdrawn": 9, "incomplete": 5,
    "central_review": 3, "municipal_review": 3, "submitted": 1.5, "verified": 1,
    "draft": 0.5,
}  # fmt: skip
# Entries of somebody whom another office registered already, and of how many earlier ones; how often the
# other office saw the same paper, and took the day for the month.
DOUBLE_SHARE, REMEMBERED = 0.015, 50_000
SAME_PAPER, SWAPPED_DAY = 0.5, 0.15
# Whoever is entered twice comes from one village: in the sample both entries name it in so many of the pairs.
SAME_PLACE = 0.77
# What entries leave out: in so many of the ministry's sample of persons it is missing.
NO_FATHER, NO_BIRTH, NO_SEX, NO_NUMBER = 0.13, 0.05, 0.01, 0.56
HOUSEHOLD_SIZES = dict(enumerate((9, 15, 18, 21, 15, 9, 6, 3, 2, 1, 0.5, 0.3, 0.2), 1))
RELATIONS = ("head", "spouse", "child", "child", "child", "parent", "other")
NULL = r"\N"
DAY = timedelta(days=1)
NO_NAMES = dict.fromkeys(NAME_FIELDS, "")


@dataclass(frozen=True)
class World:
    """What the rows point to: reference data and staff, as they stand in the database."""

    municipalities: tuple  # (id, settlements, officers), the largest first
    request_types: tuple
    communities: tuple
    countries: tuple
    paper_kinds: tuple
    provision: int
    ministry: tuple
    funds: tuple
    today: datetime
    taken: dict  # table -> the highest id that reference data has drawn already


TABLES = {
    "core_record": "id municipality_id kind reference created_at",
    "cases_person": "id municipality_id version changed_at given_name surname "
    "father_name maiden_name sex birth_date birth_precision community_id registered_at",
    "cases_nametoken": "id municipality_id person_id token sound",
    "cases_namepair": "id municipality_id person_id pair",
    "cases_personpaper": "id municipality_id version changed_at person_id kind number "
    "number_key issuer missing_reason",
    "cases_household": "id municipality_id version changed_at reference created_at "
    "created_by_id head_id language phone phone_key email current_address "
    "place_of_return_id "
    "vulnerability",
    "cases_member": "id municipality_id version changed_at household_id person_id "
    "relation joined_on left_on",
    "cases_displacement": "id municipality_id version changed_at household_id "
    "place_of_origin_id displaced_on displaced_precision country_id place "
    "accommodation",
    "cases_request": "id municipality_id version changed_at reference created_at "
    "created_by_id status status_since turn due_on assigned_to_id household_id "
    "request_type_id preferred_solution already_returned need submitted_on closed_as "
    "was_granted",
    "cases_paper": "id municipality_id version changed_at request_id paper_kind_id "
    "state document_id number issuer issued_on reason stands_in "
    "verdict doubt",
    "cases_finding": "id municipality_id request_id about result note found_by_id found_on",
    "cases_decision": "id municipality_id request_id outcome decided_on decided_by_id "
    "instance is_live",
    "cases_funding": "id municipality_id request_id decision_id decided_by_id fund_id "
    "amount committed_on committed_by_id is_live released_because",
    "core_statuschange": "id municipality_id record_id transition from_status to_status "
    "at by_id reason details",
    "core_clock": "id municipality_id record_id key provision_id started_on due_on "
    "trace pauses paused_on closed_on",
}
TARGETS = {step.name: step.target for step in REQUEST.transitions}
TURNS = {status: str(stage.turn) for status, stage in REQUEST.stages.items()}
# Where the time to decide has ended.
FINAL = set(REQUEST.deadlines[0].ends)


@cache
def words_of(name):
    """The words under which a name is found, as the portal itself makes them."""
    return tokens_of(SimpleNamespace(**NO_NAMES | {"surname": name}))


class Registry:
    """Writes a register of so many requests, household by household, oldest first."""

    def __init__(self, world, requests, seed):
        self.world = world
        self.wanted = requests
        self.random = random.Random(f"{seed}:{requests}")
        self.lines = {table: [] for table in TABLES}
        self.numbers = {table: count(world.taken[table] + 1) for table in TABLES}
        self.records = self.numbers["core_record"]
        self.written = 0
        # Every word that was written, as folded and heard: the dictionary of names.
        self.words = set()
        # Some earlier persons, one of whom may come again; the pairs that were planted.
        self.persons, self.earlier, self.doubles = 0, [], []
        # Where the household that is being written comes from.
        self.origin = None
        self.weights = zipf(len(world.municipalities), 0.85)
        self.stock_weights = list(accumulate(share for *_rest, share in STOCKS))
        self.moments = self._moments()

    def _moments(self):
        """When each request was registered: quiet years, waves, working hours."""
        draw, span = self.random, YEARS * 365.0
        chances = list(
            accumulate([1 - sum(s for _y, s in WAVES), *(s for _y, s in WAVES)])
        )
        days = []
        for wave in draw.choices(
            range(len(WAVES) + 1), cum_weights=chances, k=self.wanted
        ):
            middle = draw.uniform(0, span) if not wave else WAVES[wave - 1][0] * 365
            days.append(middle if not wave else abs(draw.gauss(middle, 60)))
        days.sort(reverse=True)
        start = self.world.today.replace(hour=6, minute=0, second=0, microsecond=0)
        return [
            start
            - DAY * (1 + int(back))
            + timedelta(microseconds=draw.randrange(10**6 * 36000))
            for back in days
        ]

    def blocks(self, households=2_000):
        """The lines of all tables, in blocks small enough to be kept in memory."""
        while self.written < self.wanted:
            for _ in range(households):
                if self.written >= self.wanted:
                    break
                self._household()
            yield self.lines
            self.lines = {table: [] for table in TABLES}

    def add(self, table, *values):
        """One line; the caller has written every value as COPY wants it."""
        self.lines[table].append("\t".join(map(str, values)))

    def own(self, table, place, *values):
        self.add(table, next(self.numbers[table]), place, *values)

    def _household(self):
        draw, world = self.random, self.world
        place = draw.choices(world.municipalities, cum_weights=self.weights)[0]
        municipality, settlements, officers = place
        language, stock, _share = draw.choices(STOCKS, cum_weights=self.stock_weights)[
            0
        ]
        began = str(self.moments[self.written])
        self.origin = draw.choice(settlements)
        head, people = self._family(municipality, stock, began)
        household, officer = next(self.records), draw.choice(officers)
        phone = f"+383 44 {household % 1_000_000:06d}"
        reference = f"HH-{began[:4]}-{household:06d}"
        self.add(
            "core_record", household, municipality, "cases.household", reference, began
        )
        self.add(
            "cases_household", household, municipality, 1, began, reference, began, officer,
            head, language, phone, phone_key(phone), "",
            f"Rruga {household % 211}, {household % 89}", draw.choice(settlements), "",
        )  # fmt: skip
        for number, person in enumerate(people):
            self.own(
                "cases_member", municipality, 1, began, household, person,
                RELATIONS[min(number, 6)], began[:10], NULL,
            )  # fmt: skip
        self.own(
            "cases_displacement", municipality, 1, began, household,
            self.origin, "1999-06-15", "month", draw.choice(world.countries), "", "rented",
        )  # fmt: skip
        asks = draw.choices((1, 2, 3), cum_weights=(80, 96, 100))[0]
        for kind in draw.sample(world.request_types, asks):
            if self.written < self.wanted:
                self._request(municipality, household, kind, officer)

    def _family(self, municipality, stock, began):
        draw = self.random
        surnames, given_names = stock
        size = draw.choices(tuple(HOUSEHOLD_SIZES), tuple(HOUSEHOLD_SIZES.values()))[0]
        size += draw.randrange(5, 20) if draw.random() < 1 / 300 else 0
        family = draw.choices(surnames, cum_weights=_weights(len(surnames), 0.9))[0]
        weights = _weights(len(given_names), 0.7)
        people = []
        for number in range(size):
            surname = family
            if number and draw.random() < 0.12:
                surname = draw.choices(
                    surnames, cum_weights=_weights(len(surnames), 0.9)
                )[0]
            if draw.random() < 0.04:
                surname = f"{surname}-{draw.choice(surnames)}"
            given, father = draw.choices(given_names, cum_weights=weights, k=2)
            names = given, surname, father
            people.append(self._person_or_double(municipality, names, began))
        return people[0], people

    def _person_or_double(self, municipality, names, began):
        """Somebody new, or somebody known already: in the other script, or with a letter wrong."""
        draw = self.random
        if self.earlier and draw.random() < DOUBLE_SHARE:
            return self._double(municipality, began)
        person, born = next(self.numbers["cases_person"]), self._birth()
        number = number_of(person)
        self._person(municipality, person, "FM"[person % 2], names, born, number, began)
        self._remember((person, names, born, self.origin))
        return person

    def _remember(self, entry):
        """Keep some of the earlier persons, each with the same chance."""
        at = self.random.randrange(max(self.persons, REMEMBERED))
        if len(self.earlier) < REMEMBERED:
            self.earlier.append(entry)
        elif at < REMEMBERED:
            self.earlier[at] = entry

    def _double(self, municipality, began):
        """Somebody known already, as another office writes it: of the same sex, now and then of the same paper."""
        draw = self.random
        first, (given, surname, father), born, origin = draw.choice(self.earlier)
        if draw.random() < SAME_PLACE:
            self.origin = origin
        if draw.random() < 0.5:
            surname = slipped(surname, draw)
        if draw.random() < 0.5:
            given, surname, father = map(in_other_script, (given, surname, father))
        person, sex = next(self.numbers["cases_person"]), "FM"[first % 2]
        number = number_of(first if draw.random() < SAME_PAPER else person)
        if draw.random() < SWAPPED_DAY:
            born = with_day_for_month(*born)
        names = given, surname, father
        self._person(municipality, person, sex, names, born, number, began)
        self.doubles.append((first, person))
        return person

    def _birth(self):
        draw = self.random
        year = draw.randrange(1930, 2024)
        if draw.random() < 0.08:
            return f"{year}-01-01", "year"
        return f"{year}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}", "day"

    def _person(self, municipality, person, sex, names, birth, number, began):
        """An entry of somebody: what this office does not know is left out, whatever another one knows."""
        draw = self.random
        given, surname, father = names
        father, birth, sex, number = (
            nothing if draw.random() < share else value
            for value, nothing, share in (
                (father, "", NO_FATHER),
                (birth, (NULL, "day"), NO_BIRTH),
                (sex, "", NO_SEX),
                (number, "", NO_NUMBER),
            )
        )
        self.persons += 1
        self.add(
            "cases_person", person, municipality, 1, began, given, surname, father, "",
            sex, *birth, draw.choice(self.world.communities), began,
        )  # fmt: skip
        words = words_of(given) | words_of(surname) | words_of(father)
        self.words.update(words.items())
        for word in sorted(words):
            self.own("cases_nametoken", municipality, person, word, words[word])
        for pair in pairs_of(words.values()):
            self.own("cases_namepair", municipality, person, pair)
        if number:
            self.own(
                "cases_personpaper", municipality, 1, began, person, "identity_card",
                number, number_key(number), "", "",
            )  # fmt: skip

    def _request(self, municipality, household, kind, officer):
        draw, number = self.random, self.written
        moment, began = self.moments[number], str(self.moments[number])
        self.written += 1
        shares = HOT if number > self.wanted * (1 - HOT_SHARE) else COLD
        status = draw.choices(tuple(shares), tuple(shares.values()))[0]
        request = next(self.records)
        reference = f"RR-{began[:4]}-{request:06d}"
        moved = self._life(municipality, request, status, moment, officer)
        since = str(moved)
        runs = status not in FINAL and status != "draft"
        due = (moved + 30 * DAY).date() if runs else NULL
        submitted = NULL if status == "draft" else (moment + DAY).date()
        self.add(
            "core_record", request, municipality, "cases.request", reference, began
        )
        self.add(
            "cases_request", request, municipality, 1, since, reference, began, officer,
            status, since, TURNS[status], due, officer, household, kind, "return", "f",
            "A roof and two windows.", submitted, "", "f",
        )  # fmt: skip
        outcomes.follow(
            self, municipality, request, status, moved, officer, lately=shares is HOT
        )
        if status != "draft":
            self.own(
                "cases_paper", municipality, 1, since, request,
                self.world.paper_kinds[request % len(self.world.paper_kinds)],
                "not_available", NULL, "", "", NULL, "Lost in the war.", "Two witnesses.",
                "", "",
            )  # fmt: skip
        if runs:
            self.own(
                "core_clock", municipality, request, "decision_days",
                self.world.provision, since[:10], due, "[]", "[]", NULL, NULL,
            )  # fmt: skip

    def _life(self, municipality, request, status, began, officer):
        """The steps that led to the stage; when the last one was."""
        moment, here = began, "draft"
        self._step(municipality, request, "begin", "", here, moment, officer)
        for name in WAYS[status]:
            if name in BETWEEN:
                continue
            moment += DAY * self.random.randrange(1, 40)
            moment = min(moment, self.world.today)
            before, here = here, TARGETS[name]
            self._step(municipality, request, name, before, here, moment, officer)
        return moment

    def _step(self, municipality, request, name, before, after, moment, officer):
        self.own(
            "core_statuschange", municipality, request, name, before, after, moment,
            officer, "", "{}",
        )  # fmt: skip


@cache
def _weights(number, exponent):
    return zipf(number, exponent)


def number_of(person):
    """The number on somebody's identity card."""
    return f"K {person % 97:02d}-{person:08d}"


def with_day_for_month(born, precision):
    """A date of birth as it is misread where the month is written first; others stay."""
    year, month, day = born.split("-")
    swapped = precision == "day" and int(day) <= 12
    return (f"{year}-{day}-{month}" if swapped else born), precision


def midnight_of(day):
    """The moment up to which a register of this day reaches."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
