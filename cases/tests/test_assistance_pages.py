"""The pages of assistance as an officer meets them: filled in, filled in badly, and looked at by others."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.factories import deliver, make_assistance
from cases.models import AssistanceKind, AssistanceLine, AssistanceSource, Delivery
from cases.tests.families import family, head_of, picture
from core.models import Document
from core.scoping import system
from people import (
    LANGUAGES,
    PEJA,
    browser_of,
    complaints,
    new_token,
    rows_kept,
)

__all__ = ["family"]


@pytest.fixture
def wood(family, jelena, dragan):
    with system():
        return make_assistance(family, "granted", by=jelena, head=dragan)


def planned(**typed) -> dict:
    kind = AssistanceKind.objects.get(code="house")
    source = AssistanceSource.objects.get(code="donor")
    return {
        "kind": kind.pk,
        "source": source.pk,
        "quantity": "1",
        "unit": "piece",
        "planned_cost": "28000.50",
        "form_token": new_token(),
    } | typed


def handed_over(line, **typed) -> dict:
    return {
        "delivered_on": timezone.localdate().isoformat(),
        "quantity": "4",
        "cost": "200",
        "delivered_by": "Company",
        "received_by": head_of(line.household_id).pk,
        "form_token": new_token(),
    } | typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_is_planned_from_the_page_of_the_request(family, jelena, language):
    browser = browser_of(jelena, language=language)
    with system():
        request = family.requests.get()
    tab = browser.get(f"/requests/{request.pk}/assistance/").content.decode()
    url = f"/households/{family.pk}/assistance/add/?request={request.pk}"
    assert url in tab
    assert f'<option value="{request.pk}" selected>' in browser.get(url).content.decode()  # fmt: skip
    answer = browser.post(url, planned(request=request.pk))
    assert answer.status_code == 302
    with system():
        line = AssistanceLine.objects.get()
    assert (line.request_id, line.status, str(line.planned_cost)) == (request.pk, "planned", "28000.50")  # fmt: skip
    for page in (line.get_absolute_url(), f"/requests/{request.pk}/assistance/", family.get_absolute_url()):  # fmt: skip
        assert line.get_absolute_url() in browser.get(page).content.decode() + page


@pytest.mark.parametrize(
    "typed",
    [
        {"quantity": "0"},
        {"quantity": "-3"},
        {"quantity": ""},
        {"quantity": "many"},
        {"quantity": "1e30"},
        {"planned_cost": "-1"},
        {"planned_cost": ""},
        {"planned_cost": "99999999999999"},
        {"kind": "999999"},
        {"unit": "cubit"},
        {"request": "999999"},
        {"description": "x" * 301},
        {"description": "\0"},
        {"form_token": ""},
    ],
)
def test_a_bad_line_is_refused_with_a_sentence_and_nothing_stays(family, jelena, typed):
    before = rows_kept()
    url = f"/households/{family.pk}/assistance/add/"
    answer = browser_of(jelena).post(url, planned(**typed))
    assert answer.status_code == 422
    assert complaints(answer)
    assert rows_kept() == before


def test_a_request_of_another_family_cannot_be_chosen(family, register, jelena):
    other = register(surname="Other", request_type="material")
    url = f"/households/{family.pk}/assistance/add/"
    answer = browser_of(jelena).post(url, planned(request=other.pk))
    assert answer.status_code == 422


def test_what_others_gave_is_written_down_with_its_paper(family, jelena):
    url = f"/households/{family.pk}/assistance/earlier/"
    form = planned(quantity="", planned_cost="", said_by="family", received_year="2014")
    answer = browser_of(jelena).post(url, form | {"file": picture()})
    assert answer.status_code == 302
    page = browser_of(jelena).get(answer["Location"]).content.decode()
    assert "card.png" in page
    assert "2014" in page
    with system():
        line = AssistanceLine.objects.get()
        assert line.status == "known"
        assert Document.objects.filter(record_id=line.pk).count() == 1


@pytest.mark.parametrize(
    "typed",
    [{"said_by": ""}, {"received_year": "2999"}, {"received_year": "1200"}, {"received_year": "last"}],
)  # fmt: skip
def test_what_others_gave_says_how_it_is_known_and_when(family, jelena, typed):
    url = f"/households/{family.pk}/assistance/earlier/"
    form = planned(said_by="family") | typed
    answer = browser_of(jelena).post(url, form)
    assert answer.status_code == 422
    assert complaints(answer)


def test_a_delivery_is_recorded_with_its_receipt_and_cancelled(wood, jelena):
    browser = browser_of(jelena)
    url = f"/assistance/{wood.pk}/deliveries/add/"
    assert b'value="10.00"' in browser.get(url).content
    assert browser.post(url, handed_over(wood, file=picture())).status_code == 302
    with system():
        one = Delivery.objects.get()
    page = browser.get(wood.get_absolute_url()).content.decode()
    assert "Partly delivered" in page
    receipt = re.search(r'href="(/documents/\d+/)"', page)[1]
    assert browser.get(receipt).getvalue()
    cancel = f"/deliveries/{one.pk}/cancel/"
    assert cancel in page
    refused = browser.post(cancel, {"form_token": new_token(), "reason": ""})
    assert refused.status_code == 422
    done = browser.post(cancel, {"form_token": new_token(), "reason": "Not ours."})
    assert done.status_code == 302
    page = browser.get(wood.get_absolute_url()).content.decode()
    assert "Not ours." in page
    assert cancel not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"quantity": "11"},
        {"quantity": "0"},
        {"cost": "-1"},
        {"delivered_on": (timezone.localdate() + timedelta(days=1)).isoformat()},
        {"delivered_on": "yesterday"},
        {"received_by": ""},
        {"received_by": "999999"},
        {"delivered_by": ""},
    ],
)
def test_a_bad_delivery_is_refused_with_a_sentence_and_nothing_stays(
    wood, jelena, typed
):
    before = rows_kept()
    url = f"/assistance/{wood.pk}/deliveries/add/"
    answer = browser_of(jelena).post(url, handed_over(wood, **typed))
    assert answer.status_code == 422
    assert complaints(answer)
    assert rows_kept() == before


def test_the_same_delivery_sent_twice_is_recorded_once(wood, jelena):
    form = handed_over(wood)
    url = f"/assistance/{wood.pk}/deliveries/add/"
    for _time in range(2):
        assert browser_of(jelena).post(url, form).status_code == 302
    with system():
        assert Delivery.objects.count() == 1


@pytest.fixture
def ledger(family, wood, register, jelena, arta, mirjeta):
    """Wood partly delivered and food planned in Štrpce, a house of a donor in Peja."""
    with system():
        deliver(wood, by=jelena, received_by=head_of(family), cost=210)
        food = make_assistance(family, by=jelena, kind="food", planned_cost=350)
        there = register(at=PEJA, by=arta, surname="Foreign").household
        house = make_assistance(
            there, "granted", by=arta, head=mirjeta, kind="house", source="donor", planned_cost=30_000
        )  # fmt: skip
    return {"wood": wood, "food": food, "house": house}


def on(page) -> set[int]:
    found = re.findall(r'class="ref" href="/assistance/(\d+)/"', page.content.decode())
    return set(map(int, found))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"wood", "food", "house"}),
        ("?stage=partly", {"wood"}),
        ("?kind=food", {"food"}),
        ("?source=donor", {"house"}),
        ("?place=17", {"house"}),
        (f"?year={timezone.localdate().year}", {"wood", "house"}),
        (f"?year={timezone.localdate().year - 1}", set()),
    ],
)
def test_filters_and_totals_tell_of_the_same_rows(ledger, luan, query, names):
    page = browser_of(luan).get(f"/assistance/{query}")
    assert on(page) == {ledger[name].pk for name in names}
    committed = {"wood": 500, "house": 30_000}
    told = page.context["altogether"]
    assert told["granted"] == sum(committed.get(name, 0) for name in names)
    assert told["delivered"] == (210 if "wood" in names else 0)


def test_an_office_sees_and_adds_up_its_own_only(ledger, jelena):
    page = browser_of(jelena).get("/assistance/")
    assert on(page) == {ledger["wood"].pk, ledger["food"].pk}
    assert page.context["altogether"]["granted"] == 500
    assert browser_of(jelena).get(ledger["house"].get_absolute_url()).status_code == 404


def test_whoever_only_reads_gets_no_buttons(ledger, ana):
    page = browser_of(ana).get(ledger["wood"].get_absolute_url()).content.decode()
    assert "deliveries/add" not in page
    assert "/cancel/" not in page
    assert "/step/" not in page


def test_an_officer_plans_and_the_head_grants(ledger, jelena, dragan):
    url = ledger["food"].get_absolute_url()
    assert "step/grant/" not in browser_of(jelena).get(url).content.decode()
    assert "step/grant/" in browser_of(dragan).get(url).content.decode()
    assert browser_of(jelena).get(f"{url}step/grant/").status_code == 404


def test_a_kind_that_is_no_longer_given_is_not_offered(family, jelena):
    AssistanceKind.objects.filter(code="rent").update(is_active=False)
    page = browser_of(jelena).get(f"/households/{family.pk}/assistance/add/")
    text = page.content.decode()
    assert "Firewood" in text
    assert "Rent" not in text
