"""What is measured: every operation of one register, for an officer and the ministry."""

import itertools
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from bench import truth
from bench.client import SECRET, fetch
from core import paging
from core.models import Municipality

PAIRS = 20
LIST = reverse("cases:request_list")
STOCK_LIST = reverse("stock:cases_request_changelist")


@dataclass
class Cell:
    """One operation: what to ask for, in turn, and what must come back."""

    name: str
    who: str
    session: str
    asks: list = field(default_factory=list)
    status: int = 200
    # For posts: makes the next body of a form; asked before the clock starts.
    body: Callable | None = None
    # The ids that must be shown for each ask; None where the page is no list of ours.
    expected: list | None = None
    slow: bool = False
    # The register it belongs to, which makes itself the one the portal asks.
    register: object = None

    @property
    def key(self):
        """Size, person and operation."""
        return self.register.size, self.who, self.name

    def __post_init__(self):
        self._turn = itertools.cycle(self.asks)

    def once(self, *, counting=False):
        """One request; a wrong status is an error, not a figure."""
        self.register.use()
        path = next(self._turn)
        data = self.body(path) if self.body else None
        answer = fetch(path, self.session, data, counting=counting)
        if answer.status != self.status:
            said = f"{answer.status} {answer.location}".strip()
            raise SystemExit(f"{self.name} ({self.who}): {said} for {path}")
        return answer


def floors(who, session):
    """Bare view, user view, raw page."""
    return [
        Cell("bare view", who, "", [reverse("floor_bare")]),
        Cell("user view", who, session, [reverse("floor_user")]),
        Cell("raw page", who, session, [reverse("floor_raw")]),
    ]


def lists(register, who, session, place):
    """First page, deep pages and filters of the list of requests."""
    rows = register.count(place)
    cells = [
        Cell("list", who, session, [LIST], expected=[register.page(place)]),
        _deep(register, who, session, place, "last page", max(rows - 50, 1)),
    ]
    if rows > 50_000:
        cells.append(_deep(register, who, session, place, "page 1,000", 49_950))
    return cells


def _deep(register, who, session, place, name, offset):
    position = register.position(place, offset - 1)
    cursor = paging._write("f", position)
    expected = register.page(place, offset=offset)
    return Cell(name, who, session, [f"{LIST}?from={cursor}"], expected=[expected])


def filters(register, who, session, place, seed):
    """Municipality with status for the ministry, status alone for an office."""
    pairs = [(place, status) for status in truth.STATUSES]
    if place is None:
        every = list(itertools.product(register.places, truth.STATUSES))
        pairs = random.Random(f"{seed}:pairs").sample(every, PAIRS)
    codes = dict(Municipality.objects.values_list("pk", "code"))
    cells = []
    for where, status in pairs:
        query = f"stage={status}" + ("" if place else f"&place={codes[where]}")
        name = f"filter {status}" + ("" if place else f" in {codes[where]}")
        expected = [register.page(where, status)]
        cells.append(Cell(name, who, session, [f"{LIST}?{query}"], expected=expected))
    return cells


def searches(register, who, session, place, seed):
    """One box: names common and rare, two words, a document, a number."""
    draw = random.Random(f"{seed}:searches")
    cells = []
    for name, texts in register.questions(place, draw).items():
        asks = [f"{LIST}?{truth.query(text)}" for text in texts]
        expected = [register.found(text, place) for text in texts]
        cells.append(
            Cell(f"search {name}", who, session, asks, expected=expected, slow=True)
        )
    return cells


def records(register, who, session, place, seed):
    """The overview of single requests."""
    chosen = register.some(place, random.Random(f"{seed}:records"), 40)
    asks = [reverse("cases:request_detail", args=[pk]) for pk in chosen]
    return [Cell("record page", who, session, asks)]


def waiting(register, who, session, place, seed):
    """Who waits for funds, and what waits for the person."""
    return [
        Cell("waiting list", who, session, [reverse("cases:waiting_list")]),
        Cell("my work", who, session, [reverse("work_list")]),
    ]


def saves(register, who, session, place, seed):
    """A changed request and a registered family, audited, by form."""
    open_ones = register.some(place, random.Random(f"{seed}:saves"), 40, editable=True)
    asks = [reverse("cases:request_update", args=[pk]) for pk in open_ones]
    return [
        Cell("save request", who, session, asks, 302, _RequestForm(register)),
        Cell(
            "register household",
            who,
            session,
            [reverse("cases:request_register")],
            302,
            _RegistrationForm(register, place),
        ),
    ]


def stock(register, who, session, place, seed):
    """The same work by stock admin."""
    draw = random.Random(f"{seed}:stock")
    chosen = register.some(place, draw, 20, editable=True)
    changes = [reverse("stock:cases_request_change", args=[pk]) for pk in chosen]
    last = -(-register.count(place) // 50)
    biggest = register.places[0]
    pair = f"status__exact=approved&municipality__id__exact={place or biggest}"
    surname = register.questions(place, draw)["common surname"][0]
    word = truth.query(surname)
    return [
        Cell("admin list", who, session, [STOCK_LIST], slow=True),
        Cell("admin last page", who, session, [f"{STOCK_LIST}?p={last}"], slow=True),
        Cell("admin filter", who, session, [f"{STOCK_LIST}?{pair}"], slow=True),
        Cell("admin search", who, session, [f"{STOCK_LIST}?{word}"], slow=True),
        Cell("admin change form", who, session, changes, slow=True),
        Cell("admin save", who, session, changes, 302, _StockForm(register), slow=True),
    ]


class _RequestForm:
    """What an officer posts from the form of a request, with a fresh text each time."""

    def __init__(self, register):
        self.register = register

    def __call__(self, path):
        version, kind = self.register.version(int(path.split("/")[-3]))
        return {
            "csrfmiddlewaretoken": SECRET,
            "form_token": str(uuid.uuid4()),
            "form_version": version,
            "request_type": kind,
            "preferred_solution": "return",
            "need": f"A roof and {uuid.uuid4()}.",
        }


class _StockForm(_RequestForm):
    """The same change, as the form of stock admin posts it."""

    def __call__(self, path):
        pk = int(path.split("/")[-3])
        household = self.register.household(pk)
        return super().__call__(path) | {"household": household, "id": pk}


class _RegistrationForm:
    """A family at the counter: new names, a new paper."""

    def __init__(self, register, place):
        self.numbers = itertools.count(1)
        self.answers = {
            "municipality": place,
            "place_of_return": register.settlement(place),
            "request_type": register.request_type(),
        }

    def __call__(self, path):
        number = next(self.numbers)
        return self.answers | {
            "csrfmiddlewaretoken": SECRET,
            "form_token": str(uuid.uuid4()),
            "surname": "Đorđević",
            "given_name": "Милица",
            "father_name": "Jovan",
            "sex": "F",
            "birth_date": "1961-05-03",
            "birth_precision": "day",
            "paper_kind": "identity_card",
            "paper_number": f"B {uuid.uuid4().hex[:10]} {number}",
            "language": "sr",
            "phone": "+383 44 000 000",
            "current_address": "Kraljevo",
        }
