"""Asking for changes: proposed where a submitted request rests on the facts, saved at once where none does."""

from django.db import transaction

from cases import facts
from cases.models import Change
from cases.workflow_changes import CHANGE, rehearse
from core import documents
from core.uploads import CleanFile


@transaction.atomic
def ask_for(*, change: Change, file: CleanFile | None = None, by) -> Change:
    """Propose a change; contacts, and what no submitted request rests on yet, are so at once.

    A correction brings along what its editor saw; everything else is frozen as it is now.
    """
    about = change.household or change.person
    change.municipality_id = about.municipality_id
    if change.kind not in facts.CORRECTIONS:
        change.now = facts.as_they_are(change, facts.keys_to_freeze(change))
    CHANGE.begin(change, by=by)
    if file:
        documents.attach(change, file, by=by)
    if needs_approval(change):
        rehearse(change, by=by)
        return change
    return CHANGE.apply(change, "save_at_once", by=by)


def needs_approval(change: Change) -> bool:
    """Whether another person looks at this change before it is so."""
    if change.kind == Change.Kind.CONTACT:
        return False
    return facts.relied_on(change.household, change.person)
