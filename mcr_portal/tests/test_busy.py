"""Two save the same at one moment, and the database stops one of them: nothing is half done, and it may be sent again."""

from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction

from cases.models import Request
from core.scoping import system
from mcr_portal.views import server_error
from people import browser_of, new_token, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready(request_at):
    return request_at("central_review")


def stage_of(file):
    with system():
        return Request.objects.get(pk=file.pk).status


def test_whoever_waits_too_long_for_a_colleague_is_told_and_sends_it_again(ready, mirjeta, owner_connection):  # fmt: skip
    browser = browser_of(mirjeta)
    browser.raise_request_exception = False
    url = f"/requests/{ready.pk}/step/withdraw/"
    form = {"form_version": ready.version, "reason": "Plans", "form_token": new_token()}
    owner_connection.set_autocommit(False)
    with owner_connection.cursor() as colleague, connection.cursor() as ours:
        ours.execute("SET lock_timeout = '300ms'")
        colleague.execute("LOCK TABLE cases_request IN EXCLUSIVE MODE")
        refused = browser.post(url, form)
        owner_connection.rollback()
        ours.execute("RESET lock_timeout")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert "Somebody else is saving the same" in refused.content.decode()
    assert stage_of(ready) == "central_review"
    assert browser.post(url, form).status_code == 302
    assert stage_of(ready) == "withdrawn"


def test_of_two_who_wait_for_one_another_one_is_told(ready, request_at, rf):
    rows, crossed = [ready.pk, request_at("draft").pk], Barrier(2)

    def hold_both(turn):
        with system(), transaction.atomic():
            first, second = rows[::-1] if turn else rows
            Request.objects.select_for_update().get(pk=first)
            crossed.wait(10)
            return Request.objects.select_for_update().get(pk=second)

    results = together(2, hold_both)
    (stopped,) = [each for each in results if isinstance(each, Exception)]
    try:
        raise stopped
    except OperationalError:
        answer = server_error(rf.get("/"))
    assert answer.status_code == 503
    assert "Somebody else is saving the same" in answer.content.decode()
