"""What is asked when somebody joins or leaves a household, is born, dies, or takes over as its head."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from cases import facts
from cases.forms.changes import EvidenceMixin
from cases.forms.persons import PersonForm, past_day
from cases.models import Household, Member, Person
from core.forms import PortalForm
from core.names import alphabet_key
from core.scoping import Scope

HEAD = Member.Relation.HEAD


def relation_choices(empty: str = "–") -> list[tuple]:
    return [("", empty), *Member.Relation.choices]


def choices_of_newcomer(household: Household) -> list[tuple]:
    """Whoever joins first is the head; afterwards there is one already."""
    first = household.head_id is None
    return [
        choice
        for choice in relation_choices()
        if not choice[0] or (choice[0] == HEAD) == first
    ]


def person_choices(persons) -> list[tuple]:
    """Persons in the order of the reader's alphabet."""
    language = translation.get_language()
    ordered = sorted(persons, key=lambda each: alphabet_key(str(each), language))
    return [("", "–"), *((person.pk, str(person)) for person in ordered)]


class EventForm(EvidenceMixin, PortalForm):
    """What every event of a household asks: since which day."""

    on = forms.DateField(label=_("Since when"))

    def __init__(self, *args, household, member=None, **kwargs):
        self.household, self.member = household, member
        super().__init__(*args, **kwargs)
        self.ask()
        self.helper.layout = self._layout()

    def ask(self) -> None:
        """Ask what depends on the household."""

    def ask_first(self, *names: str) -> None:
        """Put these questions before those about the evidence."""
        if self.fieldsets:
            first = next(iter(self.fieldsets))
            self.fieldsets = {first: [*self.fieldsets[first], *names]} | {
                heading: asked
                for heading, asked in self.fieldsets.items()
                if heading != first
            }

    def clean_on(self):
        on = past_day(self.cleaned_data["on"])
        if self.member and on < self.member.joined_on:
            raise ValidationError(
                _("The day of leaving lies before the day of joining.")
            )
        return on

    def answers(self) -> dict:
        return {
            "effective_on": self.cleaned_data["on"],
            "proposed": facts_of(self.proposed()),
        }

    def proposed(self) -> dict:
        return {}


def facts_of(values: dict) -> dict:
    """Without what was not answered, as a change keeps it."""
    return {
        key: facts.plain(value) for key, value in values.items() if value is not None
    }


class SuccessorMixin:
    """Whoever leaves as the head says who takes over."""

    def ask(self):
        super().ask()
        staying = self.staying()
        if self.member.relation == HEAD and staying:
            self.fields["head"] = forms.ModelChoiceField(
                Person.objects.filter(pk__in=[person.pk for person in staying]),
                label=_("Head of household from then on"),
            )
            self.fields["head"].choices = person_choices(staying)
            self.ask_first("head")

    def staying(self) -> list[Person]:
        members = self.household.members.filter(left_on=None).select_related("person")
        return [m.person for m in members if m.pk != self.member.pk]

    def proposed(self):
        return super().proposed() | {"head": self.cleaned_data.get("head")}


class LeaveForm(SuccessorMixin, EventForm):
    """Somebody belongs to the household no longer."""

    def answers(self):
        told = super().answers()
        return told | {"proposed": {"household": None} | told["proposed"]}


class DeathForm(LeaveForm):
    """Somebody has died."""

    def ask(self):
        super().ask()
        self.fields["on"].label = _("Died on")

    def clean_on(self):
        on = past_day(self.cleaned_data["on"])
        if self.member and on < self.member.joined_on:
            raise ValidationError(
                _(
                    "The person joined or left a household after this day. Check the dates."
                )
            )
        return on

    def proposed(self):
        return super().proposed() | {"died_on": self.cleaned_data["on"]}


