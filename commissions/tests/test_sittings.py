"""The life of a sitting: planned, filled with frozen files, opened with a quorum, cancelled."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from commissions import services
from commissions.agenda import CHANGED, line_of
from commissions.factories import convene, make_commission, plan
from commissions.models import AgendaItem, Commission, Sitting
from commissions.tests.conftest import prepare
from commissions.workflow import QUORUM_KNOWN, SITTING
from core import provisions
from core.models import Document, Provision
from core.scoping import system
from people import PEJA, account, municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(request_at):
    return request_at("municipal_review")


@pytest.fixture
def planned(board, file, milan):
    with system():
        return plan(board, [file], by=milan)


def only_item(sitting):
    return sitting.items.select_related("sitting__commission").get()


def test_a_sitting_has_a_number_and_a_life(planned, milan):
    assert planned.reference.startswith("ST-")
    with system():
        assert convene(planned, by=milan).status == "open"


def test_only_files_that_are_ready_come_on_the_agenda(board, milan, register, file):
    draft = register(surname="Draft")
    with system():
        sitting = plan(board, [draft, file], by=milan)
        assert only_item(sitting).record_id == file.pk


def test_a_municipal_commission_takes_files_of_its_own_only(
    board, milan, file, planned
):
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.update(place=municipality(PEJA))


def test_a_file_is_on_one_open_agenda(board, milan, file, planned):
    with system():
        again = plan(board, [file], by=milan)
        assert not again.items.exists()
        item = only_item(planned)
        item.pk, item.sitting = None, again
        with pytest.raises(IntegrityError), transaction.atomic():
            item.save(force_insert=True)


def test_the_file_is_frozen_as_it_stood(planned, file):
    with system():
        pack = only_item(planned).pack
        papers = Document.objects.filter(record_id=file.pk).order_by("pk")
        assert pack["documents"] == [[p.pk, p.sha256] for p in papers]
        assert pack["documents"]
        assert pack["letters"]
        file.refresh_from_db()
        assert (pack["status"], pack["version"]) == (file.status, file.version)


def test_a_changed_file_is_flagged_and_frozen_again_with_a_new_vote(
    sitting_on, vera, ana
):
    sitting = sitting_on(1)
    with system():
        item = only_item(sitting)
        for person in (vera, ana):
            services.cast_vote(item=item, choice="for", by=person)
        assert line_of(item).is_ready
        record = line_of(item).record
        paper = Document.objects.filter(record_id=record.pk).first()
        paper.pk = None
        paper.save()
        assert line_of(item).missing == [CHANGED]
        services.freeze_again(item=item)
        again = line_of(only_item(sitting))
        assert not again.changed
        assert again.votes == {}


def test_a_file_that_left_the_stage_is_not_frozen_again(sitting_on, milan):
    sitting = sitting_on(1)
    with system():
        item = only_item(sitting)
        found = line_of(item)
        found.decidable.workflow.apply(
            found.record, "give_opinion", by=milan, reason="x", opinion="favourable"
        )
        with pytest.raises(ValidationError, match="has left the stage"):
            services.freeze_again(item=item)


def test_an_item_is_taken_off_only_before_the_sitting_opens(planned, milan, vera):
    with system():
        item = only_item(planned)
        services.declare_conflict(item=item, reason="My cousin.", by=vera)
        convene(planned, by=milan)
        with pytest.raises(ValidationError, match="only before"):
            services.remove_item(item=item)
    assert item.pk


def test_an_item_taken_off_can_be_taken_by_another_sitting(
    planned, board, file, milan, vera
):
    with system():
        item = only_item(planned)
        services.declare_conflict(item=item, reason="My cousin.", by=vera)
        services.remove_item(item=item)
        assert plan(board, [file], by=milan).items.count() == 1


def test_a_cancelled_sitting_lets_its_files_go(planned, board, file, milan):
    with system():
        SITTING.apply(planned, "cancel", by=milan, reason="No room.")
        assert only_item(planned).why_not == "The sitting was cancelled."
        assert plan(board, [file], by=milan).items.count() == 1


# Quorum


def test_too_few_do_not_open_a_sitting(planned, milan, ana, boban, zoran):
    with system(), pytest.raises(ValidationError, match="Too few members"):
        convene(planned, by=milan, absent=(ana, boban, zoran))


def test_a_substitute_makes_the_quorum(planned, milan, ana, boban):
    with system():
        assert convene(planned, by=milan, absent=(ana, boban)).status == "open"


def test_without_a_quorum_in_law_or_act_no_sitting_opens(planned, milan):
    with system():
        Commission.objects.update(quorum=None)
        planned = Sitting.objects.get(pk=planned.pk)
        with pytest.raises(ValidationError, match="to be verified"):
            convene(planned, by=milan)
        (step,) = (
            s for s in SITTING.available(planned, milan) if s.transition.name == "open"
        )
        assert QUORUM_KNOWN in step.missing


@pytest.mark.parametrize("verified", [True, False])
def test_the_law_goes_before_the_act_once_somebody_verified_it(
    planned, milan, ana, boban, verified
):
    with system():
        law = Provision.objects.get(key="municipal_commission_quorum")
        assert law.value is None
        law.value = 3
        if verified:
            law.verified_by, law.verified_on = milan, timezone.localdate()
        law.save()
        if not verified:
            assert convene(planned, by=milan, absent=(ana,)).status == "open"
            return
        with pytest.raises(ValidationError, match="Too few members"):
            convene(planned, by=milan, absent=(ana,))


def test_every_kind_of_commission_has_its_provision():
    kinds = {Commission(kind=kind).quorum_key for kind in Commission.Kind}
    assert kinds <= set(provisions.KNOWN)
    assert len(kinds) == len(Commission.Kind)


def test_no_quorum_is_seeded_as_law(db):
    keys = [Commission(kind=kind).quorum_key for kind in Commission.Kind]
    rows = Provision.objects.filter(key__in=keys)
    assert {row.value for row in rows} == {None}
    assert rows.count() == len(keys)


# Who may


def test_only_the_secretary_of_this_commission_leads_its_sitting(
    planned, dragan, luan, vera
):
    other = account("Other Secretary", "commission_secretary", at="23")
    with system():
        for person in (dragan, luan, vera, other):
            with pytest.raises(PermissionDenied):
                SITTING.apply(planned, "cancel", by=person, reason="x")


def test_the_central_commission_belongs_to_the_ministry(luan, milan, request_at):
    member = account("Snežana", "central_member")
    drita = account("Drita", "central_secretary")
    file = request_at("central_review")
    with system():
        central = make_commission(by=luan, secretary=drita, voters=[member], quorum=1)
        sitting = plan(central, [file], by=drita)
        item = only_item(sitting)
        convene(sitting, by=drita)
        prepare(item, "approve", by=drita)
        services.cast_vote(item=only_item(sitting), choice="for", by=member)
        SITTING.apply(sitting, "close", by=drita)
        item.refresh_from_db()
        found = line_of(only_item(sitting))
    assert (item.result, item.municipality_id) == ("applied", None)
    assert found.record.status == "approved"
    assert not milan.has_perm("commissions.view_commission", sitting)
