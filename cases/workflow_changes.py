"""The life of a change: proposed with evidence and approved by another person, or saved at once and taken back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import facts
from cases.forms.changes import MoreEvidenceForm
from cases.models import Change, Household, Member, Person
from cases.services import membership
from cases.services.persons import save_person
from core import documents
from core.models import Turn
from core.workflow import Guard, MovedOn, Stage, Transition, Workflow

S, K = Change.Status, Change.Kind
# So long may be taken back what was saved at once.
UNDO_DAYS = 30


# Guards


def _is_another_person(change, by) -> bool:
    """Whoever proposed a change does not decide it."""
    return by is None or change.created_by_id != by.pk


def _is_correction(change, by) -> bool:
    return change.kind in facts.CORRECTIONS


def _is_not_relied_on(change, by) -> bool:
    """A contact may always be put right; who a person is, only until a request is submitted."""
    return change.kind == K.CONTACT or not facts.relied_on(
        change.household, change.person
    )


def _is_recent(change, by) -> bool:
    return change.status_since > timezone.now() - timedelta(days=UNDO_DAYS)


def _is_untouched(change, by) -> bool:
    """Whether everything is still as this change has left it."""
    if not _is_correction(change, by):
        return True
    return facts.as_they_are(change, change.proposed) == change.proposed


ANOTHER_PERSON = Guard(
    _("Decided by somebody who did not propose it"),
    _("You proposed this change: a colleague must decide."),
    _is_another_person,
)
CORRECTION = Guard(
    _("It is a correction of details"),
    _(
        "Joining, leaving and the like are not taken back: record what is so from which day on."
    ),
    _is_correction,
)
NOT_RELIED_ON = Guard(
    _("No submitted request rests on it"),
    _("A submitted request rests on these details: propose the change."),
    _is_not_relied_on,
)
RECENT = Guard(
    _("Saved at most 30 days ago"),
    _("This was saved more than 30 days ago: change the details instead."),
    _is_recent,
)
UNTOUCHED = Guard(
    _("Nothing was changed since"),
    _("Somebody has changed these details since: change them instead."),
    _is_untouched,
)


# Effects


def _bring_into_force(change, *, by) -> None:
    """Make what was asked for so, unless the facts have moved on since."""
    _hold(change)
    if facts.as_they_are(change, change.now) != change.now:
        raise ValidationError(membership.MOVED_ON, code="facts")
    EFFECTS[change.kind](change, by)


def rehearse(change: Change, *, by) -> None:
    """Refuse at once what could not come into force today; nothing of the rehearsal stays."""
    with transaction.atomic():
        _bring_into_force(Change.objects.get(pk=change.pk), by=by)
        transaction.set_rollback(True)


def _hold(change) -> None:
    """Lock whom it is about, always in one order, and read them afresh."""
    households = {change.household_id, change.other_household_id} - {None}
    held = Household.objects.select_for_update().filter(pk__in=households)
    by_pk = {household.pk: household for household in held.order_by("pk")}
    if households - set(by_pk):
        # Out of reach since the page was opened: another office has the family now.
        raise MovedOn
    change.household = by_pk.get(change.household_id)
    change.other_household = by_pk.get(change.other_household_id)
    if change.person_id:
        persons = Person.objects.select_for_update().filter(pk=change.person_id)
        change.person = persons.first()
        if change.person is None:
            raise MovedOn


def _write(about, values: dict) -> None:
    for column, value in values.items():
        setattr(about, column, value)
    about.version += 1


def _write_contact(change, values: dict) -> None:
    fields = [Household._meta.get_field(key) for key in values]
    columns = {field.attname: field.to_python(values[field.name]) for field in fields}
    _write(change.household, columns)
    change.household.save(
        update_fields=[*(f.name for f in fields), "version", "changed_at"]
    )


def _write_person(change, values: dict) -> None:
    _write(change.person, facts.person_columns(values))
    save_person(person=change.person)


def _join(change, by) -> None:
    relation = change.proposed["relation"]
    if change.person_id:
        membership.join(
            household=change.household,
            person=change.person,
            relation=relation,
            on=change.effective_on,
        )
        return
    person = Person(**facts.person_columns(change.proposed))
    membership.welcome(
        household=change.household,
        person=person,
        relation=relation,
        on=change.effective_on,
    )
    change.person = person
    change.save(update_fields=["person"])


def _leave(change, by) -> None:
    membership.leave(
        member=_present(change), on=change.effective_on, head=_new_head(change)
    )


def _move(change, by) -> None:
    membership.move(
        member=_present(change),
        to=change.other_household,
        relation=change.proposed["relation"],
        on=change.effective_on,
        head=_new_head(change),
    )


def _split(change, by) -> None:
    change.other_household = membership.split(
        household=change.household,
        goes=_by_person(change.proposed["goes"]),
        on=change.effective_on,
        head=_new_head(change),
        by=by,
    )
    change.save(update_fields=["other_household"])


def _change_head(change, by) -> None:
    relations = _by_person(change.proposed["relations"])
    membership.change_head(household=change.household, relations=relations)


def _record_death(change, by) -> None:
    membership.record_death(
        person=change.person, on=change.effective_on, head=_new_head(change)
    )


def _present(change) -> Member:
    member = facts.current_membership(change.person)
    member.household = change.household
    return member


def _new_head(change) -> Person | None:
    pk = change.proposed.get("head")
    return Person.objects.filter(pk=pk).first() if pk else None


def _by_person(relations: dict) -> dict[int, str]:
    return {int(pk): relation for pk, relation in relations.items()}


EFFECTS = {
    K.CONTACT: lambda change, by: _write_contact(change, change.proposed),
    K.EDIT_PERSON: lambda change, by: _write_person(change, change.proposed),
    K.JOIN: _join,
    K.BIRTH: _join,
    K.LEAVE: _leave,
    K.MOVE: _move,
    K.SPLIT: _split,
    K.HEAD: _change_head,
    K.DEATH: _record_death,
}


def _approve(proposal, *, change, by) -> None:
    _bring_into_force(proposal, by=by)
    proposal.approved_by = by
    proposal.save(update_fields=["approved_by"])


def _save_at_once(proposal, *, change, by) -> None:
    _bring_into_force(proposal, by=by)


def _take_back(proposal, *, change, by) -> None:
    _hold(proposal)
    if not _is_untouched(proposal, by):
        raise ValidationError(UNTOUCHED.refusal, code="guard")
    restore = _write_contact if proposal.kind == K.CONTACT else _write_person
    restore(proposal, proposal.now)


def _attach(proposal, *, change, by, file=None) -> None:
    if file:
        documents.attach(proposal, file, by=by)


CHANGE = Workflow(
    "cases.change",
    stages=(
        Stage(S.PROPOSED, S.PROPOSED.label, S.PROPOSED.label, "progress", Turn.OFFICE),
        Stage(S.RETURNED, S.RETURNED.label, S.RETURNED.label, "waiting", Turn.OFFICE),
        Stage(S.APPROVED, S.APPROVED.label, S.APPROVED.label, "good", final=True),
        Stage(S.REJECTED, S.REJECTED.label, S.REJECTED.label, "bad", final=True),
        Stage(S.WITHDRAWN, S.WITHDRAWN.label, S.WITHDRAWN.label, "neutral", final=True),
        Stage(S.APPLIED, S.APPLIED.label, S.APPLIED.label, "good", final=True),
        Stage(S.UNDONE, S.UNDONE.label, S.UNDONE.label, "neutral", final=True),
    ),
    path=(S.PROPOSED, S.APPROVED),
    transitions=(
        Transition(
            "approve",
            _("Approve the change"),
            (S.PROPOSED,),
            S.APPROVED,
            "cases.approve_change",
            guards=(ANOTHER_PERSON,),
            effect=_approve,
            consequences=(
                _("The household is changed as proposed, from that day on."),
            ),
        ),
        Transition(
            "return",
            _("Return for evidence"),
            (S.PROPOSED,),
            S.RETURNED,
            "cases.approve_change",
            guards=(ANOTHER_PERSON,),
            needs_reason=True,
            tone="secondary",
        ),
        Transition(
            "complete",
            _("Propose again"),
            (S.RETURNED,),
            S.PROPOSED,
            "cases.propose_change",
            form=MoreEvidenceForm,
            effect=_attach,
        ),
        Transition(
            "reject",
            _("Reject the change"),
            (S.PROPOSED,),
            S.REJECTED,
            "cases.approve_change",
            guards=(ANOTHER_PERSON,),
            needs_reason=True,
            tone="danger",
            consequences=(_("The household stays as it is."),),
        ),
        Transition(
            "withdraw",
            _("Withdraw the change"),
            (S.PROPOSED, S.RETURNED),
            S.WITHDRAWN,
            "cases.propose_change",
            tone="danger",
            consequences=(_("The household stays as it is."),),
        ),
        Transition(
            "save_at_once",
            S.APPLIED.label,
            (S.PROPOSED,),
            S.APPLIED,
            permission=None,
            effect=_save_at_once,
        ),
        Transition(
            "undo",
            _("Take back"),
            (S.APPLIED,),
            S.UNDONE,
            "cases.propose_change",
            guards=(CORRECTION, NOT_RELIED_ON, RECENT, UNTOUCHED),
            effect=_take_back,
            consequences=(_("The details are again as they were before."),),
        ),
    ),
)
