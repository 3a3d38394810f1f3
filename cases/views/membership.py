"""One screen for each event in the life of a household: what is asked, and what else it touches."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import consequences, facts
from cases.forms.membership import (
    BirthForm,
    DeathForm,
    HeadForm,
    LeaveForm,
    MoveForm,
    NewPersonForm,
    SplitForm,
)
from cases.models import Change, Household, Member, Person
from cases.services.changes import ask_for
from cases.views.merges import LeadsOn
from core import edit_versions
from core.pages import FormPage, ObjectMixin

HOUSEHOLDS = Household.objects.select_related("head")
MEMBERS = Member.objects.filter(left_on=None).select_related(
    "household__head", "person"
)


class EventPage(LeadsOn, ObjectMixin, FormPage):
    """An event of a household: proposed where a request rests on it, otherwise so at once."""

    queryset = HOUSEHOLDS
    permission = "cases.propose_change"
    view_permission = "cases.view_request"
    template_name = "cases/change_form.html"
    kind = ""

    def prepare(self):
        self.household, self.person = self.about(self.get_object())
        self.is_proposal = facts.relied_on(self.household, self.person)

    def about(self, obj) -> tuple[Household, Person | None]:
        return obj, None

    def form_arguments(self):
        return {"household": self.household, "is_proposal": self.is_proposal}

    @property
    def submit_label(self):
        return _("Propose the change") if self.is_proposal else _("Save")

    def save(self, form):
        if edit_versions.is_stale(self.household, self.request.POST):
            raise ValidationError(edit_versions.STALE)
        told = {"person": self.person} | form.proof | form.answers()
        change = Change(kind=self.kind, household=self.household, **told)
        change = ask_for(change=change, file=form.scan, by=self.request.user)
        if change.status != Change.Status.PROPOSED:
            return self.cancel_url()
        self.saved_message = PROPOSED
        return change.get_absolute_url()

    def cancel_url(self):
        return self.household.get_absolute_url()

    def more(self):
        touched = consequences.touched(
            self.household, self.person, is_proposal=self.is_proposal
        )
        return {
            "form_version": self.household.version,
            "about": self.person or self.household.title,
            "consequences": consequences.sentences(self.kind, touched),
        }


PROPOSED = gettext_lazy(
    "Proposed. Nothing has changed yet: a colleague must approve it."
)


class NewPersonPage(EventPage):
    """Somebody becomes known to the office by joining."""

    def form_arguments(self):
        return super().form_arguments() | {"instance": Person()}


class MemberCreate(NewPersonPage):
    kind = Change.Kind.JOIN
    form_class = NewPersonForm
    title = gettext_lazy("Add a member")


class HouseholdBirth(NewPersonPage):
    kind = Change.Kind.BIRTH
    form_class = BirthForm
    title = gettext_lazy("A child is born")


class HouseholdHead(EventPage):
    kind = Change.Kind.HEAD
    form_class = HeadForm
    title = gettext_lazy("Head and relations")
    intro = gettext_lazy(
        "Choose the new head, and how everybody is related to that person."
    )


class HouseholdSplit(EventPage):
    kind = Change.Kind.SPLIT
    form_class = SplitForm
    title = gettext_lazy("Split the household")
    intro = gettext_lazy(
        "For everybody who goes, choose the relation to the head of the new household."
    )


class MemberPage(EventPage):
    """An event of one member; whoever has left already is no member."""

    queryset = MEMBERS

    def about(self, obj):
        self.member = obj
        return obj.household, obj.person

    def form_arguments(self):
        return super().form_arguments() | {"member": self.member}


class MemberLeave(MemberPage):
    kind = Change.Kind.LEAVE
    form_class = LeaveForm
    title = gettext_lazy("A member leaves")


class MemberMove(MemberPage):
    kind = Change.Kind.MOVE
    form_class = MoveForm
    title = gettext_lazy("Move to another household")


class MemberDeath(MemberPage):
    kind = Change.Kind.DEATH
    form_class = DeathForm
    title = gettext_lazy("A member has died")
