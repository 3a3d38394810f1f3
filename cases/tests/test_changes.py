"""Changes: proposed where a request rests on the facts, approved by another person, or saved at once and taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.factories import municipality
from cases.models import Change, Member, Person
from cases.services.changes import ask_for
from cases.tests.families import (
    contact,
    edit,
    family,
    fresh,
    head_of,
    member,
    only_change,
    person_form,
    picture,
    present,
    proposed_name,
    relied,
    send,
    step,
)
from cases.workflow_changes import CHANGE
from core.models import Document, StatusChange
from core.scoping import system
from people import browser_of, complaints, rows_kept
from tests.disguise import settle

__all__ = ["family", "relied"]


# Identity: at once while nobody relies on it, then proposed


def test_before_a_request_is_submitted_a_name_is_put_right_at_once(family, jelena):
    person = head_of(family)
    assert edit(jelena, person, given_name="Milica").status_code == 302
    assert fresh(person).given_name == "Milica"
    with system():
        assert person.name_tokens.filter(token="milica").exists()
    change = only_change(kind="edit_person")
    assert (change.status, change.now) == ("applied", {"given_name": "Милена"})
    assert change.proposed == {"given_name": "Milica"}


def test_once_a_request_is_submitted_a_name_is_proposed(relied, jelena):
    person = head_of(relied)
    page = browser_of(jelena).get(f"/persons/{person.pk}/edit/")
    assert "file" in page.context["form"].fields
    assert any("colleague" in line for line in page.context["consequences"])
    answer = edit(
        jelena, person, given_name="Milica", evidence="identity_card", file=picture()
    )
    change = only_change(kind="edit_person")
    assert answer["Location"] == change.get_absolute_url()
    assert fresh(person).given_name == "Милена"
    with system():
        assert Document.objects.get(record_id=change.pk).name == "card.png"


def test_whoever_moves_on_takes_what_rests_on_the_name_along(relied, register, jelena):
    """The name of somebody who left a household with a submitted request still stands in its papers."""
    ana, other = member(relied, "Ana"), register(surname="Petrović").household
    with system():
        Member.objects.filter(pk=ana.pk).update(left_on="2024-01-01")
        person = Person.objects.get(pk=ana.person_id)
        Member.objects.create(
            household=other, person=person, relation="other", joined_on="2024-01-01"
        )
    edit(jelena, person, given_name="Anica", reason="Her card says so")
    assert only_change(kind="edit_person").status == "proposed"


def test_a_form_sent_as_it_was_opened_writes_nothing(relied, jelena):
    before = rows_kept()
    answer = edit(jelena, head_of(relied), reason="nothing")
    assert answer.status_code == 302
    after = rows_kept()
    assert after | {"core.FormToken": 0} == before | {"core.FormToken": 0}


def test_a_person_without_a_household_is_put_right_at_once(jelena):
    with system():
        person = Person.objects.create(
            municipality=municipality("23"),
            surname="Petrović",
            given_name="Sara",
            birth_date="2001-02-03",
        )
        person.refresh_from_db()
    assert edit(jelena, person, maiden_name="Ilić").status_code == 302
    assert fresh(person).maiden_name == "Ilić"
    page = browser_of(jelena).get(only_change(person=person).get_absolute_url())
    assert page.status_code == 200


def test_a_proposal_comes_with_a_paper_or_says_why_there_is_none(relied, jelena):
    answer = edit(jelena, head_of(relied), given_name="Milica")
    assert complaints(answer) == [
        "Attach the paper that shows it, or say why there is none."
    ]
    assert answer.context["form"]["given_name"].value() == "Milica"


def test_the_approver_sees_now_and_proposed_and_the_paper_beside_them(
    relied, jelena, dragan
):
    edit(
        jelena,
        head_of(relied),
        given_name="Milica",
        birth_date="1963-03-05",
        evidence="identity_card",
        file=picture(),
    )
    change = only_change(kind="edit_person")
    page = browser_of(dragan).get(change.get_absolute_url())
    rows = {
        str(row["label"]): (row["now"], row["proposed"]) for row in page.context["rows"]
    }
    assert rows == {
        "given name": ("Милена", "Milica"),
        "date of birth": ("03.05.1963", "05.03.1963"),
    }
    text = page.content.decode()
    document = page.context["documents"][0]
    assert (
        f'<img class="img-fluid" loading="lazy" src="/documents/{document.pk}/"' in text
    )
    assert browser_of(dragan).get(f"/documents/{document.pk}/").getvalue()
    actions = {action["label"] for action in page.context["next_step"]["actions"]}
    assert {str(label) for label in actions} >= {
        "Approve the change",
        "Reject the change",
    }


def test_approving_writes_the_name_and_where_it_is_found(relied, jelena, dragan):
    change = proposed_name(relied, by=jelena)
    assert step(dragan, change, "approve").status_code == 302
    person = head_of(relied)
    assert (person.given_name, person.version) == ("Milica", 2)
    assert fresh(change).approved_by_id == dragan.pk
    with system():
        assert person.name_tokens.filter(token="milica").exists()
    page = browser_of(jelena).get(relied.get_absolute_url())
    entry = next(e for e in page.context["timeline"] if e.get("act"))
    assert entry["by"] == "Dragan"


@pytest.mark.parametrize("name", ["approve", "reject", "return"])
def test_whoever_proposed_does_not_decide(relied, dragan, mirjeta, name):
    change = proposed_name(relied, by=dragan)
    page = browser_of(dragan).get(f"/changes/{change.pk}/step/{name}/")
    assert page.context["missing"][0]["label"] == (
        "You proposed this change: a colleague must decide."
    )
    assert step(dragan, change, name, reason="x").status_code == 422
    with system(), pytest.raises(ValidationError, match="a colleague must decide"):
        CHANGE.apply(change, name, by=dragan, reason="x")
    assert fresh(change).status == "proposed"
    assert step(mirjeta, change, name, reason="x").status_code == 302


def test_the_database_refuses_an_approver_who_proposed(relied, dragan, luan):
    change = proposed_name(relied, by=dragan)
    rows = Change.objects.filter(pk=change.pk)
    refused = pytest.raises(IntegrityError, match="change_approved_by_another_person")
    with system():
        with refused, transaction.atomic():
            rows.update(approved_by=dragan)
        assert rows.update(approved_by=luan) == 1


def test_a_proposal_is_refused_when_the_facts_have_moved_on(relied, jelena, dragan):
    change = proposed_name(relied, by=jelena)
    with system():
        Person.objects.filter(heads=relied).update(given_name="Milanka")
    answer = step(dragan, change, "approve")
    assert answer.status_code == 422
    assert complaints(answer)[0].startswith("The household is no longer as it was")
    assert fresh(change).status == "proposed"
    assert fresh(change).approved_by is None
    assert head_of(relied).given_name == "Milanka"
    assert step(dragan, change, "reject", reason="Another name").status_code == 302


def test_another_field_that_changed_does_not_make_a_proposal_stale(
    relied, jelena, dragan
):
    change = proposed_name(relied, by=jelena)
    with system():
        Person.objects.filter(heads=relied).update(maiden_name="Petrović")
    assert step(dragan, change, "approve").status_code == 302
    person = head_of(relied)
    assert (person.given_name, person.maiden_name) == ("Milica", "Petrović")


def test_one_person_has_one_open_proposal(relied, jelena, dragan):
    first = proposed_name(relied, by=jelena)
    answer = edit(dragan, head_of(relied), surname="Petrović", reason="Her card")
    assert complaints(answer)[0].startswith("A change of this person is already")
    step(jelena, first, "withdraw")
    again = edit(dragan, head_of(relied), surname="Petrović", reason="Her card")
    assert again.status_code == 302


def test_a_second_editor_of_a_person_sees_the_difference(family, jelena, dragan):
    person = head_of(family)
    opened = person_form(person)
    edit(jelena, person, given_name="Milica")
    opened |= {"given_name": "Milanka"}
    late = browser_of(dragan).post(f"/persons/{person.pk}/edit/", opened)
    assert late.status_code == 409
    (row,) = late.context["conflict"]["rows"]
    assert (row["theirs"], row["yours"]) == ("Milica", "Milanka")
    assert fresh(person).given_name == "Milica"


def test_returned_for_evidence_and_proposed_again_with_it(relied, jelena, dragan):
    change = proposed_name(relied, by=jelena)
    assert step(dragan, change, "return").status_code == 422
    assert step(dragan, change, "return", reason="Which paper?").status_code == 302
    assert step(dragan, change, "approve").status_code == 422
    assert complaints(step(jelena, change, "complete"))
    assert step(jelena, change, "complete", file=picture()).status_code == 302
    with system():
        assert Document.objects.filter(record_id=change.pk).count() == 1
        steps = StatusChange.objects.filter(record_id=change.pk).order_by("id")
        assert [each.to_status for each in steps] == [
            "proposed",
            "returned",
            "proposed",
        ]
    assert step(dragan, change, "approve").status_code == 302


# Membership as proposals


def asked(household, kind, *, by, **told):
    with system():
        change = Change(kind=kind, household=household, reason="told", **told)
        return ask_for(change=change, by=by)


def test_an_approved_leaving_counts_from_its_own_day(relied, jelena, dragan):
    ana = member(relied, "Ana")
    change = asked(
        relied,
        "leave",
        by=jelena,
        person=ana.person,
        effective_on="2024-02-29",
        proposed={"household": None},
    )
    assert present(relied)["Ana"] == "spouse"
    assert step(dragan, change, "approve").status_code == 302
    assert str(fresh(ana).left_on) == "2024-02-29"


def test_a_leaving_is_refused_when_the_person_became_the_head(relied, jelena, dragan):
    head, ana = member(relied), member(relied, "Ana")
    change = asked(
        relied,
        "leave",
        by=jelena,
        person=ana.person,
        effective_on="2024-02-29",
        proposed={"household": None},
    )
    with system():
        Member.objects.filter(pk=head.pk).update(relation="spouse")
        Member.objects.filter(pk=ana.pk).update(relation="head")
    answer = step(dragan, change, "approve")
    assert complaints(answer)[0].startswith("The household is no longer as it was")


def test_a_proposed_member_is_nobody_until_approved(relied, jelena, dragan):
    with system():
        before = Person.objects.count()
    answer = send(
        jelena,
        relied,
        f"/households/{relied.pk}/members/add/",
        surname="Đorđević",
        given_name="Sara",
        birth_date="2020-03-01",
        birth_precision="day",
        relation="child",
        on="2021-01-01",
        reason="Her mother told us",
    )
    assert answer.status_code == 302
    change = only_change(kind="join")
    assert change.person_id is None
    with system():
        assert Person.objects.count() == before
    assert step(dragan, change, "approve").status_code == 302
    sara = member(relied, "Sara")
    assert (str(sara.joined_on), sara.relation) == ("2021-01-01", "child")
    assert fresh(change).person_id == sara.person_id


def test_two_proposals_of_a_head_do_not_fight(relied, jelena, dragan):
    people = {name: member(relied, name).person_id for name in present(relied)}
    url = f"/households/{relied.pk}/head/"

    def ask(head):
        typed = {f"member_{pk}": "other" for pk in people.values()}
        typed[f"member_{people[head]}"] = "head"
        return send(jelena, relied, url, on="2024-02-29", reason="agreed", **typed)

    assert ask("Ana").status_code == 302
    assert complaints(ask("Ivo"))[0].startswith("Such a change of this household")
    assert step(dragan, only_change(kind="head"), "approve").status_code == 302
    assert fresh(relied).head_id == people["Ana"]


def test_both_households_of_a_move_lie_in_one_municipality(
    relied, register, arta, jelena
):
    foreign = register(at="17", by=arta).household
    change = proposed_name(relied, by=jelena)
    refused = pytest.raises(IntegrityError, match="other_household_id_same_place")
    with refused, transaction.atomic(), system():
        Change.objects.filter(pk=change.pk).update(other_household=foreign)
        settle()


def test_what_could_not_come_into_force_is_not_even_proposed(relied, jelena):
    before = rows_kept()
    answer = send(
        jelena,
        relied,
        f"/households/{relied.pk}/members/add/",
        surname="Đorđević",
        given_name="Sara",
        birth_date="2020-03-01",
        birth_precision="day",
        relation="child",
        on="2020-02-29",
        reason="Her mother told us",
    )
    assert complaints(answer) == ["The person was born after this day."]
    assert rows_kept() == before


# What is seen


def test_the_list_shows_what_waits_for_me(relied, jelena, dragan, arta):
    change = proposed_name(relied, by=jelena)
    contact(jelena, relied, phone="+383 44 111")
    url = "/changes/?show=waiting"
    page = browser_of(dragan).get(url).content.decode()
    assert change.reference in page
    assert only_change(kind="contact").reference not in page
    assert change.reference not in browser_of(jelena).get(url).content.decode()
    assert change.reference not in browser_of(arta).get("/changes/").content.decode()
    assert (
        change.reference
        in browser_of(jelena).get("/changes/?show=mine").content.decode()
    )


def test_the_menu_marks_one_place(relied, jelena):
    for url, label in (("/changes/", "Changes"), ("/requests/", "Requests")):
        menu = browser_of(jelena).get(url).context["frame"]["navigation"]
        assert [str(e["label"]) for e in menu if e["current"]] == [label]


def test_a_change_of_another_municipality_is_not_there(relied, jelena, arta):
    change = proposed_name(relied, by=jelena)
    browser = browser_of(arta)
    assert browser.get(change.get_absolute_url()).status_code == 404
    assert browser.get(f"/changes/{change.pk}/step/withdraw/").status_code == 404
    assert step(arta, change, "withdraw").status_code == 404
    assert fresh(change).status == "proposed"
