"""The list of possible duplicates and the review side by side: full within an office, blind between two."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cases import services
from cases.models import DuplicatePair, Person
from cases.services.duplicates import refresh
from cases.tests.doubles import head, work
from core import paging
from core.models import ReadEntry, Settlement
from core.scoping import system
from people import GJILAN, PEJA, account, browser_of, new_token

LIST = "/duplicates/"


def url_of(pair):
    return reverse("cases:duplicate_review", args=[pair.pk])


def page(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def say(browser, pair, verdict, **more):
    with system():
        version = DuplicatePair.objects.get(pk=pair.pk).version
    data = {"verdict": verdict, "form_token": new_token(), "form_version": version}
    return browser.post(url_of(pair), data | more)


def verdict_of(pair):
    with system():
        return DuplicatePair.objects.get(pk=pair.pk).verdict


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in {
        Role.OFFICER, Role.OFFICE_HEAD, Role.CASEWORKER, Role.CENTRAL_SECRETARY,
    }],
)  # fmt: skip
def test_other_roles_see_neither_list_nor_pair(twice, role):
    municipal = role.value.startswith("commission_")
    browser = browser_of(account("Somebody", role, at="23" if municipal else ""))
    for url in (LIST, url_of(twice)):
        assert browser.get(url).status_code == 403
    assert LIST not in browser.get("/").content.decode()


def test_the_list_shows_what_waits_the_likeliest_first(
    office, register, twice, village
):
    register(birth_date=None, place=village)
    work()
    body = page(office, LIST).partition("<tbody>")[2]
    assert "Djordjevic, Milena" in body
    assert ">likely<" in body
    assert body.rindex(">very likely<") < body.index(">likely<")


def test_every_pair_is_met_once_on_leafing_through(
    office, register, twice, village, monkeypatch
):
    register(birth_date=None, place=village)
    register(birth_date=date(1991, 12, 27))
    work()
    monkeypatch.setattr(paging, "PAGE", 2)
    with system():
        wanted = [
            url_of(pair)
            for pair in DuplicatePair.objects.order_by("-likelihood", "-pk")
        ]
    assert len(wanted) > 4
    met, address = [], LIST
    while address:
        text = page(office, address)
        met += re.findall(r'class="ref" href="([^"]+)"', text)
        following = re.search(
            r'href="([^"]+)"[^>]*rel="next"|rel="next" href="([^"]+)"', text
        )
        address = following and LIST + unescape(following[1] or following[2])
    assert met == wanted


def test_a_chip_narrows_the_list(office, twice):
    assert "Djordjevic" in page(office, f"{LIST}?likelihood=very_likely")
    assert "Djordjevic" not in page(office, f"{LIST}?likelihood=possible")
    assert "Djordjevic" not in page(office, f"{LIST}?show=different")


def test_a_judged_pair_leaves_the_list_and_is_found_under_its_verdict(office, twice):
    say(office, twice, "different")
    assert "Djordjevic" not in page(office, LIST)
    assert "Djordjevic" in page(office, f"{LIST}?show=different")


def test_the_home_page_counts_what_waits(office, twice):
    assert "possible duplicates" in page(office, "/")


def test_a_pair_of_one_office_is_read_side_by_side_with_the_reasons(office, twice):
    text = page(office, url_of(twice))
    for word in ("Ђорђевић", "Djordjevic", "Стојан", "Stojan", "same date of birth"):
        assert word in text
    assert "+10" in text
    assert "strongly for" in text
    assert text.count('data-key="') == 3


def test_both_files_opened_stand_in_the_read_log(office, jelena, twice):
    page(office, url_of(twice))
    with system():
        read = ReadEntry.objects.filter(user_id=jelena.pk, what="cases.person")
        assert set(read.values_list("row_id", flat=True)) == {
            str(twice.person_id),
            str(twice.other_id),
        } or set(read.values_list("row_id", flat=True)) == {
            twice.person_id,
            twice.other_id,
        }


def test_of_a_blind_pair_only_our_own_file_is_opened(office, jelena, across):
    page(office, url_of(across[0]))
    with system():
        read = ReadEntry.objects.filter(user_id=jelena.pk, what="cases.person")
        assert [str(each) for each in read.values_list("row_id", flat=True)] == [
            str(across[0].person_id)
        ]


@pytest.fixture
def canaries(register, arta, milena):
    """An entry of Peja that is very likely Milena, and every word of it that must not be read elsewhere."""
    with system():
        place = Settlement.objects.filter(municipality__code=PEJA).last()
    request = register(
        at=PEJA, by=arta, surname="Gjorgjeviq", given_name="Millena", father_name="Stojanë",
        birth_date=date(1963, 3, 5), place=place, paper_number="KANAR 77-31",
        phone="+38344777888", current_address="Rruga e Kanarinës",
    )  # fmt: skip
    with system():
        person = head(request)
        person.maiden_name = "Kanarević"
        services.save_person(person=person)
    work()
    words = [
        "Gjorgjeviq",
        "Millena",
        "Stojanë",
        "Kanarević",
        "KANAR",
        "77-31",
        "KANAR7731",
    ]
    words += [
        "777888",
        "Kanarinës",
        place.name,
        place.municipality.name,
        arta.full_name,
    ]
    words += ["05.03.1963", "1963-03-05", "5 March 1963", "5 mars 1963", "5. март 1963"]
    words += [request.reference]
    return [*words, request.household.reference, f"/persons/{person.pk}/"]


@pytest.mark.parametrize("language", ["en", "sq", "sr"])
def test_a_blind_page_holds_no_word_of_the_other_entry(
    jelena, milena, canaries, language
):
    browser = browser_of(jelena, language=language)
    with system():
        pair = DuplicatePair.objects.get(person=milena)
        there = DuplicatePair.objects.get(other=milena)
    texts = [page(browser, url) for url in (url_of(pair), LIST, "/")]
    texts += [say(browser, pair, "same").content.decode(), page(browser, url_of(pair))]
    assert [word for word in canaries for text in texts if word in text] == []
    assert "Ђорђевић" in texts[0]
    assert browser.get(url_of(there)).status_code == 404


def test_the_ministry_reads_the_words_so_that_they_could_be_found(
    luan, milena, canaries
):
    with system():
        pair = DuplicatePair.objects.get(person=milena)
    text = page(browser_of(luan), url_of(pair))
    shown = [word for word in canaries if word in text]
    assert {"Gjorgjeviq", "Millena", "Stojanë", "Kanarević", "77-31"} <= set(shown)
    assert canaries[-2] in shown


def test_a_blind_page_says_how_the_fields_agree(office, across):
    text = page(office, url_of(across[0]))
    assert "agrees" in text
    assert "belongs to another municipality" in text
    assert "What speaks for and against" not in text


def test_after_a_verdict_the_next_pair_opens(office, register, twice):
    register(surname="Ђорђевић", given_name="Милена", father_name="Стојан")
    work()
    with system():
        waiting = DuplicatePair.objects.exclude(pk=twice.pk).order_by(
            "-likelihood", "-pk"
        )
        following = waiting.first()
    answer = say(office, twice, "different", reason="Two sisters.")
    assert answer["Location"] == url_of(following)
    with system():
        assert DuplicatePair.objects.get(pk=twice.pk).reason == "Two sisters."


def test_after_the_last_pair_the_list_opens(office, twice):
    assert say(office, twice, "same")["Location"] == LIST


def test_one_person_can_be_merged_now(office, twice):
    say(office, twice, "same")
    assert "The two entries can be merged now." in page(office, url_of(twice))


def test_an_office_alone_is_not_told_to_merge(office, across):
    say(office, across[0], "same")
    assert "can be merged" not in page(office, url_of(across[0]))


def test_the_second_of_two_reviewers_sees_what_the_first_said(office, dragan, twice):
    early = {"verdict": "different", "form_token": new_token(), "form_version": 1}
    say(office, twice, "same")
    answer = browser_of(dragan).post(url_of(twice), early)
    assert answer.status_code == 409
    assert "the same person" in answer.content.decode()
    assert verdict_of(twice) == "same"


def test_a_verdict_sent_twice_counts_once(office, twice):
    token = new_token()
    say(office, twice, "unsure", form_token=token)
    say(office, twice, "same", form_token=token)
    assert verdict_of(twice) == "unsure"


@pytest.mark.parametrize("verdict", ["", "perhaps"])
def test_a_strange_verdict_is_refused(office, twice, verdict):
    assert say(office, twice, verdict).status_code == 422
    assert verdict_of(twice) == ""


def test_the_ministry_settles_with_both_in_full(office, arta, luan, across):
    ministry = browser_of(luan)
    ours, theirs = across
    text = page(ministry, url_of(ours))
    assert 'data-key="' not in text
    say(office, ours, "same")
    say(browser_of(arta), theirs, "different", reason="Another mother.")
    lead = min(across, key=lambda side: side.person_id)
    assert url_of(lead) in page(ministry, LIST)
    text = page(ministry, url_of(lead))
    for word in ("Ђорђевић", "Gjorgjeviq", "the same person", "Another mother."):
        assert word in text
    say(ministry, lead, "same")
    assert url_of(lead) not in page(ministry, LIST)
    assert "Decision of the ministry" in page(office, url_of(ours))
    assert 'data-key="' not in page(office, url_of(ours))


def test_an_office_without_a_part_in_it_finds_nothing(twice, across):
    browser = browser_of(account("Valon", Role.OFFICER, at=GJILAN))
    for pair in (twice, *across):
        assert browser.get(url_of(pair)).status_code == 404
    assert "Ђорђевић" not in page(browser, LIST)


@pytest.mark.parametrize("who", ["jelena", "luan"])
def test_the_list_asks_as_often_for_three_pairs_as_for_one(
    request, register, twice, who
):
    browser = browser_of(request.getfixturevalue(who))
    url = f"{LIST}?show=offices" if who == "luan" else LIST

    def asked():
        page(browser, url)
        with CaptureQueriesContext(connection) as captured:
            text = page(browser, url)
        return len(captured), text.count('class="ref"')

    one = asked()
    register(surname="Ђорђевић", given_name="Милена", father_name="Стојан")
    with system():
        refresh(Person.objects.values_list("pk", flat=True))
    three = asked()
    assert (one[1], three[1]) == (1, 3)
    assert one[0] == three[0]
