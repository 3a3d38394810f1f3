"""What commissions decide about: filled by the apps above, whose records this floor knows by no name.

An app says in its own `decidable.py` which stage of which record waits for which kind of commission, which
step each decision is, and who may not take part.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.forms import PortalForm, ReasonForm
from core.workflow import Transition, Workflow


@dataclass(frozen=True)
class Outcome:
    """One decision that can be proposed: its words, and the step of the record it becomes."""

    key: str
    label: str
    transition: str
    # Answers of the step's form that the decision itself gives.
    given: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What belongs to a record as a record of its own: it is frozen with it, with its own files."""

    record_id: int
    pk: int
    reference: str
    day: date
    # Where it was, as maps take it; empty where nobody wrote it down.
    point: str
    # Everything it says; kept as a hash.
    content: dict


@dataclass(frozen=True)
class Reading:
    """What a member may read of a file before voting, and where."""

    label: str
    url: str


def _no_parts(record_ids: Sequence[int]) -> Iterable[Part]:
    return ()


def _no_readings(record, user) -> list[Reading]:
    return []


@dataclass(frozen=True)
class Decidable:
    """Records of one kind in one stage that a kind of commission decides about."""

    commission: str
    model_label: str
    status: str
    outcomes: tuple[Outcome, ...]
    # All records of the model, with what their titles need.
    rows: Callable
    # (record ids, accounts) -> (record id, account id, source of the conflict)
    conflicts: Callable[[Sequence[int], Sequence], Iterable[tuple[int, int, str]]]
    # Record ids -> what is frozen with the records besides their own papers and letters.
    parts: Callable[[Sequence[int]], Iterable[Part]] = _no_parts
    # (record, account) -> what this person may read of the file.
    readings: Callable[[object, object], list[Reading]] = _no_readings
    # Decisions of earlier sittings that can no longer be proposed: their words are still told.
    former: tuple[Outcome, ...] = ()

    @property
    def workflow(self) -> Workflow:
        return Workflow.registry[self.model_label]

    def outcome(self, key: str) -> Outcome | None:
        """The decision of this name, if there is one."""
        return _called(key, self.outcomes)

    def told(self, key: str) -> Outcome | None:
        """The words of a decision that was made, also of one that is no longer proposed."""
        return _called(key, (*self.outcomes, *self.former))

    def transition(self, outcome: Outcome) -> Transition:
        """The step that a decision becomes."""
        return self.workflow.by_name[outcome.transition]

    def form(self, outcome: Outcome, record, *, by, **posted) -> PortalForm:
        """What the step asks, as its own page would ask it; what the decision says itself is not asked."""
        step = self.transition(outcome)
        form_class = step.form or (ReasonForm if step.needs_reason else PortalForm)
        if hasattr(form_class, "for_record"):
            form = form_class.for_record(record, by=by, **posted)
        else:
            form = form_class(**posted)
        for name, value in outcome.given.items():
            form.fields[name].initial = value
            form.fields[name].widget = form.fields[name].hidden_widget()
        return form


def _called(key: str, outcomes: tuple[Outcome, ...]) -> Outcome | None:
    return next((each for each in outcomes if each.key == key), None)


REGISTRY: dict[tuple[str, str], Decidable] = {}


def declare(decidable: Decidable) -> None:
    """Let a kind of commission decide about a kind of record."""
    REGISTRY[decidable.commission, decidable.model_label] = decidable


def decided_by(commission_kind: str) -> list[Decidable]:
    """Everything a kind of commission decides about."""
    return [
        each for (kind, _model), each in REGISTRY.items() if kind == commission_kind
    ]
