"""What a guest from another office sees of a file: enough to help at a counter, no file to take along."""

from cases.models import Household, Member, Paper, Request
from cases.workflow import REQUEST
from core import page_parts
from core.models import StatusChange


def compact(household_id: int) -> dict:
    """Household, members, requests with their history, papers as a list; read at once, because the walls close again."""
    household = Household.objects.select_related(
        "head", "municipality", "place_of_return"
    ).get(pk=household_id)
    members = Member.objects.filter(household=household, left_on=None)
    requests = list(
        Request.objects.filter(household=household)
        .select_related("request_type")
        .order_by("-pk")
    )
    return {
        "household": household,
        "members": list(members.select_related("person")),
        "requests": [_request(each) for each in requests],
        "papers": list(
            Paper.objects.filter(request__in=requests)
            .select_related("paper_kind", "request")
            .order_by("request", "pk")
        ),
    }


def _request(request: Request) -> dict:
    steps = StatusChange.objects.filter(record_id=request.pk).select_related("by")
    history = page_parts.timeline(REQUEST, list(steps))
    stage = REQUEST.stage(request.status)
    return {
        "reference": request.reference,
        "kind": request.request_type.name,
        "stage": stage,
        "due": page_parts.due(request.due_on),
        "history": history[::-1],
    }
