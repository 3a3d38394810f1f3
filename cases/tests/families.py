"""Families of the tests about households: who belongs to them, and how a page about them is answered."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import services
from cases.factories import scanned
from cases.models import Change, Household, Member, Person
from cases.services.changes import ask_for
from core.scoping import system
from people import browser_of, new_token

BORN = {"Ana": date(1990, 2, 28), "Ivo": date(2015, 6, 1)}
SINCE = date(2020, 1, 10)


@pytest.fixture
def family(register):
    """A household of Štrpce with its head, a spouse and a child; its request is a draft."""
    return with_members(register())


@pytest.fixture
def relied(request_at):
    """The same, but its request is submitted."""
    return with_members(request_at("submitted"))


def with_members(request) -> Household:
    with system():
        household = request.household
        for name, relation in (("Ana", "spouse"), ("Ivo", "child")):
            person = Person(surname="Đorđević", given_name=name, birth_date=BORN[name])
            services.add_member(household=household, person=person, relation=relation)
        Member.objects.filter(household=household).update(joined_on=SINCE)
        return Household.objects.get(pk=household.pk)


def head_of(household) -> Person:
    with system():
        return Person.objects.get(heads=household)


def member(household, name="") -> Member:
    """The head, or the member of this name."""
    with system():
        rows = Member.objects.select_related("person", "household")
        rows = rows.filter(household=household)
        if name:
            return rows.get(person__given_name=name)
        return rows.get(relation="head")


def present(household) -> dict[str, str]:
    """Who belongs to a household now, by given name."""
    with system():
        rows = Member.objects.filter(household=household, left_on=None)
        return dict(rows.values_list("person__given_name", "relation"))


def fresh(row):
    with system():
        return type(row)._base_manager.get(pk=row.pk)


def version_of(household) -> int:
    return fresh(household).version


def send(user, household, url, *, language="en", **typed):
    """Fill in a screen of an event and send it."""
    form = {"form_token": new_token(), "form_version": version_of(household)}
    return browser_of(user, language=language).post(url, form | typed)


def step(user, change, name, **typed):
    form = {"form_token": new_token(), "form_version": fresh(change).version}
    return browser_of(user).post(f"/changes/{change.pk}/step/{name}/", form | typed)


def only_change(**which) -> Change:
    with system():
        return Change.objects.get(**which)


def proposed_name(household, *, by, name="Milica", before=None) -> Change:
    """A correction of the given name of the head, as a form would ask for it."""
    with system():
        person = Person.objects.get(heads=household)
        change = Change(kind="edit_person", household=household, person=person)
        change.now = {"given_name": before or person.given_name}
        change.proposed = {"given_name": name}
        return ask_for(change=change, by=by)


def person_form(person, **typed):
    """The form of a person as it stands, with what is typed anew."""
    with system():
        person = Person.objects.get(pk=person.pk)
    shown = {
        name: getattr(person, name) or ""
        for name in ("given_name", "surname", "father_name", "maiden_name", "sex")
    }
    shown |= {
        "birth_date": person.birth_date.isoformat(),
        "birth_precision": person.birth_precision,
        "form_token": new_token(),
        "form_version": person.version,
    }
    return shown | typed


def edit(user, person, **typed):
    form = person_form(person, **typed)
    return browser_of(user).post(f"/persons/{person.pk}/edit/", form)


def picture():
    clean = scanned("identity_card")
    return SimpleUploadedFile("card.png", clean.content, "image/png")


def contact(user, household, **typed):
    with system():
        row = Household.objects.get(pk=household.pk)
    form = {
        "language": row.language,
        "phone": row.phone,
        "email": row.email,
        "current_address": row.current_address,
        "place_of_return": row.place_of_return_id or "",
        "vulnerability": row.vulnerability,
        "form_token": new_token(),
        "form_version": row.version,
    }
    url = f"/households/{household.pk}/contact/"
    return browser_of(user).post(url, form | typed, follow=True)
