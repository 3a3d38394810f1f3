"""Forms that ask for a place anywhere: first its municipality, then a list short enough to read."""

from django.utils import translation

from core.models import Municipality
from core.names import sorted_by_name

NAME = "around"


class AroundMixin:
    """Before a form page: offers the places of one municipality, and the choice of another."""

    def usual_municipality(self) -> int | None:
        """The municipality whose places are offered first."""
        return None

    def around(self) -> int | None:
        asked = self.request.GET.get(NAME, "")
        return (
            int(asked)
            if asked.isdigit() and len(asked) < 9
            else self.usual_municipality()
        )

    def form_arguments(self):
        return super().form_arguments() | {"around": self.around()}

    def more(self):
        chosen = self.around()
        places = sorted_by_name(Municipality.objects.all(), translation.get_language())
        return super().more() | {
            "around": [
                {"pk": place.pk, "name": place.name, "chosen": place.pk == chosen}
                for place in places
            ]
        }
