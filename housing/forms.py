"""What is asked about buildings and dwellings."""

from django.utils.translation import gettext_lazy as _

from core.forms import PlaceField, PortalModelForm
from housing.models import Building, Unit


class BuildingForm(PortalModelForm):
    settlement = PlaceField(label=_("Place"))

    fieldsets = {
        _("Building"): ["name", "settlement", "address"],
        _("Ownership and money"): ["owner", "funder"],
    }

    class Meta:
        model = Building
        fields = ["name", "settlement", "address", "owner", "funder"]

    def __init__(self, *args, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["settlement"].offer_around(around)


class UnitForm(PortalModelForm):
    class Meta:
        model = Unit
        fields = ["number", "bedrooms", "area", "floor", "is_accessible", "state"]
