"""Whatever people type, send or ask for: a sentence, nothing lost, nothing half-stored, no fault of ours."""

import uuid
from datetime import date, timedelta
from html import unescape
from itertools import cycle

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Person, Request
from core import place_names
from core.names import clean_typed
from core.scoping import system
from people import LANGUAGES, PEJA, browser_of, complaints, new_token, rows_kept

REGISTER = "/requests/register/"
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def in_turn(cases):
    """Every case in one of the languages, all languages in turn."""
    return list(zip(cases, cycle(LANGUAGES), strict=False))


FIXTURES_ARE_FINE = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def refused(jelena, registration):
    """Send a registration with something wrong in it, and see that it is refused well."""

    def sent(reader="en", **typed):
        before = rows_kept()
        answer = browser_of(jelena, language=reader).post(
            REGISTER, registration | typed
        )
        assert answer.status_code == 422
        assert answer.headers["Content-Language"] == reader
        assert complaints(answer)
        for name, value in (registration | typed).items():
            if name in answer.context["form"].fields:
                assert answer.context["form"][name].value() == str(value)
        assert rows_kept() == before
        return answer

    return sent


def tomorrow():
    return (timezone.localdate() + timedelta(1)).isoformat()


NONSENSE_DAYS = [
    "31.02.2026",
    "29.02.2025",
    "03/25/1963",
    "1800-01-01",
    "01.01.1899",
    "0001-01-01",
    "9999-12-31",
    "soon",
    "5.3.63",
    "'; DROP TABLE cases_person; --",
]


@pytest.mark.parametrize(("day", "language"), in_turn(NONSENSE_DAYS))
def test_a_day_that_cannot_be_is_refused(refused, language, day):
    assert "birth_date" in refused(language, birth_date=day).context["form"].errors


@IN_EVERY_LANGUAGE
def test_nobody_was_born_tomorrow(refused, language):
    refused(language, birth_date=tomorrow())


@IN_EVERY_LANGUAGE
@pytest.mark.parametrize("typed", ["05/03/1963", "05.03.1963", "1963-03-05"])
def test_the_fifth_of_march_is_the_fifth_of_march(
    jelena, registration, language, typed
):
    browser_of(jelena, language=language).post(
        REGISTER, registration | {"birth_date": typed}
    )
    with system():
        assert Person.objects.get().birth_date == date(1963, 3, 5)


def test_a_leap_day_is_a_birthday(office, registration):
    office.post(REGISTER, registration | {"birth_date": "29.02.1964"})
    with system():
        assert Person.objects.get().birth_date == date(1964, 2, 29)


@IN_EVERY_LANGUAGE
@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b\u200d", "\u202e", "\x07", "Љ" * 151]
)
def test_a_name_that_is_none_or_too_long_is_refused(
    jelena, registration, language, name
):
    before = rows_kept()
    answer = browser_of(jelena, language=language).post(
        REGISTER, registration | {"surname": name}
    )
    assert answer.status_code == 422
    assert "surname" in answer.context["form"].errors
    assert complaints(answer)
    assert rows_kept() == before


LONG = ["a" * 150, "Љ" * 150, "Џ" * 75 + " " + "Ђ" * 74, "ﷺ" * 150, "ß" * 150]


@pytest.mark.parametrize(
    "name",
    [
        *LONG,
        "Ђорђевић-Петровић",
        "Zo\u200bë",
        "Ана 😀",
        "<b>&amp;",
        "=1+1",
        "-",
        "O'Brien",
        "Ş",
        "\u202eevil",
        "a\0b",
    ],
)
def test_a_strange_name_is_kept_as_written(office, registration, name):
    answer = office.post(REGISTER, registration | {"surname": name})
    assert answer.status_code == 302
    with system():
        assert Person.objects.get().surname == clean_typed(name)
    page = office.get(answer["Location"])
    assert page.status_code == 200
    assert clean_typed(name) in unescape(page.content.decode())


