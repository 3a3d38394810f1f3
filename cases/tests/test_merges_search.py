"""Whoever was merged is found through the entry that stands for them."""

import pytest

from cases.merge_fields import choosable
from cases.models import Household, Person
from cases.personal_data import is_named
from cases.search import search
from cases.tests.merging import fresh, merge
from core.scoping import system
from people import browser_of

pytestmark = pytest.mark.django_db


def found_by(words, user):
    """The persons that a search by these words brings, each once."""
    with system():
        return {each.person.pk for each in search(words, user.scope)}


@pytest.mark.parametrize("words", ["Milena Đorđević", "Ђорђевић Милена", "K 123 456"])
def test_a_merged_person_is_found_as_the_one_who_stands_for_both(
    together_at_home, jelena, words
):
    kept, dropped = together_at_home
    merge(kept, dropped, jelena)
    found = found_by(words, jelena)
    assert kept.pk in found
    assert dropped.pk not in found


def test_a_phone_that_was_taken_over_is_found(twins, jelena):
    kept, dropped = twins
    with system():
        for household, phone in ((kept, "+383 44 111 222"), (dropped, "044 333 444")):
            household.phone = phone
            household.save()
    merge(kept, dropped, jelena, phone="dropped")
    assert found_by("+383 44 333 444", jelena)
    assert not found_by("+383 44 111 222", jelena)


@pytest.mark.parametrize("model", [Person, Household])
def test_every_choice_of_a_merge_has_a_name_in_words(model):
    assert [f.name for f in choosable(model) if not is_named(f)] == []


def test_the_number_of_a_merged_household_leads_to_the_requests_of_the_kept_one(
    twins, jelena
):
    kept, dropped = twins
    merge(kept, dropped, jelena)
    page = browser_of(jelena).get(f"/requests/?q={dropped.reference}").content.decode()
    with system():
        assert all(each.reference in page for each in fresh(kept).requests.all())
