"""One item after another: the frozen file, conflicts, the proposal, the vote; and steps for many items."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commissions import services
from commissions.agenda import line_of
from commissions.forms import ConflictForm, VoteForm
from commissions.models import AgendaItem, Sitting, Vote
from commissions.views.commissions import VIEW
from commissions.views.sittings import state_of
from commissions.workflow import RUN
from core import readlog
from core.pages import BulkPage, ObjectFormPage

WITH_SITTING = AgendaItem.objects.select_related("sitting__commission", "prepared_by")
DECLARE = "commissions.declare_conflict"
MOST_TOLD = 20


class ItemPage(ObjectFormPage):
    """A page about one item; whoever opens it has opened the file it is about."""

    queryset = WITH_SITTING
    view_permission = VIEW

    def prepare(self):
        super().prepare()
        if self.line.record is not None:
            readlog.note(self.request, self.line.record)

    @cached_property
    def line(self):
        return line_of(self.object)

    @property
    def crumbs(self) -> list[dict]:
        sitting = self.object.sitting
        return [{"label": sitting.title, "url": sitting.get_absolute_url()}]

    def more(self):
        return super().more() | {"crumbs": self.crumbs, "line": self.line}


class ItemReview(ItemPage):
    """Read the file, vote, go on to the next item that waits."""

    permission = VIEW
    form_class = VoteForm
    template_name = "commissions/item_review.html"

    def page_title(self):
        return _("Item %(number)s: %(title)s") % {
            "number": self.object.position,
            "title": self.line.title,
        }

    @cached_property
    def seat(self):
        return self.line.seat_of(self.request.user)

    def form_arguments(self):
        mine = self.line.votes.get(self.seat.pk) if self.seat else None
        return {
            "initial": {"choice": mine.choice, "reason": mine.reason} if mine else {}
        }

    def save(self, form):
        services.cast_vote(item=self.object, by=self.request.user, **form.cleaned_data)
        waiting = self.beside(waiting=True)
        return waiting or self.object.sitting.get_absolute_url()

    def beside(self, *, back: bool = False, waiting: bool = False) -> str:
        """The item before or after this one; waiting: the next on which this person has not voted."""
        items = AgendaItem.objects.visible_to(self.request.user, VIEW).filter(
            sitting=self.object.sitting_id
        )
        if waiting:
            items = items.exclude(
                votes__member__user=self.request.user.pk, votes__is_current=True
            )
        here = self.object.position
        if back:
            found = items.filter(position__lt=here).order_by("-position").first()
        else:
            found = items.filter(position__gt=here).order_by("position").first()
        return found.get_absolute_url() if found else ""

    def cancel_url(self):
        return self.object.sitting.get_absolute_url()

    def more(self):
        sitting, user = self.object.sitting, self.request.user
        label, tone, why = state_of(self.line)
        return super().more() | {
            "object": self.object,
            "state": {"label": label, "tone": tone, "why": why},
            "previous_url": self.beside(back=True),
            "next_url": self.beside(),
            "readings": self.readings(),
            "buttons": self.buttons(),
            "proposals": self.proposals() if user.has_perm(RUN, sitting) else [],
            "said": [
                (member, self.line.votes.get(member.pk)) for member in self.line.voters
            ],
            "may_declare": self.is_unfinished and user.has_perm(DECLARE, sitting),
            "may_take_back": self.is_unfinished
            and self.line.own_conflict(user)
            and not self.object.votes.exists(),
        }

    def readings(self) -> list:
        """What this person may read of the file as it stands now."""
        if not (self.line.decidable and self.line.record):
            return []
        return self.line.decidable.readings(self.line.record, self.request.user)

    @property
    def is_unfinished(self) -> bool:
        return self.object.sitting.status in (
            Sitting.Status.PLANNED,
            Sitting.Status.OPEN,
        )

    def buttons(self) -> list[dict]:
        """How this person can vote now; nothing where they take no part."""
        may = self.request.user.has_perm("commissions.vote", self.object.sitting)
        is_open = self.object.sitting.status == Sitting.Status.OPEN
        if not (may and is_open and self.seat and self.line.proposed):
            return []
        return [
            {"key": number, "value": choice.value, "label": choice.label}
            for number, choice in enumerate(Vote.Choice, 1)
        ]

    def proposals(self) -> list[dict]:
        if not (self.is_unfinished and self.line.decidable and self.line.record):
            return []
        return [
            {
                "label": outcome.label,
                "current": outcome is self.line.proposed,
                "url": reverse(
                    "commissions:item_prepare", args=[self.object.pk, outcome.key]
                ),
            }
            for outcome in self.line.decidable.outcomes
        ]


class ItemPrepare(ItemPage):
    """Write what a decision will say, before the members vote on it."""

    permission = RUN
    submit_label = gettext_lazy("Propose this")

    def prepare(self):
        super().prepare()
        decidable = self.line.decidable
        self.outcome = decidable and decidable.outcome(self.kwargs["outcome"])
        if self.outcome is None or self.line.record is None:
            raise Http404

    def form(self, **posted):
        if self.object.proposed == self.outcome.key and not posted:
            posted = {"initial": self.object.typed}
        return self.line.decidable.form(
            self.outcome, self.line.record, by=self.request.user, **posted
        )

    def save(self, form):
        services.propose(
            item=self.object, outcome=self.outcome, form=form, by=self.request.user
        )
        return self.object.get_absolute_url()

    def page_title(self):
        return _("%(outcome)s: %(title)s") % {
            "outcome": self.outcome.label,
            "title": self.line.title,
        }


class ItemConflict(ItemPage):
    """Say why one takes no part in an item."""

    permission = DECLARE
    form_class = ConflictForm
    title = gettext_lazy("Declare a conflict of interest")
    intro = gettext_lazy(
        "You will not vote on this item and are not counted for its quorum. The reason stands in the minutes."
    )

    def save(self, form):
        services.declare_conflict(
            item=self.object, by=self.request.user, **form.cleaned_data
        )
        return self.object.get_absolute_url()


class ItemConflictBack(ItemPage):
    """Take part after all: what was declared stays to be read, with why it was taken back."""

    permission = DECLARE
    form_class = ConflictForm
    title = gettext_lazy("Take back a conflict of interest")
    intro = gettext_lazy(
        "You take part in this item again. What you declared, and why you took it back, stays on the page of the item and stands in the minutes. Once somebody has voted it can no longer be taken back."
    )
    submit_label = gettext_lazy("Take it back")

    def save(self, form):
        services.take_back_conflict(
            item=self.object, by=self.request.user, **form.cleaned_data
        )
        return self.object.get_absolute_url()


class ItemsStep(BulkPage):
    """One step for many lines of an agenda: vote, propose, freeze again, take off."""

    queryset = WITH_SITTING
    permission = VIEW
    back = reverse_lazy("commissions:commission_list")

    def perform_all(self, chosen):
        """Three hundred lines are told in one sentence; what was refused by itself."""
        seen = self.queryset.all().visible_to(self.request.user, self.permission)
        items, done, refused = seen.in_bulk(chosen), 0, []
        for pk in chosen:
            try:
                with transaction.atomic():
                    self.perform(items[pk])
                done += 1
            except KeyError:
                refused.append(_("One chosen row is not there (any more)."))
            except ValidationError as refusal:
                refused.append(f"{items[pk]}: {' '.join(refusal.messages)}")
        self._tell(done, refused)

    def _tell(self, done: int, refused: list[str]) -> None:
        if done:
            text = ngettext("%(number)s item: done.", "%(number)s items: done.", done)
            messages.success(self.request, text % {"number": done})
        for text in refused[:MOST_TOLD]:
            messages.error(self.request, text)
        if len(refused) > MOST_TOLD:
            text = _("%(number)s more were refused.")
            messages.error(self.request, text % {"number": len(refused) - MOST_TOLD})

    def perform(self, obj):
        step = self.request.POST.get("action", "")
        if step == "vote":
            services.cast_vote(item=obj, choice=Vote.Choice.FOR, by=self.request.user)
            return
        if not self.request.user.has_perm(RUN, obj.sitting):
            raise PermissionDenied
        if step == "remove":
            services.remove_item(item=obj)
        elif step == "freeze":
            services.freeze_again(item=obj)
        else:
            key = step.removeprefix("propose-")
            services.propose_usual(item=obj, key=key, by=self.request.user)
