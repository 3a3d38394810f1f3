"""The pages of commissions in a browser: who sees what, reviewing one item after another, closing."""

import pytest

from accounts.roles import Role
from commissions import services
from commissions.models import AgendaItem, Commission, Member, Sitting
from core.models import Letter, ReadEntry
from core.scoping import system
from people import PEJA, STRPCE, account, browser_of, municipality, new_token

pytestmark = pytest.mark.django_db
AGENDA = "/commissions/sittings/{}/"


def items_of(sitting):
    with system():
        return list(sitting.items.select_related("sitting__commission"))


def post(person, url, **typed):
    return browser_of(person).post(url, typed | {"form_token": new_token()})


def page(user, url):
    answer = browser_of(user).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_another_municipality_sees_neither_commission_nor_sitting(sitting_on, board):
    sitting = sitting_on(1)
    (item,) = items_of(sitting)
    stranger = account("Stranger Secretary", Role.COMMISSION_SECRETARY, at=PEJA)
    browser = browser_of(stranger)
    assert board.reference not in browser.get("/commissions/").content.decode()
    for url in (
        f"/commissions/{board.pk}/",
        AGENDA.format(sitting.pk),
        f"/commissions/items/{item.pk}/",
        f"{AGENDA.format(sitting.pk)}step/close/",
    ):
        assert browser.get(url).status_code == 404
    answer = post(stranger, "/commissions/items/step/", chosen=item.pk, action="vote")
    assert answer.status_code == 302
    with system():
        assert not item.votes.exists()


def test_officers_see_no_deliberation(sitting_on, jelena):
    sitting = sitting_on(1)
    assert browser_of(jelena).get(AGENDA.format(sitting.pk)).status_code == 403
    with system():
        minutes = Letter.objects.filter(kind="minutes")
        assert not minutes.exists()


def test_the_minutes_are_not_among_the_letters_of_families(
    sitting_on, milan, jelena, vera
):
    sitting = sitting_on(1)
    url = f"{AGENDA.format(sitting.pk)}step/close/"
    assert post(milan, url, form_version=sitting.version).status_code == 302
    with system():
        minutes = Letter.objects.get(record_id=sitting.pk)
    assert browser_of(jelena).get(f"/letters/{minutes.pk}/").status_code == 404
    assert browser_of(vera).get(f"/commissions/minutes/{minutes.pk}/").getvalue()


def test_a_member_votes_and_is_led_to_the_next_item(sitting_on, vera):
    sitting = sitting_on(3)
    first, second, third = items_of(sitting)
    shown = page(vera, first.get_absolute_url())
    assert 'data-key="1"' in shown
    assert f'href="{second.get_absolute_url()}" data-key="j"' in shown
    with system():
        services.cast_vote(item=second, choice="for", by=vera)
    answer = post(vera, first.get_absolute_url(), choice="for")
    assert answer.url == third.get_absolute_url()
    assert post(vera, third.get_absolute_url(), choice="for").url == AGENDA.format(
        sitting.pk
    )


def test_a_vote_against_without_a_reason_is_asked_for_one(sitting_on, vera):
    (item,) = items_of(sitting_on(1))
    answer = post(vera, item.get_absolute_url(), choice="against")
    assert answer.status_code == 422
    assert "Say why you vote against." in answer.content.decode()


def test_whoever_opens_an_item_has_opened_the_file(sitting_on, vera):
    (item,) = items_of(sitting_on(1))
    page(vera, item.get_absolute_url())
    with system():
        read = ReadEntry.objects.filter(user_id=vera.pk, what="cases.request")
        assert read.get().record_id == item.record_id


def test_the_secretary_proposes_and_members_vote_for_many_at_once(
    sitting_on, milan, vera
):
    sitting = sitting_on(3)
    chosen = [item.pk for item in items_of(sitting)]
    post(vera, "/commissions/items/step/", chosen=chosen, action="vote")
    with system():
        assert [item.votes.count() for item in sitting.items.all()] == [1, 1, 1]


def test_a_usual_wording_that_does_not_suffice_is_told(sitting_on, milan):
    sitting = sitting_on(1, proposed=False)
    (item,) = items_of(sitting)
    answer = browser_of(milan).post(
        "/commissions/items/step/",
        {
            "chosen": item.pk,
            "action": "propose-favourable",
            "form_token": new_token(),
            "next": AGENDA.format(sitting.pk),
        },
        follow=True,
    )
    assert "prepare this item by itself" in answer.content.decode()


def test_members_do_not_lead_the_sitting(sitting_on, vera):
    (item,) = items_of(sitting_on(1))
    for action in ("freeze", "remove", "propose-favourable"):
        answer = post(vera, "/commissions/items/step/", chosen=item.pk, action=action)
        assert answer.status_code == 403
    assert (
        browser_of(vera)
        .get(f"{item.get_absolute_url()}prepare/favourable/")
        .status_code
        == 403
    )


