"""What becomes of each row: created, updated, unchanged, rejected, or held as a possible duplicate.

Nothing is written and nothing is asked here: what is known already is handed in, so that a trial and the
import itself decide by the same lines.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.register_import.columns import OF_HOUSEHOLD
from cases.register_import.rows import Problem, Row
from core.names.likeness import likeness
from core.names.sounds import sounds

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
REJECTED, HELD = "rejected", "held"
OUTCOMES = (CREATED, UPDATED, UNCHANGED, REJECTED, HELD)
# Below this two names of fathers are not one name written twice.
FATHERS_DIFFER = 0.6
OF_PERSON = (
    "given_name", "surname", "father_name", "maiden_name", "sex", "birth_date", "birth_precision",
    "community",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A person whom the register has named before: who it is, what it said then, what stands in the portal now."""

    person: int
    said: dict
    stands: dict
    # A submitted request rests on this person: another colleague looks at each change.
    is_relied_on: bool = False


@dataclass
class Decision:
    """A row with its outcome; `changes` are the values an update writes, `alike` persons it may be."""

    row: Row
    outcome: str
    changes: dict = field(default_factory=dict)
    known: Known | None = None
    alike: list[int] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return self.row.problems


class Sketch(NamedTuple):
    """As little of a person as is needed to say that two of one name and year are not the same."""

    birth_date: str
    birth_precision: str
    father_name: str

    @classmethod
    def of(cls, values: dict) -> "Sketch":
        return cls(*(values.get(name, "") for name in cls._fields))


@dataclass
class Memory:
    """What earlier rows of the same file said: numbers met, persons met by name and year."""

    numbers: dict[str, int] = field(default_factory=dict)
    persons: dict[tuple, list[tuple[int, Sketch]]] = field(default_factory=dict)

    def recall(self, row: Row, outcome: str) -> None:
        """Take in a row that was decided before the work was interrupted."""
        if outcome != REJECTED:
            self.numbers.setdefault(row.number, row.line)
        if outcome in {CREATED, HELD}:
            self.earlier_like(row)

    def earlier_like(self, row: Row) -> int | None:
        """The first earlier row that may be the same person; the row is remembered from now on."""
        key = likeness_key(row.values)
        if key is None:
            return None
        sketch, met = Sketch.of(row.values), self.persons.setdefault(key, [])
        alike = (line for line, other in met if may_be_same(other, sketch))
        found = next(alike, None)
        met.append((row.line, sketch))
        return found


def decide(
    rows: Iterable[Row],
    *,
    known: dict[str, Known],
    memory: Memory,
    find_like: Callable[[list[dict]], list[list[int]]],
) -> list[Decision]:
    """Decide a portion of rows, in their order."""
    decisions = [_first_look(row, known, memory) for row in rows]
    new = [each for each in decisions if each.outcome == CREATED]
    found = find_like([each.row.values for each in new])
    for decision, alike in zip(new, found, strict=True):
        _second_look(decision, alike, memory)
    return decisions


def _first_look(row: Row, known: dict[str, Known], memory: Memory) -> Decision:
    if row.problems:
        return Decision(row, REJECTED)
    earlier = memory.numbers.setdefault(row.number, row.line)
    if earlier != row.line:
        code = "repeated_number" if row.values.get("number") else "repeated_row"
        return _rejected(row, Problem(code, value=str(earlier)))
    if row.number in known:
        return _compared(row, known[row.number])
    return Decision(row, CREATED)


def _second_look(decision: Decision, alike: list[int], memory: Memory) -> None:
    """Somebody new may be somebody who is there already, or stands further up in the file."""
    earlier = memory.earlier_like(decision.row)
    if alike:
        decision.outcome, decision.alike = HELD, alike
        decision.problems.append(Problem("alike"))
    elif earlier:
        decision.outcome = HELD
        decision.problems.append(Problem("alike_in_file", value=str(earlier)))


def _compared(row: Row, known: Known) -> Decision:
    """Only what the register says differently than last time is written, and only over what it said."""
    news = {
        name: row.values[name]
        for name in (*OF_PERSON, *OF_HOUSEHOLD, "document_number")
        if name in row.values and row.values[name] != known.said.get(name)
    }
    changes = {n: value for n, value in news.items() if known.stands.get(n) != value}
    for name in changes:
        stands = known.stands.get(name)
        if stands not in (None, "") and stands != known.said.get(name):
            return _rejected(
                row, Problem("edited_since", value=str(row.values[name])), known
            )
    of_person = [name for name in changes if name in OF_PERSON]
    if known.is_relied_on and of_person:
        value = str(row.values[of_person[0]])
        return _rejected(row, Problem("rests_on_request", value=value), known)
    outcome = UPDATED if news else UNCHANGED
    return Decision(row, outcome, changes=changes, known=known)


def _rejected(row: Row, problem: Problem, known: Known | None = None) -> Decision:
    row.problems.append(problem)
    return Decision(row, REJECTED, known=known)


def likeness_key(values: dict) -> tuple | None:
    """Given name and surname by their sounds in either order, and the year of birth; None without a year."""
    year = values.get("birth_date", "")[:4]
    if not year:
        return None
    given, surname = sounds(values["given_name"]), sounds(values["surname"])
    return *sorted((given[0], surname[0])), year


def may_be_same(one: Sketch, other: Sketch) -> bool:
    """Whether two persons of one name and year may be one: fathers and days must not speak against it."""
    fathers = one.father_name, other.father_name
    if all(fathers) and likeness(*fathers).score < FATHERS_DIFFER:
        return False
    if {one.birth_precision, other.birth_precision} != {"day"}:
        return True
    month, day = one.birth_date[5:].split("-")
    return (
        other.birth_date[5:7] == month
        or other.birth_date[8:] == day
        or other.birth_date[5:] == f"{day}-{month}"
    )
