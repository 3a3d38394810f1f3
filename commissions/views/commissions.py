"""Commissions: the list, the appointment act, who sits in them."""

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions import reckoning, services
from commissions.forms import CommissionForm, MemberEndForm, MemberForm
from commissions.models import Commission, Member, Sitting
from commissions.tables import COMMISSIONS, FILTERS
from commissions.workflow import SITTING
from core.pages import (
    Action,
    CreatePage,
    ListPage,
    ObjectFormPage,
    RecordPage,
    UpdatePage,
)
from core.templatetags.portal import day

VIEW, KEEP = "commissions.view_commission", "commissions.keep_commission"
OPEN = (Sitting.Status.PLANNED, Sitting.Status.OPEN)


def to_list() -> dict:
    return {
        "label": _("Commissions"),
        "url": reverse("commissions:commission_list"),
    }


class CommissionList(ListPage):
    queryset = Commission.objects.annotate(
        open_sittings=Count("sittings", filter=Q(sittings__status__in=OPEN))
    )
    permission = VIEW
    title = gettext_lazy("Commissions")
    table = COMMISSIONS
    filters = FILTERS
    actions = (
        Action(
            gettext_lazy("Add a commission"),
            "commissions:commission_create",
            KEEP,
            primary=True,
            icon="plus",
        ),
    )
    empty = (
        gettext_lazy("No commission yet"),
        gettext_lazy("Commissions that decide about requests appear here."),
    )


class CommissionCreate(CreatePage):
    permission = KEEP
    form_class = CommissionForm
    title = gettext_lazy("Add a commission")

    def form_arguments(self):
        return {"scope": self.request.user.scope_for(KEEP)}

    def save(self, form):
        commission = services.appoint_commission(
            commission=form.save(commit=False), by=self.request.user
        )
        return commission.get_absolute_url()

    def cancel_url(self):
        return reverse("commissions:commission_list")


class CommissionDetail(RecordPage):
    queryset = Commission.objects.all()
    permission = VIEW
    template_name = "commissions/commission_detail.html"
    actions = (
        Action(
            gettext_lazy("Plan a sitting"),
            "commissions:sitting_create",
            "commissions.run_sitting",
            primary=True,
            icon="calendar",
        ),
        Action(gettext_lazy("Add a member"), "commissions:member_create", KEEP),
        Action(gettext_lazy("Change the act"), "commissions:commission_update", KEEP),
    )

    def header(self, obj):
        return {
            "title": obj.title,
            "reference": obj.reference,
            "meta": [f"{obj.act_number}, {day(obj.act_date)}"],
        }

    def crumbs(self, obj):
        return [to_list()]

    def more(self, obj):
        members = Member.objects.visible_to(self.request.user, VIEW)
        sittings = Sitting.objects.visible_to(self.request.user, VIEW)
        return {
            "quorum": reckoning.quorum_of(obj),
            "members": members.filter(commission=obj)
            .select_related("user", "substitute_for__user")
            .order_by(F("substitute_for").asc(nulls_first=True), "pk"),
            "sittings": [
                {"row": row, "stage": SITTING.stage(row.status)}
                for row in sittings.filter(commission=obj)
                .annotate(item_count=Count("items"))
                .order_by("-starts_at", "-pk")[:50]
            ],
            "may_keep": self.request.user.has_perm(KEEP, obj),
        }


class CommissionUpdate(UpdatePage):
    queryset = Commission.objects.all()
    permission = KEEP
    view_permission = VIEW
    form_class = CommissionForm
    title = gettext_lazy("Change the act")

    def form_arguments(self):
        return super().form_arguments() | {"scope": self.request.user.scope_for(KEEP)}


class MemberCreate(ObjectFormPage):
    queryset = Commission.objects.all()
    permission = KEEP
    view_permission = VIEW
    form_class = MemberForm
    title = gettext_lazy("Add a member")

    def form_arguments(self):
        return {"commission": self.object}

    def save(self, form):
        form.save()
        return self.object.get_absolute_url()


class MemberEnd(ObjectFormPage):
    """Write down the last day of a member."""

    queryset = Member.objects.select_related("commission", "user")
    permission = KEEP
    view_permission = VIEW
    form_class = MemberEndForm

    def form_arguments(self):
        return {"instance": self.object}

    def page_title(self):
        return _("Membership of %(member)s") % {"member": self.object}

    def save(self, form):
        form.save()
        return self.cancel_url()

    def cancel_url(self):
        return self.object.commission.get_absolute_url()
