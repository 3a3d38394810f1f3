"""One sitting with three hundred files: how long its closing takes, which carries out every decision at once."""

import time

from accounts.factories import make_user, municipality
from accounts.roles import Role
from bench.gates import Gate
from cases.factories import make_request, walk
from commissions.factories import convene, make_commission, plan
from commissions.models import Vote
from commissions.services import cast_vote, propose_usual
from commissions.workflow import SITTING
from core.models import Letter, StatusChange
from core.scoping import acting, system

FILES = 300
# Seconds; the one bar in seconds, because a secretary sits before it.
LONGEST = 10
PLACE = "23"


def gate():
    """Fill a sitting, close it, and say whether a secretary could wait for it."""
    secretary = make_user("Secretary", Role.CENTRAL_SECRETARY)
    with system():
        sitting = voted_on(files(secretary), secretary)
    begun = time.perf_counter()
    with acting(secretary.scope):
        SITTING.apply(sitting, "close", by=secretary)
    took = time.perf_counter() - begun
    check(sitting)
    return Gate(f"seconds to close a sitting with {FILES} files", took, LONGEST)


def files(secretary):
    """Requests of as many families, before the central commission."""
    officer = make_user("Officer", Role.OFFICER, at=PLACE)
    head = make_user("Head", Role.OFFICE_HEAD, at=PLACE)
    for number in range(FILES):
        request = make_request(
            at=municipality(PLACE), by=officer, surname=f"Family{number}", language="sq"
        )
        yield walk(
            request, "central_review", officer=officer, head=head, ministry=secretary
        )


def voted_on(requests, secretary):
    """An open sitting whose members have voted for every request."""
    voters = [make_user(f"Member {n}", Role.CENTRAL_MEMBER) for n in range(2)]
    board = make_commission(by=secretary, secretary=secretary, voters=voters)
    sitting = convene(plan(board, list(requests), by=secretary), by=secretary)
    for item in sitting.items.all():
        propose_usual(item=item, key="approve", by=secretary)
        for voter in voters:
            cast_vote(item=item, choice=Vote.Choice.FOR, by=voter)
    return sitting


def check(sitting):
    """Every file was approved once and has its letter; otherwise there is no figure."""
    with system():
        requests = [item.record_id for item in sitting.items.all()]
        approvals = StatusChange.objects.filter(
            transition="approve", record_id__in=requests
        )
        letters = Letter.objects.filter(kind="decision", record_id__in=requests)
        found = (len(requests), approvals.count(), letters.count())
    assert found == (FILES, FILES, FILES), found
