"""What can be done with many files: the agenda, letters, deliveries; each with its way back."""

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.factories import make_assistance
from cases.models import AssistanceLine, Delivery
from cases.tests.many import LIST, State, asked, done, states, taken_back
from commissions.factories import convene, make_commission, plan
from commissions.models import AgendaItem
from core import bulk, printing, serving
from core.models import Letter, ReadEntry, Service
from core.scoping import acting, system
from people import PEJA, STRPCE, browser_of, municipality

# On the agenda


@pytest.fixture
def sitting(dragan, milan, ana):
    with system():
        commission = make_commission(
            by=dragan, secretary=milan, voters=[ana], at=municipality(STRPCE)
        )
        return plan(commission, [], by=milan)


def test_requests_are_put_on_the_agenda_and_taken_off_again(
    request_at, register, sitting, milan
):
    ready = [request_at("municipal_review", surname=f"Јовић{n}") for n in range(2)]
    draft = register(surname="Ђорђевић")
    chosen = [each.pk for each in (*ready, draft)]
    run = asked(milan, "cases:request_agenda", chosen, sitting=sitting.pk)
    assert states(done(run)) == ["done", "done", "refused"]
    with system():
        items = list(AgendaItem.objects.filter(sitting=sitting).order_by("position"))
        assert [item.record_id for item in items] == [each.pk for each in ready]
        assert [item.position for item in items] == [1, 2]
        AgendaItem.objects.filter(pk=items[1].pk).update(prepared_by=milan)
    rows = taken_back(run, milan)
    assert [rows[each.pk].state for each in ready] == ["undone", "stays"]
    with system():
        assert AgendaItem.objects.get(sitting=sitting).pk == items[1].pk


def test_an_opened_sitting_keeps_its_agenda(request_at, sitting, milan):
    ready = request_at("municipal_review")
    run = asked(milan, "cases:request_agenda", [ready.pk], sitting=sitting.pk)
    done(run)
    with system():
        convene(sitting, by=milan)
    assert states(taken_back(run, milan)) == ["stays"]


def test_a_sitting_of_others_is_not_offered(request_at, sitting, milan, luan):
    ready = request_at("municipal_review")
    form = {"form_token": uuid.uuid4(), "confirmed": "1", "chosen": [ready.pk], "sitting": sitting.pk}  # fmt: skip
    answer = browser_of(luan).post(reverse("cases:request_agenda"), form)
    assert answer.status_code == 422


# Letters


@pytest.fixture
def noticed(request_at):
    """Two files with a notice of missing papers that nobody has sent."""
    return [request_at("incomplete", surname=f"Јовић{number}") for number in range(2)]


def notice_of(request):
    with system():
        return Letter.objects.get(record_id=request.pk, kind="completion_notice")


def sent(user, noticed):
    today = timezone.localdate().isoformat()
    run = asked(user, "cases:request_send", [each.pk for each in noticed], way="registered_post", sent_on=today)  # fmt: skip
    return run, done(run)


def test_letters_of_requests_are_printed_together_and_marked_as_sent(noticed, jelena):
    run, rows = sent(jelena, noticed)
    letters = [notice_of(each) for each in noticed]
    assert set(rows) == {letter.pk for letter in letters}
    assert states(rows) == ["done", "done"]
    answer = browser_of(jelena).get(reverse("bulk_paper", args=[run.pk]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.getvalue())).pages)  # fmt: skip
    for letter in letters:
        assert letter.number in text
    with system():
        services = Service.objects.filter(letter__in=letters)
        assert {each.is_under_way for each in services} == {True}
        assert {each.recorded_by for each in services} == {jelena}


def test_whose_letters_are_printed_stands_in_the_read_log(noticed, jelena):
    run, rows = sent(jelena, noticed)
    assert browser_of(jelena).get(reverse("bulk_paper", args=[run.pk])).getvalue()
    with system():
        read = ReadEntry.objects.filter(user_id=jelena.pk, what="core.letter")
        assert set(read.values_list("record_id", flat=True)) == {each.pk for each in noticed}  # fmt: skip
    assert len(rows) == 2


def test_whoever_lost_the_right_gets_the_paper_no_more(noticed, jelena):
    run, _rows = sent(jelena, noticed)
    url = reverse("bulk_paper", args=[run.pk])
    assert browser_of(jelena).get(url).getvalue().startswith(b"%PDF")
    with system():
        jelena.appointments.update(municipality=municipality(PEJA))
        moved = type(jelena).objects.get(pk=jelena.pk)
    assert browser_of(moved).get(url).status_code == 404


