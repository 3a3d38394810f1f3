"""The verification worksheet of a request: what the portal itself can see of each line, and what the officer found.

What the portal sees is computed anew each time; what somebody found is a row (cases.models.verification). Which
lines must have a finding before a file is verified is said here and nowhere else.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import earlier_assistance
from cases.checklists import checklist
from cases.models import (
    Check,
    DuplicatePair,
    Finding,
    Paper,
    Request,
    VisitEvent,
    VisitHousehold,
)
from cases.property_rules import housing_path
from core.place_names import municipality_name
from core.scoping import NOBODY

VIEW_ASSISTANCE, REVIEW = "cases.view_assistance", "cases.review_duplicates"


@dataclass(frozen=True)
class Seen:
    """One thing the portal sees, how it looks, and where it can be read."""

    words: str
    tone: str = "neutral"
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the worksheet."""

    about: Check
    is_mandatory: bool
    finding: Finding | None
    seen: list[Seen] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.finding is None or not self.finding.result


def is_mandatory(about: Check, request: Request) -> bool:
    """Whether a request of this kind is verified only with a finding about it."""
    if about == Check.TITLE:
        return request.request_type.needs_property
    return about != Check.FIELD_VISIT


def unanswered(request: Request) -> list[Check]:
    """The mandatory lines without a finding."""
    done = getattr(request, "answered", None)
    if done is None:
        found = request.findings.exclude(result="")
        done = list(found.values_list("about", flat=True))
    return [
        about for about in Check if is_mandatory(about, request) and about not in done
    ]


def worksheet(request: Request, user) -> list[Line]:
    """Every line of a request's worksheet, with what this person may see of it."""
    findings = {
        each.about: each for each in request.findings.select_related("found_by")
    }
    sight = _Sight(request, user)
    return [
        Line(
            about,
            is_mandatory(about, request),
            findings.get(about),
            SEES[about](sight),
        )
        for about in Check
    ]


