"""What is asked about a monitoring visit, in the order of the sheet, and about what follows from it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.changes import file_field
from cases.forms.persons import past_day
from cases.models import Criterion, CriterionAnswer, Monitoring
from core.forms import DateInput, PortalForm, PortalModelForm
from core.uploads import clean_upload

Answer = CriterionAnswer.Answer


class PlanForm(PortalModelForm):
    """When a household is to be visited, and on which occasion."""

    class Meta:
        model = Monitoring
        fields = ["occasion", "planned_for", "request"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance.household.requests.order_by("-pk")
        self.fields["request"].queryset = own


class MonitoringForm(PortalModelForm):
    """The sheet as it was filled in the village: typed back from top to bottom."""

    file = file_field()

    class Meta:
        model = Monitoring
        fields = [
            "done_on", "visited_by", "presence", "since", "why", "expected_back", "went_to", "remarks",
        ]  # fmt: skip
        widgets = {
            "presence": forms.RadioSelect,
            "remarks": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].required = self.fields["presence"].required = True
        self.fields["presence"].choices = Monitoring.Presence.choices
        self._ask_criteria()
        self.fields["file"].label = _("Scan or photo of the filled sheet")
        self.fieldsets = {
            _("The visit"): ["done_on", "visited_by"],
            _("Does the family live there?"): ["presence"],
            _("If it is away"): ["since", "why", "expected_back", "went_to"],
            _("The eight criteria"): [
                name for value in Criterion.values for name in (value, note_of(value))
            ],
            _("Anything else"): ["remarks", "file"],
        }
        self.order_fields([name for names in self.fieldsets.values() for name in names])
        self.helper.layout = self._layout()

    def _ask_criteria(self) -> None:
        known = {each.criterion: each for each in self.instance.answers.all()}
        for number, (value, label) in enumerate(Criterion.choices, 1):
            found = known.get(value)
            self.fields[value] = forms.ChoiceField(
                label=f"{number}. {label}",
                choices=Answer.choices,
                widget=forms.RadioSelect,
                initial=found.answer if found else Answer.NOT_ASKED,
            )
            self.fields[note_of(value)] = forms.CharField(
                label=_("Observation"),
                required=False,
                max_length=300,
                initial=found.observation if found else "",
            )

    def clean_done_on(self):
        return past_day(self.cleaned_data["done_on"])

    def clean_since(self):
        return past_day(self.cleaned_data["since"])

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def found(self) -> dict[str, tuple[str, str]]:
        """What was found of each criterion: the answer and the observation."""
        return {
            value: (self.cleaned_data[value], self.cleaned_data[note_of(value)])
            for value in Criterion.values
        }

    def _get_validation_exclusions(self):
        # Who entered it is set by the service; the database checks it together with the day.
        return super()._get_validation_exclusions() | {"done_by"}


def note_of(criterion: str) -> str:
    """The field beside a criterion in which what was seen is written."""
    return f"{criterion}_note"


class CallOffForm(PortalModelForm):
    """Why a planned visit will not be made."""

    class Meta:
        model = Monitoring
        fields = ["called_off"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["called_off"].required = True


class TakeUpForm(PortalForm):
    """Until when somebody means to have looked at the support of a family."""

    until = forms.DateField(
        label=_("You mean to be done by"), required=False, widget=DateInput()
    )
