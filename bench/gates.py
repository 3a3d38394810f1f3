"""The bars of issue and yardstick, and what a run says to each."""

from dataclasses import dataclass

from bench.rounds import Pair

LIST = 2.5
QUERIES = 6
DEEP = 1.1
FILTER = 1.2
GROWTH = 1.15
OFFICER = 1.15
MEGABYTES = 16
OFFICE, MINISTRY = "officer", "ministry"


@dataclass(frozen=True)
class Gate:
    """One bar: what was measured, against what, and whether it holds."""

    name: str
    figure: float
    bar: float
    spread: tuple = ()

    @property
    def holds(self):
        """Whether the figure is at most the bar."""
        return self.figure <= self.bar

    def line(self):
        """The gate in one line of text."""
        spread = f"  ({self.spread[0]:.2f}–{self.spread[1]:.2f})" if self.spread else ""
        verdict = "holds" if self.holds else "FAILS"
        return f"{verdict}  {self.name:<58} {self.figure:6.2f} ≤ {self.bar:<5}{spread}"


def between(registers):
    """The lists held against each other: officer and ministry, small and large."""
    for register in registers:
        yield Pair(register.cell(OFFICE, "list"), register.cell(MINISTRY, "list"))
    for small, large in zip(registers, registers[1:], strict=False):
        for who in (OFFICE, MINISTRY):
            for name in ("list", "raw page"):
                yield Pair(large.cell(who, name), small.cell(who, name))


def all_gates(figures, registers, queries, exports):
    """Every gate of the issue for every size."""
    found = []
    for register in registers:
        size = register.size
        for who in (OFFICE, MINISTRY):
            found += _pages(figures, register, who)
            number = queries[size, who, "list"]
            found.append(Gate(f"{size:,} {who}: queries of the list", number, QUERIES))
        found.append(Gate(f"{size:,}: saves without audit", len(register.silent), 0))
        found.append(
            _gate(
                figures,
                f"{size:,}: officer's list / ministry's list",
                ((size, OFFICE, "list"), (size, MINISTRY, "list")),
                OFFICER,
            )
        )
    for one in exports:
        name = f"{one['size']:,}: MB that a report of everything adds"
        found.append(Gate(name, one["megabytes"], MEGABYTES))
    return found + _growth(figures, registers)


def _gate(figures, name, key, bar):
    return Gate(name, figures.ratio(key), bar, figures.spread(key))


def _pages(figures, register, who):
    label = f"{register.size:,} {who}"
    pairs = {
        pair.cell.name: pair.key for pair in register.pairs if pair.cell.who == who
    }
    deep = [name for name in pairs if name in {"page 1,000", "last page"}]
    filters = [name for name in pairs if name.startswith("filter ")]
    worst = max(filters, key=lambda name: figures.ratio(pairs[name]))
    named = f"{label}: worst of {len(filters)} filters ({worst[7:]}) / first"
    return [
        _gate(figures, f"{label}: list / raw page", pairs["list"], LIST),
        *(_gate(figures, f"{label}: {n} / first page", pairs[n], DEEP) for n in deep),
        _gate(figures, named, pairs[worst], FILTER),
    ]


def _growth(figures, registers):
    """From each size to the next, plain and against each size's own floor."""
    found = []
    for small, large in zip(registers, registers[1:], strict=False):
        for who in (OFFICE, MINISTRY):
            label = f"{who}: list, {small.size:,} → {large.size:,}"
            plain = (large.size, who, "list"), (small.size, who, "list")
            floor = (large.size, who, "raw page"), (small.size, who, "raw page")
            own = figures.ratio(plain) / figures.ratio(floor)
            found.append(_gate(figures, f"{label}, plain", plain, GROWTH))
            found.append(Gate(f"{label}, by floor", own, GROWTH))
    return found
