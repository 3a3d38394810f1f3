"""Small tasks that a test gives to a process of its own, because it will be killed or has another database.

`python -m tests.crash.errands people` · `families STAGE NUMBER` · `register WHO`; answers are lines of JSON.
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
from core import form_tokens
from core.scoping import acting, system

PASSWORD = "crash tests kill servers 9"
PLACE = "23"
PEOPLE = {
    "officer": (Role.OFFICER, PLACE),
    "head": (Role.OFFICE_HEAD, PLACE),
    "ministry": (Role.CENTRAL_SECRETARY, ""),
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
    known = {name: User.objects.get(email=email(name)) for name in PEOPLE}
    for _number in range(int(number)):
        with system():
            request = _family(known["officer"], f"Family{uuid.uuid4().hex[:8]}")
            tell(pk=walk(request, stage, **known).pk)


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
    {"people": people, "families": families, "register": register}[sys.argv[1]](
        *sys.argv[2:]
    )
