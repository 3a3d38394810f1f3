"""What is asked about an appeal, a lawsuit and a ruling."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import past_day
from cases.models import Appeal, CourtCase
from cases.remedies import period_to_appeal
from core.forms import PortalForm, PortalModelForm


class AppealForm(PortalModelForm):
    """Who appeals, when and why."""

    class Meta:
        model = Appeal
        fields = ["filed_on", "filed_by", "grounds", "why_late"]
        widgets = {"grounds": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, decision=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision

    @classmethod
    def for_record(cls, request, *, by, **posted):
        return cls(decision=request.decisions.filter(is_live=True).first(), **posted)

    def clean_filed_on(self):
        day = past_day(self.cleaned_data["filed_on"])
        if self.decision and day < self.decision.decided_on:
            raise ValidationError(_("The decision was made later than that."))
        return day

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("filed_on")
        period = self.decision and period_to_appeal(self.decision)
        if period and day and day > period.last_day and not cleaned.get("why_late"):
            ended = formats.date_format(period.last_day, "DATE_FORMAT")
            sentence = _("The period ended on %(day)s: say why the appeal comes later.")
            self.add_error("why_late", sentence % {"day": ended})
        return cleaned


class LawsuitForm(PortalModelForm):
    """Which court was asked, when and under which number."""

    class Meta:
        model = CourtCase
        fields = ["court", "case_number", "filed_on"]

    def clean_filed_on(self):
        return past_day(self.cleaned_data["filed_on"])


class RulingForm(PortalForm):
    """When the court ruled, and what it said."""

    ruled_on = forms.DateField(label=_("Ruled on"))
    reason = forms.CharField(
        label=_("What the court said"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    @classmethod
    def for_record(cls, request, *, by, **posted):
        return cls(case=request.court_cases.filter(outcome="").first(), **posted)

    def clean_ruled_on(self):
        day = past_day(self.cleaned_data["ruled_on"])
        if self.case and day < self.case.filed_on:
            raise ValidationError(_("The lawsuit was filed later than that."))
        return day
