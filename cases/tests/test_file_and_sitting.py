"""The file and the sitting know each other: what is read before voting, what is frozen, where a file stood."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from cases.factories import make_field_visit, scanned, walk
from cases.models import FieldVisit
from commissions import services
from commissions.agenda import line_of
from commissions.factories import convene, make_commission, plan
from commissions.tests.conftest import prepare
from commissions.workflow import SITTING
from core import documents
from core.models import Document
from core.scoping import system
from people import STRPCE, account, browser_of, municipality

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def vera(db):
    """Chairs the municipal commission of Štrpce."""
    return account("Vera", Role.COMMISSION_MEMBER, at=STRPCE)


@pytest.fixture
def board(dragan, milan, vera, ana):
    """The municipal commission of Štrpce: Milan writes, Vera and Ana vote."""
    with system():
        place = municipality(STRPCE)
        return make_commission(by=dragan, at=place, secretary=milan, voters=[vera, ana])


@pytest.fixture
def visited(register, staff, jelena):
    """A file in municipal review; its house was visited and photographed."""
    with system():
        file = register()
        make_field_visit(file, by=jelena)
        return walk(file, "municipal_review", **staff)


@pytest.fixture
def item(visited, board, milan):
    """The visited file on the agenda of an open sitting, a favourable opinion proposed."""
    with system():
        sitting = plan(board, [visited], by=milan)
        convene(sitting, by=milan)
        item = sitting.items.select_related("sitting__commission").get()
        prepare(item, "favourable", by=milan)
        return item


def page(user, url):
    answer = browser_of(user).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def fresh(item):
    with system():
        item.refresh_from_db()
        return line_of(item)


# What is read before voting


def test_the_item_leads_to_papers_worksheet_and_field_visits(item, visited, vera):
    shown = page(vera, item.get_absolute_url())
    for leads_to in ("papers/", "verification/", "verification/#field-visits"):
        assert f'href="/requests/{visited.pk}/{leads_to}"' in shown
        page(vera, f"/requests/{visited.pk}/{leads_to}")
    assert "Field visits: 1" in shown


def test_whoever_may_not_read_the_file_is_shown_no_way_to_it(item, visited):
    line = fresh(item)
    with system():
        reader = account("Reader", Role.PARTNER)
        assert not line.decidable.readings(line.record, reader)
        member = account("Member", Role.COMMISSION_MEMBER, at=STRPCE)
        assert line.decidable.readings(line.record, member)


# What is frozen


def test_visits_with_point_and_photos_are_frozen_with_the_file(item, visited, vera):
    with system():
        visit = visited.field_visits.get()
        photo = Document.objects.get(record=visit.pk)
    (frozen,) = item.pack["parts"]
    assert frozen["documents"] == [[photo.pk, photo.sha256]]
    assert (frozen["day"], frozen["point"]) == (TODAY.isoformat(), visit.point)
    shown = page(vera, item.get_absolute_url())
    for text in (visit.reference, visit.point, "1 photo or file", photo.sha256):
        assert text in shown


def test_a_later_photo_is_seen_and_what_was_frozen_stays(item, visited, jelena):
    before = item.pack
    assert not fresh(item).changed
    with system():
        documents.attach(visited.field_visits.get(), scanned("other"), by=jelena)
    line = fresh(item)
    assert line.changed
    assert line.item.pack == before
    with system():
        services.freeze_again(item=item)
    line = fresh(item)
    assert not line.changed
    assert len(line.item.pack["parts"][0]["documents"]) == 2


@pytest.mark.parametrize(
    "later",
    [{"found": "Somebody lives there."}, {"latitude": "42.50000"}],
    ids=["words", "point"],
)
def test_a_visit_told_otherwise_later_is_seen(item, visited, later):
    before = item.pack
    with system():
        FieldVisit.objects.filter(request=visited).update(**later)
    line = fresh(item)
    assert (line.changed, line.item.pack) == (True, before)


@pytest.mark.parametrize("column", ["file", "sha256", "name", "media_type"])
def test_the_database_keeps_a_file_as_it_was_brought(item, visited, column):
    with system():
        photos = Document.objects.filter(record__in=visited.field_visits.values("pk"))
        with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
            photos.update(**{column: "other"})


def test_a_file_without_a_visit_is_frozen_as_ever(board, milan, request_at):
    with system():
        sitting = plan(board, [request_at("municipal_review")], by=milan)
        item = sitting.items.select_related("sitting__commission").get()
    assert set(item.pack) == {"status", "version", "documents", "letters"}
    assert not fresh(item).changed


def test_visits_of_other_files_are_not_frozen_with_this_one(
    item, visited, register, jelena
):
    with system():
        make_field_visit(register(surname="Another"), by=jelena)
    line = fresh(item)
    assert (line.changed, len(line.item.pack["parts"])) == (False, 1)


# Where a file stands or stood


def test_the_file_says_on_which_agenda_it_stands_and_stood(item, visited, milan, vera, ana, jelena):  # fmt: skip
    sitting, address = item.sitting, f"/requests/{visited.pk}/"
    assert "on the agenda" in page(vera, address)
    with system():
        for member in (vera, ana):
            services.cast_vote(item=item, choice="for", by=member)
        SITTING.apply(sitting, "close", by=milan)
    shown = page(vera, address)
    assert f"{TODAY:%d.%m.%Y}</a>" in shown
    assert sitting.commission.title in shown
    assert "Favourable opinion" in shown
    assert f'href="{item.get_absolute_url()}"' in shown
    # The officer reads when and what, and is led to no deliberation.
    of_officer = page(jelena, address)
    assert "Favourable opinion" in of_officer
    assert item.get_absolute_url() not in of_officer


def test_the_office_knows_when_the_ministry_decides_its_file(
    request_at, luan, mirjeta, jelena, dragan
):
    arta = account("Arta", Role.CENTRAL_MEMBER)
    with system():
        file = request_at("central_review")
        board = make_commission(by=mirjeta, secretary=luan, voters=[arta])
        sitting = plan(board, [file], by=luan)
        item = sitting.items.get()
    for person in (jelena, dragan):
        shown = page(person, f"/requests/{file.pk}/")
        assert "Central Review Commission" in shown
        assert "on the agenda" in shown
        assert item.get_absolute_url() not in shown
        assert browser_of(person).get(item.get_absolute_url()).status_code in (403, 404)
    assert item.get_absolute_url() in page(arta, f"/requests/{file.pk}/")


def test_a_file_on_no_agenda_says_nothing_of_sittings(request_at, vera):
    file = request_at("municipal_review")
    assert "<dt>Sittings</dt>" not in page(vera, f"/requests/{file.pk}/")
