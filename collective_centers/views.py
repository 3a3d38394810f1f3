"""The register of collective centres."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collective_centers.models import CollectiveCentre
from core.filters import Choice, Filter
from core.pages import ListPage, RecordPage
from core.place_names import municipality_name
from core.tables import Column, Table

CONDITIONS = dict(CollectiveCentre.Condition.choices)
CENTRES = Table(
    (
        Column("name", gettext_lazy("Name"), ("name",), css="long"),
        Column(
            "municipality",
            gettext_lazy("Municipality"),
            ("municipality_id",),
            municipality_name,
        ),
        Column("place", gettext_lazy("Place"), ("place",), css="place"),
        Column(
            "condition",
            gettext_lazy("State"),
            ("condition",),
            lambda code: CONDITIONS[code],
        ),
        Column(
            "residents",
            gettext_lazy("Residents, as counted"),
            ("residents", "counted_on"),
            lambda number, day: f"{number or '–'} ({day})" if day else number or "–",
        ),
    ),
    link="collective_centers:centre_detail",
)


def _conditions(request) -> list[Choice]:
    return [
        Choice(code, label, Q(condition=code)) for code, label in CONDITIONS.items()
    ]


class CentreList(ListPage):
    queryset = CollectiveCentre.objects.all()
    permission = "collective_centers.view_centre"
    title = gettext_lazy("Collective centres")
    table = CENTRES
    filters = (Filter("state", gettext_lazy("State"), _conditions),)
    empty = (
        gettext_lazy("No collective centre is known here"),
        gettext_lazy(
            "Centres of your municipality appear here with the source of every figure."
        ),
    )


class CentreDetail(RecordPage):
    queryset = CollectiveCentre.objects.select_related("municipality")
    permission = "collective_centers.view_centre"
    template_name = "collective_centers/centre_detail.html"

    def header(self, obj):
        return {
            "title": obj.name,
            "reference": obj.reference,
            "meta": [obj.municipality.name],
        }

    def crumbs(self, obj):
        return [
            {
                "label": _("Collective centres"),
                "url": reverse("collective_centers:centre_list"),
            }
        ]