def test_before_closing_it_is_said_what_will_happen_and_what_is_missing(
    sitting_on, milan, vera, ana
):
    sitting = sitting_on(2)
    first, second = items_of(sitting)
    with system():
        for person in (vera, ana):
            services.cast_vote(item=first, choice="for", by=person)
    shown = page(milan, f"{AGENDA.format(sitting.pk)}step/close/")
    carried_out, _title, adjourned = shown.partition("Will be adjourned")
    assert first.reference in carried_out
    assert second.reference in adjourned
    assert "Too few have voted." in adjourned


def test_a_prepared_wording_is_offered_again(sitting_on, milan):
    (item,) = items_of(sitting_on(1, proposed=False))
    url = f"{item.get_absolute_url()}prepare/unfavourable/"
    words = {"reason": "The land is taken.", "opinion": "favourable"}
    assert post(milan, url, **words).status_code == 302
    assert "The land is taken." in page(milan, url)
    with system():
        item.refresh_from_db()
    # What the decision itself says cannot be typed otherwise.
    assert item.answers["opinion"] == "unfavourable"


def test_the_agenda_is_filled_from_ready_files(board, milan, request_at):
    ready = request_at("municipal_review")
    when = {"day": "2026-12-03", "hour": "10:00", "place": "12"}
    planned = post(milan, f"/commissions/{board.pk}/sittings/add/", **when)
    assert ready.reference in page(milan, f"{planned.url}fill/")
    post(milan, f"{planned.url}fill/", chosen=ready.pk)
    with system():
        assert AgendaItem.objects.get().reference == ready.reference
        assert Sitting.objects.get().day.isoformat() == "2026-12-03"


def test_who_is_there_is_written_down(sitting_on, milan, vera):
    sitting = sitting_on(1)
    with system():
        seat = Member.objects.get(user=vera)
    post(milan, f"{AGENDA.format(sitting.pk)}attendance/", present=seat.pk)
    with system():
        there = sitting.attendances.filter(is_present=True)
        assert [each.member for each in there] == [seat]


# The act


ACT = {
    "kind": "municipal",
    "act_number": "01-1",
    "act_date": "2026-01-15",
    "term_from": "2026-01-20",
    "quorum": "3",
    "majority": "voting",
}


def test_a_head_writes_down_the_commission_of_the_own_municipality_only(dragan):
    own, other = (municipality(code).pk for code in (STRPCE, PEJA))
    refused = post(dragan, "/commissions/add/", **ACT, municipality=other)
    assert refused.status_code == 422
    central = post(dragan, "/commissions/add/", **ACT | {"kind": "central"})
    assert (refused.status_code, central.status_code) == (422, 422)
    assert post(dragan, "/commissions/add/", **ACT, municipality=own).status_code == 302
    again = post(dragan, "/commissions/add/", **ACT, municipality=own)
    assert "There is a commission of this kind" in again.content.decode()
    with system():
        assert Commission.objects.get().municipality_id == own


def test_the_ministry_writes_down_its_own(luan):
    answer = post(luan, "/commissions/add/", **ACT | {"kind": "central"})
    assert answer.status_code == 302
    with system():
        assert Commission.objects.get().municipality is None


def test_an_account_is_appointed_to_what_its_role_allows(board, dragan, ana):
    url = f"/commissions/{board.pk}/members/add/"
    nada = account("Nada", Role.COMMISSION_MEMBER, at=STRPCE)
    seat = {"user": nada.pk, "valid_from": "2026-01-20"}
    refused = post(dragan, url, **seat, role="secretary")
    assert "does not allow this role" in refused.content.decode()
    assert post(dragan, url, **seat, role="member").status_code == 302
    with system():
        assert Member.objects.get(user=nada).municipality.code == STRPCE


def test_a_stand_in_has_the_role_of_the_seat(board, dragan, vera):
    nada = account("Nada", Role.COMMISSION_MEMBER, at=STRPCE)
    with system():
        chair = Member.objects.get(user=vera)
    url = f"/commissions/{board.pk}/members/add/"
    typed = {"user": nada.pk, "valid_from": "2026-01-20", "substitute_for": chair.pk}
    assert post(dragan, url, **typed, role="member").status_code == 422
    assert post(dragan, url, **typed, role="chair").status_code == 302


def test_a_page_asks_as_often_for_four_items_as_for_one(
    sitting_on, milan, django_assert_max_num_queries
):
    for number in (1, 4):
        sitting = sitting_on(number)
        with django_assert_max_num_queries(48):
            page(milan, AGENDA.format(sitting.pk))