class _Sight:
    """What the portal sees of each line: one method per line."""

    def __init__(self, request: Request, user):
        self.request = request
        self.household = request.household
        self.user = user
        members = self.household.members.filter(left_on=None)
        self.persons = [
            member.person
            for member in members.select_related("person").prefetch_related(
                "person__papers"
            )
        ]
        self.papers = {line.paper_kind.code: line for line in checklist(request)}

    def _page(self, name: str) -> str:
        return reverse(f"cases:{name}", args=[self.request.pk])

    def identity(self) -> list[Seen]:
        known = sum(
            any(paper.number for paper in person.papers.all())
            for person in self.persons
        )
        words = _(
            "Members with the number of a personal document: %(known)s of %(all)s"
        )
        words %= {"known": known, "all": len(self.persons)}
        tone = "good" if known == len(self.persons) else "waiting"
        household = self._page("request_household")
        return [Seen(words, tone, household), *self._paper("identity_members")]

    def displacement(self) -> list[Seen]:
        known = getattr(self.household, "displacement", None)
        words = _("It is not recorded from where the family was displaced.")
        if known:
            words = _("Displaced from %(origin)s; to: %(country)s") % {
                "origin": known.place_of_origin or "–",
                "country": known.country or "–",
            }
        seen = Seen(
            words, "good" if known else "waiting", self._page("request_household")
        )
        return [seen, *self._paper("displaced_card")]

    def title(self) -> list[Seen]:
        path = housing_path(self.request)
        if path is None:
            return [
                Seen(_("What this request asks for needs no property of the family."))
            ]
        words = _("Way to a house: %(way)s") % {"way": path.way.label}
        seen = Seen(words, path.tone, self._page("request_property"))
        return [seen, *self._paper("possession_list")]

    def composition(self) -> list[Seen]:
        words = _("Members now: %(number)s") % {"number": len(self.persons)}
        seen = Seen(words, "neutral", self._page("request_household"))
        return [seen, *self._paper("joint_household")]

    def duplicates(self) -> list[Seen]:
        pairs = DuplicatePair.objects.filter(person__in=self.persons)
        pairs = list(pairs.order_by("-likelihood", "pk"))
        waiting = [pair for pair in pairs if not pair.outcome]
        same = [pair for pair in pairs if pair.outcome == DuplicatePair.Verdict.SAME]
        unsure = [
            pair for pair in pairs if pair.outcome == DuplicatePair.Verdict.UNSURE
        ]
        told = (
            (_("Pairs nobody has judged yet: %(number)s"), "waiting", waiting),
            (_("Pairs said to be one person: %(number)s"), "bad", same),
            (_("Pairs about which nobody is sure: %(number)s"), "waiting", unsure),
        )
        return [
            Seen(words % {"number": len(found)}, tone, self._pair(found[0]))
            for words, tone, found in told
            if found
        ] or [Seen(_("The portal knows no pair that waits or is one person."), "good")]

    def _pair(self, pair: DuplicatePair) -> str:
        if not self.user.has_perm(REVIEW, pair):
            return ""
        return reverse("cases:duplicate_review", args=[pair.pk])

    def earlier_assistance(self) -> list[Seen]:
        scope = self.user.scope_for(VIEW_ASSISTANCE) or NOBODY
        known = earlier_assistance.everything_before(self.request, scope)
        told = [line for line in known.given if line.is_told]
        own = len(known.given) - len(told)
        page = self._page("request_assistance")
        places = ", ".join(municipality_name(pk) for pk in known.elsewhere)
        seen = [
            (_("Granted or delivered by this ministry's portal: %(number)s"), own),
            (_("Known to have been given by others: %(number)s"), len(told)),
        ]
        shown = [Seen(w % {"number": n}, "waiting", page) for w, n in seen if n]
        if places:
            words = _("Another office has given something: %(places)s")
            shown.append(Seen(words % {"places": places}, "bad"))
        return shown or [Seen(_("No earlier assistance is known."), "good", page)]

    def field_visit(self) -> list[Seen]:
        days = list(self.request.field_visits.values_list("visited_on", flat=True))
        events = VisitHousehold.objects.filter(
            household=self.household, event__kind=VisitEvent.Kind.FIELD
        ).count()
        page = self._page("request_verification")
        seen = []
        if days:
            words = _("Field visits written down here: %(number)s")
            seen.append(
                Seen(words % {"number": len(days)}, "good", f"{page}#field-visits")
            )
        if events:
            words = _("Field visits together with other families: %(number)s")
            household = reverse("cases:household_visits", args=[self.household.pk])
            seen.append(Seen(words % {"number": events}, "good", household))
        return seen or [Seen(_("No field visit is written down."))]

    def _paper(self, code: str) -> list[Seen]:
        """How a paper of the checklist stands."""
        line = self.papers.get(code)
        if line is None:
            return []
        paper = line.paper or line.stood_in_by
        name = (paper or line).paper_kind
        words, tone = state_of(paper, is_mandatory=line.is_mandatory)
        return [Seen(f"{name}: {words}", tone, self._page("request_papers"))]


SEES = {
    Check.IDENTITY: _Sight.identity,
    Check.DISPLACEMENT: _Sight.displacement,
    Check.TITLE: _Sight.title,
    Check.HOUSEHOLD: _Sight.composition,
    Check.DUPLICATES: _Sight.duplicates,
    Check.EARLIER_ASSISTANCE: _Sight.earlier_assistance,
    Check.FIELD_VISIT: _Sight.field_visit,
}


def state_of(paper: Paper | None, *, is_mandatory: bool) -> tuple[str, str]:
    """How a paper stands, in words and colour."""
    if paper is None:
        return (_("missing"), "bad") if is_mandatory else (_("optional"), "neutral")
    if not paper.is_received:
        return _("not available"), "waiting"
    if paper.verdict == Paper.Verdict.DOUBTFUL:
        return _("doubtful"), "bad"
    if paper.is_expired:
        return _("expired"), "bad"
    if paper.verdict == Paper.Verdict.IN_ORDER:
        return _("original seen"), "good"
    return _("original not seen yet"), "waiting"
