"""What a register says anew of people on whom a submitted request rests: proposed to a colleague, never imported."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import facts
from cases.models import Change, Household, Import, ImportRow
from cases.models.changes import WAITING
from cases.register_import.outcomes import Decision
from cases.services.changes import ask_for
from cases.services.imports_knowing import KIND, Library, households_of
from cases.workflow_changes import CHANGE

K = Change.Kind


@transaction.atomic
def propose(
    register: Import, decision: Decision, line: ImportRow, *, by
) -> Change | None:
    """Propose the correction or the new member that a row is held for; the line notes the proposal."""
    known = decision.known
    home = (
        households_of([known.person]).get(known.person)
        if known
        else home_of(register, decision.row.values)
    )
    change = Change(
        kind=K.EDIT_PERSON if known else K.JOIN,
        household=home,
        person_id=known.person if known else None,
        proposed=decision.withheld,
        reason=_why(register, decision, by),
        effective_on=None if known else timezone.localdate(),
    )
    if known:
        change.now = facts.as_they_are(change, decision.withheld)
    return ask(change, line, by=by)


def ask(change: Change, line: ImportRow, *, by) -> Change | None:
    """Ask for a change; what could not come into force is not proposed, and the line says so."""
    try:
        with transaction.atomic():
            change = ask_for(change=change, by=by)
    except (ValidationError, IntegrityError):
        line.problems = [{"code": "not_proposed", "column": None, "value": ""}]
        return None
    line.made["change"] = change.pk
    line.household = change.household
    return change


def home_of(register: Import, values: dict) -> Household | None:
    """The household which the register means by its number."""
    number = values.get("household", "")
    found = Library(register).numbers(KIND.HOUSEHOLD, [number] if number else [])
    return found[number].household if found else None


def proposals_of(register: Import):
    """The changes which this import has proposed."""
    made = register.rows.filter(made__has_key="change")
    ids = made.values_list("made__change", flat=True)
    return Change.objects.filter(pk__in=list(ids))


def withdraw_proposals(register: Import) -> None:
    """What waits because of an import that is taken back is proposed no longer."""
    for change in proposals_of(register).filter(status__in=WAITING):
        CHANGE.apply(change, "withdraw", by=None)


def _why(register: Import, decision: Decision, by) -> str:
    """Where the proposal comes from, in the language of whoever imports, with the paper the register names."""
    told = {"source": register.source, "line": decision.row.line}
    with translation.override(by.language):
        said = _("From the register %(source)s, row %(line)s.") % told
        if number := decision.row.values.get("document_number"):
            said += " " + _("Document number: %(number)s.") % {"number": number}
    return said
