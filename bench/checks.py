"""A fast wrong answer scores zero: rows shown, scope, and SQL that does not grow with rows."""

import re

from core import paging

SHOWN = re.compile(r'<a class="ref" href="/requests/(\d+)/"')
SIZES = (10, 50, 100)


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
    """SQL per request of every cell; refused where a list's depends on the rows shown."""
    found = {}
    for cell in register.cells:
        found[register.size, cell.who, cell.name] = _queries(cell)
        # A register of less than so many requests says nothing about this.
        if cell.name == "list" and len(cell.expected[0]) == paging.PAGE:
            _independent_of_rows(cell)
    for pair in register.searching.pairs:
        found[pair.cell.key] = _queries(pair.cell)
    return found


def _queries(cell):
    """The fewest of three: names of places are read anew once a minute."""
    return min(len(cell.once(counting=True).queries) for _ in range(3))


def _independent_of_rows(cell):
    usual, numbers = paging.PAGE, {}
    try:
        for paging.PAGE in SIZES:
            numbers[len(ids_in(cell.once().body))] = _queries(cell)
    finally:
        paging.PAGE = usual
    if len(set(numbers.values())) > 1 or len(numbers) < 2:
        raise Wrong(f"{cell.who} {cell.name}: queries by rows shown {numbers}")


def saves_without_audit(register):
    """The saves that left no row in the audit log."""
    silent = []
    for cell in register.cells:
        if cell.name in {"save request", "register household"}:
            before = register.truth.audited()
            cell.once()
            if register.truth.audited() <= before:
                silent.append(cell.name)
    return silent
