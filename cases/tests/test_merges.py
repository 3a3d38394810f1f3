"""Two entries become one: everything follows, or a sentence says what must be done first."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from cases import services
from cases.models import (
    Displacement,
    Household,
    Member,
    NameToken,
    Person,
    PersonPaper,
)
from cases.services import merges_rules
from cases.services.merges_rules import RULES, relations
from cases.tests.merging import edit, entries, fresh, merge
from core.models import Note, Record
from core.scoping import system
from people import PEJA

pytestmark = pytest.mark.django_db


# Everything follows


def test_every_relation_to_an_entry_or_its_record_has_a_rule():
    known = {
        f"{model._meta.label}.{name}"
        for model, name in relations(Person, Household, Record)
        # The record itself has no other entry that it could be merged with.
        if model is not Record
    }
    assert known - set(RULES) == set()
    assert set(RULES) - known == set()


def test_a_relation_without_a_rule_stops_the_merge(twins, jelena, monkeypatch):
    monkeypatch.delitem(merges_rules.RULES, "core.Note.record")
    with pytest.raises(KeyError):
        merge(*twins, jelena)


def test_after_a_merge_nothing_points_to_the_household_given_up(twins, jelena):
    kept, dropped = twins
    with system():
        request = dropped.requests.get()
        Note.objects.create(record_id=dropped.pk, text="Came by bus.", municipality_id=dropped.municipality_id)  # fmt: skip
    merge(kept, dropped, jelena)
    with system():
        request.refresh_from_db()
        assert request.household == kept
        assert list(dropped.members.all()) == []
        assert Note.objects.get(record_id=kept.pk).text == "Came by bus."
        assert fresh(dropped).merged_into_id == kept.pk


def test_the_head_given_up_is_another_member(twins, jelena):
    kept, dropped = twins
    merge(kept, dropped, jelena)
    with system():
        relations = dict(kept.members.values_list("person", "relation"))
    assert relations == {kept.head_id: "head", dropped.head_id: "other"}


def test_each_fact_is_taken_from_the_entry_chosen(together_at_home, jelena):
    kept, dropped = together_at_home
    merged = merge(kept, dropped, jelena, surname="dropped")
    kept = fresh(kept)
    assert (kept.surname, kept.given_name) == ("Đorđević", "Милена")
    # What only the other entry knew is taken without asking.
    assert kept.father_name == "Petar"
    assert merged.values["surname"] == {
        "chosen": "dropped",
        "value": "Đorđević",
        "given_up": "Ђорђевић",
    }


def test_a_merged_person_is_one_member_for_the_whole_time(together_at_home, jelena):
    kept, dropped = together_at_home
    with system():
        Member.objects.filter(person=dropped).update(joined_on=date(2019, 1, 1))
    merge(kept, dropped, jelena)
    with system():
        lasting = Member.objects.exclude(joined_on=F("left_on"))
        (member,) = lasting.filter(person__in=[kept, dropped])
    assert (member.person_id, member.joined_on) == (kept.pk, date(2019, 1, 1))
    assert (member.relation, member.left_on) == ("head", None)


def test_the_same_paper_is_there_once(together_at_home, jelena):
    kept, dropped = together_at_home
    with system():
        PersonPaper.objects.create(person=dropped, kind="passport", number="P 1")
    merge(kept, dropped, jelena)
    with system():
        numbers = sorted(kept.papers.values_list("number_key", flat=True))
    assert numbers == ["K123456", "P1"]


def test_a_person_is_found_under_the_names_given_up_and_stays_so(
    together_at_home, jelena
):
    kept, dropped = together_at_home
    with system():
        theirs = set(dropped.name_tokens.values_list("token", flat=True))
    merge(kept, dropped, jelena)
    with system():
        edit(fresh(kept))
        found = set(NameToken.objects.filter(person=kept).values_list("token", flat=True))  # fmt: skip
        assert theirs <= found
        assert not NameToken.objects.filter(person=dropped).exists()


def test_entries_merged_earlier_lead_to_the_last_one(register, jelena):
    first, second = entries(register(), register(request_type="material"))
    third = entries(register(request_type="financial_aid"), register())[0]
    merge(second, first, jelena)
    merge(third, second, jelena)
    assert fresh(first).merged_into_id == third.pk


def test_an_empty_registration_takes_everything_of_the_full_one(twins, jelena):
    full, _other = twins
    with system():
        empty = Household.objects.create(
            municipality_id=full.municipality_id, language="sr"
        )
    merge(empty, full, jelena)
    with system():
        kept = fresh(empty)
        assert kept.head_id == full.head_id
        assert kept.displacement.place_of_origin_id == full.place_of_return_id
        assert kept.members.get().relation == "head"


@pytest.mark.parametrize(("chosen", "place"), [("kept", "Kraljevo"), ("dropped", "Niš")])  # fmt: skip
def test_one_of_two_displacements_is_chosen(twins, jelena, chosen, place):
    kept, dropped = twins
    with system():
        for household, where in ((kept, "Kraljevo"), (dropped, "Niš")):
            Displacement.objects.filter(household=household).update(place=where)
    merged = merge(kept, dropped, jelena, displacement=chosen)
    with system():
        assert Displacement.objects.get(household=kept).place == place
    assert place in merged.values["displacement"]["value"]


# What stands in the way


def test_two_open_requests_of_one_kind_are_settled_first(register, jelena):
    first, second = entries(register(), register())
    with pytest.raises(ValidationError, match="Withdraw one of them first"):
        merge(first, second, jelena)


def test_a_family_that_waits_for_funds_is_not_merged_with_one_that_asks_anew(
    request_at, register, jelena
):
    first, second = entries(request_at("approved"), register())
    with pytest.raises(ValidationError, match="Withdraw one of them first"):
        merge(first, second, jelena)


def test_nobody_is_merged_across_two_households(twins, jelena):
    kept, dropped = twins
    with pytest.raises(ValidationError, match="Merge the households first"):
        merge(kept.head, dropped.head, jelena)


def test_entries_of_two_municipalities_are_not_merged(register, arta, jelena, mirjeta):
    first, second = entries(register(), register(at=PEJA, by=arta))
    with pytest.raises(ValidationError, match="different municipalities"):
        merge(first, second, mirjeta)


def test_a_merged_entry_is_not_merged_again(together_at_home, jelena):
    kept, dropped = together_at_home
    merge(kept, dropped, jelena)
    with pytest.raises(ValidationError, match="merged in the meantime"):
        merge(kept, dropped, jelena)


def test_an_entry_that_was_edited_while_comparing_is_compared_again(twins, jelena):
    kept, dropped = twins
    read = fresh(dropped)
    with system():
        Household.objects.filter(pk=dropped.pk).update(version=7)
        with pytest.raises(ValidationError, match="Somebody else saved"):
            services.merge_households(
                keep=kept, drop=read, choices={}, reason="x", by=jelena
            )
