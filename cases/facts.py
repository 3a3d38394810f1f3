"""The facts a change is about: as they are in the database now, and in words for people, side by side."""

from datetime import date

from django.db.models import Q
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from cases.models import Change, Household, Member, Person, Request
from core.place_names import reference_name

K = Change.Kind
# What is frozen when a change of this kind is asked for; corrections freeze exactly what they change.
FROZEN = {
    K.LEAVE: ("household", "relation"),
    K.MOVE: ("household", "relation"),
    K.DEATH: ("household", "relation", "died_on"),
    K.HEAD: ("head", "relations"),
    K.SPLIT: ("relations",),
}
CORRECTIONS = {K.CONTACT: Household, K.EDIT_PERSON: Person}
PERSON_FIELDS = (
    "given_name", "surname", "father_name", "maiden_name",
    "sex", "birth_date", "birth_precision", "community",
)  # fmt: skip
# A household elsewhere and one that is nowhere are answered alike.
OTHER_MUNICIPALITY = _(
    "There is no household with this number in this municipality. A family that goes to another municipality is transferred by the offices."
)
RELATIONS = dict(Member.Relation.choices)
LABELS = {
    "household": _("Household"),
    "other_household": _("Household"),
    "relation": _("Relation to the head"),
    "relations": _("Members"),
    "goes": _("New household"),
    "head": _("Head of household"),
    "died_on": _("Died on"),
    "parent": _("Parent"),
}


def relied_on(household: Household | None, person: Person | None) -> bool:
    """Whether a submitted request rests on these facts: then a colleague looks at each change."""
    about = Q(household=household) if household else Q(pk=None)
    if person is not None and person.pk:
        about |= Q(household__members__person=person)
    return Request.objects.filter(about, submitted_on__isnull=False).exists()


def plain(value):
    """A value as it is kept in a change."""
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "pk", value)


def current_membership(person: Person | None) -> Member | None:
    if person is None:
        return None
    return person.memberships.filter(left_on=None).select_related("household").first()


def keys_to_freeze(change: Change) -> tuple[str, ...]:
    """What must still be so when a change comes into force."""
    if change.kind == K.JOIN:
        # Whoever is new to the portal has no facts yet.
        return ("household",) if change.person_id else ()
    return FROZEN.get(change.kind, ())


def as_they_are(change: Change, keys) -> dict:
    """These facts as the database has them at this moment."""
    if change.kind in CORRECTIONS:
        about = change.household if change.kind == K.CONTACT else change.person
        return {key: plain(getattr(about, _column(about, key))) for key in keys}
    member = current_membership(change.person) if "relation" in keys else None
    answers = {
        "household": lambda: _household_of(change.person),
        "relation": lambda: member.relation if member else None,
        "died_on": lambda: plain(change.person.died_on),
        "head": lambda: change.household.head_id,
        "relations": lambda: relations_of(change.household),
    }
    return {key: answers[key]() for key in keys}


def _column(about, key: str) -> str:
    return about._meta.get_field(key).attname


def _household_of(person: Person) -> int | None:
    member = current_membership(person)
    return member.household_id if member else None


def relations_of(household: Household) -> dict[str, str]:
    """Who belongs to a household now, and how: keys are texts, as JSON keeps them."""
    members = household.members.filter(left_on=None)
    return {str(member.person_id): member.relation for member in members}


def side_by_side(change: Change) -> list[dict]:
    """Each fact with its name: what was so when it was proposed, and what shall be so."""
    names = _Names(change)
    keys = dict.fromkeys((*change.now, *change.proposed))
    return [
        {
            "label": _label(change, key),
            "now": names.word(key, change.now.get(key)),
            "proposed": names.word(key, change.proposed.get(key)),
            "stays": key not in change.proposed,
        }
        for key in keys
    ]


def _label(change: Change, key: str) -> str:
    if key in LABELS:
        return LABELS[key]
    model = Household if change.kind == K.CONTACT else Person
    return model._meta.get_field(key).verbose_name


class _Names:
    """Words for the values of one change; the names of all persons in it are fetched at once."""

    def __init__(self, change: Change):
        self.change = change
        self.households = {
            household.pk: household
            for household in (change.household, change.other_household)
            if household
        }
        mentioned = set().union(*map(_persons_in, (change.now, change.proposed)))
        self.persons = Person.objects.in_bulk(mentioned) if mentioned else {}

    def word(self, key: str, value) -> str:
        if value in (None, "", {}):
            return "–"
        if key == "household":
            return str(self.households.get(value, "–"))
        if key in {"head", "parent"}:
            return self._name(value)
        if key in {"relations", "goes"}:
            return "; ".join(
                f"{self._name(pk)} ({RELATIONS[relation]})"
                for pk, relation in value.items()
            )
        return self._of_field(key, value)

    def _name(self, pk) -> str:
        return str(self.persons.get(int(pk), "–"))

    def _of_field(self, key: str, value) -> str:
        if key == "relation":
            return str(RELATIONS[value])
        field = _field(self.change, key)
        if field.remote_field:
            return reference_name(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        day = parse_date(value) if field.get_internal_type() == "DateField" else None
        return formats.date_format(day, "SHORT_DATE_FORMAT") if day else str(value)


def _field(change: Change, key: str):
    model = Household if change.kind == K.CONTACT else Person
    return model._meta.get_field(key)


def _persons_in(facts: dict) -> set[int]:
    single = {facts[key] for key in ("head", "parent") if facts.get(key)}
    several = {int(pk) for key in ("relations", "goes") for pk in facts.get(key) or {}}
    return single | several


def person_columns(facts: dict) -> dict:
    """The part of these facts that is written on the person's own row, by column."""
    fields = [Person._meta.get_field(key) for key in facts if key in PERSON_FIELDS]
    return {field.attname: field.to_python(facts[field.name]) for field in fields}
