"""What a row of an old register says: columns by their words and values, values cleaned, problems named."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ExternalIdentifier, Household, Person, PersonPaper
from cases.register_import import columns, outcomes
from cases.register_import.problems import SENTENCES
from cases.register_import.rows import LONGEST, Reading, read_row

TODAY = datetime.date(2026, 11, 25)
FIELDS = list(columns.FIELDS)
HEADS = {
    "sq": ["Nr. rendor", "Emri", "Mbiemri", "Emri i babait", "Gjinia", "Data e lindjes", "Vendbanimi"],
    "sr": ["Р. бр.", "Име", "Презиме", "Име оца", "Пол", "Датум рођења", "Место"],
    "sr-latn": ["Redni broj", "Ime", "Prezime", "Očevo ime", "Pol", "Datum rođenja", "Naselje"],
    "en": ["Record ID", "First name", "Last name", "Father's name", "Sex", "Date of birth", "Village"],
    "tr": ["Sıra No", "Adı", "Soyadı", "Baba adı", "Cinsiyet", "Doğum tarihi", "Köy"],
}  # fmt: skip
MEANT = ["number", "given_name", "surname", "father_name", "sex", "birth_date", "place_of_return"]  # fmt: skip


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_columns_are_known_by_their_names_in_every_language(head):
    found = columns.propose(head, [])
    assert [found.get(column) for column in range(len(head))] == MEANT


def test_columns_without_names_are_known_by_what_they_hold():
    rows = [
        ["Ana", "f", "3.5.1963", "1234567890"],
        ["Vuk", "m", "1.1.1970", "1234567891"],
    ] * 3
    found = columns.propose(["", "", "", ""], rows)
    assert found == {1: "sex", 2: "birth_date", 3: "document_number"}


def read(**values):
    mapping = dict(enumerate(values))
    how = Reading(mapping=mapping, date_order="dmy", today=TODAY, place=lambda text: 7)
    return read_row(5, list(values.values()), how)


@pytest.mark.parametrize(
    ("full", "given_name", "surname"),
    [
        ("Ана Савић", "Ана", "Савић"),
        ("Savić, Ana", "Ana", "Savić"),
        ("Krasniqi Agim", "Agim", "Krasniqi"),
        ("Milena Jovanović Petrović", "Milena", "Jovanović Petrović"),
    ],
)
def test_a_full_name_is_taken_apart_by_known_given_names(full, given_name, surname):
    row = read(full_name=full)
    assert (row.values["given_name"], row.values["surname"]) == (given_name, surname)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"full_name": "Ana"}, "name_not_split"),
        ({"given_name": "Ana", "surname": ""}, "name_missing"),
        ({"given_name": "Ana", "surname": "123"}, "name_unreadable"),
        ({"given_name": "Ana", "surname": "a" * 151}, "too_long"),
        ({"full_name": f"Ana {'a' * 200}"}, "too_long"),
        ({"sex": "x"}, "sex_unknown"),
        ({"relation": "komshi"}, "relation_unknown"),
        ({"birth_date": "26.11.2026"}, "date_future"),
        ({"community": "Martian"}, "community_unknown"),
    ],
)
def test_a_problem_is_named_and_its_value_is_not_taken(values, code):
    row = read(**{"given_name": "Ana", "surname": "Savić"} | values if "full_name" not in values else values)  # fmt: skip
    assert [problem.code for problem in row.problems] == [code]


def test_faults_of_code_pages_are_mended():
    row = read(given_name="Ðorðe", surname="@ivkovi}")
    assert (row.values["given_name"], row.values["surname"]) == ("Đorđe", "Živković")


def test_the_same_person_has_one_fingerprint_in_both_scripts():
    one = read(given_name="Ђорђе", surname="Живковић", birth_date="3.5.1963")
    other = read(given_name="Đorđe", surname="Živković", birth_date="1963-05-03")
    assert one.number == other.number != read(given_name="Đorđe", surname="Ilić").number


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=320), min_size=1))
def test_any_row_is_read_or_says_why_not_and_fits_its_columns(values):
    row = read(**values)
    assert {problem.code for problem in row.problems} <= set(SENTENCES)
    decided = outcomes.decide(
        [row],
        known={},
        homes={},
        memory=outcomes.Memory(),
        find_like=lambda each: [[] for _ in each],
    )
    assert decided[0].outcome in {outcomes.CREATED, outcomes.REJECTED}
    assert len(row.number) <= 60


def test_no_value_is_longer_than_its_column():
    kept = {"number": (ExternalIdentifier, "number"), "household": (ExternalIdentifier, "number"),
            "document_number": (PersonPaper, "number")}  # fmt: skip
    for name, longest in LONGEST.items():
        if name != "full_name":
            usual = (Household if name in columns.OF_HOUSEHOLD else Person, name)
            model, field = kept.get(name, usual)
            assert longest <= model._meta.get_field(field).max_length
