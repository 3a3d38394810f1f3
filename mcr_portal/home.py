"""My work: what waits, what is late, what to do next; pictures of the whole."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import DuplicatePair, Request
from cases.workflow import REQUEST
from core import rules
from core.filters import capped, shown_count
from core.models import Digest, Job, Municipality, StatusChange, Turn
from core.pages import Page
from core.pictures import Tile
from core.rules import SIGNED_IN
from mcr_portal.digests import our_turn, sentences
from mcr_portal.waiting import kind
from mcr_portal.waiting.declared import KINDS

VIEW, REVIEW = "cases.view_request", "cases.review_duplicates"
# As many of what waits as one sees at a glance; the rest on the page of all of it.
NEXT = 8


def tile(
    rows, label: str, query: str, tone: str = "", route: str = "cases:request_list"
) -> dict:
    """A large number that opens the list it was counted from."""
    return {
        "value": shown_count(capped(rows).count()),
        "label": label,
        "url": reverse(route) + query,
        "tone": tone,
    }


class Home(Page):
    permission = SIGNED_IN

    def get(self, request):
        context = {"page": {"title": _("My work")}, "today": timezone.localdate()}
        if rules.may(request.user, VIEW):
            context |= self.work(Request.objects.visible_to(request.user, VIEW))
            context["digest"] = self.digest()
        context["jobs"] = Job.objects.filter(owner=request.user, kind="report")[:5]
        return render(request, "home/home.html", context)

    def digest(self) -> list[str]:
        """What was said this morning, for those who wish to be told."""
        today = timezone.localdate()
        said = Digest.objects.filter(owner=self.request.user, on=today).first()
        return sentences(said) if said else []

    def work(self, rows) -> dict:
        everywhere = self.request.user.scope_for(VIEW).everything
        ours = our_turn(self.request.user)
        today = timezone.localdate()
        waiting = rows.filter(turn=ours)
        found = kind.found_for(self.request.user, KINDS)
        return {
            "tiles": self.tiles(rows, waiting, today),
            "things": kind.things(found)[:NEXT],
            "stages": self.stages(rows),
            "tile_map": self.map(rows) if everywhere else None,
            "news": self.news(),
        }

    def news(self) -> list[StatusChange]:
        changes = (
            StatusChange.objects.visible_to(self.request.user, VIEW)
            .filter(record__kind=REQUEST.model_label)
            .select_related("record", "by")
            .order_by("-at", "-id")[:6]
        )
        for change in changes:
            change.stage_label = REQUEST.stage(change.to_status).label
        return changes

    def tiles(self, rows, waiting, today) -> list[dict]:
        mine = rows.filter(assigned_to=self.request.user.pk).open()
        families = rows.filter(turn=Turn.APPLICANT)
        return [
            tile(waiting, _("wait for us"), "?show=turn"),
            tile(rows.filter(due_on__lt=today), _("late"), "?show=late", "bad"),
            tile(families, _("wait for families"), "?stage=incomplete"),
            tile(mine, _("open and mine"), "?show=mine"),
            *self.duplicates(),
        ]

    def duplicates(self) -> list[dict]:
        """Pairs that wait for a verdict, for those who may say one."""
        user = self.request.user
        if not rules.may(user, REVIEW):
            return []
        pairs = DuplicatePair.objects.with_other_side().visible_to(user, REVIEW)
        waiting = pairs.waiting_for(user.scope_for(REVIEW))
        return [
            tile(waiting, _("possible duplicates"), "", route="cases:duplicate_list")
        ]

    def stages(self, rows) -> list[tuple]:
        counts = dict(rows.values_list("status").annotate(Count("pk")).order_by())
        list_url = reverse("cases:request_list")
        return [
            (
                stage.label,
                counts.get(stage.status, 0),
                f"{list_url}?stage={stage.status}",
            )
            for stage in REQUEST.stages.values()
        ]

    def map(self, rows) -> list[Tile]:
        counts = dict(
            rows.filter(~Q(turn=Turn.NOBODY))
            .values_list("municipality")
            .annotate(Count("pk"))
            .order_by()
        )
        list_url = reverse("cases:request_list")
        return [
            Tile(
                label=place.name,
                column=place.tile_column,
                row=place.tile_row,
                value=counts.get(place.pk, 0),
                href=f"{list_url}?place={place.code}",
            )
            for place in Municipality.objects.all()
        ]
