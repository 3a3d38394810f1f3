"""The life of a record: one declared table per model, one place that changes a status.

A page, a button and a post ask the same table. `apply` makes a step, `available` says which steps
a person may make now and what is still missing for each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clocks, rules
from core.models import StatusChange, Turn

# Sent after commit with `obj`, `change`; received only in receivers.py of an upper app.
transitioned = Signal()


@dataclass(frozen=True)
class Stage:
    """A status as people meet it: its words, its colour, whose turn it is."""

    status: str
    label: str
    public_label: str
    tone: str
    turn: str = Turn.NOBODY
    final: bool = False


@dataclass(frozen=True)
class Guard:
    """What must be so before a step: a line of the checklist, and the sentence when it is not."""

    label: str
    refusal: str
    holds: Callable
    # URL name that takes the record's id, where the missing thing can be filled in.
    fix: str = ""
    fix_label: str = ""
    # Where another record stands in the way: its address, asked only then.
    where: Callable | None = None
    # Some conditions only say when a step makes sense; they are no work to do, and without them it is not shown.
    on_checklist: bool = True


@dataclass(frozen=True)
class Transition:
    """One allowed step. `permission=None` marks a consequence: callable from code, never a button."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str | None
    guards: tuple[Guard, ...] = ()
    form: type | None = None
    needs_reason: bool = False
    # Columns of the same row that change together with the status: `sets(obj, at) -> names`.
    sets: Callable | None = None
    effect: Callable | None = None
    tone: str = "primary"
    consequences: tuple[str, ...] = ()
    # Answers of the form that are history: kept with the step.
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A transition offered to somebody now, with what is still missing."""

    transition: Transition
    missing: tuple[Guard, ...]

    @property
    def is_ready(self) -> bool:
        return not self.missing

    @property
    def makes_sense(self) -> bool:
        """Whether nothing is missing that nobody could fill in: then the step is one for other records."""
        return all(guard.on_checklist for guard in self.missing)


# A line of history that is no step: the record went to another office as it was.
CHANGED_OFFICE = "transfer"
MOVED = ("status", "status_since", "turn", "due_on", "version", "changed_at")


class MovedOn(ValidationError):
    """The record is no longer where the person saw it."""

    def __init__(self):
        super().__init__(
            _(
                "Somebody else has moved this file on in the meantime. Look at it again."
            ),
            code="moved_on",
        )


class Workflow:
    """The whole life of one kind of record."""

    registry: dict[str, "Workflow"] = {}

    def __init__(
        self,
        model_label: str,
        *,
        stages: tuple[Stage, ...],
        transitions: tuple[Transition, ...],
        deadlines: tuple[clocks.Deadline, ...] = (),
        path: tuple[str, ...] | Callable = (),
        former_stages: tuple[Stage, ...] = (),
        former_steps: dict[str, str] | None = None,
    ):
        self.model_label = model_label
        self.stages = {stage.status: stage for stage in stages}
        self.initial = stages[0].status
        self.transitions = transitions
        self.by_name = {transition.name: transition for transition in transitions}
        self.deadlines = deadlines
        # What history still tells of lives as they were lived before: no record comes there any more.
        self.former_stages = {stage.status: stage for stage in former_stages}
        self.step_labels = (former_steps or {}) | {
            each.name: each.label for each in transitions
        }
        # The usual way through, for the steps on a page: one for all, or by record.
        self.path = path
        Workflow.registry[model_label] = self

    def path_of(self, obj) -> tuple[str, ...]:
        """The usual way of this record through its life."""
        return self.path(obj) if callable(self.path) else self.path

    def stage(self, status: str) -> Stage:
        """A stage as people meet it, those that only history names included."""
        return self.stages.get(status) or self.former_stages[status]

    @transaction.atomic
    def begin(self, obj, *, by, at: datetime | None = None):
        """Put a new record at the beginning of its life; `at` is for registers taken over from paper."""
        obj.status = self.initial
        obj.created_at = obj.status_since = at or timezone.now()
        obj.turn = self.stages[self.initial].turn
        obj.created_by = by
        obj.save()
        StatusChange.objects.create(
            record_id=obj.pk,
            municipality_id=obj.municipality_id,
            transition="begin",
            to_status=obj.status,
            at=obj.created_at,
            by=by,
        )
        return obj

    @transaction.atomic
    def apply(
        self,
        obj,
        name: str,
        *,
        by,
        reason: str = "",
        at: datetime | None = None,
        version: int | None = None,
        **data,
    ):
        """Make one step and return the fresh record; `by=None` is the portal itself.

        `at` is when it happened, for registers taken over from paper; now otherwise.
        Raises MovedOn, PermissionDenied or ValidationError (a guard's sentence); then nothing has changed.
        """
        transition = self.by_name[name]
        rows = type(obj)._base_manager.select_for_update()
        # Out of reach since it was opened: another office has the file now.
        locked = rows.filter(pk=obj.pk).first()
        if locked is None or (version is not None and locked.version != version):
            raise MovedOn
        self._check(transition, locked, by=by, reason=reason)
        details = {name: data.pop(name) for name in transition.keeps if name in data}
        change = self._move(
            locked,
            transition,
            by=by,
            reason=reason,
            details=details,
            at=at or timezone.now(),
        )
        if transition.effect:
            transition.effect(locked, change=change, by=by, **data)
        transaction.on_commit(
            lambda: transitioned.send(sender=type(locked), obj=locked, change=change)
        )
        return locked

    def _check(self, transition: Transition, obj, *, by, reason: str) -> None:
        if obj.status not in transition.sources:
            raise MovedOn
        if (
            transition.permission
            and by
            and not rules.may(by, transition.permission, obj)
        ):
            raise PermissionDenied
        refusals = [
            guard.refusal for guard in transition.guards if not guard.holds(obj, by)
        ]
        if refusals:
            raise ValidationError(refusals, code="guard")
        if transition.needs_reason and not reason.strip():
            raise ValidationError(_("Give the reason."), code="reason")

    def _move(self, obj, transition, *, by, reason, details, at) -> StatusChange:
        previous = obj.status
        obj.status = transition.target
        obj.status_since = at
        obj.turn = self.stages[transition.target].turn
        obj.due_on = clocks.follow(
            obj, self.deadlines, status=obj.status, on=timezone.localdate(at)
        )
        obj.version = F("version") + 1
        also = transition.sets(obj, at) if transition.sets else ()
        obj.save(update_fields=[*MOVED, *also])
        obj.refresh_from_db(fields=["version"])
        return StatusChange.objects.create(
            record_id=obj.pk,
            municipality_id=obj.municipality_id,
            transition=transition.name,
            from_status=previous,
            to_status=obj.status,
            at=at,
            by=by,
            reason=reason.strip(),
            details=details,
        )

    def available(self, obj, user) -> list[Step]:
        """The steps this person may make with this record now, each with what is missing."""
        offered = [
            transition
            for transition in self.transitions
            if transition.permission
            and obj.status in transition.sources
            and rules.may(user, transition.permission, obj)
        ]
        known: dict[Guard, bool] = {}
        for guard in {guard for transition in offered for guard in transition.guards}:
            known[guard] = guard.holds(obj, user)
        return [
            Step(t, tuple(guard for guard in t.guards if not known[guard]))
            for t in offered
        ]


def fix_url(guard: Guard, obj) -> str:
    """Where the missing thing can be filled in."""
    if guard.where:
        return guard.where(obj)
    return reverse(guard.fix, args=[obj.pk]) if guard.fix else ""
