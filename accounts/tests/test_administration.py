"""Administrators configure the portal, leave a trace in all they do, and see no files."""

import pytest

from accounts.models import Appointment, User
from accounts.roles import REACH, Role
from core.models import AuditEntry, Holiday
from core.scoping import system
from people import account, browser_of

INDEX = "/administration/"
ROLES_WITHOUT = [r for r in Role if r not in {Role.ADMINISTRATOR, Role.AUDITOR}]
FILES = ["/requests/", "/requests/register/", "/reports/", "/requests/1/"]


def employed(role):
    return account(str(role), role, at="23" if REACH[role].municipal else "")


@pytest.mark.parametrize("role", ROLES_WITHOUT)
def test_only_administrators_and_auditors_open_the_administration(db, role):
    assert browser_of(employed(role)).get(INDEX).status_code in {302, 403, 404}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_they_do(db, role):
    assert browser_of(employed(role)).get(INDEX).status_code == 200


def test_administrators_see_no_case_pages(agron, register):
    file = register()
    browser = browser_of(agron)
    for page in [*FILES, f"/requests/{file.pk}/", f"/households/{file.household_id}/"]:
        assert browser.get(page).status_code in {403, 404}, page
    home = browser.get("/").content.decode()
    assert file.reference not in home


@pytest.mark.parametrize("model", ["request", "household", "person", "decision"])
def test_there_are_no_files_in_the_administration(agron, model):
    assert browser_of(agron).get(f"{INDEX}cases/{model}/").status_code == 404


def trail(**which):
    with system():
        return list(AuditEntry.objects.filter(**which).order_by("id"))


def test_a_change_in_the_administration_is_audited_with_its_author(agron):
    browser = browser_of(agron)
    form = {"date_0": "", "date": "2031-01-01", "code": "test", "estimated": ""}
    names = {
        f"name_{code}": "Day" for code in ("en", "sq", "sr", "sr_latn", "tr", "bs")
    }
    answer = browser.post(
        f"{INDEX}core/holiday/add/", form | names | {"legal_basis": ""}
    )
    assert answer.status_code == 302
    with system():
        day = Holiday.objects.get(code="test")
    (entry,) = trail(table_name="core_holiday", row_id=str(day.pk))
    assert (entry.user_id, entry.action) == (agron.pk, "INSERT")
    assert entry.request_id == answer["X-Request-Id"]


def account_form(user, **changes):
    return {
        "email": user.email,
        "full_name": user.full_name,
        "phone": "",
        "language": user.language,
        "is_active": "on",
        "appointments-TOTAL_FORMS": "0",
        "appointments-INITIAL_FORMS": "0",
        "appointments-MIN_NUM_FORMS": "0",
        "appointments-MAX_NUM_FORMS": "1000",
    } | changes


def test_disabling_an_account_is_audited_and_effective(agron, stranger):
    form = account_form(stranger)
    del form["is_active"]
    url = f"{INDEX}accounts/user/{stranger.pk}/change/"
    assert browser_of(agron).post(url, form).status_code == 302
    (entry,) = trail(
        table_name="accounts_user", row_id=str(stranger.pk), action="UPDATE"
    )
    assert entry.changes["is_active"] == [True, False]
    assert entry.user_id == agron.pk


def test_no_password_reaches_the_audit_log(agron, stranger):
    with system():
        stranger.set_password("a secret of the person")
        stranger.save()
        kept = User.objects.get(pk=stranger.pk).password
    for entry in trail(table_name="accounts_user"):
        assert kept not in str(entry.changes)
        assert "password" not in entry.changes


def new_role(user, role, place=""):
    return account_form(
        user,
        **{
            "appointments-TOTAL_FORMS": "1",
            "appointments-0-user": user.pk,
            "appointments-0-role": role,
            "appointments-0-municipality": place,
            "appointments-0-valid_from": "2026-01-01",
            "appointments-0-valid_until": "",
        },
    )


def test_a_role_that_needs_a_place_is_not_given_without_one(agron, stranger):
    url = f"{INDEX}accounts/user/{stranger.pk}/change/"
    answer = browser_of(agron).post(url, new_role(stranger, "officer"))
    assert answer.status_code == 200
    assert "A municipal role needs a municipality" in answer.content.decode()
    assert browser_of(agron).post(url, new_role(stranger, "analyst")).status_code == 302
    assert stranger.appointments.get().role == "analyst"


def test_nobody_gives_a_role_to_themselves(agron):
    url = f"{INDEX}accounts/user/{agron.pk}/change/"
    browser_of(agron).post(url, new_role(agron, "central_secretary"))
    with system():
        roles = Appointment.objects.filter(user=agron).values_list("role", flat=True)
    assert list(roles) == ["administrator"]


@pytest.mark.parametrize("log", ["auditentry", "readentry"])
def test_logs_are_read_by_the_auditor_and_written_by_nobody(agron, log):
    auditor = browser_of(account("Auditor", Role.AUDITOR))
    assert auditor.get(f"{INDEX}core/{log}/").status_code == 200
    assert auditor.get(f"{INDEX}core/{log}/add/").status_code == 403
    assert browser_of(agron).get(f"{INDEX}core/{log}/").status_code == 403


@pytest.mark.parametrize(
    "address", ["accounts/user/0/change/", "core/holiday/x/change/", "nothing/"]
)
def test_what_is_not_there_is_not_there(agron, address):
    answer = browser_of(agron).get(INDEX + address)
    assert answer.status_code in {302, 404}
