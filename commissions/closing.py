"""Closing a sitting: every decided item becomes a step of its record, or says why not; then the minutes."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from commissions.agenda import Line, lines_of
from commissions.letters import issue_minutes
from commissions.models import AgendaItem, Conflict, Sitting
from core import constraints, correspondence
from core.languages import in_every_language

Result = AgendaItem.Result
NOT_ALLOWED = _("Whoever closes the sitting may not make this step.")


def settle(sitting: Sitting, *, by, at: datetime) -> None:
    """Apply what was decided, line by line; the sitting's row is held by whoever closes."""
    lines = lines_of(sitting, closing=by)
    _keep_conflicts(lines)
    with correspondence.printed_later(by=by):
        for line in lines:
            _settle_line(line, by=by, at=at)
        _keep_results(lines)
        issue_minutes(sitting, lines, by=by, at=at)


def _keep_results(lines: list[Line]) -> None:
    AgendaItem.objects.bulk_update(
        [line.item for line in lines], ["decided", "result", "explanation"]
    )


def adjourn_all(sitting: Sitting, *, why) -> None:
    """Let the files go: another sitting may take them."""
    explanation = in_every_language(lambda: str(why))
    sitting.items.update(result=Result.ADJOURNED, explanation=explanation)


def _keep_conflicts(lines: list[Line]) -> None:
    """What the portal found is told as it was on that day."""
    Conflict.objects.bulk_create(
        Conflict(
            item=line.item,
            municipality_id=line.item.municipality_id,
            member=member,
            source=source,
        )
        for line in lines
        for member, source, _reason in line.conflicts
        if source != Conflict.Source.DECLARED
    )


def _settle_line(line: Line, *, by, at: datetime) -> None:
    item = line.item
    if not line.is_ready:
        sentences = line.missing
        item.result = Result.ADJOURNED
        item.explanation = in_every_language(lambda: " ".join(map(str, sentences)))
        return
    refused = _refusal(line, by=by, at=at)
    if refused:
        item.result, item.explanation = Result.REFUSED, in_every_language(refused)
        return
    item.result, item.decided = Result.APPLIED, item.proposed


def _refusal(line: Line, *, by, at: datetime):
    """Make the step of one record; what the record says instead, to be told in any language."""
    answers = dict(line.item.answers)
    try:
        # Refused alone: the other lines stand.
        with transaction.atomic():
            line.decidable.workflow.apply(
                line.record,
                line.proposed.transition,
                by=by,
                at=at,
                version=line.item.pack["version"],
                reason=answers.pop("reason", ""),
                **answers,
            )
    except ValidationError as refusal:
        # The name ends with the block; the sentences are read later, language by language.
        said = refusal
        return lambda: " ".join(said.messages)
    except PermissionDenied:
        return lambda: str(NOT_ALLOWED)
    except IntegrityError as refusal:
        sentence = constraints.sentence_for(refusal)
        return lambda: str(sentence)
    return None
