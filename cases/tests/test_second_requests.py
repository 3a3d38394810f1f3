"""A family has one request of a kind at a time, from its first day until it has ended."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from cases.factories.walking import WAYS
from cases.models import Household, Request, RequestType
from cases.services import open_request
from cases.tests.request_life import go
from cases.workflow_appeal import NO_RIVAL
from core import constraints
from core.scoping import system
from core.workflow import fix_url
from people import browser_of, new_token, together

nobody_asks_twice = import_module("cases.migrations.0021_funds").nobody_asks_twice
ENDED = {"rejected", "withdrawn", "closed", "court"}
ALREADY = "has an open request of this kind already"


def ask_again(file, by) -> Request:
    """The same family asks for the same once more."""
    household = Household.objects.get(pk=file.household_id)
    kind = RequestType.objects.get(pk=file.request_type_id)
    return open_request(by=by, household=household, request_type=kind)


def refusal(file, by) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ask_again(file, by)
    return str(constraints.sentence_for(refused.value))


@pytest.mark.django_db
class TestTheRule:
    @pytest.fixture(autouse=True)
    def _as_the_portal(self, db):
        with system():
            yield

    @pytest.mark.parametrize("stage", sorted(WAYS.keys() - ENDED - {"appealed"}))
    def test_nobody_asks_twice_before_the_first_request_has_ended(
        self, request_at, jelena, stage
    ):
        assert ALREADY in refusal(request_at(stage), jelena)

    @pytest.mark.parametrize("stage", sorted(ENDED))
    def test_once_it_has_ended_the_family_may_ask_again(
        self, request_at, jelena, stage
    ):
        assert ask_again(request_at(stage), jelena).status == "draft"

    def test_something_else_may_be_asked_for_at_any_time(self, request_at, jelena):
        file = request_at("approved")
        kind = RequestType.objects.get(code="material")
        other = open_request(by=jelena, household=file.household, request_type=kind)
        assert other.status == "draft"

    def test_a_rejected_family_asks_again_while_it_appeals(self, request_at, jelena):
        assert ask_again(request_at("appealed"), jelena).status == "draft"

    def test_a_rejected_family_that_has_asked_again_may_still_appeal(
        self, request_at, jelena
    ):
        file = request_at("rejected")
        ask_again(file, jelena)
        assert go(file, "appeal", jelena).status == "appealed"

    @pytest.mark.parametrize("stage", ["approved", "agreed"])
    def test_an_appeal_against_what_was_granted_does_not_let_the_family_ask_twice(
        self, request_at, jelena, zana, stage
    ):
        file = go(request_at(stage), "appeal", jelena)
        assert ALREADY in refusal(file, jelena)
        kept = {"approved": "keep_approval", "agreed": "keep_agreement"}[stage]
        assert ALREADY in refusal(go(file, kept, zana), jelena)

    def test_what_an_appeal_is_against_is_not_written_by_anybody(
        self, request_at, jelena
    ):
        file = go(request_at("approved"), "appeal", jelena)
        Request.objects.filter(pk=file.pk).update(was_granted=False)
        file.refresh_from_db()
        assert file.was_granted

    def test_an_appeal_is_granted_once_the_other_request_is_withdrawn(
        self, request_at, jelena, zana
    ):
        file = request_at("appealed")
        rival = ask_again(file, jelena)
        with pytest.raises(ValidationError, match="withdraw or end it first"):
            go(file, "grant_appeal", zana)
        assert fix_url(NO_RIVAL, file) == f"/requests/{rival.pk}/"
        go(rival, "withdraw", jelena)
        assert go(file, "grant_appeal", zana).status == "approved"

    def test_a_closed_file_is_not_opened_again_beside_another_request(
        self, request_at, jelena, dragan
    ):
        file = request_at("closed")
        rival = ask_again(file, jelena)
        with pytest.raises(ValidationError, match="withdraw or end it first"):
            go(file, "reopen", dragan)
        go(rival, "withdraw", jelena)
        assert go(file, "reopen", dragan).status == "monitoring"


@pytest.mark.django_db(transaction=True)
class TestPagesAndRaces:
    def test_the_form_leads_to_the_request_that_is_there(self, request_at, jelena):
        file = request_at("approved")
        answer = self.ask(file, jelena, file.request_type)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert ALREADY in page
        assert f'<a href="/requests/{file.pk}/">{file.reference}</a>' in page

    def test_a_draft_is_not_turned_into_what_was_asked_for_already(
        self, request_at, jelena
    ):
        file = request_at("approved")
        with system():
            kind = RequestType.objects.get(code="material")
            other = open_request(by=jelena, household=file.household, request_type=kind)
        form = self.answers(file.request_type) | {"form_version": other.version}
        answer = browser_of(jelena).post(f"/requests/{other.pk}/edit/", form)
        assert answer.status_code == 422
        assert file.reference in answer.content.decode()

    def ask(self, file, by, kind):
        address = f"/households/{file.household_id}/requests/add/"
        return browser_of(by).post(address, self.answers(kind))

    def answers(self, kind) -> dict:
        wishes = {"request_type": kind.pk, "preferred_solution": "return", "need": "x"}
        return wishes | {"form_token": new_token()}

    def test_two_requests_of_one_kind_are_not_open_however_they_meet(
        self, request_at, jelena, dragan
    ):
        """Opened again here, asked for anew there, at the same moment."""
        file = request_at("closed")

        def act(turn):
            with system():
                if turn:
                    return ask_again(file, jelena)
                return go(file, "reopen", dragan)

        results = together(2, act)
        assert sum(isinstance(each, Request) for each in results) == 1

    def test_without_the_constraint_both_would_be_open(
        self, request_at, jelena, dragan, owner_connection
    ):
        """The control: each looks before it writes, and no key of the database stands behind."""
        file = request_at("closed")
        with owner_connection.cursor() as cursor:
            cursor.execute("DROP INDEX one_open_request_of_a_type")

        def act(turn):
            with system(), transaction.atomic():
                if not turn:
                    return go(file, "reopen", dragan)
                if Request(**same).rival:
                    raise ValidationError(ALREADY)
                return ask_again(file, jelena)

        def both() -> bool:
            results = together(2, act)
            with system():
                again = {"status": "closed", "closed_as": "durable"}
                Request.objects.filter(pk=file.pk).update(**again)
                Request.objects.exclude(pk=file.pk).update(status="withdrawn")
            return all(isinstance(each, Request) for each in results)

        same = {
            name: getattr(file, name) for name in ("household_id", "request_type_id")
        }
        assert any(both() for _round in range(20))

    def test_an_upgrade_stops_and_names_the_families_that_asked_twice(
        self, request_at, jelena, owner_connection
    ):
        file = request_at("rejected")
        with system():
            rival = ask_again(file, jelena)
        editor = SimpleNamespace(connection=owner_connection)
        with owner_connection.cursor() as cursor:
            cursor.execute("SELECT set_config('mcr.everything', 'system', false)")
            nobody_asks_twice(None, editor)
            cursor.execute("DROP INDEX one_open_request_of_a_type")
        with system():
            Request.objects.filter(pk=file.pk).update(status="approved")
        with pytest.raises(CommandError, match=f"{file.reference}, {rival.reference}"):
            nobody_asks_twice(None, editor)
