"""Letters that still have to reach their addressee."""

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy

from cases import bulk
from cases.tables_letters import (
    LETTER_FILTERS,
    LETTERS,
    LETTERS_OF_ONE_PLACE,
    UNDER_WAY,
)
from core import serving
from core.models import Letter
from core.pages import ListPage


class LetterList(ListPage):
    """What was issued and not served: printed, sent and recorded from here."""

    queryset = Letter.objects.annotate(
        recipient=KT("content__recipient__0"),
        under_way=Exists(UNDER_WAY.filter(letter=OuterRef("pk"))),
    )
    permission = "cases.serve_letter"
    title = gettext_lazy("Letters to serve")
    filters = LETTER_FILTERS
    bulk_runs = (("cases:letter_send", bulk.SEND),)
    empty = (
        gettext_lazy("Every letter has reached its addressee"),
        gettext_lazy("Letters that were issued and not served yet stand here."),
    )

    def columns(self):
        scope = self.request.user.scope_for(self.permission)
        one_place = not scope.everything and len(scope.municipalities) == 1
        return LETTERS_OF_ONE_PLACE if one_place else LETTERS

    def rows(self):
        return serving.unserved(super().rows())
