"""Where a step with many files is asked for, list by list."""

from django.utils.translation import gettext_lazy

from cases import bulk
from cases.models import Request
from cases.querysets import LINE
from cases.views.assistance import AssistanceList
from cases.views.funding import WaitingList
from cases.views.letters import LetterList
from cases.views.requests import RequestList
from core import serving
from core.models import Letter
from core.pages import BulkStart


class OfRequests(BulkStart):
    list_page, list_route = RequestList, "cases:request_list"


class RequestAssign(OfRequests):
    """Give requests to a colleague."""

    action, permission = bulk.ASSIGN, bulk.ASSIGN.permission


class RequestAgenda(OfRequests):
    """Put requests on the agenda of a sitting."""

    action, permission = bulk.AGENDA, bulk.AGENDA.permission


class RequestSend(OfRequests):
    """Print the letters of requests that were not sent yet."""

    action, permission = bulk.SEND, bulk.SEND.permission
    nothing = gettext_lazy(
        "Choose rows of which a letter is still to be sent; these have none."
    )

    def targets(self, ids):
        letters = Letter.objects.visible_to(self.request.user, self.permission)
        unsent = serving.unsent(letters.filter(record__in=ids))
        return list(unsent.order_by("number").values_list("pk", flat=True))


class LetterSend(BulkStart):
    """Print letters and write down that they were sent."""

    action, permission = bulk.SEND, bulk.SEND.permission
    list_page, list_route = LetterList, "cases:letter_list"


class AssistanceDeliver(BulkStart):
    """Record the deliveries of one round."""

    action, permission = bulk.DELIVER, bulk.DELIVER.permission
    list_page, list_route = AssistanceList, "cases:assistance_list"


class WaitingCommit(BulkStart):
    """Commit funds to families of the waiting list, the first in line first."""

    action, permission = bulk.COMMIT, bulk.COMMIT.permission
    list_page, list_route = WaitingList, "cases:waiting_list"

    def targets(self, ids):
        seen = Request.objects.visible_to(self.request.user, self.permission)
        line = seen.waiting_for_funds().filter(pk__in=ids).order_by(*LINE)
        places = {pk: at for at, pk in enumerate(line.values_list("pk", flat=True))}
        # Whoever has left the line meanwhile is told so in the result.
        return sorted(ids, key=lambda pk: places.get(pk, len(places)))
