"""Possible duplicates: the list of pairs that wait for a verdict, and one pair side by side."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import services
from cases.comparison import agreement_of, entries_of, evidence, side_by_side, weigh
from cases.forms import VerdictForm
from cases.models import DuplicatePair, Person
from cases.tables_duplicates import (
    DUPLICATE_FILTERS,
    OF_AN_OFFICE,
    OF_THE_MINISTRY,
)
from cases.views.merges import MergeList, households_first, to_duplicates
from core import readlog
from core.pages import Action, ListPage, UpdatePage

REVIEW = "cases.review_duplicates"
LABELS = dict(DuplicatePair.Verdict.choices)
VERDICTS = ("same", "different", "unsure")
# The ministry decides; while it is not sure it says nothing.
SETTLEMENTS = ("same", "different")


class DuplicateList(ListPage):
    """Pairs that wait for this office or the ministry; without another wish only those."""

    queryset = DuplicatePair.objects.with_other_side()
    permission = REVIEW
    title = gettext_lazy("Possible duplicates")
    filters = DUPLICATE_FILTERS
    actions = (Action(MergeList.title, "cases:merge_list", MergeList.permission),)
    order_key = "likelihood"
    empty = (
        gettext_lazy("No pair waits"),
        gettext_lazy(
            "Entries that may be one person appear here after each registration."
        ),
    )

    def get(self, request):
        request.GET = request.GET.copy()
        request.GET.setdefault("show", "waiting")
        return super().get(request)

    def columns(self):
        everywhere = self.request.user.scope_for(REVIEW).everything
        return OF_THE_MINISTRY if everywhere else OF_AN_OFFICE

    def rows(self):
        rows = super().rows()
        everywhere = self.request.user.scope_for(REVIEW).everything
        return rows.once_each() if everywhere else rows


class DuplicateReview(UpdatePage):
    """Two entries side by side: whoever may see both reads both, everybody else compares blind."""

    queryset = DuplicatePair.objects.with_other_side()
    permission = REVIEW
    form_class = VerdictForm
    template_name = "cases/duplicate_review.html"
    title = gettext_lazy("One person or two?")

    def prepare(self):
        super().prepare()
        pair, user = self.object, self.request.user
        wanted = [pair.person_id, pair.other_id]
        seen = Person.objects.visible_to(user, REVIEW).filter(pk__in=wanted)
        self.entries = entries_of(seen)
        for entry in self.entries.values():
            readlog.note(self.request, entry.person)

    @cached_property
    def settles(self) -> bool:
        """Whether this is the ministry's decision and not an office's verdict."""
        return self.object.across and self.scope.everything

    @property
    def scope(self):
        return self.request.user.scope_for(REVIEW)

    def form_arguments(self):
        pair = self.object
        verdict, reason = pair.verdict, pair.reason
        if self.settles:
            verdict, reason = pair.settled, pair.settled_reason
        return {
            "initial": {"verdict": verdict, "reason": reason},
            "offered": SETTLEMENTS if self.settles else VERDICTS,
        }

    def save(self, form):
        act = services.settle_pair if self.settles else services.judge_pair
        pair = act(pair=self.object, by=self.request.user, **form.cleaned_data)
        self.saved_message = consequence(pair)
        return self.next_url()

    def next_url(self) -> str:
        """The next pair that waits, or the list when none does."""
        rows = self.queryset.all().visible_to(self.request.user, REVIEW)
        following = rows.waiting_for(self.scope).exclude(pk=self.object.pk).first()
        if following is None:
            return self.done_url()
        return reverse("cases:duplicate_review", args=[following.pk])

    def done_url(self):
        return reverse("cases:duplicate_list")

    def more(self):
        pair = self.object
        own, other = (self.entries.get(pk) for pk in (pair.person_id, pair.other_id))
        return super().more() | {
            "pair": pair,
            "crumbs": [to_duplicates()],
            "own": own,
            "other": other,
            "settles": self.settles,
            "twin_verdict": LABELS.get(pair.twin_verdict),
            "buttons": self.buttons(),
            "households_url": own
            and other
            and households_first(own.household, other.household),
            # Entries of two municipalities are merged when one file has moved to the other's office.
            "may_merge": not pair.across
            and self.request.user.has_perm("cases.merge_persons", pair),
            **comparison(pair, own, other),
        }

    def buttons(self) -> list[dict]:
        """What can be said now: nothing more once the ministry has, nothing yet before both offices have."""
        pair = self.object
        answered = bool(pair.verdict and pair.twin_verdict)
        if not answered if self.settles else pair.settled:
            return []
        offered = SETTLEMENTS if self.settles else VERDICTS
        return [
            {"key": number, "value": verdict, "label": LABELS[verdict]}
            for number, verdict in enumerate(offered, 1)
        ]


def comparison(pair, own, other) -> dict:
    """The rows side by side and the evidence; blind, only how the fields agree."""
    if other is None:
        return {"rows": side_by_side(own, None, pair.comparison)}
    verdict = weigh(own.facts, other.facts)
    agreement = agreement_of(own.facts, other.facts, verdict)
    return {
        "rows": side_by_side(own, other, agreement),
        "evidence": evidence(verdict),
        "score": verdict.score,
    }


def consequence(pair) -> str:
    """What follows from what was said."""
    if pair.across and not pair.settled:
        return _("Saved. The ministry decides when both offices have answered.")
    if pair.is_one_person and not pair.across:
        return format_html(
            '{} <a class="btn btn-quiet ms-2" href="{}">{}</a>',
            _("Saved. The two entries can be merged now."),
            reverse("cases:duplicate_review", args=[pair.pk]),
            _("Merge them"),
        )
    return _("Saved.")
