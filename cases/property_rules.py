"""Whether a property opens the way to a house, opens it with conditions, or blocks it: the whole rule in one table.

No law that says so could be read. The table is a working rule that the ministry confirms or corrects; pages say so.
The worst answer of all lines is the answer of a property; the best answer of the properties in question is the
answer of a request.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import CoOwner, Property, PropertyClaim, PropertyEvent, Request
from cases.property_state import Administration, Condition, Possession, State, state_of


class Way(models.IntegerChoices):
    """The way to a house, from open to blocked."""

    OPEN = 0, pgettext_lazy("way to a house", "open")
    CONDITIONS = 1, _("open with conditions")
    BLOCKED = 2, _("blocked")


class Owners(models.TextChoices):
    """What the co-owners say together."""

    NONE = "none", _("no co-owners")
    AGREE = "agree", _("all agree")
    NOT_ASKED = "not_asked", _("not all are asked")
    REFUSE = "refuse", _("one does not agree")


class Claims(models.TextChoices):
    """What the bodies have decided together."""

    NONE = "none", _("no claims")
    PENDING = "pending", _("not decided yet")
    WON = "won", _("not against the family")
    LOST = "lost", _("against the family")


@dataclass(frozen=True)
class Reason:
    """One line of the rule as it applies: what it makes of the way, and why."""

    way: Way
    words: str

    @property
    def tone(self) -> str:
        return TONES[self.way]


@dataclass(frozen=True)
class Answer:
    """What the rule says of a property or a request."""

    way: Way
    reasons: tuple[Reason, ...]

    @property
    def tone(self) -> str:
        return TONES[self.way]


TONES = {Way.OPEN: "good", Way.CONDITIONS: "waiting", Way.BLOCKED: "bad"}

# The rule: what is looked at, how it stands, what that makes of the way, and the reason. Empty: nothing to say.
RULE = {
    ("possession", Possession.FREE): (Way.OPEN, ""),
    ("possession", Possession.OCCUPIED): (
        Way.BLOCKED,
        _("The property is occupied: the way opens when it is vacated."),
    ),
    ("possession", Possession.VACATED): (Way.OPEN, _("The property was vacated.")),
    ("possession", Possession.REOCCUPIED): (
        Way.BLOCKED,
        _("The property is occupied again: the way opens when it is vacated."),
    ),
    ("condition", Condition.UNDAMAGED): (Way.OPEN, ""),
    ("condition", Condition.PARTLY_DESTROYED): (
        Way.OPEN,
        _("The house is partly destroyed: it can be renewed."),
    ),
    ("condition", Condition.DESTROYED): (
        Way.OPEN,
        _("The house is destroyed: it can be built anew."),
    ),
    ("condition", Condition.REBUILT): (
        Way.CONDITIONS,
        _("The house was rebuilt: check whether it was built with assistance before."),
    ),
    ("administration", Administration.NONE): (Way.OPEN, ""),
    ("administration", Administration.ADMINISTERED): (
        Way.CONDITIONS,
        _("The property is under administration: ask the agency to end it."),
    ),
    ("administration", Administration.ENDED): (Way.OPEN, ""),
    ("title", Property.Title.NOT_SHOWN): (
        Way.CONDITIONS,
        _("The title is not shown yet: ask for the possession list."),
    ),
    ("title", Property.Title.POSSESSION_LIST): (Way.OPEN, ""),
    ("title", Property.Title.COURT_DECISION): (Way.OPEN, ""),
    ("title", Property.Title.CONTRACT): (
        Way.CONDITIONS,
        _(
            "The title is shown by a contract: check whether the cadastre has entered it."
        ),
    ),
    ("title", Property.Title.OTHER): (
        Way.CONDITIONS,
        _("The title is shown by another paper: check it with the cadastre."),
    ),
    ("relation", Property.Relation.OWNER): (Way.OPEN, ""),
    ("relation", Property.Relation.CO_OWNER): (Way.OPEN, ""),
    ("relation", Property.Relation.HEIR): (Way.OPEN, ""),
    ("relation", Property.Relation.USER): (
        Way.CONDITIONS,
        _("The applicant only uses the property: its owner must agree in writing."),
    ),
    ("probate", Property.Probate.NOT_NEEDED): (Way.OPEN, ""),
    ("probate", Property.Probate.TO_OPEN): (
        Way.BLOCKED,
        _("The inheritance is not settled: inheritance proceedings must be opened."),
    ),
    ("probate", Property.Probate.RUNNING): (
        Way.CONDITIONS,
        _("Inheritance proceedings are running: their end must be awaited."),
    ),
    ("probate", Property.Probate.FINISHED): (Way.OPEN, ""),
    ("attorney", Property.Attorney.NOT_NEEDED): (Way.OPEN, ""),
    ("attorney", Property.Attorney.MISSING): (
        Way.CONDITIONS,
        _("The owner is away: a power of attorney must be shown."),
    ),
    ("attorney", Property.Attorney.SHOWN): (Way.OPEN, ""),
    ("owners", Owners.NONE): (Way.OPEN, ""),
    ("owners", Owners.AGREE): (Way.OPEN, _("All co-owners agree.")),
    ("owners", Owners.NOT_ASKED): (
        Way.CONDITIONS,
        _("Not all co-owners are asked yet: each must agree."),
    ),
    ("owners", Owners.REFUSE): (
        Way.BLOCKED,
        _("A co-owner does not agree: the way opens with the agreement of all."),
    ),
    ("claims", Claims.NONE): (Way.OPEN, ""),
    ("claims", Claims.PENDING): (
        Way.CONDITIONS,
        _("A claim is not finally decided yet: its outcome must be awaited."),
    ),
    ("claims", Claims.WON): (Way.OPEN, ""),
    ("claims", Claims.LOST): (
        Way.BLOCKED,
        _("A claim was finally decided against the family."),
    ),
}
UNKNOWN = Reason(
    Way.BLOCKED, _("No property is recorded: enter where the family wants to live.")
)
UNCHOSEN = Reason(
    Way.CONDITIONS,
    _(
        "Several properties are recorded: mark the one in which the family wants to live."
    ),
)
CONTRADICTORY = Reason(
    Way.CONDITIONS, _("The events contradict one another: put them in order.")
)


def answer_for(home: Property) -> Answer:
    """What the rule says of one property."""
    reasons = [Reason(*RULE[line]) for line in lines_of(home).items()]
    if state_of(home.propertyevents.all()).impossible:
        reasons.append(CONTRADICTORY)
    told = sorted((each for each in reasons if each.words), key=lambda r: -r.way)
    return Answer(max(each.way for each in reasons), tuple(told))


def lines_of(home: Property) -> dict[str, str]:
    """How a property stands in everything the rule looks at."""
    state: State = state_of(home.propertyevents.all())
    return {
        "possession": state.possession,
        "condition": state.condition,
        "administration": state.administration,
        "title": Property.Title(home.title),
        "relation": Property.Relation(home.relation),
        "probate": Property.Probate(home.probate),
        "attorney": Property.Attorney(home.attorney_state),
        "owners": owners_say(home.coowners.all()),
        "claims": claims_say(home.propertyclaims.all()),
    }


def owners_say(co_owners: Iterable[CoOwner]) -> Owners:
    """One refusal counts more than any agreement."""
    said = {each.agrees for each in co_owners if not each.taken_back}
    if not said:
        return Owners.NONE
    if CoOwner.Agrees.NO in said:
        return Owners.REFUSE
    return Owners.NOT_ASKED if CoOwner.Agrees.NOT_ASKED in said else Owners.AGREE


def claims_say(claims: Iterable[PropertyClaim]) -> Claims:
    """A claim that is lost for good counts more than one that is still open."""
    counting = [each for each in claims if not each.taken_back]
    final = PropertyClaim.State.FINAL
    if not counting:
        return Claims.NONE
    if any(
        each.state == final and each.outcome == PropertyClaim.Outcome.AGAINST_FAMILY
        for each in counting
    ):
        return Claims.LOST
    if any(each.state != final for each in counting):
        return Claims.PENDING
    return Claims.WON


def with_parts(properties):
    """Properties with everything the rule and their pages look at, in a fixed number of queries."""
    return properties.select_related(
        "located_in", "settlement", "document", "household__head"
    ).prefetch_related(
        Prefetch("propertyevents", PropertyEvent.objects.select_related("document")),
        Prefetch("coowners", CoOwner.objects.select_related("document")),
        Prefetch(
            "propertyclaims", PropertyClaim.objects.select_related("body", "document")
        ),
    )


def housing_path(request: Request, properties: list[Property] | None = None):
    """What the rule says of a request; None where its kind needs no property."""
    if not request.request_type.needs_property:
        return None
    if properties is None:
        properties = with_parts(request.household.properties.all())
    counting = [home for home in properties if not home.taken_back]
    chosen = [home for home in counting if home.is_chosen] or counting
    if not chosen:
        return Answer(UNKNOWN.way, (UNKNOWN,))
    best = min((answer_for(home) for home in chosen), key=lambda answer: answer.way)
    if len(chosen) == 1 or any(home.is_chosen for home in chosen):
        return best
    return Answer(max(best.way, UNCHOSEN.way), (UNCHOSEN, *best.reasons))


def property_opens(request: Request) -> list[str]:
    """Why the property blocks the way to a house, in sentences; empty when it opens it, with conditions or without."""
    answer = housing_path(request)
    if answer is None or answer.way != Way.BLOCKED:
        return []
    return [str(reason.words) for reason in answer.reasons if reason.way == Way.BLOCKED]
