"""The register of buildings and dwellings."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.filters import Choice, Filter, municipality_choices
from core.pages import (
    Action,
    AroundMixin,
    CreatePage,
    ListPage,
    ObjectFormPage,
    RecordPage,
)
from core.place_names import municipality_name, settlement_name
from core.tables import Column, Table
from housing import services
from housing.forms import BuildingForm, UnitForm
from housing.models import Building, Unit

BUILDINGS = Table(
    (
        Column("reference", gettext_lazy("Number"), ("reference",)),
        Column("name", gettext_lazy("Name"), ("name",), css="long"),
        Column(
            "municipality",
            gettext_lazy("Municipality"),
            ("municipality_id",),
            municipality_name,
        ),
        Column(
            "place",
            gettext_lazy("Place"),
            ("settlement_id",),
            settlement_name,
            css="place",
        ),
        Column("units", gettext_lazy("Dwellings"), ("unit_count",), css="num"),
        Column("ready", gettext_lazy("Ready to move in"), ("ready_count",), css="num"),
    ),
    link="housing:building_detail",
)


def _municipalities(request) -> list[Choice]:
    return municipality_choices(request.user.scope_for("housing.view_building"))


class BuildingList(ListPage):
    queryset = Building.objects.annotate(
        unit_count=Count("units"),
        ready_count=Count("units", filter=Q(units__state=Unit.State.READY)),
    )
    permission = "housing.view_building"
    title = gettext_lazy("Housing")
    table = BUILDINGS
    filters = (
        Filter(
            "place",
            gettext_lazy("Municipality"),
            _municipalities,
            menu=True,
            counted=False,
        ),
    )
    actions = (
        Action(
            gettext_lazy("Add a building"),
            "housing:building_create",
            "housing.edit_building",
            primary=True,
            icon="plus",
        ),
    )
    empty = (
        gettext_lazy("No building yet"),
        gettext_lazy("Houses and blocks of flats for returning families appear here."),
    )


class BuildingCreate(AroundMixin, CreatePage):
    permission = "housing.edit_building"
    form_class = BuildingForm
    title = gettext_lazy("Add a building")

    def save(self, form):
        building = services.register_building(
            building=form.save(commit=False), by=self.request.user
        )
        return building.get_absolute_url()

    def cancel_url(self):
        return reverse("housing:building_list")


class BuildingDetail(RecordPage):
    queryset = Building.objects.select_related("municipality", "settlement")
    permission = "housing.view_building"
    template_name = "housing/building_detail.html"
    actions = (
        Action(
            gettext_lazy("Add a dwelling"),
            "housing:unit_create",
            "housing.edit_building",
            primary=True,
        ),
    )

    def header(self, obj):
        return {
            "title": obj.name,
            "reference": obj.reference,
            "meta": [obj.municipality.name],
        }

    def crumbs(self, obj):
        return [{"label": _("Housing"), "url": reverse("housing:building_list")}]

    def more(self, obj):
        return {"units": obj.units.all()}


class UnitCreate(ObjectFormPage):
    queryset = Building.objects.all()
    permission = "housing.edit_building"
    view_permission = "housing.view_building"
    form_class = UnitForm
    title = gettext_lazy("Add a dwelling")

    def form_arguments(self):
        return {"instance": Unit(building=self.object)}

    def save(self, form):
        services.add_unit(building=self.object, unit=form.save(commit=False))
        return self.object.get_absolute_url()
