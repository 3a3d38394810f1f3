"""What is asked about commissions, their members, sittings and votes."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import SECRETARIES, VOTERS
from commissions.models import Commission, Member, Sitting, Vote
from core.forms import PortalForm, PortalModelForm, by_name
from core.models import Municipality
from core.scoping import Scope


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class CommissionForm(PortalModelForm):
    """The appointment act of a commission; a municipal officer writes down their own only."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Municipality"), required=False
    )

    fieldsets = {
        _("Commission"): ["kind", "municipality"],
        _("Appointment act"): ["act_number", "act_date", "term_from", "term_until"],
        _("How it decides"): ["quorum", "majority", "chair_breaks_ties"],
    }

    class Meta:
        model = Commission
        fields = [
            "kind",
            "act_number",
            "act_date",
            "term_from",
            "term_until",
            "quorum",
            "majority",
            "chair_breaks_ties",
        ]

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        places = Municipality.objects.all()
        if not scope.everything:
            places = places.filter(pk__in=scope.municipalities)
            self.fields["kind"].choices = [
                (Commission.Kind.MUNICIPAL, Commission.Kind.MUNICIPAL.label)
            ]
        self.fields["municipality"].queryset = places
        self.fields["municipality"].choices = by_name(places)
        # A number from the database stands on a new row already.
        if not self.instance._state.adding:
            del self.fields["municipality"], self.fields["kind"]
            self.helper.layout = self._layout()

    def clean(self):
        cleaned = super().clean()
        if "municipality" in self.fields:
            municipal = cleaned.get("kind") == Commission.Kind.MUNICIPAL
            place = cleaned.get("municipality")
            if municipal and not place and "municipality" not in self.errors:
                self.add_error("municipality", _("Say of which municipality."))
            self.instance.municipality = place if municipal else None
        return cleaned


class MemberForm(PortalModelForm):
    """Who is appointed, to which seat, or in whose place."""

    class Meta:
        model = Member
        fields = ["user", "role", "substitute_for", "valid_from", "valid_until"]

    def __init__(self, *args, commission: Commission, **kwargs):
        super().__init__(*args, **kwargs)
        place = commission.municipality_id
        where = Scope(municipalities=(place,)) if place else Scope(everything=True)
        people = User.objects.working_in(where, (*SECRETARIES, *VOTERS))
        self.fields["user"].queryset = people.order_by("full_name")
        seats = commission.members.on(timezone.localdate()).filter(substitute_for=None)
        self.fields["substitute_for"].queryset = seats.select_related("user")
        self.fields["valid_from"].initial = commission.term_from
        self.fields["valid_until"].initial = commission.term_until
        self.instance.commission = commission

    def clean(self):
        cleaned = super().clean()
        user, seat = cleaned.get("user"), cleaned.get("substitute_for")
        if seat and cleaned.get("role") != seat.role:
            self.add_error("role", _("Whoever stands in has the role of the seat."))
        right = "vote"
        if cleaned.get("role") == Member.Role.SECRETARY:
            right = "run_sitting"
        commission = self.instance.commission
        if user and not _works_there(user, f"commissions.{right}", commission):
            self.add_error(
                "user", _("The account of this person does not allow this role here.")
            )
        return cleaned


def _works_there(user: User, permission: str, commission: Commission) -> bool:
    scope = user.scope_for(permission)
    return bool(scope and scope.covers(commission.municipality_id))


class MemberEndForm(PortalModelForm):
    """The last day of a membership."""

    class Meta:
        model = Member
        fields = ["valid_until"]


class SittingForm(PortalModelForm):
    """When and where a commission meets."""

    day = forms.DateField(label=_("Day"))
    hour = forms.TimeField(label=_("Time"), widget=TimeInput())

    fieldsets = {"": ["day", "hour", "place"]}

    class Meta:
        model = Sitting
        fields = ["place"]

    def clean(self):
        cleaned = super().clean()
        if {"day", "hour"} <= set(cleaned):
            moment = datetime.combine(cleaned["day"], cleaned["hour"])
            self.instance.starts_at = timezone.make_aware(moment)
        return cleaned


class AttendanceForm(PortalForm):
    """Who is there."""

    present = forms.MultipleChoiceField(
        label=_("Present"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [
            (each.pk, seat_words(each)) for each in members
        ]


def seat_words(member: Member) -> str:
    """A member with their role, and for whom they stand in."""
    words = f"{member.user}, {member.get_role_display()}"
    if member.substitute_for_id is None:
        return words
    return _("%(member)s (stands in)") % {"member": words}


class ConflictForm(PortalForm):
    """Why somebody takes no part in an item."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class VoteForm(PortalForm):
    """A vote on what is proposed; against only with a reason."""

    choice = forms.ChoiceField(choices=Vote.Choice, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you vote against; kept in the minutes."),
    )

    fieldsets = {"": ["reason"]}

    def clean(self):
        cleaned = super().clean()
        against = cleaned.get("choice") == Vote.Choice.AGAINST
        if against and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why you vote against."))
        return cleaned
