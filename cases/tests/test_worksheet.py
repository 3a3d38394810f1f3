"""What the portal itself sees of each line of the verification worksheet."""

from datetime import date

import pytest
from django.utils import timezone

from cases.factories import (
    hand_in,
    make_assistance,
    make_property,
    make_visit,
)
from cases.models import Check, DuplicatePair
from cases.services import duplicates
from cases.worksheet import worksheet
from core.scoping import system
from people import PEJA

TODAY = timezone.localdate()


@pytest.fixture
def file(request_at):
    return request_at("submitted")


def sheet_of(file, person) -> dict:
    with system():
        return {line.about: line for line in worksheet(file, person)}


def words_of(file, person, about) -> str:
    return " | ".join(each.words for each in sheet_of(file, person)[about].seen)


def test_it_counts_the_members_with_a_document(file, jelena):
    assert "document: 0 of 1" in words_of(file, jelena, Check.IDENTITY)


def test_it_tells_how_the_papers_stand(file, jelena, scan):
    card = "Displaced-person or refugee card"
    assert f"{card}: missing" in words_of(file, jelena, Check.DISPLACEMENT)
    with system():
        hand_in(file, by=jelena)
        assert f"{card}: original not seen yet" in words_of(
            file, jelena, Check.DISPLACEMENT
        )
        paper = file.papers.get(paper_kind__code="displaced_card")
        for change, words in (
            ({"valid_until": date(2020, 1, 1)}, "expired"),
            ({"verdict": "doubtful", "doubt": "Pale."}, "doubtful"),
        ):
            file.papers.filter(pk=paper.pk).update(
                **change,
                **{"verified_by": jelena, "verified_on": TODAY}
                if "verdict" in change
                else {},
            )
            again = type(file).objects.get(pk=file.pk)
            assert f"{card}: {words}" in words_of(again, jelena, Check.DISPLACEMENT)


def test_it_tells_how_the_property_stands(file, jelena):
    assert "Way to a house: blocked" in words_of(file, jelena, Check.TITLE)
    with system():
        make_property(file.household, by=jelena, parts=False)
        again = type(file).objects.get(pk=file.pk)
    assert "Way to a house: open" in words_of(again, jelena, Check.TITLE)


def test_what_needs_no_property_says_so(register, jelena):
    file = register(request_type="financial_aid")
    assert "needs no property" in words_of(file, jelena, Check.TITLE)


def test_it_finds_the_pairs_of_the_family(register, jelena):
    file, twin = register(), register()
    with system():
        duplicates.refresh([file.household.head_id, twin.household.head_id])
    assert "nobody has judged yet: 1" in words_of(file, jelena, Check.DUPLICATES)
    with system():
        pairs = DuplicatePair.objects.filter(person=file.household.head_id)
        url = sheet_of(file, jelena)[Check.DUPLICATES].seen[0].url
        assert url == f"/duplicates/{pairs.get().pk}/"
        pairs.update(verdict="different", decided_by=jelena, decided_at=timezone.now())
    assert "no pair that waits" in words_of(file, jelena, Check.DUPLICATES)


def test_a_member_of_the_commission_is_not_led_to_pairs(register, ana):
    file, twin = register(), register()
    with system():
        duplicates.refresh([file.household.head_id, twin.household.head_id])
    assert sheet_of(file, ana)[Check.DUPLICATES].seen[0].url == ""


def test_it_counts_what_the_family_had_before(register, jelena, dragan):
    file = register()
    none = words_of(file, jelena, Check.EARLIER_ASSISTANCE)
    assert none == "No earlier assistance is known."
    with system():
        for details in (
            {"stage": "granted", "head": dragan},
            {"stage": "granted", "head": dragan, "kind": "house", "request": file},
            {"said_by": "family", "evidence": "Told.", "kind": "furniture"},
        ):
            make_assistance(file.household, by=jelena, **details)
    words = words_of(file, jelena, Check.EARLIER_ASSISTANCE)
    assert "this ministry's portal: 1" in words
    assert "by others: 1" in words


def test_of_another_office_only_its_name_is_told(register, jelena, arta):
    mine, theirs = register(), register(at=PEJA, by=arta)
    with system():
        told = {"said_by": "family", "evidence": "Told.", "description": "Secret"}
        make_assistance(theirs.household, by=arta, **told)
        duplicates.refresh([mine.household.head_id, theirs.household.head_id])
        pairs = DuplicatePair.objects.filter(person=mine.household.head_id)
        pairs.update(verdict="same", decided_by=jelena, decided_at=timezone.now())
    words = words_of(mine, jelena, Check.EARLIER_ASSISTANCE)
    assert "Another office has given something: Pej" in words
    assert "Secret" not in words
    assert "others: " not in words


def test_a_visit_with_several_families_is_seen_as_well(register, jelena):
    file = register()
    with system():
        make_visit(file.household, by=jelena, kind="field")
    assert "other families: 1" in words_of(file, jelena, Check.FIELD_VISIT)
