"""A fast wrong answer scores zero: rows shown, scope, and SQL that does not grow with rows."""

import re

from core import paging

SHOWN = re.compile(r'<a class="ref" href="/requests/(\d+)/"')
SIZES = (10, 50, 100)
# Pages of different records may need different queries (a letter, a missing paper).


class Wrong(Exception):
    """A page showed something else than the tables hold."""


def ids_in(body):
    """The ids of the rows a list shows."""
    return [int(number) for number in SHOWN.findall(body)]


def rows_are_right(register):
    """Every list, filter and search shows exactly the expected rows, of the own scope."""
    for cell in register.cells:
        if cell.expected is None:
            continue
        for expected in cell.expected:
            shown = ids_in(cell.once().body)
            if shown != expected:
                raise Wrong(f"{cell.who} {cell.name}: {shown[:3]}… not {expected[:3]}…")
            place = register.places[cell.who]
            if place and register.truth.places_of(shown) - {place}:
                raise Wrong(f"{cell.who} {cell.name}: rows of another municipality")


def queries_of(register):
    """SQL per request of every cell; refused where it depends on the rows shown."""
    found = {}
    for cell in register.cells:
        numbers = {len(cell.once(counting=True).queries) for _ in range(len(cell.asks) + 1)}
        if len(numbers) > 1 and cell.expected is not None and "search" not in cell.name:
            raise Wrong(f"{cell.who} {cell.name}: {sorted(numbers)} queries")
        found[register.size, cell.who, cell.name] = max(numbers)
        if cell.name == "list":
            _independent_of_rows(cell)
    return found


def _independent_of_rows(cell):
    usual = paging.PAGE
    try:
        numbers = {}
        for paging.PAGE in SIZES:
            answer = cell.once(counting=True)
            numbers[len(ids_in(answer.body))] = len(answer.queries)
    finally:
        paging.PAGE = usual
    if len(set(numbers.values())) > 1 or len(numbers) < len(SIZES):
        raise Wrong(f"{cell.who} {cell.name}: queries by rows shown {numbers}")


def saves_are_audited(register):
    """A saved request leaves a row in the audit log."""
    for cell in register.cells:
        if cell.name in {"save request", "register household"}:
            before = register.truth.audited()
            cell.once()
            if register.truth.audited() <= before:
                raise Wrong(f"{cell.who} {cell.name}: no audit row")
