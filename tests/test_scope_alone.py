"""Application scope alone: with row security switched off, no page shows a word of another municipality."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from core.scoping import Scope
from reports.catalogue import CATALOGUE
from tests import row_rules
from tests.disguise import break_down
from tests.reading import foreign_words, page
from tests.row_rules import GUARDED


@pytest.fixture
def without_row_security(breakable_world):
    break_down(
        *(f"ALTER TABLE {m._meta.db_table} DISABLE ROW LEVEL SECURITY" for m in GUARDED)
    )
    with row_rules.as_officer(breakable_world):
        leaking = [
            m
            for m in GUARDED
            if row_rules.count(m)
            == row_rules.count(m, row_rules.owner(m, breakable_world.own))
        ]
    assert leaking == [], "row security is still on"
    return breakable_world


@pytest.mark.parametrize(
    "persona", ["officer", "office_head", "commission_secretary", "commission_member"]
)
def test_a_municipal_office_reads_nothing_foreign(without_row_security, persona):
    client = without_row_security.client(persona)
    assert foreign_words(client, without_row_security) == []


def test_the_office_reads_its_own(without_row_security):
    client = without_row_security.client("officer")
    text = page(client, reverse("cases:request_list"))
    assert without_row_security.own.draft.reference in text


def test_the_ministry_reads_both_so_that_the_words_can_be_found(without_row_security):
    assert foreign_words(
        without_row_security.client("caseworker"), without_row_security
    )


def test_a_bulk_step_does_not_reach_a_foreign_file(without_row_security):
    foreign, client = (
        without_row_security.other.draft,
        without_row_security.client("office_head"),
    )
    answer = client.post(
        reverse("cases:request_assign"),
        {
            "form_token": "6f2a4a0e-3c41-4b8b-8f1d-0e7c2b1a9d56",
            "chosen": [foreign.pk],
            "officer": without_row_security.people["office_head"].pk,
        },
        follow=True,
    )
    foreign.refresh_from_db()
    assert foreign.assigned_to == without_row_security.other.officer
    assert foreign.reference not in answer.content.decode()


@pytest.mark.parametrize("report", CATALOGUE.values(), ids=lambda report: report.key)
def test_a_report_counts_only_its_scope(without_row_security, report):
    place = without_row_security.own.place.pk
    rows = report.queryset(Scope(municipalities=(place,)))
    counted = [rows] if isinstance(rows, QuerySet) else [rows.fundings, rows.waiting]
    for each in counted:
        assert set(each.values_list("municipality", flat=True)) == {place}