@pytest.mark.parametrize(
    "number", ["ß" * 40, "ŉ" * 40, "А-12 / 4711", "😀", "-", "=1+1"]
)
def test_a_strange_document_number_is_kept_as_written(office, registration, number):
    answer = office.post(REGISTER, registration | {"paper_number": number})
    assert answer.status_code == 302
    with system():
        assert Person.objects.get().papers.get().number == number


STRANGE_ANSWERS = [
    ("municipality", "0"),
    ("municipality", "-1"),
    ("municipality", str(10**30)),
    ("municipality", "23; --"),
    ("place_of_return", "999999999"),
    ("request_type", "house"),
    ("request_type", "\0"),
    ("language", "klingon"),
    ("paper_kind", "tattoo"),
    ("birth_precision", ""),
    ("sex", "X"),
    ("community", "²"),
    ("phone", "0" * 41),
    ("paper_number", "1" * 41),
    ("current_address", "x" * 251),
    ("current_address", "a\0b"),
]


@pytest.mark.parametrize(("answer", "language"), in_turn(STRANGE_ANSWERS))
def test_a_choice_nobody_offered_is_refused(refused, language, answer):
    field, value = answer
    page = refused(language, **{field: value})
    assert field in page.context["form"].errors


def test_a_place_of_another_municipality_is_refused(refused, arta):
    other = arta.appointments.get().municipality.settlements.first()
    refused(place_of_return=str(other.pk))


def test_another_offices_municipality_is_refused(refused, arta):
    refused(municipality=str(arta.appointments.get().municipality_id))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=160)


@given(
    surname=TEXT,
    given_name=TEXT,
    father_name=TEXT,
    phone=TEXT,
    number=TEXT,
    address=TEXT,
    birth_date=TEXT | st.dates().map(str),
)
@settings(FIXTURES_ARE_FINE, max_examples=15)
def test_any_text_is_saved_as_typed_or_refused(
    office, registration, surname, given_name, father_name, phone, number, address,
    birth_date,
):  # fmt: skip
    typed = {
        "surname": surname,
        "given_name": given_name,
        "father_name": father_name,
        "phone": phone,
        "paper_number": number,
        "current_address": address,
        "birth_date": birth_date,
        "form_token": str(uuid.uuid4()),
    }
    before = rows_kept()["cases.Household"]
    answer = office.post(REGISTER, registration | typed)
    assert answer.status_code in {302, 422}
    saved = rows_kept()["cases.Household"] - before
    assert saved == (answer.status_code == 302)
    if saved:
        with system():
            person = Person.objects.latest("pk")
            assert person.surname == clean_typed(surname)
            assert person.father_name == clean_typed(father_name)
        assert office.get(answer["Location"]).status_code == 200


IDS = ["0", "999999999", str(10**18), str(10**30), "9" * 5000]
RECORD_PAGES = [
    "/requests/{}/",
    "/requests/{}/papers/",
    "/requests/{}/papers/add/",
    "/requests/{}/letters/",
    "/requests/{}/notes/add/",
    "/requests/{}/edit/",
    "/requests/{}/step/submit/",
    "/requests/{}/displacement/",
    "/households/{}/",
    "/households/{}/members/add/",
    "/persons/{}/edit/",
    "/documents/{}/",
    "/letters/{}/",
    "/reports/runs/{}/",
    "/reports/runs/{}/csv/",
]


@pytest.mark.parametrize("page", RECORD_PAGES)
def test_a_record_that_is_not_there_is_not_there(office, page):
    for number in IDS:
        answer = office.get(page.format(number))
        assert answer.status_code == 404, number


@pytest.mark.parametrize("number", ["-1", "²", "x", "1.0", "%00", "1%27", "../1"])
def test_an_address_without_a_number_is_no_address(office, number):
    for page in RECORD_PAGES:
        assert office.get(page.format(number)).status_code == 404


@IN_EVERY_LANGUAGE
def test_the_page_that_says_so_is_in_the_readers_language(jelena, language):
    answer = browser_of(jelena, language=language).get("/requests/1/")
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.content.decode()


