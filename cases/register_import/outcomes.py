"""What becomes of each row: created, updated, unchanged, rejected, or held as a possible duplicate.

Nothing is written and nothing is asked here: what is known already is handed in, so that a trial and the
import itself decide by the same lines.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cases.matching import Facts
from cases.register_import.alike import Earlier, facts_of
from cases.register_import.columns import OF_HOUSEHOLD, OF_REGISTER
from cases.register_import.rows import Problem, Row

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
REJECTED, HELD = "rejected", "held"
OUTCOMES = (CREATED, UPDATED, UNCHANGED, REJECTED, HELD)
OF_PERSON = (
    "given_name", "surname", "father_name", "maiden_name", "sex", "birth_date", "birth_precision",
    "community",
)  # fmt: skip
COMPARED = (*OF_PERSON, *OF_HOUSEHOLD, *OF_REGISTER, "document_number")


@dataclass(frozen=True)
class ReliedOn:
    """A person or household on which a submitted request rests: each change is proposed to a colleague."""

    # A change of this person waits already: there is one at a time.
    is_waiting: bool = False
    # What was proposed and waits, or was not approved.
    proposed: tuple[dict, ...] = ()

    def problem_of(self, wanted: dict, code: str) -> Problem:
        """Why a row is held: its change is proposed now, or was before."""
        if wanted in self.proposed:
            return Problem("proposed_before")
        return Problem("proposal_waits" if self.is_waiting else code)


@dataclass(frozen=True)
class Known:
    """A person whom the register has named before: who it is, what it said then, what stands in the portal now."""

    person: int
    said: dict
    stands: dict
    relied_on: ReliedOn | None = None


@dataclass
class Decision:
    """A row with its outcome; `changes` are the values an update writes, `alike` persons it may be."""

    row: Row
    outcome: str
    changes: dict = field(default_factory=dict)
    known: Known | None = None
    alike: list[int] = field(default_factory=list)
    # What waits for a colleague: a correction of the person, or a new member.
    withheld: dict = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return self.row.problems

    @property
    def is_proposed(self) -> bool:
        return any(each.code in PROPOSED for each in self.problems)

    @property
    def says(self) -> dict:
        """What the register has said from now on, without what still waits."""
        return {n: v for n, v in self.row.values.items() if n not in self.withheld}


# The reasons for which a row is held and its change proposed.
PROPOSED = ("correction_proposed", "member_proposed")


@dataclass
class Memory:
    """What earlier rows of the same file said: numbers met, persons met."""

    numbers: dict[str, int] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=Earlier)

    def recall(self, row: Row, outcome: str) -> None:
        """Take in a row that was decided before the work was interrupted."""
        if outcome != REJECTED:
            self.numbers.setdefault(row.number, row.line)
            self.earlier.meet(facts_of(row.line, row.values))


def decide(
    rows: Iterable[Row],
    *,
    known: Mapping[str, Known],
    homes: Mapping[str, ReliedOn],
    memory: Memory,
    find_like: Callable[[list[Facts]], list[list[int]]],
) -> list[Decision]:
    """Decide a portion of rows, in their order; `homes` are the households whose new members are proposed."""
    decisions = [_first_look(row, known, memory) for row in rows]
    new = [each for each in decisions if each.outcome == CREATED]
    found = find_like([_facts_of(each) for each in new])
    alike = {each.row.line: persons for each, persons in zip(new, found, strict=True)}
    for decision in decisions:
        if decision.outcome == CREATED:
            _second_look(decision, alike[decision.row.line], memory)
        elif decision.outcome != REJECTED:
            memory.earlier.meet(_facts_of(decision))
        home = homes.get(decision.row.values.get("household", ""))
        if home and decision.outcome == CREATED:
            propose_member(decision, home)
    return decisions


def _first_look(row: Row, known: Mapping[str, Known], memory: Memory) -> Decision:
    if row.problems:
        return Decision(row, REJECTED)
    earlier = memory.numbers.setdefault(row.number, row.line)
    if earlier != row.line:
        code = "repeated_number" if row.values.get("number") else "repeated_row"
        return _rejected(row, Problem(code, value=str(earlier)))
    if row.number in known:
        return _compared(row, known[row.number])
    return Decision(row, CREATED)


def _facts_of(decision: Decision) -> Facts:
    return facts_of(decision.row.line, decision.row.values)


def _second_look(decision: Decision, alike: list[int], memory: Memory) -> None:
    """Somebody new may be somebody who is there already, or stands further up in the file."""
    earlier = memory.earlier.like(_facts_of(decision))
    if alike:
        decision.outcome, decision.alike = HELD, alike
        decision.problems.append(Problem("alike"))
    elif earlier:
        decision.outcome = HELD
        decision.problems.append(Problem("alike_in_file", value=str(earlier)))


def propose_member(decision: Decision, home: ReliedOn) -> None:
    """Hold a new member of a household on which a request rests: a colleague decides."""
    decision.outcome = HELD
    decision.withheld = as_member(decision.row.values)
    decision.problems.append(home.problem_of(decision.withheld, "member_proposed"))


def as_member(values: dict) -> dict:
    """What is proposed of a new member of a household that has a head."""
    relation = values.get("relation", "other")
    person = {name: values[name] for name in OF_PERSON if name in values}
    return person | {"relation": "other" if relation == "head" else relation}


def _compared(row: Row, known: Known) -> Decision:
    """Only what the register says differently than last time is written, and only over what it said."""
    news = {
        name: row.values[name]
        for name in COMPARED
        if name in row.values and row.values[name] != known.said.get(name)
    }
    changes = {n: value for n, value in news.items() if known.stands.get(n) != value}
    for name in changes:
        stands = known.stands.get(name)
        if stands not in (None, "") and stands != known.said.get(name):
            return _rejected(
                row, Problem("edited_since", value=str(row.values[name])), known
            )
    withheld = {n: v for n, v in changes.items() if n in OF_PERSON}
    if known.relied_on and withheld:
        return _proposed(row, known, changes, withheld)
    outcome = UPDATED if news else UNCHANGED
    return Decision(row, outcome, changes=changes, known=known)


def _proposed(row: Row, known: Known, changes: dict, withheld: dict) -> Decision:
    """The correction of a person is proposed; the rest of what the register says anew is written."""
    row.problems.append(known.relied_on.problem_of(withheld, "correction_proposed"))
    rest = {n: value for n, value in changes.items() if n not in withheld}
    return Decision(row, HELD, changes=rest, known=known, withheld=withheld)


def _rejected(row: Row, problem: Problem, known: Known | None = None) -> Decision:
    row.problems.append(problem)
    return Decision(row, REJECTED, known=known)
