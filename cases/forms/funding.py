"""What the ministry is asked about money: a fund, and what of it is committed to a request."""

from django.db.models import Sum
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cases.models import AssistanceSource, Fund, Funding, Request
from core.forms import PortalModelForm


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
        planned = _planned(request)
        self.initial["amount"] = planned
        if planned:
            self.fields["amount"].help_text = _(
                "As much is planned in the ledger of assistance for this request."
            )


def _with_rest(fund: Fund) -> str:
    rest = formats.number_format(fund.left, decimal_pos=2, force_grouping=True)
    return _("%(fund)s – %(rest)s EUR left") % {"fund": fund, "rest": rest}


def _planned(request: Request):
    """What the lines of the ledger that belong to the request are to cost; nothing if there are none."""
    lines = request.assistance.filter(said_by="").exclude(status="cancelled")
    return lines.aggregate(total=Sum("planned_cost"))["total"]
