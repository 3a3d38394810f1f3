"""The audit log: whoever changes a row, however, stands in it with the columns changed and the request."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from cases.models import Household, Request
from core import walls
from core.models import AuditEntry, Community
from core.scoping import Scope, acting, system

REQUEST_ID = "0d9be7b8-6d4c-4a0a-8d9d-0c0ffee00001"


def changes(table: str, row=None) -> list[AuditEntry]:
    with system():
        found = AuditEntry.objects.filter(table_name=table).order_by("id")
        return list(found if row is None else found.filter(row_id=str(row)))


@pytest.fixture
def officer(world):
    """Acting as an officer in one known request."""
    user = world.people["officer"]
    scope = Scope(municipalities=(world.own.place.pk,), user_id=user.pk)
    with acting(scope, request_id=REQUEST_ID):
        yield user


def test_a_bulk_update_leaves_a_row_for_each(world, officer):
    before = len(changes("cases_household"))
    changed = Household.objects.update(phone="+383 00 111")
    entries = changes("cases_household")[before:]
    assert len(entries) == changed > 1
    for entry in entries:
        assert entry.changes["phone"][1] == "+383 00 111"
        assert (entry.user_id, entry.request_id) == (officer.pk, REQUEST_ID)
        assert entry.municipality_id == world.own.place.pk


def test_raw_sql_is_written_down_with_old_and_new(world, officer):
    pk = world.own.draft.pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_request SET need = 'a roof' WHERE id = %s", [pk])
    entry = changes("cases_request", pk)[-1]
    assert entry.changes == {"need": ["", "a roof"]}
    assert (entry.user_id, entry.request_id, entry.action) == (
        officer.pk,
        REQUEST_ID,
        "UPDATE",
    )


def test_a_change_of_nothing_is_no_change(world, officer):
    before = len(changes("cases_request", world.own.draft.pk))
    Request.objects.filter(pk=world.own.draft.pk).update(need="")
    assert len(changes("cases_request", world.own.draft.pk)) == before


@pytest.mark.parametrize("language", ["en", "sq", "sr", "sr_latn", "tr", "bs"])
def test_every_language_of_a_name_is_covered(world, officer, language):
    community = Community.objects.first()
    Community.objects.filter(pk=community.pk).update(**{f"name_{language}": "Another"})
    entry = changes("core_community", community.pk)[-1]
    assert entry.changes[f"name_{language}"][1] == "Another"


def test_saving_in_the_administration_is_written_down(world):
    client = world.client("administrator")
    community = Community.objects.first()
    url = reverse("admin:core_community_change", args=[community.pk])
    form = client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {
        "name_sr": "Друго име"
    }
    answer = client.post(url, data)
    assert answer.status_code == 302
    entry = changes("core_community", community.pk)[-1]
    assert entry.changes["name_sr"][1] == "Друго име"
    assert entry.user_id == world.people["administrator"].pk
    assert entry.request_id == answer["X-Request-Id"]


def test_a_page_writes_down_who_saved_in_which_request(world):
    client = world.client("officer")
    household = world.own.draft.household
    url = reverse("cases:household_update", args=[household.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {
        "phone": "+38300999",
        "form_version": "1",
        "form_token": "6f2a4a0e-3c41-4b8b-8f1d-0e7c2b1a9d57",
    }
    answer = client.post(url, data)
    assert answer.status_code == 302
    entry = next(
        e
        for e in reversed(changes("cases_household", household.pk))
        if "phone" in e.changes
    )
    assert entry.user_id == world.people["officer"].pk
    assert entry.request_id == answer["X-Request-Id"]


def test_secrets_never_enter_the_log(world):
    with system():
        user = User.objects.create_user(
            "new@example.org", password="a long secret word"
        )
        user.set_password("another secret word")
        user.save()
    entries = changes("accounts_user", user.pk)
    assert entries
    written = {column for entry in entries for column in entry.changes}
    assert "email" in written
    assert not written & set(walls.SECRET_COLUMNS["accounts_user"])
    assert not any(user.password in str(entry.changes) for entry in entries)
    tickets = changes("core_publicticket")
    assert tickets
    assert not any("code_hash" in entry.changes for entry in tickets)
