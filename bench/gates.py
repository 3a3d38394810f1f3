"""The bars of issue and yardstick, and what a run says to each."""

from dataclasses import dataclass
from statistics import median

LIST = 2.5
QUERIES = 6
DEEP = 1.1
FILTER = 1.2
GROWTH = 1.15
OFFICER = 1.15
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


def all_gates(figures, registers, queries):
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
            _ratio(
                figures,
                f"{size:,}: officer's list / ministry's list",
                (size, OFFICE, "list"),
                (size, MINISTRY, "list"),
                OFFICER,
            )
        )
    return found + _growth(figures, registers)


def _ratio(figures, name, key, base, bar):
    ratios = figures.ratios(key, base)
    return Gate(name, median(ratios), bar, (min(ratios), max(ratios)))


def _pages(figures, register, who):
    size, label = register.size, f"{register.size:,} {who}"
    first = (size, who, "list")
    names = [cell.name for cell in register.cells if cell.who == who]
    deep = [name for name in names if name in {"page 1,000", "last page"}]
    pairs = [name for name in names if name.startswith("filter ")]
    worst = max(pairs, key=lambda name: figures.ratio((size, who, name), first))
    return [
        _ratio(
            figures, f"{label}: list / raw page", first, (size, who, "raw page"), LIST
        ),
        *(
            _ratio(
                figures, f"{label}: {name} / first page", (size, who, name), first, DEEP
            )
            for name in deep
        ),
        _ratio(
            figures,
            f"{label}: worst of {len(pairs)} filters ({worst[7:]}) / first",
            (size, who, worst),
            first,
            FILTER,
        ),
    ]


def _growth(figures, registers):
    """From each size to the next, plain and against each size's own floor."""
    found = []
    for small, large in zip(registers, registers[1:], strict=False):
        for who in (OFFICE, MINISTRY):
            label = f"{who}: list, {small.size:,} → {large.size:,}"
            keys = [(register.size, who, "list") for register in (large, small)]
            bases = [(register.size, who, "raw page") for register in (large, small)]
            plain = figures.ratios(*keys)
            floors = figures.ratios(*bases)
            own = [a / b for a, b in zip(plain, floors, strict=True)]
            found.append(Gate(f"{label}, plain", median(plain), GROWTH, _ends(plain)))
            found.append(Gate(f"{label}, by floor", median(own), GROWTH, _ends(own)))
    return found


def _ends(values):
    return min(values), max(values)
