"""Whom the rows of a file may be: found for a portion at once, and only at home."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.factories import municipality
from cases.comparison import score_of_likely, weigh
from cases.matching import ASK, PROPOSE
from cases.matching.names import MOST_UNDER_A_KEY
from cases.models import Person
from cases.register_import.alike import Earlier, facts_of
from cases.services.imports import first_rows
from cases.services.imports_alike import Registered
from cases.services.imports_running import decide_portion, new_memory
from cases.tests.registers import ANA, MILAN, as_csv, brought, do, people, upload
from core.models import Settlement
from core.names import dictionary
from people import PEJA

pytestmark = pytest.mark.usefixtures("as_system")


def decided(found, number):
    """The first rows, each as it is decided, and the number of questions that took."""
    rows = first_rows(found, number)
    registered = Registered.before(found)
    dictionary.vocabulary()
    with CaptureQueriesContext(connection) as asked:
        decisions = decide_portion(found, rows, new_memory(), registered)
    return [each.outcome for each in decisions], len(asked)


def test_a_portion_asks_as_often_for_three_rows_as_for_sixty(here, jelena):
    content = as_csv(people(60))
    do(upload(content, at=here, by=jelena, source="One book"), "run", by=jelena)
    again = upload(content, at=here, by=jelena, source="Another book")
    few, asked_for_few = decided(again, 3)
    many, asked_for_many = decided(again, 60)
    assert (set(few), set(many)) == ({"held"}, {"held"})
    assert asked_for_few == asked_for_many <= 14


def test_a_namesake_in_another_municipality_holds_nobody(here, jelena, arta):
    brought(here, jelena, MILAN)
    brought(municipality(PEJA), arta, [*ANA[:5], ""])
    other = upload(
        as_csv([MILAN[:4]], header=["Nr", "Emri", "Mbiemri", "Data e lindjes"]),
        at=municipality(PEJA),
        by=arta,
    )
    # Even with everything in sight, the question names the municipality.
    assert decided(other, 1)[0] == ["created"]
    assert Person.objects.filter(given_name=MILAN[1]).count() == 1


def person(line, **said):
    known = {"given_name": "Agim", "surname": "Krasniqi", "birth_date": "1963-05-03"}
    return facts_of(line, known | said)


@pytest.mark.parametrize(
    "said",
    [
        {"given_name": "Агим", "surname": "Красници"},
        {"birth_date": "1963-03-05"},
        {"surname": "Krasnqi"},
        {"given_name": "Krasniqi", "surname": "Agim"},
        {"birth_date": "1963-01-01", "birth_precision": "year"},
    ],
)
def test_two_rows_are_met_however_the_second_is_written(said):
    earlier = Earlier()
    assert earlier.like(person(1)) is None
    assert earlier.like(person(2, **said)) == 1


def test_whoever_would_be_asked_about_is_not_passed_over(here):
    """Two digits of the birth date differ: enough for a question, not for a proposal."""
    place = Settlement.objects.filter(municipality=here).first().pk
    one = person(1, place_of_return=place)
    other = person(2, birth_date="1963-08-07", place_of_return=place)
    score = weigh(one, other).score
    assert ASK <= score < PROPOSE
    assert score_of_likely(one, other) == score
    earlier = Earlier(score_of_likely)
    earlier.meet(one)
    assert earlier.like(other) == 1


def test_a_paper_leads_to_a_person_under_another_surname():
    earlier = Earlier()
    said = {"given_name": "Ana", "document_number": "1234567890", "birth_date": ""}
    earlier.meet(person(1, surname="Savić", **said))
    assert earlier.like(person(2, surname="Gashi", **said)) == 1


def test_very_many_of_one_name_do_not_hide_one_of_a_year_of_its_own():
    earlier = Earlier()
    for line in range(1, MOST_UNDER_A_KEY + 50):
        earlier.meet(
            person(line, birth_date=f"19{line % 40 + 20}-01-{line % 27 + 2:02}")
        )
    earlier.meet(person(900, birth_date="1990-05-03"))
    assert earlier.like(person(901, birth_date="1990-03-05")) == 900
