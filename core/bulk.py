"""One step for many records: a job with one row per record, its outcome, and the way back where there is one.

An app declares an `Action` in its `bulk.py`. Each row is done within what whoever asked may do at that moment; rows
are finished in small transactions together with what they did, so that a job that runs twice changes nothing twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import constraints, jobs, rules
from core.forms import PortalForm
from core.jobs import Run
from core.languages import in_every_language
from core.models import BulkRow, BulkRun

DO, UNDO = "bulk", "bulk_undo"
BATCH, MOST = 25, 10_000
GONE = _("This row is not there (any more), or you may not do this with it.")
NOT_ALLOWED = _("You may not do this with it.")
STILL_RUNNING = _("It is not finished yet. Wait for it, or cancel it first.")
ASKED_ALREADY = _("It is being taken back already.")
NO_WAY_BACK = _("This cannot be taken back.")
State = BulkRow.State


@dataclass(frozen=True)
class Action:
    """A step that can be made with many records.

    `perform(record, by=, **answers)` returns what the step left behind; `undo(record, trace=, by=, reason=)` takes it
    back as long as everything is as the step left it. Both refuse with ValidationError.
    """

    key: str
    label: str
    permission: str
    # All records, with what the step needs of them; the first wall is put before them.
    rows: Callable[[], QuerySet]
    perform: Callable[..., dict]
    # The page of one record, and the column that names it.
    route: str
    number: str = "reference"
    # What is asked once for all rows: `form(data, user=)`.
    form: type[PortalForm] | None = None
    undo: Callable[..., None] | None = None
    undo_needs_reason: bool = False
    # What is said beside the step: what happens, and what no undo reaches.
    notes: tuple[str, ...] = ()
    # Whether each row is committed by itself, because others wait for what it holds, as for a fund.
    row_by_row: bool = False
    # What is made of all rows together afterwards: `gather(traces) -> name of a file`.
    gather: Callable[[Sequence[dict]], str] | None = None


ACTIONS: dict[str, Action] = {}


def declare(action: Action) -> Action:
    """Let this step be made with many records."""
    ACTIONS[action.key] = action
    return action


def asked(action: Action, *, user, data: dict | None = None) -> PortalForm:
    """What is asked once for all rows."""
    if action.form is None:
        return PortalForm(data=data)
    return action.form(data=data, user=user)


@transaction.atomic
def start(*, action: Action, record_ids: Sequence[int], answers: dict, by) -> BulkRun:
    """Write every row down and ask for the work; `answers` are kept as they were typed."""
    record_ids = list(dict.fromkeys(record_ids))[:MOST]
    seen = action.rows().visible_to(by, action.permission).filter(pk__in=record_ids)
    numbers = dict(seen.values_list("pk", action.number))
    run = BulkRun.objects.create(owner=by, action=action.key, answers=answers)
    BulkRow.objects.bulk_create(
        BulkRow(owner=by, run=run, record_id=pk, reference=numbers.get(pk, "–"))
        for pk in record_ids
    )
    run.job = jobs.enqueue(DO, by=by, params={"run": run.pk})
    run.save(update_fields=["job"])
    return run


@transaction.atomic
def take_back(*, run: BulkRun, reason: str, by) -> BulkRun:
    """Ask for the way back of everything that was done; once."""
    run = BulkRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    action = ACTIONS[run.action]
    if action.undo is None:
        raise ValidationError(NO_WAY_BACK)
    if run.undo_job_id:
        raise ValidationError(ASKED_ALREADY)
    if run.job.is_open:
        raise ValidationError(STILL_RUNNING)
    if action.undo_needs_reason and not reason.strip():
        raise ValidationError(_("Give the reason."))
    run.undo_reason = reason.strip()
    run.undo_job = jobs.enqueue(UNDO, by=by, params={"run": run.pk})
    run.save(update_fields=["undo_reason", "undo_job"])
    return run


def work(attempt: Run) -> None:
    """Do what was asked with every row that waits, then gather what belongs together."""
    _through(attempt, State.WAITING, _do)
    with attempt.rows():
        run = BulkRun.objects.get(pk=attempt.job.params["run"])
        gather = ACTIONS[run.action].gather
        traces = list(run.rows.filter(state=State.DONE).values_list("trace", flat=True))
    if gather and traces and not run.file:
        with attempt.rows():
            BulkRun.objects.filter(pk=run.pk).update(file=gather(traces))


def work_back(attempt: Run) -> None:
    """Take back every row that was done and is still as the step left it."""
    _through(attempt, State.DONE, _undo)


def _through(attempt: Run, state: str, one: Callable) -> None:
    """A few rows at a time: what was done and that it was done are committed together."""
    rows = BulkRow.objects.filter(run=attempt.job.params["run"])
    with attempt.rows():
        total = rows.count()
    left = total
    while left:
        # Asked first: an attempt that was overtaken or cancelled begins nothing more.
        attempt.progress(total - left, total)
        with attempt.rows():
            # Two attempts never have the same rows in hand.
            run = BulkRun.objects.select_for_update(of=("self",)).get(
                pk=attempt.job.params["run"]
            )
            waiting = rows.filter(state=state).order_by("pk")
            most = 1 if ACTIONS[run.action].row_by_row else BATCH
            _settle(run, list(waiting[:most]), one)
            left = rows.filter(state=state).count()
    attempt.progress(total, total)


@dataclass
class _Batch:
    """What the rows of one transaction have in common."""

    run: BulkRun
    action: Action
    by: object

    @cached_property
    def form(self) -> PortalForm:
        """Asked anew each time: what was possible when it was typed may not be so now."""
        return asked(self.action, user=self.by, data=self.run.answers)


def _settle(run: BulkRun, rows: list[BulkRow], one: Callable) -> None:
    action = ACTIONS[run.action]
    by = get_user_model().objects.with_appointments().get(pk=run.owner_id)
    found = {}
    if rules.may(by, action.permission):
        seen = action.rows().visible_to(by, action.permission)
        found = seen.in_bulk([row.record_id for row in rows])
    batch = _Batch(run, action, by)
    for row in rows:
        one(batch, row, found.get(row.record_id))
        row.at = timezone.now()
    BulkRow.objects.bulk_update(rows, ["state", "explanation", "trace", "at"])


def _do(batch: _Batch, row: BulkRow, record) -> None:
    def perform() -> None:
        if not batch.form.is_valid():
            raise ValidationError(sum(batch.form.errors.as_data().values(), []))
        answers = batch.form.cleaned_data
        row.trace = batch.action.perform(record, by=batch.by, **answers)

    _try(row, record, perform, done=State.DONE, refused=State.REFUSED)


def _undo(batch: _Batch, row: BulkRow, record) -> None:
    def undo() -> None:
        reason = batch.run.undo_reason
        batch.action.undo(record, trace=row.trace, by=batch.by, reason=reason)

    _try(row, record, undo, done=State.UNDONE, refused=State.STAYS)


def _try(row: BulkRow, record, act: Callable, *, done: str, refused: str) -> None:
    """Act on one row alone: the others stand, whatever it answers."""
    said = (lambda: str(GONE)) if record is None else _refusal(act)
    row.state = refused if said else done
    row.explanation = in_every_language(said) if said else {}


def _refusal(act: Callable) -> Callable[[], str] | None:
    """Why it was refused, to be told in any language; None when it was done."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as refusal:
        # The name ends with the block; the sentences are read later, language by language.
        sentences = refusal
        return lambda: " ".join(sentences.messages)
    except PermissionDenied:
        return lambda: str(NOT_ALLOWED)
    except IntegrityError as refusal:
        sentence = constraints.sentence_for(refusal)
        return lambda: str(sentence)
    return None