class MoveForm(SuccessorMixin, EventForm):
    """Somebody goes to another household of the municipality."""

    number = forms.CharField(
        label=_("Number of the other household"),
        max_length=40,
        help_text=_("As it stands on its page, for example HH-2026-000012."),
    )
    relation = forms.ChoiceField(label=_("Relation to the head there"))

    def ask(self):
        super().ask()
        self.fields["relation"].choices = relation_choices()

    def clean_number(self):
        here = Scope(municipalities=(self.household.municipality_id,))
        typed = self.cleaned_data["number"].strip().upper()
        found = Household.objects.within(here).filter(reference=typed).first()
        if found is None:
            raise ValidationError(facts.OTHER_MUNICIPALITY)
        if found.pk == self.household.pk:
            raise ValidationError(_("The person belongs to this household already."))
        return found

    def answers(self):
        other = self.cleaned_data["number"]
        told = super().answers()
        return told | {
            "other_household": other,
            "proposed": {"household": other.pk} | told["proposed"],
        }

    def proposed(self):
        return super().proposed() | {"relation": self.cleaned_data["relation"]}


class KnownPersonForm(EventForm):
    """Somebody the office knows, who belongs to no household now, joins this one."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), widget=forms.RadioSelect
    )
    relation = forms.ChoiceField(label=_("Relation to the head"))

    def __init__(self, *args, free, offered, why, **kwargs):
        self.free, self.offered, self.why = free, offered, why
        super().__init__(*args, **kwargs)

    def ask(self):
        self.fields["person"].queryset = self.free
        self.fields["person"].choices = [(p.pk, self._told(p)) for p in self.offered]
        self.fields["relation"].choices = choices_of_newcomer(self.household)
        self.order_fields(["person", "relation", "on"])

    def _told(self, person: Person) -> str:
        """Enough to know one person from another of the same name."""
        exact = person.birth_precision == Person.Precision.DAY
        born = person.birth_date and formats.date_format(
            person.birth_date, "SHORT_DATE_FORMAT" if exact else "Y"
        )
        father = person.father_name and f"({person.father_name})"
        why = self.why.get(person.pk)
        named = " ".join(part for part in (str(person), father) if part)
        return " · ".join(part for part in (named, born, why) if part)

    def answers(self):
        told = super().answers()
        here = {"household": self.household.pk}
        return told | {
            "person": self.cleaned_data["person"],
            "proposed": here | told["proposed"],
        }

    def proposed(self):
        return {"relation": self.cleaned_data["relation"]}


class NewPersonForm(EvidenceMixin, PersonForm):
    """Somebody who is new to the office joins a household."""

    relation = forms.ChoiceField(label=_("Relation to the head"))
    on = forms.DateField(label=_("Member since"))

    fieldsets = {**PersonForm.fieldsets, _("In the household"): ["relation", "on"]}

    def __init__(self, *args, household, **kwargs):
        self.household = household
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = choices_of_newcomer(household)

    def clean_on(self):
        return past_day(self.cleaned_data["on"])

    def answers(self) -> dict:
        told = {name: self.cleaned_data[name] for name in self._meta.fields}
        return {
            "effective_on": self.joined_on(),
            "proposed": facts_of({**told, "relation": self.cleaned_data["relation"]}),
        }

    def joined_on(self):
        return self.cleaned_data["on"]


class BirthForm(NewPersonForm):
    """A child is born: it belongs to the household from its first day."""

    on = None
    parent = forms.ModelChoiceField(
        Person.objects.none(), label=_("Mother or father in this household")
    )

    fieldsets = {
        _("The child"): ["given_name", "surname", "father_name", "sex", "birth_date"],
        _("In the household"): ["parent", "relation"],
    }

    class Meta(NewPersonForm.Meta):
        fields = ["given_name", "surname", "father_name", "sex", "birth_date"]

    maiden_name = None

    def __init__(self, *args, household, **kwargs):
        super().__init__(*args, household=household, **kwargs)
        self.fields["birth_date"].required = True
        members = household.members.filter(left_on=None).select_related("person")
        persons = [member.person for member in members]
        self.fields["parent"].queryset = Person.objects.filter(
            pk__in=[person.pk for person in persons]
        )
        self.fields["parent"].choices = person_choices(persons)

    def clean(self):
        cleaned = super().clean()
        parent, born = cleaned.get("parent"), cleaned.get("birth_date")
        if parent and born and parent.birth_date and parent.birth_date >= born:
            self.add_error("birth_date", _("The parent was born after this day."))
        return cleaned

    def answers(self):
        told = super().answers()
        parent = {"parent": self.cleaned_data["parent"].pk}
        return told | {"proposed": told["proposed"] | parent}

    def joined_on(self):
        return self.cleaned_data["birth_date"]


class EveryMemberForm(EventForm):
    """A question about each member of a household."""

    def ask(self):
        members = self.household.members.filter(left_on=None).select_related("person")
        self.members = list(members)
        for member in self.members:
            self.fields[self.name_of(member)] = self.question(member)
        self.ask_first(*map(self.name_of, self.members))

    @staticmethod
    def name_of(member: Member) -> str:
        return f"member_{member.person_id}"

    def question(self, member: Member) -> forms.Field:
        raise NotImplementedError(type(self).__name__)

    def said(self) -> dict[str, str]:
        """Person and relation, of those about whom something was said."""
        answers = {
            str(member.person_id): self.cleaned_data.get(self.name_of(member))
            for member in self.members
        }
        return {person: relation for person, relation in answers.items() if relation}


class HeadForm(EveryMemberForm):
    """Who is the head, and how is everybody related to that person?"""

    def question(self, member):
        return forms.ChoiceField(
            label=str(member.person),
            choices=relation_choices()[1:],
            initial=member.relation,
        )

    def clean(self):
        cleaned = super().clean()
        heads = [pk for pk, relation in self.said().items() if relation == HEAD]
        if len(heads) != 1:
            raise ValidationError(_("A household has one head."))
        return cleaned

    def answers(self):
        head = next(pk for pk, relation in self.said().items() if relation == HEAD)
        return super().answers() | {"person": Person.objects.get(pk=head)}

    def proposed(self):
        said = self.said()
        head = next(int(pk) for pk, relation in said.items() if relation == HEAD)
        return {"head": head, "relations": said}


class SplitForm(EveryMemberForm):
    """Who forms a household of their own, and how are they related to its head?"""

    def ask(self):
        super().ask()
        self.fields["head"] = forms.ModelChoiceField(
            Person.objects.filter(pk__in=[m.person_id for m in self.members]),
            label=_("Head of the old household, if its head goes"),
            required=False,
        )
        self.fields["head"].choices = person_choices([m.person for m in self.members])
        self.ask_first("head")

    def question(self, member):
        return forms.ChoiceField(
            label=str(member.person),
            choices=relation_choices(empty=_("stays")),
            required=False,
        )

    def clean(self):
        cleaned = super().clean()
        goes, head = self.said(), cleaned.get("head")
        if list(goes.values()).count(HEAD) != 1:
            raise ValidationError(_("The new household needs one head."))
        if len(goes) == len(self.members):
            raise ValidationError(_("Somebody must stay in the old household."))
        self._check_successor(goes, head)
        return cleaned

    def _check_successor(self, goes: dict, head) -> None:
        if str(self.household.head_id) in goes and head is None:
            self.add_error(
                "head", _("Say who is the head of the household from then on.")
            )
        if head is not None and str(head.pk) in goes:
            self.add_error(
                "head", _("The new head must belong to the household and stay in it.")
            )

    def answers(self):
        head = next(pk for pk, relation in self.said().items() if relation == HEAD)
        return super().answers() | {"person": Person.objects.get(pk=head)}

    def proposed(self):
        head = self.cleaned_data.get("head")
        goes_head = str(self.household.head_id) in self.said()
        return {"goes": self.said(), "head": head if goes_head else None}
