"""Small tasks that a test gives to a process of its own, because it will be killed or has another database.

`python -m tests.crash.errands people` · `families STAGE NUMBER` · `sitting NUMBER` · `register WHO`; answers are lines
of JSON.
"""

# ruff: noqa: E402 -- Django must be ready before its models are imported
import itertools
import json
import sys
import time
import uuid

import django

django.setup()

from django.db import Error, connection

from accounts.factories import make_user, municipality
from accounts.models import User
from accounts.roles import Role
from cases.factories import make_request, walk
from commissions.factories import convene, make_commission, plan
from commissions.models import Commission, Vote
from commissions.services import cast_vote, propose_usual
from core import form_tokens
from core.scoping import acting, system

PASSWORD = "crash tests kill servers 9"
PLACE = "23"
PEOPLE = {
    "officer": (Role.OFFICER, PLACE),
    "head": (Role.OFFICE_HEAD, PLACE),
    "ministry": (Role.CENTRAL_SECRETARY, ""),
    "member": (Role.CENTRAL_MEMBER, ""),
}


def email(name: str) -> str:
    return f"{name}@crash.invalid"


def tell(**facts) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def people() -> None:
    """Open the accounts."""
    with system():
        for name, (role, at) in PEOPLE.items():
            make_user(name, role, at=at, email=email(name), password=PASSWORD)


def families(stage: str, number: str) -> None:
    """Register families whose requests stand at this stage."""
    known = _known()
    for _number in range(int(number)):
        with system():
            tell(pk=_led_to(stage, known).pk)


def sitting(number: str) -> None:
    """An open sitting of the central commission that has voted to approve so many requests."""
    known = _known()
    secretary, member = known["ministry"], known["member"]
    with system():
        files = [_led_to("central_review", known) for _number in range(int(number))]
        board = Commission.objects.first() or make_commission(
            by=secretary, secretary=secretary, voters=[member]
        )
        opened = convene(plan(board, files, by=secretary), by=secretary)
        for item in opened.items.all():
            propose_usual(item=item, key="approve", by=secretary)
            cast_vote(item=item, choice=Vote.Choice.FOR, by=member)
        tell(pk=opened.pk, files=[file.pk for file in files])


def _known() -> dict[str, User]:
    return {name: User.objects.get(email=email(name)) for name in PEOPLE}


def _led_to(stage: str, known: dict[str, User]):
    """A new family's request that was led to this stage."""
    leading = {name: known[name] for name in ("officer", "head", "ministry")}
    request = _family(known["officer"], f"Family{uuid.uuid4().hex[:8]}")
    return walk(request, stage, **leading)


def _family(officer, surname: str):
    return make_request(
        at=municipality(PLACE), by=officer, surname=surname, language="sq"
    )


def register(who: str) -> None:
    """Register one family after the other and tell of each only after its commit; never give up."""
    officer = User.objects.get(email=email("officer"))
    for number in itertools.count():
        token, surname, tries = uuid.uuid4(), f"{who}{number}", 1
        while not _registered(officer, token, surname):
            tries += 1
            time.sleep(0.2)
        tell(surname=surname, tries=tries)


def _registered(officer, token, surname: str) -> bool:
    try:
        with acting(officer.scope):
            if form_tokens.claim(token, user_id=officer.pk):
                _family(officer, surname)
    except Error:
        connection.close()
        return False
    return True


if __name__ == "__main__":
    errands = {each.__name__: each for each in (people, families, sitting, register)}
    errands[sys.argv[1]](*sys.argv[2:])
