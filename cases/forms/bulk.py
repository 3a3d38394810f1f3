"""What is asked once for a step with many files."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import past_day
from commissions.models import Member, Sitting
from core.forms import PortalForm
from core.models import Service

RUN = "commissions.run_sitting"
# To be served electronically each addressee must have agreed: that is said letter by letter.
WAYS = [
    (way, label) for way, label in Service.Way.choices if way != Service.Way.ELECTRONIC
]


class SittingChoiceForm(PortalForm):
    """On the agenda of which sitting: those that this person leads as secretary."""

    sitting = forms.ModelChoiceField(
        Sitting.objects.none(), label=_("Sitting"), empty_label=None
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        seats = Member.objects.on(timezone.localdate()).filter(
            user=user.pk, role=Member.Role.SECRETARY
        )
        sittings = (
            Sitting.objects.visible_to(user, RUN)
            .filter(
                status__in=(Sitting.Status.PLANNED, Sitting.Status.OPEN),
                commission__in=seats.values("commission"),
            )
            .select_related("commission")
            .order_by("starts_at", "pk")
        )
        field = self.fields["sitting"]
        field.queryset = sittings
        field.label_from_instance = lambda sitting: (
            f"{sitting.title} · {sitting.reference}"
        )
        if not field.choices:
            field.help_text = _("You lead no planned or open sitting.")


class SendForm(PortalForm):
    """How and when the letters leave the house."""

    way = forms.ChoiceField(label=_("How"), choices=WAYS)
    sent_on = forms.DateField(label=_("Sent or taken along on"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].initial = Service.Way.REGISTERED_POST
        self.fields["sent_on"].initial = timezone.localdate()

    def clean_sent_on(self):
        return past_day(self.cleaned_data["sent_on"])


class DeliveriesForm(PortalForm):
    """One round of handing over: the same day, by the same people."""

    delivered_on = forms.DateField(label=_("Delivered on"))
    delivered_by = forms.CharField(label=_("Delivered by"), max_length=160)
    note = forms.CharField(label=_("Remarks"), max_length=500, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delivered_on"].initial = timezone.localdate()

    def clean_delivered_on(self):
        return past_day(self.cleaned_data["delivered_on"])
