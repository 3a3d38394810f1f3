"""What is asked about buildings and dwellings."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.forms import PortalModelForm
from core.names import sorted_by_name
from housing.models import Building, Unit


class BuildingForm(PortalModelForm):
    fieldsets = {
        _("Building"): ["name", "settlement", "address"],
        _("Ownership and money"): ["owner", "funder"],
    }

    class Meta:
        model = Building
        fields = ["name", "settlement", "address", "owner", "funder"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = sorted_by_name(
            self.fields["settlement"].queryset, translation.get_language()
        )
        self.fields["settlement"].choices = [
            ("", "–"),
            *((place.pk, str(place)) for place in places),
        ]


class UnitForm(PortalModelForm):
    class Meta:
        model = Unit
        fields = ["number", "bedrooms", "area", "floor", "is_accessible", "state"]
