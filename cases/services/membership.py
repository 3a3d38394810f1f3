"""Who belongs to a household, from which day to which; every change keeps the days before."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.facts import OTHER_MUNICIPALITY
from cases.models import Displacement, Household, Member, Person
from cases.services.persons import save_person

HEAD = Member.Relation.HEAD


@transaction.atomic
def join(*, household: Household, person: Person, relation: str, on: date) -> Member:
    """A person belongs to a household from this day on."""
    _refuse_future(on)
    _refuse_outside_life(person, on)
    _refuse_no_head_or_two(household, relation)
    member = Member.objects.create(
        household=household, person=person, relation=relation, joined_on=on
    )
    _touch(household, **({"head": person} if relation == HEAD else {}))
    return member


@transaction.atomic
def leave(*, member: Member, on: date, head: Person | None = None) -> Member:
    """A person belongs to the household no longer; a head hands over to somebody who stays."""
    _refuse_future(on)
    if on < member.joined_on:
        raise ValidationError(_("The day of leaving lies before the day of joining."))
    if member.left_on is not None:
        raise ValidationError(_("This person has left the household already."))
    member.left_on = on
    member.version = F("version") + 1
    member.save(update_fields=["left_on", "version", "changed_at"])
    member.refresh_from_db(fields=["version"])
    if member.household.head_id == member.person_id:
        _hand_over(member.household, head)
    else:
        _touch(member.household)
    return member


@transaction.atomic
def move(
    *, member: Member, to: Household, relation: str, on: date, head=None
) -> Member:
    """A person leaves one household and belongs to another of the same municipality from the same day."""
    if to.pk == member.household_id:
        raise ValidationError(_("The person belongs to this household already."))
    if to.municipality_id != member.municipality_id:
        raise ValidationError(OTHER_MUNICIPALITY)
    leave(member=member, on=on, head=head)
    return join(household=to, person=member.person, relation=relation, on=on)


@transaction.atomic
def split(
    *, household: Household, goes: dict[int, str], on: date, head=None, by
) -> Household:
    """Some members form a household of their own from this day on; requests stay with the old one."""
    leaving = [m for m in _present(household) if m.person_id in goes]
    if len(leaving) < len(goes):
        raise ValidationError(MOVED_ON)
    if list(goes.values()).count(HEAD) != 1:
        raise ValidationError(_("The new household needs one head."))
    if len(leaving) == len(_present(household)):
        raise ValidationError(_("Somebody must stay in the old household."))
    new = _begin_like(household, by=by)
    # The old head goes last, so that whoever takes over is known to stay; the new head comes first.
    for member in sorted(leaving, key=lambda member: member.relation == HEAD):
        leave(member=member, on=on, head=head)
    for member in sorted(leaving, key=lambda member: goes[member.person_id] != HEAD):
        relation = goes[member.person_id]
        join(household=new, person=member.person, relation=relation, on=on)
    return new


MOVED_ON = _(
    "The household is no longer as it was when this was asked for. Look at it again and ask anew."
)


def _begin_like(household: Household, *, by) -> Household:
    """A household with the same language, place of return and displacement, as yet without members."""
    new = Household.objects.create(
        municipality_id=household.municipality_id,
        language=household.language,
        place_of_return_id=household.place_of_return_id,
        created_by=by,
    )
    displacement = Displacement.objects.filter(household=household).first()
    if displacement:
        displacement.pk, displacement.household, displacement.version = None, new, 1
        displacement._state.adding = True
        displacement.save()
    return new


@transaction.atomic
def change_head(*, household: Household, relations: dict[int, str]) -> Household:
    """Say anew who is the head and how everybody is related to that person."""
    members = {member.person_id: member for member in _present(household)}
    if set(members) != set(relations):
        raise ValidationError(MOVED_ON)
    heads = [person for person, relation in relations.items() if relation == HEAD]
    if len(heads) != 1:
        raise ValidationError(_("A household has one head."))
    # Nobody is head twice, not even for a moment: the new one is written last.
    for person in sorted(members, key=lambda person: person in heads):
        _relate(members[person], relations[person])
    return _touch(household, head=members[heads[0]].person)


@transaction.atomic
def record_death(*, person: Person, on: date, head: Person | None = None) -> Person:
    """A person has died: the membership ends on that day."""
    _refuse_future(on)
    if person.died_on is not None:
        raise ValidationError(_("The death of this person is recorded already."))
    member = person.memberships.filter(left_on=None).first()
    later = person.memberships.filter(joined_on__gt=on) | person.memberships.filter(
        left_on__gt=on
    )
    if later.exists():
        raise ValidationError(
            _("The person joined or left a household after this day. Check the dates.")
        )
    if member:
        leave(member=member, on=on, head=head)
    person.died_on = on
    person.version += 1
    return save_person(person=person)


@transaction.atomic
def welcome(*, household: Household, person: Person, relation: str, on: date) -> Member:
    """A person who is new to the portal belongs to the household from this day on: born or come."""
    person.municipality_id = household.municipality_id
    save_person(person=person)
    return join(household=household, person=person, relation=relation, on=on)


def _present(household: Household) -> list[Member]:
    members = household.members.filter(left_on=None)
    return list(members.select_related("person", "household"))


def _hand_over(household: Household, head: Person | None) -> None:
    """The head has gone: whoever takes over belongs to the household; without members there is no head."""
    staying = {member.person_id: member for member in _present(household)}
    if head is None and staying:
        raise ValidationError(_("Say who is the head of the household from then on."))
    if head is not None and head.pk not in staying:
        raise ValidationError(
            _("The new head must belong to the household and stay in it.")
        )
    if head is not None:
        _relate(staying[head.pk], HEAD)
    _touch(household, head=head)


def _relate(member: Member, relation: str) -> None:
    if member.relation != relation:
        member.relation = relation
        member.version = F("version") + 1
        member.save(update_fields=["relation", "version", "changed_at"])


def _touch(household: Household, **changed) -> Household:
    """Whoever has a form of this household open is told that it has changed."""
    for name, value in changed.items():
        setattr(household, name, value)
    household.version = F("version") + 1
    household.save(update_fields=[*changed, "version", "changed_at"])
    household.refresh_from_db(fields=["version"])
    return household


def _refuse_no_head_or_two(household: Household, relation: str) -> None:
    if relation == HEAD and household.head_id is not None:
        raise ValidationError(_("A household has one head."))
    if relation != HEAD and household.head_id is None:
        raise ValidationError(
            _("Nobody belongs to this household: whoever joins it first is its head.")
        )


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError(_("This day lies in the future."))


def _refuse_outside_life(person: Person, on: date) -> None:
    """Nobody belongs to a household before birth or after death."""
    if person.died_on is not None:
        raise ValidationError(_("This person has died."))
    born, exact = person.birth_date, person.birth_precision
    if born is None or exact == Person.Precision.ESTIMATED:
        return
    if on < born if exact == Person.Precision.DAY else on.year < born.year:
        raise ValidationError(_("The person was born after this day."))