def test_that_page_needs_nothing_remembered_from_before(office):
    """The names of places are kept for a minute; a 404 right after it must not fail."""
    place_names._names.cache_clear()
    assert office.get("/requests/1/").status_code == 404


def test_a_foreign_record_answers_like_a_missing_one(office, register, arta):
    theirs = register(at=PEJA, by=arta)
    for page in RECORD_PAGES[:8]:
        foreign = office.get(page.format(theirs.pk))
        missing = office.get(page.format(10**9))
        assert foreign.status_code == missing.status_code == 404
        assert theirs.reference not in foreign.content.decode()


STEPS = ["fly", "begin", "approve", "SUBMIT", "x" * 200, "_", "submit-", "0"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("how", ["get", "post"])
def test_a_step_that_is_not_offered_does_not_exist(office, register, step, how):
    file = register()
    form = {"form_token": new_token(), "form_version": file.version}
    answer = getattr(office, how)(f"/requests/{file.pk}/step/{step}/", form)
    assert answer.status_code == 404
    with system():
        assert Request.objects.get(pk=file.pk).status == "draft"


@IN_EVERY_LANGUAGE
def test_a_step_already_taken_is_answered_with_a_sentence(jelena, request_at, language):
    file = request_at("submitted")
    form = {"form_token": new_token(), "form_version": file.version}
    before = rows_kept()
    answer = browser_of(jelena, language=language).post(
        f"/requests/{file.pk}/step/submit/", form
    )
    assert answer.status_code == 422
    assert complaints(answer)
    assert rows_kept() == before


@pytest.mark.parametrize("version", ["", "0", "99", "x", "²"])
def test_a_step_from_an_old_page_is_refused(office, register, version):
    file = register()
    form = {"form_token": new_token(), "form_version": version}
    before = rows_kept()
    answer = office.post(f"/requests/{file.pk}/step/submit/", form)
    assert answer.status_code == 422
    assert complaints(answer)
    assert rows_kept() == before


def test_a_step_posted_twice_is_taken_once(office, register):
    file = register()
    form = {"form_token": new_token(), "form_version": file.version}
    url = f"/requests/{file.pk}/step/submit/"
    first, after = office.post(url, form), rows_kept()
    second = office.post(url, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert rows_kept() == after


QUERIES = [
    "q=%00",
    "q=1%00",
    "q=%ff%fe",
    "q=" + "x" * 5000,
    "q=" + "9" * 5000,
    "q=%F0%9F%98%80",
    "q=%27+OR+1%3D1+--",
    "q=%25_%5C",
    "q=%E2%80%8B",
    "q=1&q=2",
    "stage=moon&show=x&type=%00&place=%00",
    "from=x",
    "from=%00",
    "from=" + "W1tb" * 900,
    "page=2&sort=-id&limit=1e9",
    "stage=draft&stage=x",
]


@pytest.mark.parametrize(("query", "language"), in_turn(QUERIES))
def test_whatever_stands_in_the_address_there_is_a_list(
    jelena, register, language, query
):
    register()
    answer = browser_of(jelena, language=language).get(f"/requests/?{query}")
    assert answer.status_code == 200


@given(
    query=st.dictionaries(st.sampled_from(["q", "stage", "show", "from"]), st.text())
)
@settings(FIXTURES_ARE_FINE, max_examples=25)
def test_any_text_in_the_address_gives_a_list(office, query):
    assert office.get("/requests/", query).status_code == 200


@pytest.mark.parametrize(
    ("how", "page"),
    [
        ("post", "/requests/"),
        ("post", "/"),
        ("get", "/requests/assign/"),
        ("post", "/reports/"),
        ("get", "/reports/nightly/waiting-times/"),
        ("get", "/language/"),
        ("get", "/account/sign-out/"),
        ("delete", "/requests/"),
        ("put", REGISTER),
    ],
)
def test_a_page_says_when_it_is_not_meant_to_be_asked_like_that(dragan, how, page):
    expected = {405, 422} if page in {"/language/"} or how in {"put"} else {405}
    assert getattr(browser_of(dragan), how)(page).status_code in expected
