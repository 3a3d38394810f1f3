"""The life of a household on its own screens: joining, leaving, moving, splitting, birth and death, each on its day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Change, Displacement, Household, Member, Person
from cases.tests.families import (
    SINCE,
    family,
    fresh,
    head_of,
    member,
    present,
    relied,
    send,
    with_members,
)
from core.scoping import system
from people import LANGUAGES, browser_of, complaints, new_token, rows_kept

__all__ = ["family", "relied"]
DAY = "2024-02-29"


def test_a_member_leaves_on_a_day_and_stays_in_the_history(family, jelena):
    ana = member(family, "Ana")
    answer = send(jelena, family, f"/members/{ana.pk}/leave/", on=DAY)
    assert answer.status_code == 302
    assert answer["Location"] == family.get_absolute_url()
    assert present(family) == {"Милена": "head", "Ivo": "child"}
    assert str(fresh(ana).left_on) == DAY
    page = browser_of(jelena).get(family.get_absolute_url())
    assert [m.person.given_name for m in page.context["former_members"]] == ["Ana"]
    titles = [entry["title"] for entry in page.context["timeline"]]
    assert "Đorđević, Ana: member no longer" in titles
    assert "Household registered" in titles


def test_a_head_who_leaves_hands_over_in_the_same_screen(family, jelena):
    head, ana = member(family), member(family, "Ana")
    url = f"/members/{head.pk}/leave/"
    refused = send(jelena, family, url, on=DAY)
    assert refused.status_code == 422
    assert "head" in refused.context["form"].errors
    assert send(jelena, family, url, on=DAY, head=ana.person_id).status_code == 302
    assert present(family) == {"Ana": "head", "Ivo": "child"}
    assert fresh(family).head_id == ana.person_id


def test_whoever_leaves_last_leaves_no_head(register, jelena):
    household = register().household
    with system():
        Member.objects.filter(household=household).update(joined_on=SINCE)
    url = f"/members/{member(household).pk}/leave/"
    assert send(jelena, household, url, on=DAY).status_code == 302
    assert fresh(household).head_id is None
    assert present(household) == {}


def test_somebody_moves_within_the_municipality_without_a_day_in_between(
    family, register, jelena
):
    other, ivo = with_members(register(surname="Petrović")), member(family, "Ivo")
    answer = send(
        jelena,
        family,
        f"/members/{ivo.pk}/move/",
        on=DAY,
        number=f" {other.reference.lower()} ",
        relation="grandchild",
    )
    assert answer.status_code == 302
    assert "Ivo" not in present(family)
    with system():
        there = Member.objects.get(person=ivo.person_id, household=other)
    assert (str(there.joined_on), there.relation) == (DAY, "grandchild")
    assert str(fresh(ivo).left_on) == DAY
    page = browser_of(jelena).get(other.get_absolute_url())
    assert any("Move to another" in e["title"] for e in page.context["timeline"])


@pytest.mark.parametrize("number", ["foreign", "HH-2026-999999", "nonsense", "'; --"])
def test_a_household_elsewhere_and_none_at_all_are_answered_alike(
    family, register, jelena, mirjeta, arta, number
):
    foreign = register(at="17", by=arta)
    typed = foreign.household.reference if number == "foreign" else number
    ivo, before = member(family, "Ivo"), rows_kept()
    answer = send(
        jelena,
        family,
        f"/members/{ivo.pk}/move/",
        on=DAY,
        number=typed,
        relation="child",
    )
    assert answer.status_code == 422
    (sentence,) = complaints(answer)
    assert sentence.startswith("There is no household with this number in this")
    assert rows_kept() == before


def test_a_split_makes_a_household_with_its_own_head_and_no_requests(family, jelena):
    ana, ivo = member(family, "Ana").person_id, member(family, "Ivo").person_id
    answer = send(
        jelena,
        family,
        f"/households/{family.pk}/split/",
        on=DAY,
        **{f"member_{ana}": "head", f"member_{ivo}": "child"},
    )
    assert answer.status_code == 302
    with system():
        new = Household.objects.get(head=ana)
        assert Displacement.objects.filter(household=new).exists()
        assert not new.requests.exists()
        assert family.requests.count() == 1
        assert new.language == family.language
    assert present(new) == {"Ana": "head", "Ivo": "child"}
    assert present(family) == {"Милена": "head"}


def test_when_the_head_goes_with_the_split_the_old_household_gets_another(
    family, jelena
):
    head, ana = member(family).person_id, member(family, "Ana").person_id
    url = f"/households/{family.pk}/split/"
    goes = {f"member_{head}": "head"}
    assert send(jelena, family, url, on=DAY, **goes).status_code == 422
    answer = send(jelena, family, url, on=DAY, head=ana, **goes)
    assert answer.status_code == 302
    assert present(family) == {"Ana": "head", "Ivo": "child"}
    assert fresh(family).head_id == ana


@pytest.mark.parametrize(
    ("goes", "sentence"),
    [
        ({}, "The new household needs one head."),
        ({"Ana": "child"}, "The new household needs one head."),
        ({"Ana": "head", "Ivo": "head"}, "The new household needs one head."),
        (
            {"Ana": "head", "Ivo": "child", "Милена": "parent"},
            "Somebody must stay in the old household.",
        ),
    ],
)
def test_a_split_that_is_none_is_refused(family, jelena, goes, sentence):
    typed = {
        f"member_{member(family, name).person_id}": relation
        for name, relation in goes.items()
    }
    before = rows_kept()
    url = f"/households/{family.pk}/split/"
    answer = send(jelena, family, url, on=DAY, **typed)
    assert sentence in complaints(answer)
    assert rows_kept() == before


def test_the_head_changes_and_everybody_is_related_anew(family, jelena):
    people = {name: member(family, name).person_id for name in present(family)}
    anew = {"Милена": "spouse", "Ana": "head", "Ivo": "child"}
    typed = {f"member_{people[name]}": relation for name, relation in anew.items()}
    url = f"/households/{family.pk}/head/"
    assert send(jelena, family, url, on=DAY, **typed).status_code == 302
    assert present(family) == anew
    assert fresh(family).head_id == people["Ana"]
    with system():
        assert Member.objects.filter(household=family).count() == 3


@pytest.mark.parametrize("heads", [(), ("Ana", "Ivo")])
def test_a_household_has_one_head(family, jelena, heads):
    typed = {
        f"member_{member(family, name).person_id}": "head" if name in heads else "other"
        for name in present(family)
    }
    url = f"/households/{family.pk}/head/"
    answer = send(jelena, family, url, on=DAY, **typed)
    assert "A household has one head." in complaints(answer)
    assert fresh(family).head_id == head_of(family).pk


def test_the_database_refuses_a_second_head(family):
    with system(), pytest.raises(Exception, match="one_head_of_a_household"):
        Member.objects.filter(household=family).update(relation="head")


def test_a_death_ends_the_membership_and_the_head_is_handed_over(family, jelena):
    head, ana = member(family), member(family, "Ana")
    url = f"/members/{head.pk}/death/"
    page = browser_of(jelena).get(url)
    assert any("is the head" in line for line in page.context["consequences"])
    assert send(jelena, family, url, on=DAY, head=ana.person_id).status_code == 302
    assert str(fresh(head.person).died_on) == DAY
    assert str(fresh(head).left_on) == DAY
    assert present(family) == {"Ana": "head", "Ivo": "child"}
    assert browser_of(jelena).get(url).status_code == 404
    shown = browser_of(jelena).get(family.get_absolute_url()).content.decode()
    assert "died on 29.02.2024" in shown


def test_nobody_dies_before_birth_even_past_the_pages(family):
    with system(), pytest.raises(Exception, match="person_dies_after_birth"):
        Person.objects.filter(given_name="Ivo").update(died_on="2015-05-31")


def test_a_child_belongs_to_the_household_from_its_first_day(family, jelena):
    answer = send(
        jelena,
        family,
        f"/households/{family.pk}/birth/",
        surname="Đorđević",
        given_name="Nina",
        father_name="Marko",
        sex="F",
        birth_date=DAY,
        parent=member(family, "Ana").person_id,
        relation="child",
    )
    assert answer.status_code == 302
    nina = member(family, "Nina")
    assert str(nina.joined_on) == str(nina.person.birth_date) == DAY
    assert present(family)["Nina"] == "child"
    with system():
        assert nina.person.name_tokens.filter(token="nina").exists()
        change = Change.objects.get(kind="birth")
    assert change.person_id == nina.person_id
    page = browser_of(jelena).get(change.get_absolute_url()).content.decode()
    assert "Đorđević, Ana" in page
    assert "29.02.2024" in page


def test_a_child_is_younger_than_its_parent(family, jelena):
    answer = send(
        jelena,
        family,
        f"/households/{family.pk}/birth/",
        surname="Đorđević",
        given_name="Nina",
        birth_date="2014-01-01",
        parent=member(family, "Ivo").person_id,
        relation="child",
    )
    assert "The parent was born after this day." in complaints(answer)


def test_whoever_left_may_join_another_household_later(family, register, jelena):
    other, ivo = register(surname="Petrović").household, member(family, "Ivo")
    send(jelena, family, f"/members/{ivo.pk}/leave/", on="2021-05-01")
    url = f"/households/{other.pk}/members/join/"
    early = send(
        jelena, other, url, on="2021-04-30", person=ivo.person_id, relation="other"
    )
    assert complaints(early) == ["This person belongs to a household in that time."]
    answer = send(
        jelena, other, url, on="2021-05-02", person=ivo.person_id, relation="other"
    )
    assert answer.status_code == 302
    assert present(other) == {"Милена": "head", "Ivo": "other"}


def test_a_new_member_joins_on_a_day_not_before_birth(family, jelena):
    url = f"/households/{family.pk}/members/add/"
    typed = {
        "surname": "Đorđević",
        "given_name": "Sara",
        "birth_date": "2020-03-01",
        "birth_precision": "day",
        "relation": "child",
    }
    early = send(jelena, family, url, on="2020-02-29", **typed)
    assert complaints(early) == ["The person was born after this day."]
    assert send(jelena, family, url, on="2020-03-01", **typed).status_code == 302
    assert present(family)["Sara"] == "child"


def tomorrow():
    return (timezone.localdate() + timedelta(1)).isoformat()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "day", ["", "2019-12-31", "31.02.2026", "29.02.2025", "1899-01-01", "soon", None]
)
@pytest.mark.parametrize("event", ["leave", "death"])
def test_a_day_that_cannot_be_is_refused_with_a_sentence(
    family, jelena, event, day, language
):
    ana, before = member(family, "Ana"), rows_kept()
    url = f"/members/{ana.pk}/{event}/"
    typed = tomorrow() if day is None else day
    answer = send(jelena, family, url, on=typed, language=language)
    assert answer.status_code == 422
    assert complaints(answer)
    assert list(answer.context["form"].errors) == ["on"]
    assert rows_kept() == before
    assert present(family)["Ana"] == "spouse"


@pytest.mark.parametrize("event", ["leave", "move", "death"])
def test_another_municipality_has_no_such_member(family, arta, event):
    ana = member(family, "Ana")
    url = f"/members/{ana.pk}/{event}/"
    browser = browser_of(arta)
    missing = browser.get(f"/members/{2**40}/{event}/")
    assert browser.get(url).status_code == missing.status_code == 404
    assert send(arta, family, url, on=DAY).status_code == 404
    assert present(family)["Ana"] == "spouse"


@pytest.mark.parametrize("screen", ["birth", "head", "split", "members/join"])
def test_another_municipality_has_no_such_household(family, arta, screen):
    url = f"/households/{family.pk}/{screen}/"
    assert browser_of(arta).get(url).status_code == 404
    assert send(arta, family, url).status_code == 404


def test_who_only_reads_sees_no_events(family, ana):
    page = browser_of(ana).get(family.get_absolute_url())
    assert page.status_code == 200
    assert page.context["events"] == []
    assert "/leave/" not in page.content.decode()
    url = f"/members/{member(family, 'Ana').pk}/leave/"
    assert send(ana, family, url, on=DAY).status_code == 403


def test_of_two_officers_with_the_same_screen_the_second_is_told(
    family, jelena, dragan
):
    opened = fresh(family).version
    ana, ivo = member(family, "Ana"), member(family, "Ivo")
    assert send(jelena, family, f"/members/{ana.pk}/leave/", on=DAY).status_code == 302
    late = browser_of(dragan).post(
        f"/members/{ivo.pk}/leave/",
        {"form_token": new_token(), "form_version": opened, "on": DAY},
    )
    assert late.status_code == 422
    assert complaints(late)[0].startswith("Somebody else saved this in the meantime")
    assert present(family) == {"Милена": "head", "Ivo": "child"}


def test_an_event_is_proposed_once_a_request_is_submitted(relied, jelena):
    ana = member(relied, "Ana")
    url = f"/members/{ana.pk}/leave/"
    page = browser_of(jelena).get(url)
    assert any("RR-" in line for line in page.context["consequences"])
    assert any("1 letter was sent" in line for line in page.context["consequences"])
    bare = send(jelena, relied, url, on=DAY)
    assert complaints(bare) == [
        "Attach the paper that shows it, or say why there is none."
    ]
    answer = send(jelena, relied, url, on=DAY, reason="She has married")
    with system():
        change = Change.objects.get(kind="leave")
    assert answer["Location"] == change.get_absolute_url()
    assert (change.status, str(change.effective_on)) == ("proposed", DAY)
    assert present(relied)["Ana"] == "spouse"
