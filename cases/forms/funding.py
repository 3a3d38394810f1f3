"""What the ministry is asked about money: a fund, and what of it is committed to a request."""

from decimal import Decimal

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cases.models import AssistanceSource, Fund, Funding, Request
from core.forms import PortalForm, PortalModelForm


class FundForm(PortalModelForm):
    """A budget line; its name in the languages in which the ministry writes."""

    fieldsets = {
        _("Name"): ["name_sq", "name_sr", "name_en"],
        _("Money"): ["source", "track", "year", "amount", "is_open"],
    }

    class Meta:
        model = Fund
        fields = [
            "name_sq", "name_sr", "name_en", "source", "track", "year", "amount", "is_open",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = (_("in Albanian"), _("in Serbian"), _("in English"))
        for name, label in zip(("name_sq", "name_sr", "name_en"), labels, strict=True):
            self.fields[name].required = True
            self.fields[name].label = label
        sources = AssistanceSource.objects.filter(is_active=True)
        self.fields["source"].queryset = sources


class FundingForm(PortalModelForm):
    """From which fund, and how much."""

    class Meta:
        model = Funding
        fields = ["fund", "amount"]

    def __init__(self, *args, request: Request, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = Fund.objects.open()
        self.fields["fund"].label_from_instance = _with_rest
        planned = request.planned_cost
        self.initial["amount"] = planned
        if planned:
            self.fields["amount"].help_text = _(
                "As much is planned in the ledger of assistance for this request."
            )


def _with_rest(fund: Fund) -> str:
    rest = formats.number_format(fund.left, decimal_pos=2, force_grouping=True)
    return _("%(fund)s – %(rest)s EUR left") % {"fund": fund, "rest": rest}


class FundsForm(PortalForm):
    """From which fund many families get their money, and how much each."""

    fund = forms.ModelChoiceField(
        Fund.objects.none(), label=_("Fund"), empty_label=None
    )
    amount = forms.DecimalField(
        label=_("Amount in EUR for each family"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=_(
            "Left empty, each gets as much as is planned for it in the ledger of assistance."
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["fund"]
        # Offered is what has something left; what is used up while the rows are done is told row by row.
        field.queryset = Fund.objects.all()
        field.choices = [(each.pk, _with_rest(each)) for each in Fund.objects.open()]
        if not field.choices:
            field.help_text = _(
                "There is no fund from which anything can be committed."
            )