def test_a_letter_that_is_under_way_is_not_sent_again(noticed, jelena):
    sent(jelena, noticed)
    with system():
        again = serving.unsent(Letter.objects.all()).filter(record__in=[each.pk for each in noticed])  # fmt: skip
        assert not again.exists()
    letter = notice_of(noticed[0])
    run = asked(jelena, "cases:letter_send", [letter.pk], way="registered_post", sent_on=timezone.localdate().isoformat())  # fmt: skip
    row = done(run)[letter.pk]
    assert row.state == State.REFUSED
    assert "under way" in row.explanation["en"]


def test_sending_is_cancelled_with_a_reason_where_nothing_came_of_it_yet(
    noticed, jelena
):
    run, _rows = sent(jelena, noticed)
    first, second = (notice_of(each) for each in noticed)
    with system():
        service = Service.objects.get(letter=second)
        serving.record_outcome(
            service=service,
            outcome="served",
            served_on=timezone.localdate(),
            received_by="Ana",
            relation="addressee",
            by=jelena,
        )
    with acting(jelena.scope), pytest.raises(ValidationError):
        bulk.take_back(run=run, reason=" ", by=jelena)
    rows = taken_back(run, jelena, reason="Wrong stack.")
    assert [rows[first.pk].state, rows[second.pk].state] == ["undone", "stays"]
    with system():
        assert Service.objects.get(letter=first).cancel_reason == "Wrong stack."


def test_a_day_before_the_letter_is_refused_by_the_row(noticed, jelena):
    before = (timezone.localdate() - timedelta(days=3)).isoformat()
    run = asked(jelena, "cases:request_send", [noticed[0].pk], way="courier", sent_on=before)  # fmt: skip
    assert states(done(run)) == ["refused"]
    with system():
        run.refresh_from_db()
        assert not run.file


def test_files_without_a_letter_to_send_are_told(register, jelena):
    form = {"form_token": uuid.uuid4(), "chosen": [register().pk], "next": LIST}
    answer = browser_of(jelena).post(reverse("cases:request_send"), form, follow=True)
    assert "these have none" in answer.content.decode()


def test_old_papers_are_removed(noticed, jelena):
    run, _rows = sent(jelena, noticed)
    with system():
        run.refresh_from_db()
    assert printing.path_of(run.file)
    printing.tidy(before=timezone.now() + timedelta(minutes=1))
    assert printing.path_of(run.file) is None
    assert browser_of(jelena).get(reverse("bulk_paper", args=[run.pk])).status_code == 404  # fmt: skip


def test_letters_to_serve_stand_in_their_list(noticed, jelena, arta):
    url = reverse("cases:letter_list")
    number = notice_of(noticed[0]).number
    assert number in browser_of(jelena).get(url).content.decode()
    assert number not in browser_of(arta).get(url).content.decode()
    sent(jelena, noticed)
    assert number not in browser_of(jelena).get(url + "?state=unsent").content.decode()
    shown = browser_of(jelena).get(url + "?state=under_way").content.decode()
    assert number in shown
    assert re.search("under way", shown)


# Deliveries


@pytest.fixture
def lines(register, jelena, dragan):
    """Granted firewood of two families, and some that is only planned."""
    made = []
    with system():
        for number, stage in enumerate(("granted", "granted", "planned")):
            household = register(surname=f"Јовић{number}").household
            made.append(
                make_assistance(household, stage, by=jelena, head=dragan, reason="why")
            )
    return made


def delivered(user, lines):
    form = {"delivered_on": timezone.localdate().isoformat(), "delivered_by": "Lorry 1"}
    run = asked(user, "cases:assistance_deliver", [each.pk for each in lines], **form)
    return run, done(run)


def fresh_line(line):
    with system():
        return AssistanceLine.objects.get(pk=line.pk)


def test_what_is_still_to_come_is_recorded_as_delivered(lines, jelena):
    _run, rows = delivered(jelena, lines)
    assert states(rows) == ["done", "done", "refused"]
    first = fresh_line(lines[0])
    assert first.status == "delivered"
    assert first.delivered_quantity == first.quantity
    assert first.delivered_cost == first.planned_cost
    with system():
        delivery = Delivery.objects.get(line=first)
        assert delivery.received_by == delivery.line.household.head


def test_deliveries_are_cancelled_with_a_reason(lines, jelena):
    run, _rows = delivered(jelena, lines)
    rows = taken_back(run, jelena, reason="Wrong day.")
    assert states(rows) == ["undone", "undone", "refused"]
    assert fresh_line(lines[0]).status == "granted"
    with system():
        assert {each.cancel_reason for each in Delivery.objects.all()} == {"Wrong day."}


def test_the_list_of_assistance_shows_what_is_to_be_delivered(lines, jelena):
    url = reverse("cases:assistance_list") + "?show=deliver"
    text = browser_of(jelena).get(url).content.decode()
    assert lines[0].reference in text
    assert lines[2].reference not in text
