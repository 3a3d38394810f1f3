"""A merge is undone exactly for ninety days; where a decision is in force two people answer for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import services
from cases.models import (
    DAYS_TO_UNDO,
    Decision,
    Household,
    Merge,
    MergeChange,
    Person,
    Request,
)
from cases.tests.merging import differences, edit, everything, fresh, merge, undo
from core.models import Note
from core.scoping import system

pytestmark = pytest.mark.django_db


# The way back


def test_undoing_puts_every_table_back(twins, jelena):
    before = everything()
    merged = merge(*twins, jelena, language="dropped", head="dropped", displacement="dropped")  # fmt: skip
    assert differences(before, everything())
    undo(merged, jelena)
    assert differences(before, everything()) == []


def test_undoing_a_person_puts_every_table_back(together_at_home, jelena):
    before = everything()
    merged = merge(*together_at_home, jelena, surname="dropped", given_name="dropped")
    assert differences(before, everything())
    undo(merged, jelena)
    assert differences(before, everything()) == []
    assert fresh(merged).state == "undone"


def test_what_was_added_since_stays_with_the_kept_entry(twins, jelena):
    kept, dropped = twins
    merged = merge(kept, dropped, jelena)
    with system():
        Note.objects.create(record_id=kept.pk, text="Later.", municipality_id=kept.municipality_id)  # fmt: skip
    undo(merged, jelena)
    with system():
        assert Note.objects.get(text="Later.").record_id == kept.pk


def test_a_request_that_went_on_keeps_its_stage_when_its_household_is_undone(
    twins, jelena
):
    kept, dropped = twins
    with system():
        request = dropped.requests.get()
    merged = merge(kept, dropped, jelena)
    with system():
        Request.objects.filter(pk=request.pk).update(need="A roof.", version=9)
    undo(merged, jelena)
    request = fresh(request)
    assert (request.household_id, request.need) == (dropped.pk, "A roof.")
    assert request.version == 10


def test_a_later_change_is_named_and_never_overwritten(together_at_home, jelena):
    kept, dropped = together_at_home
    merged = merge(kept, dropped, jelena)
    with system():
        person = fresh(kept)
        person.surname = "Јовановић"
        edit(person)
    before = everything()
    with pytest.raises(ValidationError, match="Јовановић.*surname"):
        undo(merged, jelena)
    assert differences(before, everything()) == []


def test_merges_over_the_same_rows_are_undone_in_the_opposite_order(twins, jelena):
    kept, dropped = twins
    before = everything()
    first = merge(kept, dropped, jelena)
    second = merge(fresh(kept).head, fresh(dropped.head), jelena)
    with pytest.raises(ValidationError, match="undo that merge first"):
        undo(first, jelena)
    undo(second, jelena)
    undo(first, jelena)
    assert differences(before, everything()) == []


@pytest.mark.parametrize(("days", "possible"), [(0, True), (1, False)])
def test_undoing_is_possible_for_ninety_days(twins, jelena, days, possible):
    merged = merge(*twins, jelena)
    with system():
        Merge.objects.filter(pk=merged.pk).update(
            merged_at=timezone.now() - timedelta(days=DAYS_TO_UNDO + days)
        )
    if possible:
        assert undo(merged, jelena).state == "undone"
        return
    with pytest.raises(ValidationError, match="time in which"):
        undo(merged, jelena)


def test_what_was_undone_is_not_undone_again_and_can_be_merged_again(twins, jelena):
    merged = merge(*twins, jelena)
    undo(merged, jelena)
    with pytest.raises(ValidationError):
        undo(merged, jelena)
    assert merge(*twins, jelena).state == "done"


def test_the_log_of_a_merge_is_only_added_to(twins, jelena):
    merge(*twins, jelena)
    with system():
        assert MergeChange.objects.exists()
        for statement in ("UPDATE cases_mergechange SET row_id = 1", "DELETE FROM cases_mergechange"):  # fmt: skip
            with (
                pytest.raises(Exception, match="permission denied"),
                transaction.atomic(),
            ):
                connection.cursor().execute(statement)


# A decision in force needs two people


def test_with_a_decision_in_force_a_merge_is_only_proposed(decided, jelena):
    before = everything()
    merged = merge(*decided, jelena)
    assert (merged.state, merged.needs_second_person) == ("proposed", True)
    assert differences(before, everything()) == []


def test_the_proposer_does_not_confirm(decided, dragan):
    merged = merge(*decided, dragan)
    with system():
        with pytest.raises(ValidationError, match="Another person"):
            services.confirm_merge(merge=merged, by=dragan)
        with pytest.raises(IntegrityError), transaction.atomic():
            Merge.objects.filter(pk=merged.pk).update(
                state="done", confirmed_by=dragan, confirmed_at=timezone.now()
            )


def test_a_second_person_confirms_and_it_can_be_undone(decided, jelena, dragan):
    before = everything()
    merged = merge(*decided, jelena)
    with system():
        merged = services.confirm_merge(merge=merged, by=dragan)
        assert Decision.objects.get(is_live=True).request.household == decided[0]
    assert fresh(decided[1]).merged_into_id == decided[0].pk
    undo(merged, dragan)
    assert differences(before, everything()) == []


def test_a_proposal_over_entries_edited_since_is_not_confirmed(decided, jelena, dragan):
    merged = merge(*decided, jelena)
    with system():
        Household.objects.filter(pk=decided[1].pk).update(version=5)
        with pytest.raises(ValidationError, match="Somebody else saved"):
            services.confirm_merge(merge=merged, by=dragan)


def test_a_declined_proposal_changes_nothing_and_makes_way(decided, jelena, dragan):
    before = everything()
    merged = merge(*decided, jelena)
    with pytest.raises(IntegrityError), transaction.atomic():
        merge(*decided, jelena)
    with system():
        services.decline_merge(merge=merged, by=dragan)
    assert differences(before, everything()) == []
    assert merge(*decided, jelena).state == "proposed"


def test_a_decision_on_a_members_household_counts_too(decided, jelena):
    with system():
        sister = Person(surname="Ђорђевић", given_name="Ана")
        services.add_member(household=decided[0], person=sister, relation="sibling")
        other = Person(
            surname="Djordjević",
            given_name="Ana",
            municipality_id=decided[0].municipality_id,
        )
        services.save_person(person=other)
    assert merge(sister, other, jelena).state == "proposed"
