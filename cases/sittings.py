"""On which agendas a request stands or stood, and what came of it, for whoever reads the file."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Request
from commissions.decidable import REGISTRY
from commissions.models import AgendaItem
from core import rules
from core.scoping import across_offices

VIEW_COMMISSION = "commissions.view_commission"
TONES = {"applied": "good", "refused": "bad", "adjourned": "waiting"}


@dataclass(frozen=True)
class Stand:
    """One agenda with this request on it: the day, the commission, the outcome; the page of the item for who may open it."""

    day: date
    commission: str
    outcome: str
    tone: str
    url: str


def stands_of(request: Request, user) -> list[Stand]:
    """The latest agenda first.

    A commission of the ministry belongs to no municipality, and the office of the file still has to know when its
    file is decided: the day and the outcome, never what is proposed or how anybody voted.
    """
    items = AgendaItem.objects.filter(record=request.pk).select_related(
        "sitting__commission"
    )
    with across_offices(user):
        rows = list(items.order_by("-sitting__starts_at", "-pk"))
    return [_stand(item, user) for item in rows]


def _stand(item: AgendaItem, user) -> Stand:
    sitting = item.sitting
    may_open = rules.may(user, VIEW_COMMISSION) and user.scope_for(
        VIEW_COMMISSION
    ).covers(item.municipality_id)
    return Stand(
        day=sitting.day,
        commission=sitting.commission.title,
        outcome=_outcome(item),
        tone=TONES.get(item.result, "progress"),
        url=item.get_absolute_url() if may_open else "",
    )


def _outcome(item: AgendaItem) -> str:
    kind = item.sitting.commission.kind
    if item.result == AgendaItem.Result.APPLIED:
        return REGISTRY[kind, item.record_kind].told(item.decided).label
    return item.get_result_display() if item.result else _("on the agenda")
