"""A known person joins: found by the one box, never picked from a list of everybody, and only at home."""

import pytest

from cases import services
from cases.models import Member, Person
from cases.search.joining import MOST_OFFERED
from cases.tests.families import family, present, send
from core.models import ReadEntry
from core.scoping import system
from people import browser_of

__all__ = ["family"]


@pytest.fixture
def known(family, jelena):
    """Knows a person of Štrpce who belongs to nobody's household any more."""

    def write(**names) -> Person:
        with system():
            person = Person(**{"surname": "Hajrizi", "given_name": "Besnik"} | names)
            services.add_member(household=family, person=person, relation="other")
            joined = Member.objects.get(person=person)
        url = f"/members/{joined.pk}/leave/"
        assert send(jelena, family, url, on=joined.joined_on).status_code == 302
        return person

    return write


def offered(page) -> dict[int, str]:
    if "form" not in page.context or page.templates[0].name.endswith("_find.html"):
        return {}
    return dict(page.context["form"]["person"].field.choices)


def join_url(household) -> str:
    return f"/households/{household.pk}/members/join/"


def test_nobody_is_offered_before_a_name_is_typed(family, known, jelena):
    known()
    page = browser_of(jelena).get(join_url(family))
    assert offered(page) == {}
    assert "Hajrizi" not in page.content.decode()
    assert "data-suggest" in page.content.decode()


def test_who_is_found_joins_in_two_steps_without_script(family, known, jelena):
    besnik = known(father_name="Agim", birth_date="1971-03-09")
    page = browser_of(jelena).get(join_url(family), {"whom": "хајризи бесник"})
    said = offered(page)
    assert list(said) == [besnik.pk]
    assert said[besnik.pk].startswith("Hajrizi, Besnik (Agim) · 09.03.1971")
    # The only one found is chosen already.
    assert page.context["form"]["person"].value() == besnik.pk
    url = f"{join_url(family)}?whom=hajrizi"
    with system():
        joined = family.members.get(person=besnik).left_on
    answer = send(jelena, family, url, person=besnik.pk, relation="other", on=joined)
    assert answer.status_code == 302
    assert present(family)["Besnik"] == "other"


def test_whoever_belongs_to_a_household_has_died_or_was_merged_is_not_offered(
    family, known, jelena
):
    dead, kept = known(given_name="Agim"), known(given_name="Besa")
    merged = known(given_name="Besë")
    with system():
        Person.objects.filter(pk=dead.pk).update(died_on="2024-01-01")
        Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    page = browser_of(jelena).get(join_url(family), {"whom": "hajrizi"})
    assert list(offered(page)) == [kept.pk]
    page = browser_of(jelena).get(join_url(family), {"whom": "đorđević ana"})
    assert offered(page) == {}
    assert "Nobody without a household" in page.content.decode()
    for person in (dead, merged):
        answer = send(
            jelena,
            family,
            join_url(family),
            person=person.pk,
            relation="other",
            on="2025-01-01",
        )
        assert answer.status_code == 422
        assert "person" in answer.context["form"].errors


def test_at_most_ten_are_offered_the_likeliest_first(family, known, jelena):
    for _number in range(MOST_OFFERED + 2):
        known(father_name="Skënder")
    meant = known(father_name="Agim")
    page = browser_of(jelena).get(join_url(family), {"whom": "besnik hajrizi agim"})
    assert len(offered(page)) == MOST_OFFERED
    assert next(iter(offered(page))) == meant.pk


def test_while_typing_the_few_who_fit_lead_to_the_filled_form(family, known, jelena):
    besnik = known()
    reads = lambda: ReadEntry.objects.filter(row_id=family.pk).count()  # noqa: E731 -- a whole test in view
    with system():
        before = reads()
    part = browser_of(jelena).get(
        join_url(family), {"part": "suggestions", "whom": "hajr"}
    )
    assert f"?whom=hajr&amp;person={besnik.pk}" in part.content.decode()
    with system():
        # Letters typed open nobody's file.
        assert reads() == before
    page = browser_of(jelena).get(join_url(family), {"whom": "x", "person": besnik.pk})
    assert list(offered(page)) == [besnik.pk]


def test_nobody_of_another_municipality_is_offered_or_told_of(
    family, known, register, jelena, arta
):
    besnik = known()
    theirs = register(at="17", by=arta).household
    for asked in ({"whom": "hajrizi"}, {"person": besnik.pk}):
        page = browser_of(arta).get(join_url(theirs), asked)
        assert page.status_code == 200
        assert offered(page) == {}
        assert "Besnik" not in page.content.decode()
    typing = {"part": "suggestions", "whom": "hajrizi"}
    assert (
        "Besnik" not in browser_of(arta).get(join_url(theirs), typing).content.decode()
    )
    assert browser_of(arta).get(join_url(family), typing).status_code == 404
    answer = send(
        arta,
        theirs,
        join_url(theirs),
        person=besnik.pk,
        relation="other",
        on="2025-01-01",
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("person", ["x", "٣", "9" * 30, "-1", "0", ""])
def test_a_choice_that_cannot_be_is_no_failure(family, jelena, person):
    page = browser_of(jelena).get(join_url(family), {"whom": "x", "person": person})
    assert page.status_code == 200
    assert offered(page) == {}
    answer = send(jelena, family, join_url(family), person=person, on="2025-01-01")
    assert answer.status_code == 422
