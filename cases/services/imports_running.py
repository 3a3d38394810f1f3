"""The import as background work: portion by portion, each whole or not at all; interrupted, it goes on where it stopped."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.comparison import score_of_likely
from cases.models import Import, ImportRow
from cases.register_import import outcomes
from cases.register_import.alike import Earlier
from cases.register_import.outcomes import Decision, Memory
from cases.register_import.rows import Row, read_row
from cases.services.imports import reading_of, rows_of
from cases.services.imports_alike import Registered
from cases.services.imports_knowing import Library
from cases.services.imports_undoing import undo
from cases.services.imports_writing import problem_as_json, write
from core import edit_versions, jobs
from core.models import Job
from core.scoping import Scope, acting, system

KIND = "import"
CHECK, RUN, TAKE_BACK = "check", "run", "take_back"
PORTION = 500
PROBLEMS_SHOWN = 200
STATE = Import.State
# From which states a step may be asked for, and to which it leads.
BEGINS = {
    CHECK: ((STATE.UPLOADED,), STATE.UPLOADED),
    RUN: ((STATE.UPLOADED,), STATE.RUNNING),
    TAKE_BACK: ((STATE.FINISHED, STATE.RUNNING), STATE.TAKING_BACK),
}
NOT_NOW = _("This cannot be done with this import now.")
NO_COLUMNS = _("Say first which columns hold the names.")


@transaction.atomic
def ask_for(*, register: Import, step: str, by) -> Job:
    """Ask for the trial, the import or its taking back; each begins once."""
    edit_versions.take(register)
    if reason := refusal(register, step):
        raise ValidationError(reason, code="not_now")
    params = {"import": register.pk, "step": step}
    register.job = jobs.enqueue(KIND, by=by, params=params, purpose=str(register))
    if step == RUN:
        register.rows_in = sum(1 for _row in rows_of(register))
    if step == TAKE_BACK:
        # An import that was stopped half-way accounts for what it had read.
        register.rows_in = sum(getattr(register, each) for each in outcomes.OUTCOMES)
    register.state = BEGINS[step][1]
    register.save()
    return register.job


def refusal(register: Import, step: str) -> str:
    """Why a step cannot be asked for now; empty when it can."""
    if register.state not in BEGINS[step][0] or is_at_work(register):
        return NOT_NOW
    if step != TAKE_BACK and not has_names(register):
        return NO_COLUMNS
    return ""


def is_at_work(register: Import) -> bool:
    """Whether somebody's job is busy with this import; whose it is stays unsaid."""
    with system():
        job = Job.objects.filter(pk=register.job_id).first()
    return bool(job and job.is_open)


def has_names(register: Import) -> bool:
    """Whether the columns tell how a person is called."""
    known = set(register.mapping.values())
    return "full_name" in known or {"given_name", "surname"} <= known


def work(run: jobs.Run) -> dict:
    """Do what was asked with an import, in the scope the person has now."""
    step = {CHECK: check, RUN: take_over, TAKE_BACK: take_back}[run.job.params["step"]]
    step(run)
    return {}


def check(run: jobs.Run) -> None:
    """Decide every row without writing any, and keep the counts and the first problems."""
    register = _register(run)
    counts, problems = Counter(), []
    with _scope(run, register):
        total = sum(1 for _row in rows_of(register))
    for decisions in _decided(run, register, new_memory(), after=0):
        counts.update(each.outcome for each in decisions)
        problems += [_shown(each) for each in decisions if each.problems]
        del problems[PROBLEMS_SHOWN:]
        run.progress(sum(counts.values()), total)
    with _scope(run, register):
        checked = {"counts": counts, "problems": problems, "rows": total}
        Import.objects.filter(pk=register.pk, state=STATE.UPLOADED).update(
            checked=checked
        )


def _shown(decision: Decision) -> dict:
    return {
        "line": decision.row.line,
        "outcome": decision.outcome,
        "problems": [problem_as_json(each) for each in decision.problems],
    }


