"""The ledger of assistance: lines and deliveries, what the database refuses, and what is undone without being lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import assistance_totals, subject_access
from cases.factories import deliver, make_assistance, make_subject_request
from cases.models import AssistanceKind, AssistanceLine, Delivery
from cases.readers import reads_of_household
from cases.services.assistance import (
    cancel_delivery,
    plan_assistance,
    record_delivery,
)
from cases.tests.families import family, head_of
from cases.tests.merging import differences, everything, merge, twins, undo
from cases.tests.registers import MILAN, brought, do, named
from cases.workflow_assistance import ASSISTANCE
from core import constraints
from core.models import Document, StatusChange
from core.scoping import system
from core.workflow import MovedOn

__all__ = ["family", "twins"]
TODAY = timezone.localdate


@pytest.fixture
def wood(family, jelena, dragan):
    """Ten cubic metres of firewood for 500 EUR, granted."""
    with system():
        return make_assistance(family, "granted", by=jelena, head=dragan)


def fresh(row):
    with system():
        return type(row)._base_manager.get(pk=row.pk)


def delivered(line, by, **details):
    with system():
        return deliver(line, by=by, received_by=head_of(line.household), **details)


def state(line) -> tuple:
    line = fresh(line)
    return line.status, line.delivered_quantity, line.delivered_cost


def refused(statement: str, *values) -> str:
    """The sentence with which the database itself refuses."""
    with (
        pytest.raises(IntegrityError) as refusal,
        system(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
    return str(constraints.sentence_for(refusal.value))


def test_a_line_is_planned_granted_and_delivered_in_parts(wood, jelena):
    assert (wood.status, wood.granted_on) == ("granted", TODAY())
    assert wood.reference.startswith("AS-")
    first = delivered(wood, jelena, quantity=4, cost=210)
    assert state(wood) == ("partly", 4, 210)
    delivered(wood, jelena, quantity=6, cost=290)
    assert state(wood) == ("delivered", 10, 500)
    with system():
        assert first.receipt.record_id == wood.pk
        steps = StatusChange.objects.filter(record_id=wood.pk).order_by("pk")
        assert [step.to_status for step in steps] == [
            "planned", "granted", "partly", "delivered",
        ]  # fmt: skip


def test_a_delivery_recorded_by_mistake_stays_and_counts_no_more(wood, jelena):
    first = delivered(wood, jelena, quantity=4, cost=210)
    second = delivered(wood, jelena, quantity=6, cost=290)
    with system():
        cancel_delivery(delivery=second, reason="Another family's wood.", by=jelena)
    assert state(wood) == ("partly", 4, 210)
    with system():
        cancel_delivery(delivery=first, reason="It came to nobody.", by=jelena)
    assert state(wood) == ("granted", 0, 0)
    kept = fresh(second)
    assert (kept.stands, kept.cancel_reason, kept.cancelled_by_id) == (
        False, "Another family's wood.", jelena.pk,
    )  # fmt: skip
    with system(), pytest.raises(MovedOn):
        cancel_delivery(delivery=second, reason="Again.", by=jelena)


def test_a_delivery_is_not_cancelled_without_a_reason(wood, jelena):
    one = delivered(wood, jelena)
    with system(), pytest.raises(ValidationError, match="Give the reason"):
        cancel_delivery(delivery=one, reason=" ", by=jelena)
    assert "Give the reason" in refused(
        "UPDATE cases_delivery SET cancelled_on = now() WHERE id = %s", one.pk
    )


def test_more_than_granted_needs_a_reason(wood, jelena):
    delivered(wood, jelena, quantity=8)
    with pytest.raises(ValidationError, match="more than was granted"):
        delivered(wood, jelena, quantity=3)
    assert state(wood) == ("partly", 8, 200)
    delivered(wood, jelena, quantity=3, over_reason="The lorry was not emptied.")
    assert state(wood)[:2] == ("delivered", 11)
    assert fresh(wood).over_reason == "The lorry was not emptied."
    # A mistaken third delivery goes: what is left is still the whole.
    extra = delivered(wood, jelena, quantity=1)
    with system():
        cancel_delivery(delivery=extra, reason="Counted twice.", by=jelena)
    assert state(wood)[:2] == ("delivered", 11)


INSERT = """INSERT INTO cases_delivery (municipality_id, version, changed_at, line_id, delivered_on, quantity, cost,
    delivered_by, received_by_name, note, recorded_on, cancel_reason)
    SELECT municipality_id, 1, now(), id, %s, %s, %s, 'x', %s, '', %s, '' FROM cases_assistanceline WHERE id = %s"""


@pytest.mark.parametrize(
    ("days", "quantity", "cost", "who", "sentence"),
    [
        (0, 11, 5, "Ana", "more than was granted"),
        (0, 0, 5, "Ana", "quantity must be more"),
        (0, 1, -5, "Ana", "cost is not negative"),
        (1, 1, 5, "Ana", "in the future"),
        (0, 1, 5, "", "who received it"),
    ],
)
def test_the_database_refuses_what_no_page_may_save(
    wood, days, quantity, cost, who, sentence
):
    day = TODAY() + timedelta(days=days)
    said = refused(INSERT, day, quantity, cost, who, TODAY(), wood.pk)
    assert sentence in said
    assert state(wood) == ("granted", 0, 0)


def test_the_database_reckons_whoever_writes_a_delivery(wood):
    with system(), connection.cursor() as cursor:
        cursor.execute(INSERT, [TODAY(), "2.5", 70, "Ana", TODAY(), wood.pk])
        cursor.execute(
            "UPDATE cases_delivery SET quantity = 3, cost = 80 WHERE line_id = %s",
            [wood.pk],
        )
    assert state(wood) == ("granted", 3, 80)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("planned_cost = -1", "cost is not negative"),
        ("quantity = 0", "quantity must be more"),
        ("quantity = NULL", "how much is planned"),
        ("granted_on = planned_on - 1", "before the day of planning"),
        ("doubles = '{AS-1}'", "why it is granted all the same"),
        ("said_by = 'family'", "neither granted nor delivered here"),
        ("received_year = 2999", "Check the year"),
        ("received_year = 1900", "Check the year"),
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(wood, change, sentence):
    said = refused(f"UPDATE cases_assistanceline SET {change} WHERE id = %s", wood.pk)
    assert sentence in said


def test_only_what_was_granted_is_delivered(family, jelena, dragan):
    with system():
        line = make_assistance(family, by=jelena)
    with pytest.raises(ValidationError, match="Only what was granted"):
        delivered(line, jelena)
    assert "Only what was granted" in refused(
        INSERT, TODAY(), 1, 5, "Ana", TODAY(), line.pk
    )


def test_the_receiver_of_the_family_belongs_to_the_family(wood, register, jelena):
    stranger = register(surname="Other").household.head
    with system(), pytest.raises(ValidationError, match="does not belong"):
        deliver(wood, by=jelena, received_by=stranger)


def test_a_line_of_another_household_s_request_is_refused(family, register, jelena):
    other = register(surname="Other", request_type="material")
    line = AssistanceLine(request=other, quantity=1, planned_cost=1)
    with system(), pytest.raises(ValidationError, match="not one of this household"):
        plan_assistance(household=family, line=line, by=jelena)


def test_cancelling_ends_what_is_still_to_come_and_keeps_what_came(
    wood, jelena, dragan
):
    delivered(wood, jelena, quantity=4, cost=210)
    with system():
        with pytest.raises(ValidationError, match="Give the reason"):
            ASSISTANCE.apply(wood, "cancel", by=dragan)
        with pytest.raises(PermissionDenied):
            ASSISTANCE.apply(wood, "cancel", by=jelena, reason="why")
        ASSISTANCE.apply(wood, "cancel", by=dragan, reason="The family moved away.")
    assert state(wood) == ("cancelled", 4, 210)
    with pytest.raises(ValidationError, match="Only what was granted"):
        delivered(wood, jelena)
    with system():
        totals = assistance_totals.by_source_and_kind(AssistanceLine.objects.all())
    assert [(t["granted"], t["delivered"]) for t in totals] == [(0, 210)]


def test_what_others_gave_is_neither_granted_nor_delivered(family, jelena, dragan):
    with system():
        told = make_assistance(
            family, by=jelena, said_by="family", quantity=None, received_year=2014
        )
        assert told.status == "known"
        with pytest.raises(MovedOn):
            ASSISTANCE.apply(told, "grant", by=dragan)
    with pytest.raises(ValidationError, match="Only what was granted"):
        delivered(told, jelena)


def test_totals_are_the_same_by_source_and_for_the_list(family, wood, jelena, dragan):
    with system():
        make_assistance(family, by=jelena, kind="food", planned_cost=350)
        make_assistance(
            family, by=jelena, kind="house", source="donor", said_by="giver",
            planned_cost=Decimal("9000.50"),
        )  # fmt: skip
        gone = make_assistance(family, by=jelena, kind="rent")
        ASSISTANCE.apply(gone, "withdraw", by=jelena, reason="Not needed.")
    delivered(wood, jelena, cost=210)
    with system():
        rows = AssistanceLine.objects.with_words()
        by_kind = assistance_totals.by_source_and_kind(rows)
        by_source = assistance_totals.by_source(list(rows))
    expected = {"planned": 350, "granted": 500, "delivered": 210, "told": Decimal("9000.50")}  # fmt: skip
    assert assistance_totals.altogether(by_kind) == expected
    assert assistance_totals.altogether(by_source) == expected
    assert len(by_kind) == 3
    assert len(by_source) == 2


def test_assistance_follows_a_merge_and_comes_back(twins, jelena, dragan):
    kept, dropped = twins
    with system():
        line = make_assistance(dropped, "granted", by=jelena, head=dragan)
        deliver(line, by=jelena, received_by=dropped.head)
    before = everything()
    done = merge(kept, dropped, jelena)
    assert fresh(line).household_id == kept.pk
    undo(done, jelena)
    assert differences(before, everything()) == []


def test_whoever_received_it_is_the_entry_that_is_kept(
    together_at_home, jelena, dragan
):
    kept, dropped = together_at_home
    with system():
        household = kept.heads.get()
        line = make_assistance(household, "granted", by=jelena, head=dragan)
        given = deliver(line, by=jelena, received_by=dropped)
    merge(kept, dropped, jelena)
    assert fresh(given).received_by_id == kept.pk


def test_an_import_on_whose_family_assistance_rests_is_not_taken_back(
    here, jelena, as_system
):
    register = brought(here, jelena, MILAN)
    make_assistance(named("Јовић").heads.get(), by=jelena)
    do(register, "take_back", by=jelena)
    done = fresh(register)
    assert done.state == "finished"
    assert done.checked["obstacles"]


def test_the_person_gets_it_in_the_export_and_no_third_name(register, jelena, dragan):
    request = register()
    with system():
        line = make_assistance(
            request.household, "granted", by=jelena, head=dragan, description="Oak"
        )
        deliver(line, by=jelena, received_by=request.household.head)
        deliver(line, by=jelena, received_by_name="CANARYNEIGHBOUR", quantity=1)
        right = make_subject_request(request, "confirmed", by=jelena, second=dragan)
        export = subject_access.collect(right, language="en")
    parts = {part["kind"]: part["rows"] for part in export["data"]}
    (told,) = parts["cases.assistanceline"]
    assert (told["reference"], told["description"]) == (line.reference, "Oak")
    assert [row["received_by"] for row in parts["cases.delivery"]] == ["you", None]
    assert "CANARYNEIGHBOUR" not in str(export)
    assert parts["cases.delivery"][1]["received_by_name"].startswith("another person")


def test_whoever_opened_a_line_opened_the_file(wood, office):
    office.get(f"/assistance/{wood.pk}/")
    with system():
        reads = reads_of_household(wood.household)
        assert reads.filter(record_id=wood.pk).exists()


def test_nothing_of_a_refused_delivery_stays(wood, jelena):
    with pytest.raises(ValidationError):
        delivered(wood, jelena, quantity=99)
    with system():
        assert not Delivery.objects.exists()
        assert not Document.objects.filter(record_id=wood.pk).exists()


def test_kinds_of_one_group_stand_in_for_one_another(db):
    alike = {
        kind.code: set(
            AssistanceKind.objects.filter(kind.alike).values_list("code", flat=True)
        )
        for kind in AssistanceKind.objects.all()
    }
    assert alike["house"] == {"house", "reconstruction", "construction_material"}
    assert alike["food"] == {"food"}


def test_a_delivery_needs_no_person_of_the_family(wood, jelena):
    with system():
        record_delivery(
            line=wood, by=jelena, delivered_on=TODAY(), quantity=Decimal(10), cost=Decimal(0),
            delivered_by="Red Cross", received_by_name="A neighbour",
        )  # fmt: skip
    assert state(wood) == ("delivered", 10, 0)
