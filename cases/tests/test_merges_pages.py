"""Merging, confirming and undoing on the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import (
    DuplicatePair,
    Household,
    Merge,
)
from cases.tests.doubles import work
from cases.tests.merging import differences, entries, everything, fresh, merge
from core.scoping import system
from people import PEJA, browser_of, new_token

pytestmark = pytest.mark.django_db


# On the pages


def page_of(kept, dropped):
    kind = "households" if isinstance(kept, Household) else "persons"
    return f"/{kind}/{kept.pk}/merge/{dropped.pk}/"


def answers(answer, **choices):
    form = answer.context["form"]
    facts = {line.name: line.usual for line in form.lines if line.differs}
    return (
        facts
        | choices
        | {
            "reason": "The same card.",
            "form_token": new_token(),
            "form_version": answer.context["form_version"],
        }
    )


def test_a_clerk_sees_both_entries_and_what_follows(twins, office):
    kept, dropped = twins
    page = office.get(page_of(kept, dropped)).content.decode()
    with system():
        request = dropped.requests.get()
    assert "Ђорђевић, Милена" in page
    assert "Đorđević, Milena" in page
    assert request.reference in page
    assert page_of(dropped, kept) in page


def test_a_clerk_merges_and_undoes_on_the_pages(twins, office):
    kept, dropped = twins
    before = everything()
    shown = office.get(page_of(kept, dropped))
    answer = office.post(page_of(kept, dropped), answers(shown, head="dropped"))
    assert answer.status_code == 302, answer.context["form"].errors
    told = office.get(answer["Location"])
    assert "Undo the merge" in told.content.decode()
    assert "Đorđević, Milena" in told.content.decode()
    # The page of the entry given up leads on, and the kept one tells of the merge.
    led = office.get(f"/households/{dropped.pk}/")
    assert led["Location"] == f"/households/{kept.pk}/"
    assert answer["Location"] in office.get(led["Location"]).content.decode()
    undone = office.post(f"{answer['Location']}undo/", {"form_token": new_token()})
    assert undone.status_code == 302
    assert differences(before, everything()) == []


def test_what_was_said_to_be_one_person_leads_to_the_households_first(twins, office):
    kept, dropped = twins
    work()
    with system():
        pair = DuplicatePair.objects.get(person=kept.head, other=dropped.head)
    url = f"/duplicates/{pair.pk}/"
    said = {"verdict": "same", "form_token": new_token(), "form_version": pair.version}
    assert url in office.post(url, said, follow=True).content.decode()
    first, then = page_of(kept, dropped), page_of(kept.head, dropped.head)
    shown = office.get(url).content.decode()
    assert first in shown
    assert then not in shown
    # The form for the two entries says the same and leads there, too.
    assert first in office.get(then).content.decode()
    merged = office.post(first, answers(office.get(first)))["Location"]
    assert then in office.get(merged).content.decode()
    assert first not in office.get(url).content.decode()
    assert then in office.get(url).content.decode()


def test_an_officer_finds_the_merges_of_the_own_office(twins, office, jelena, arta):
    merged = merge(*twins, jelena).get_absolute_url()
    assert 'href="/merges/"' in office.get("/duplicates/").content.decode()
    assert merged in office.get("/merges/").content.decode()
    assert merged not in browser_of(arta).get("/merges/").content.decode()


def test_both_entries_tell_of_a_proposal(decided, office, jelena):
    proposed = merge(*decided, jelena).get_absolute_url()
    for entry in decided:
        assert proposed in office.get(f"/households/{entry.pk}/").content.decode()


def test_a_stale_page_of_either_entry_is_refused(twins, office):
    kept, dropped = twins
    shown = office.get(page_of(kept, dropped))
    with system():
        Household.objects.filter(pk=dropped.pk).update(version=3)
    answer = office.post(page_of(kept, dropped), answers(shown))
    assert answer.status_code == 422
    assert "Somebody else saved this" in answer.content.decode()


def test_a_form_posted_twice_merges_once(twins, office):
    kept, dropped = twins
    form = answers(office.get(page_of(kept, dropped)))
    first, second = (office.post(page_of(kept, dropped), form) for _turn in range(2))
    assert first["Location"] == second["Location"]
    with system():
        assert Merge.objects.count() == 1


def test_an_obstacle_is_told_before_anything_is_chosen(register, office):
    first, second = entries(register(), register())
    page = office.get(page_of(first, second)).content.decode()
    assert "Withdraw one of them first" in page


def test_an_entry_of_another_municipality_does_not_exist(register, arta, office):
    mine, foreign = entries(register(), register(at=PEJA, by=arta, surname="Elsewhere"))
    for url in (page_of(mine, foreign), page_of(foreign, mine), page_of(mine.head, foreign.head)):  # fmt: skip
        answer = office.get(url)
        assert answer.status_code == 404
        assert "Elsewhere" not in answer.content.decode()
    assert office.get(page_of(mine, mine)).status_code == 404


def test_heads_confirm_what_officers_propose(decided, office, jelena, dragan):
    shown = office.get(page_of(*decided))
    assert "second person" in shown.content.decode()
    url = office.post(page_of(*decided), answers(shown))["Location"]
    assert "Confirm the merge" not in office.get(url).content.decode()
    form = {"form_token": new_token()}
    assert office.post(f"{url}confirm/", form).status_code == 403
    head = browser_of(dragan)
    assert "waits for a second person" in head.get("/merges/").content.decode()
    assert head.post(f"{url}confirm/", form).status_code == 302
    assert fresh(decided[1]).merged_into_id == decided[0].pk
    # What needed two people is not taken back by an officer alone.
    assert office.post(f"{url}undo/", {"form_token": new_token()}).status_code == 403
    assert head.post(f"{url}undo/", {"form_token": new_token()}).status_code == 302


def test_a_member_of_the_commission_reads_and_merges_nothing(twins, jelena, ana):
    merged = merge(*twins, jelena)
    browser = browser_of(ana)
    assert browser.get(merged.get_absolute_url()).status_code == 200
    assert browser.get(page_of(*twins)).status_code == 403
    assert browser.get(f"{merged.get_absolute_url()}undo/").status_code == 403


def queries(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def test_pages_ask_as_often_for_many_merges_as_for_one(register, jelena, dragan):
    browser, counts = browser_of(dragan), []
    kept, *others = entries(
        register(),
        register(request_type="material"),
        register(request_type="financial_aid"),
        register(request_type="stabilisation_house"),
    )
    for dropped in others:
        merge(kept, dropped, jelena)
        counts.append([queries(browser, url) for url in ("/merges/", f"/households/{kept.pk}/")])  # fmt: skip
    assert counts[0] == counts[-1]