def take_over(run: jobs.Run) -> None:
    """Import what is not imported yet; every portion is one transaction under the fence of this run."""
    register = _register(run)
    memory, last, done = _recalled(run, register)
    for decisions in _decided(run, register, memory, after=last):
        with _scope(run, register):
            _hold_fence(run)
            write(register=register, decisions=decisions, by=run.job.owner)
        done += len(decisions)
        run.progress(done, register.rows_in)
    with _scope(run, register):
        _hold_fence(run)
        Import.objects.filter(pk=register.pk, state=STATE.RUNNING).update(
            state=STATE.FINISHED, finished_at=timezone.now()
        )


def take_back(run: jobs.Run) -> None:
    """Undo an import as a whole, or say what stands in the way and leave it as it is."""
    register = _register(run)
    run.progress(0, register.rows_in)
    with _scope(run, register):
        _hold_fence(run)
        # One transaction however large: the lease must outlast it.
        lease = jobs.LEASE + register.rows_in * jobs.LEASE / 5_000
        Job.objects.filter(pk=run.job.pk).update(lease_until=timezone.now() + lease)
    with _scope(run, register):
        undo(register=register)


def _decided(run, register, memory: Memory, *, after: int) -> Iterator[list[Decision]]:
    """The rows decided in portions, each against what the database knows at that moment."""
    with _scope(run, register):
        how = reading_of(register)
        registered = Registered.before(register)
    rows = (
        read_row(line, cells, how) for line, cells in rows_of(register, after=after)
    )
    while portion := list(islice(rows, PORTION)):
        with _scope(run, register):
            decisions = decide_portion(register, portion, memory, registered)
        yield decisions


def new_memory() -> Memory:
    """Nothing remembered yet; rows are weighed by the aliases and places that administrators keep."""
    return Memory(earlier=Earlier(score_of_likely))


def decide_portion(
    register: Import, portion: list[Row], memory: Memory, registered: Registered
) -> list[Decision]:
    """Decide some rows as the registry stands now."""
    library = Library(register)
    return outcomes.decide(
        portion,
        known=library.known(portion),
        homes=library.homes_relied_on(portion),
        memory=memory,
        find_like=registered.find_like,
    )


def _recalled(run, register: Import) -> tuple[Memory, int, int]:
    """What an interrupted run had decided: its memory, its last row and how many rows there were."""
    with _scope(run, register):
        found = dict(
            ImportRow.objects.filter(run=register).values_list("line", "outcome")
        )
        how = reading_of(register)
    memory = new_memory()
    last = max(found, default=0)
    if last:
        for line, cells in rows_of(register):
            if line > last:
                break
            memory.recall(read_row(line, cells, how), found[line])
    return memory, last, len(found)


def _register(run: jobs.Run) -> Import:
    """The import, if the person may still do this there."""
    owner = get_user_model().objects.with_appointments().get(pk=run.job.owner_id)
    scope = owner.scope_for("cases.import_register")
    if scope is None:
        raise jobs.Cancelled
    with acting(run.scope):
        register = Import.objects.within(scope).filter(pk=run.job.params["import"])
        found = register.first()
    if found is None:
        raise jobs.Cancelled
    return found


@contextmanager
def _scope(run: jobs.Run, register: Import):
    """A transaction that sees this municipality only, whoever asked."""
    here = Scope(municipalities=(register.municipality_id,), user_id=run.job.owner_id)
    with acting(here, request_id=f"import-{register.pk}"):
        yield


def _hold_fence(run: jobs.Run) -> None:
    """Keep the job's row until commit: a newer run waits, an older one stops."""
    mine = Job.objects.select_for_update(no_key=True).filter(
        pk=run.job.pk, fence=run.fence, state=Job.State.RUNNING
    )
    if mine.first() is None:
        raise jobs.Superseded
