"""Whether two entries are one person: each piece of evidence is a line that an officer can read."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cases.matching import PROPOSE, VERY_LIKELY, Facts, compare
from cases.matching.reading import facts_of, read_birth, read_sex
from cases.matching.weights import SENTENCES

TODOR = Facts(
    key=1,
    given_name="Todor",
    surname="Milojević",
    father_name="Armin",
    sex="M",
    birth_date=date(2006, 2, 13),
    place="Ajnovce",
    documents=frozenset(["9911223344"]),
)
NAMES = st.sampled_from(
    ["", "Todor", "Тодор", "Todora", "Milica", "Milojević", "Ilić-Rama", "M"]
)
BIRTHS = st.one_of(st.none(), st.dates(date(1900, 1, 1)), st.just(date(1980, 1, 1)))
PEOPLE = st.builds(
    Facts,
    key=st.integers(),
    given_name=NAMES,
    surname=NAMES,
    father_name=NAMES,
    maiden_name=NAMES,
    sex=st.sampled_from(["", "F", "M"]),
    birth_date=BIRTHS,
    birth_precision=st.sampled_from(["day", "year", "estimated"]),
    place=st.sampled_from(["", "Prizren", "Љубижда", "Lubizhdë", "Peć"]),
    municipality=st.sampled_from(["", "20"]),
    documents=st.frozensets(st.sampled_from(["9911223344", "9911223345", "AB1"])),
)  # fmt: skip
KNOWN = {
    "father_name": "Arsen",
    "birth_date": date(1980, 3, 4),
    "place": "Prizren",
    "documents": frozenset(["A12345"]),
    "maiden_name": "Kos",
}


def kinds(one: Facts, **other) -> dict[str, float]:
    lines = compare(one, replace(one, key=2, **other)).lines
    return {line.kind: line.weight for line in lines}


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("given_name", "Тодор", "given_same"),
        ("given_name", "Tdoor", "given_near"),
        ("given_name", "Milica", "given_different"),
        ("surname", "Miloeviq", "surname_same"),
        ("surname", "Kastrati", "surname_different"),
        ("father_name", "Армин", "father_same"),
        ("father_name", "A.", "father_initial"),
        ("father_name", "Zoran", "father_different"),
        ("sex", "F", "sex_different"),
        ("birth_date", date(2006, 2, 13), "birth_same"),
        ("birth_date", date(2006, 1, 1), "birth_default"),
        ("birth_date", date(2006, 2, 15), "birth_one_digit"),
        ("birth_date", date(2006, 3, 15), "birth_two_digits"),
        ("birth_date", date(1971, 8, 30), "birth_different"),
        ("documents", frozenset(["9911223344"]), "document_same"),
        ("documents", frozenset(["9911223345"]), "document_one_sign"),
        ("documents", frozenset(["9911223434"]), "document_one_sign"),
        ("documents", frozenset(["9900000000"]), "document_different"),
        ("place", "Ајновце", "settlement_same"),
        ("place", "Hajnoc", "settlement_translated"),
        ("place", "Kamenica", "municipality_same"),
        ("place", "Prizren", "place_different"),
    ],
)
def test_each_piece_of_evidence_has_its_line(field, value, kind):
    found = kinds(TODOR, **{field: value})
    assert kind in found
    speaks_against = kind.endswith(("different", "digits"))
    assert (found[kind] < 0) == speaks_against


def test_day_and_month_may_be_swapped():
    born = replace(TODOR, birth_date=date(2006, 2, 3))
    assert "birth_swapped" in kinds(born, birth_date=date(2006, 3, 2))


def test_a_year_alone_agrees_with_any_day_of_it():
    year = {"birth_date": date(2006, 1, 1), "birth_precision": "year"}
    assert "birth_year" in kinds(TODOR, **year)
    near = {"birth_date": date(2007, 1, 1), "birth_precision": "estimated"}
    assert "birth_estimated" in kinds(TODOR, **near)


def test_numbers_of_another_kind_of_paper_say_nothing():
    found = kinds(TODOR, documents=frozenset(["K123456"]))
    assert not [kind for kind in found if kind.startswith("document")]


def test_given_name_and_surname_may_be_swapped():
    found = kinds(TODOR, given_name="Milojeviq", surname="Тодор")
    assert {"names_swapped", "given_same", "surname_same"} <= set(found)


def test_one_word_in_the_wrong_field_is_no_swap():
    found = kinds(TODOR, given_name="Milojević", surname="Kastrati")
    assert "names_swapped" not in found


def test_a_woman_is_found_by_her_surname_at_birth():
    ana = replace(TODOR, given_name="Ana", sex="F", maiden_name="Kos")
    assert "surname_maiden" in kinds(ana, surname="Кос", maiden_name="")


def test_another_surname_says_less_of_a_woman():
    ana = replace(TODOR, given_name="Ana", sex="F")
    of_her = kinds(ana, surname="Kastrati")["surname_different"]
    assert kinds(TODOR, surname="Kastrati")["surname_different"] < of_her < 0


def test_twins_are_not_very_likely_one_person():
    single = replace(TODOR, documents=frozenset())
    twin = replace(single, key=2, given_name="Borislav")
    assert compare(single, twin).score < VERY_LIKELY


def test_names_alone_of_people_of_different_age_are_not_proposed():
    bare = Facts(1, "Todor", "Milojević", birth_date=date(1950, 3, 9))
    assert compare(bare, replace(bare, birth_date=date(1981, 7, 25))).score < PROPOSE


def test_the_score_is_the_sum_of_the_lines():
    found = compare(TODOR, replace(TODOR, key=2, place="Prizren", sex="F"))
    assert found.score == pytest.approx(sum(line.weight for line in found.lines))


def test_a_line_is_a_sentence_in_the_language_of_the_reader():
    (line,) = [
        line
        for line in compare(TODOR, replace(TODOR, father_name="Армин")).lines
        if line.kind == "father_same"
    ]
    with translation.override("en"):
        assert line.words == "same father: Armin = Армин"


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_sentence_takes_its_values(kind):
    assert str(SENTENCES[kind]) % {"one": "a", "other": "b"}


@given(PEOPLE, PEOPLE)
def test_comparing_has_no_direction(one, other):
    assert compare(one, other).score == pytest.approx(compare(other, one).score)


@given(PEOPLE, PEOPLE, st.sampled_from(sorted(KNOWN)))
def test_evidence_that_agrees_never_lowers_the_score(one, other, field):
    unknown = type(KNOWN[field])() if field != "birth_date" else None
    known = {"birth_precision": "day"} if field == "birth_date" else {}
    without = [replace(each, **{field: unknown}) for each in (one, other)]
    agreeing = [replace(each, **{field: KNOWN[field]}, **known) for each in without]
    assert compare(*agreeing).score >= compare(*without).score - 0.001


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2003-01-19", (date(2003, 1, 19), "day")),
        ("19.1.2003.", (date(2003, 1, 19), "day")),
        ("19/01/2003", (date(2003, 1, 19), "day")),
        ("01/19/2003", (date(2003, 1, 19), "day")),
        ("2003-01-19T00:00:00", (date(2003, 1, 19), "day")),
        ("2003", (date(2003, 1, 1), "year")),
        ("2003.", (date(2003, 1, 1), "year")),
        ("2003-00-00", (date(2003, 1, 1), "year")),
        ("31.2.2003", (None, "day")),
        ("", (None, "day")),
        ("unknown", (None, "day")),
    ],
)
def test_dates_of_birth_are_read_in_several_forms(text, read):
    assert read_birth(text) == read


@pytest.mark.parametrize(
    ("text", "sex"),
    [("F", "F"), ("ženski", "F"), ("М", "M"), ("mashkull", "M"), ("?", ""), ("", "")],
)
def test_sex_is_read_in_the_languages_of_the_offices(text, sex):
    assert read_sex(text) == sex


def test_a_row_of_a_file_becomes_facts():
    row = {
        "record_id": "P1",
        "given_name": " Ана ",
        "surname": "Илић",
        "birth_date": "2003",
        "document_number": "99-123 456",
    }
    found = facts_of(row)
    assert (found.key, found.given_name, found.birth_precision) == ("P1", "Ана", "year")
    assert found.documents == {"99123456"}
