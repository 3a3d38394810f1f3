"""Papers are looked at by a person: the original in order, or doubtful; what is changed afterwards nobody has seen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import services
from cases.models import Paper, PaperKind
from core.models import AuditEntry, Document
from core.scoping import system
from core.tests import files
from people import browser_of, complaints, new_token

TODAY = timezone.localdate()


@pytest.fixture
def paper(register, jelena, scan):
    """The card of a family, with its scan."""
    file = register()
    with system():
        card = Paper(
            paper_kind=PaperKind.objects.get(code="displaced_card"), number="Л-17"
        )
        return services.add_paper(request=file, paper=card, file=scan, by=jelena)


def again(paper) -> Paper:
    with system():
        return Paper.objects.select_related("document", "verified_by").get(pk=paper.pk)


def verify(browser, paper, verdict="in_order", doubt="", **more):
    typed = {"verdict": verdict, "doubt": doubt, "form_token": new_token()}
    typed["form_version"] = again(paper).version
    return browser.post(f"/papers/{paper.pk}/verify/", typed | more)


def change(browser, paper, **typed):
    now = again(paper)
    form = {
        "number": now.number,
        "issuer": now.issuer,
        "issued_on": now.issued_on or "",
        "valid_until": now.valid_until or "",
        "reason": now.reason,
        "stands_in": now.stands_in,
        "form_token": new_token(),
        "form_version": now.version,
    }
    return browser.post(f"/papers/{paper.pk}/edit/", form | typed)


def page_of(paper, browser) -> str:
    answer = browser.get(f"/requests/{paper.request_id}/papers/")
    return " ".join(answer.content.decode().split())


def test_an_officer_says_that_the_original_is_in_order(office, paper, jelena):
    assert "original not seen yet" in page_of(paper, office)
    assert verify(office, paper).status_code == 302
    seen = again(paper)
    assert (seen.verdict, seen.verified_by, seen.verified_on) == (
        "in_order",
        jelena,
        TODAY,
    )
    page = page_of(paper, office)
    assert "original seen" in page
    assert f"by Jelena, {TODAY:%d.%m.%Y}" in page


def test_a_doubt_needs_its_reason(office, paper):
    answer = verify(office, paper, "doubtful")
    assert answer.status_code == 422
    assert "Say why the paper is doubtful." in complaints(answer)
    assert verify(office, paper, "doubtful", "The seal is pale.").status_code == 302
    assert "The seal is pale." in page_of(paper, office)


def test_what_is_in_order_keeps_no_doubt(office, paper):
    verify(office, paper, "in_order", "none at all")
    assert again(paper).doubt == ""


def test_nothing_said_is_no_verdict(office, paper):
    assert verify(office, paper, "").status_code == 422
    assert again(paper).verdict == ""


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "Л-18"},
        {"issuer": "Municipality"},
        {"issued_on": "2020-01-01"},
        {"valid_until": "2030-01-01"},
        {"stands_in": "Two witnesses"},
        {"file": "another"},
    ],
    ids=str,
)
def test_a_changed_paper_is_verified_by_nobody(office, paper, typed):
    verify(office, paper)
    if "file" in typed:
        typed = {"file": files.upload(files.pdf(), "scan.pdf")}
    assert change(office, paper, **typed).status_code == 302
    after = again(paper)
    assert (after.verdict, after.verified_by, after.verified_on) == ("", None, None)


def test_a_paper_that_was_only_opened_and_saved_stays_verified(office, paper):
    verify(office, paper)
    assert change(office, paper).status_code == 302
    assert again(paper).verdict == "in_order"


def test_raw_sql_cannot_change_a_paper_behind_its_verification(office, paper):
    verify(office, paper)
    with system():
        Paper.objects.filter(pk=paper.pk).update(number="X", verdict="in_order")
    assert again(paper).verdict == ""


def test_a_new_scan_leaves_the_old_one_in_the_file(office, paper):
    change(office, paper, file=files.upload(files.pdf(), "better.pdf"))
    with system():
        assert Document.objects.filter(record_id=paper.request_id).count() == 2
    assert again(paper).document.name == "better.pdf"


def test_a_paper_that_could_not_be_had_comes_after_all(office, register, jelena):
    file = register()
    with system():
        kind = PaperKind.objects.get(code="displaced_card")
        gone = Paper(paper_kind=kind, reason="The archive burned.")
        gone = services.add_paper(request=file, paper=gone, by=jelena)
    assert office.get(f"/papers/{gone.pk}/verify/").status_code == 404
    assert "it has come" in page_of(gone, office)
    scan = files.upload(files.pdf(), "card.pdf")
    assert change(office, gone, file=scan).status_code == 302
    assert again(gone).is_received
    assert office.get(f"/papers/{gone.pk}/verify/").status_code == 200


def test_neither_a_file_nor_a_reason_is_not_enough_afterwards_either(
    office, register, jelena
):
    file = register()
    with system():
        kind = PaperKind.objects.get(code="displaced_card")
        gone = Paper(paper_kind=kind, reason="The archive burned.")
        gone = services.add_paper(request=file, paper=gone, by=jelena)
    assert change(office, gone, reason="").status_code == 422


@pytest.mark.parametrize(("days", "expired"), [(-1, True), (0, False), (1, False)])
def test_an_expired_paper_is_shown_as_such(office, paper, days, expired):
    day = TODAY + timedelta(days=days)
    change(office, paper, valid_until=day.isoformat())
    page = page_of(paper, office)
    assert f"valid until {day:%d.%m.%Y}" in page
    assert ("expired" in page) is expired


def test_a_paper_does_not_end_before_it_was_issued(office, paper):
    answer = change(office, paper, issued_on="2020-01-02", valid_until="2020-01-01")
    assert answer.status_code == 422
    assert any("before it was issued" in each for each in complaints(answer))


BROKEN = {
    "verified_paper_says_by_whom_and_when": {"verdict": "in_order"},
    "doubt_about_a_paper_has_its_reason": {"doubt": "pale"},
    "paper_ends_after_it_was_issued": {
        "issued_on": date(2020, 1, 2),
        "valid_until": date(2020, 1, 1),
    },
}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_database_refuses_half_a_verification(paper, rule):
    rows = Paper.objects.filter(pk=paper.pk)
    with system(), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        rows.update(**BROKEN[rule])


def test_what_is_not_there_is_not_verified(register, jelena):
    file = register()
    with system():
        kind = PaperKind.objects.get(code="displaced_card")
        gone = Paper(paper_kind=kind, reason="Burned.")
        gone = services.add_paper(request=file, paper=gone, by=jelena)
        rows = Paper.objects.filter(pk=gone.pk)
        with pytest.raises(IntegrityError, match="that_is_there_is_verified"):
            rows.update(verdict="in_order", verified_by=jelena, verified_on=TODAY)


def test_a_second_editor_overwrites_nothing(office, paper):
    old = again(paper).version
    verify(office, paper)
    answer = verify(office, paper, "doubtful", "No.", form_version=old)
    assert answer.status_code == 409
    assert again(paper).verdict == "in_order"


def test_who_said_what_about_a_paper_is_history(office, paper):
    verify(office, paper, "doubtful", "The seal is pale.")
    verify(office, paper)
    with system():
        entries = AuditEntry.objects.filter(
            table_name="cases_paper", row_id=str(paper.pk), action="UPDATE"
        )
        told = [entry.changes["doubt"] for entry in entries if "doubt" in entry.changes]
    assert told == [["", "The seal is pale."], ["The seal is pale.", ""]]


def test_papers_of_another_office_are_not_there(paper, arta):
    browser = browser_of(arta)
    for page in ("verify", "edit"):
        assert browser.get(f"/papers/{paper.pk}/{page}/").status_code == 404


def test_only_the_office_verifies(paper, mirjeta, ana):
    for person in (mirjeta, ana):
        page = browser_of(person).get(f"/papers/{paper.pk}/verify/")
        assert page.status_code == 403


def test_after_the_file_went_on_papers_stay_as_they_are(office, request_at):
    file = request_at("verified")
    with system():
        card = file.papers.first()
    for page in ("verify", "edit"):
        assert office.get(f"/papers/{card.pk}/{page}/").status_code == 403
