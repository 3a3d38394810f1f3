"""The search page: who is found and why, by household, within one's own office; looked for before registered."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import services
from cases.models import Member, Person
from cases.search import search
from cases.search.elsewhere import QUESTIONS
from cases.services import membership
from cases.views.search import SHOWN_FIRST
from core.models import ReadEntry, Settlement
from core.scoping import acting, system
from people import PEJA, browser_of

SEARCH, BEFORE = "/search/", "/search/registration/"


@pytest.fixture
def families(register, arta):
    """Three families of Štrpce, and one of Peja that is called like the first."""
    with system():
        place = Settlement.objects.exclude(name_sr="").filter(municipality__code="23")
    return {
        "milena": register(
            surname="Ђорђевић",
            given_name="Милена",
            father_name="Стојан",
            paper_number="РБ 12-34/5",
            phone="+383 44 123-456",
            place=place.first(),
        ),
        "jovan": register(
            surname="Stanković", given_name="Jovan", place=place.last(), birth_date=None
        ),
        "rexhep": register(surname="Krasniqi", given_name="Rexhep", father_name="Isuf"),
        "foreign": register(
            at=PEJA,
            by=arta,
            surname="Gjorgjeviq",
            given_name="Milena",
            paper_number="PX 777",
            phone="+383 49 777 888",
        ),
    }


@pytest.fixture
def found(families, jelena):
    """Who is found when somebody types this, best first, with the reasons."""
    names = {each.household_id: name for name, each in families.items()}

    def names_of(text, *, by=jelena, year=None):
        with acting(by.scope):
            results = search(text, by.scope_for("cases.view_request"), year=year)
        return {names[each.household.pk]: each.why for each in results}

    return names_of


@pytest.mark.parametrize(
    "typed",
    [
        "Ђорђевић Милена", "milena djordjevic", "Gjorgjeviq Milena", "Ðorðeviæ Milena",
        "Xhorxheviq Milena", "Dordevic Milena",
    ],
)  # fmt: skip
def test_any_script_and_order_finds_the_person(found, typed):
    assert list(found(typed)) == ["milena"]


@pytest.mark.parametrize(
    "typed",
    ["milena djordejvic", "mliena djordjevic", "mielna djorjevic", "milena djordjevc"],
)
def test_slips_of_the_hand_are_forgiven(found, typed):
    assert next(iter(found(typed))) == "milena"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("djordjevic milena", "same name"),
        ("gjorgjeviq milena", "sounds like Ђорђевић"),
        ("milena stojan djordjevic", "father: Стојан"),
        ("djordjevic stojan", "father: Стојан"),
        ("milena djordjevic 1963", "born 1963"),
        ("milena djordjevic 3.5.1963.", "born"),
        ("milena djor", "begins like Ђорђевић"),
        ("redzep krasnici", "similar to Rexhep"),
        ("Recep Krasniqi", "another form of Rexhep"),
        ("рб12345", "number РБ 12-34/5"),
        ("044 123 456", "phone"),
        ("0038344123456", "phone"),
    ],
)
def test_the_reason_stands_beside_the_person(found, typed, reason):
    (why,) = found(typed).values()
    assert any(reason in each for each in why)


def test_references_lead_to_the_household(found, families):
    request = families["milena"]
    for typed in (request.reference, request.household.reference.lower()):
        assert found(typed) == {"milena": ["reference"]}


def test_the_number_of_a_request_leads_to_it_also_when_its_life_has_ended(
    office, request_at
):
    request = request_at("rejected")
    link = f'href="{request.get_absolute_url()}"'
    by_number = office.get("/search/", {"q": request.reference}).content.decode()
    by_name = office.get("/search/", {"q": "Ђорђевић"}).content.decode()
    assert link in by_number
    assert link not in by_name


def test_a_place_narrows_a_name_and_finds_alone(found, families):
    place = families["milena"].household.place_of_return
    (why,) = [found(f"milena {place.name_sr}")["milena"]]
    assert any(reason.startswith("place of return") for reason in why)
    assert "milena" in found(place.name_sq or place.name)


def test_another_birth_year_ranks_behind(register, found, families):
    namesake = register(
        surname="Đorđević", given_name="Milena", birth_date="1990-01-02"
    )
    families["namesake"] = namesake
    for year, first in ((1990, "Đorđević"), (1963, "Ђорђевић")):
        with acting(namesake.created_by.scope):
            scope = namesake.created_by.scope_for("cases.view_request")
            best = search("milena djordjevic", scope, year=year)[0]
        assert best.person.surname == first


def test_nobody_of_another_office_is_found_by_any_way(found, families, luan):
    other = families["foreign"]
    ways = [
        other.reference, other.household.reference, "PX 777", "049 777 888",
        "Gjorgjeviq Milena", other.household.place_of_return.name, "Milena",
    ]  # fmt: skip
    for typed in ways:
        assert "foreign" not in found(typed), typed
        assert "foreign" in found(typed, by=luan), typed


def test_page_and_suggestions_say_nothing_of_another_office(families, office):
    other = families["foreign"]
    for typed in ("PX 777", "Gjorgjeviq Milena", "049 777 888"):
        for part in ("", "suggestions"):
            page = office.get(SEARCH, {"q": typed, "part": part}).content.decode()
            assert other.household.reference not in page
            assert other.reference not in page
            assert "Gjorgjeviq, " not in page


def test_the_answer_to_a_foreign_number_is_the_answer_to_none(families, office):
    known, unknown = (
        office.get(SEARCH, {"q": typed, "part": "suggestions"}).content
        for typed in ("PX 777", "PX 778")
    )
    assert known == unknown


def test_results_are_shown_by_household_with_what_is_open(families, office):
    request = families["milena"]
    with system():
        child = Person(surname="Ђорђевић", given_name="Ана")
        services.add_member(
            household=request.household, person=child, relation=Member.Relation.CHILD
        )
    page = unescape(office.get(SEARCH, {"q": "djordjevic"}).content.decode())
    assert page.count(f">{request.household.reference}</a>") == 1
    assert "Ђорђевић, Ана" in page
    assert request.reference in page
    assert "1963" in page


def test_the_likeliest_are_shown_first_and_all_when_asked_for(register, office):
    first = {f"044 000 0{number:02}" for number in range(SHOWN_FIRST)}
    for phone in sorted(first):
        register(surname="Đorđević", given_name="Milena", phone=phone)
    page = unescape(office.get(SEARCH, {"q": "milena djordjevic"}).content.decode())
    assert page.count("Đorđević, Milena</b>") == SHOWN_FIRST
    assert f"{SHOWN_FIRST} persons fit." in page
    register(surname="Đorđević", given_name="Milena", phone="044 000 099")
    page = unescape(office.get(SEARCH, {"q": "milena djordjevic"}).content.decode())
    assert page.count("Đorđević, Milena</b>") == SHOWN_FIRST
    assert f"The {SHOWN_FIRST} likeliest persons are shown." in page
    assert 'href="?q=milena+djordjevic&all=1"' in page
    every = office.get(SEARCH, {"q": "milena djordjevic", "all": 1}).content.decode()
    assert every.count("Đorđević, Milena</b>") == SHOWN_FIRST + 1
    assert "Show more" not in every


def test_who_left_every_household_is_shown_with_their_own_page(families, office):
    with system():
        person = Person(surname="Đorđević", given_name="Ivana")
        services.add_member(
            household=families["milena"].household,
            person=person,
            relation=Member.Relation.CHILD,
        )
        membership.leave(member=person.memberships.get(), on=timezone.localdate())
    page = unescape(office.get(SEARCH, {"q": "ivana djordjevic"}).content.decode())
    assert "Belongs to no household now" in page
    assert f'href="/persons/{person.pk}/edit/">Đorđević, Ivana</a>' in page


def test_nobody_found_offers_to_register_with_what_was_typed(families, office, luan):
    page = unescape(office.get(SEARCH, {"q": "Qwertz Zzyzx 1961"}).content.decode())
    assert "Nobody is found" in page
    assert f'href="{BEFORE}?given_name=Qwertz&surname=Zzyzx&birth_year=1961"' in page
    ministry = browser_of(luan).get(SEARCH, {"q": "Qwertz Zzyzx"}).content.decode()
    assert BEFORE not in ministry


def test_who_is_not_among_those_found_is_registered_with_what_was_typed(
    families, office, luan
):
    page = unescape(office.get(SEARCH, {"q": "Milena Đorđević 1990"}).content.decode())
    assert "Ђорђевић, Милена" in page
    url = f"{BEFORE}?given_name=Milena&surname=%C4%90or%C4%91evi%C4%87&birth_year=1990"
    assert f'Not among them? <a href="{url}">Register a household</a>' in page
    ministry = browser_of(luan).get(SEARCH, {"q": "Milena Đorđević"}).content.decode()
    assert "Ђорђевић, Милена" in ministry
    assert "Not among them?" not in ministry
    assert BEFORE not in ministry


def test_a_name_is_only_a_name_on_page_and_in_suggestions(register, office):
    register(surname="<img src=x onerror=alert(1)>", given_name="<b>Bold</b>")
    for part in ("", "suggestions"):
        page = office.get(SEARCH, {"q": "bold img", "part": part}).content.decode()
        assert "&lt;b&gt;Bold" in page
        assert "<img src=x" not in page
        assert "<b>Bold" not in page


@pytest.mark.parametrize("typed", ["x" * 150, "\u200b" * 50, "a " * 400, "1" * 150])
def test_long_and_invisible_words_give_a_page(families, office, typed):
    assert office.get(SEARCH, {"q": typed}).status_code == 200


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=120))
def test_whatever_is_typed_gives_a_page(families, office, typed):
    for part in ("", "suggestions"):
        assert office.get(SEARCH, {"q": typed, "part": part}).status_code == 200
    names = {"surname": typed, "given_name": typed, "birth_year": typed}
    assert office.get("/requests/register/", names).status_code == 200


def asked(browser, **typed):
    browser.get(SEARCH, typed)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(SEARCH, typed).status_code == 200
    return len(captured)


def test_the_page_asks_as_often_for_many_as_for_one(families, register, office):
    one = asked(office, q="milena djordjevic")
    for number in range(4):
        register(surname="Đorđević", given_name="Milena", phone=f"044 000 00{number}")
    assert asked(office, q="milena djordjevic") == one


# Before a registration


@pytest.fixture
def before(families, office):
    def sent(**typed):
        answer = office.get(BEFORE, {"surname": "", "given_name": ""} | typed)
        return unescape(answer.content.decode())

    return sent


ELSEWHERE = "A person like this may be known in another office"


def test_what_was_looked_for_fills_the_form(before, office):
    page = before(
        surname="Marić", given_name="Ivo", father_name="Ante", birth_year="1961"
    )
    url = "/requests/register/?surname=Mari%C4%87&given_name=Ivo&father_name=Ante&birth_year=1961"
    assert f'href="{url}"' in page
    form = office.get(url).context["form"]
    assert form["surname"].value() == "Marić"
    assert form["father_name"].value() == "Ante"
    assert str(form["birth_date"].value()) == "1961-01-01"
    assert form["birth_precision"].value() == "year"


def test_one_known_name_is_no_mistake_yet(office):
    page = office.get(BEFORE, {"given_name": "Ivo"}).content.decode()
    assert 'value="Ivo"' in page
    assert "is-invalid" not in page
    assert (
        "is-invalid"
        in office.get(BEFORE, {"given_name": "Ivo", "surname": ""}).content.decode()
    )


@pytest.mark.parametrize("year", ["1899", "9999", "²²²²", "19", "x", "0"])
def test_a_year_that_cannot_be_fills_nothing(office, year):
    answer = office.get("/requests/register/", {"birth_year": year})
    assert answer.context["form"]["birth_date"].value() is None


def test_whoever_is_known_here_is_shown_first(before, families):
    page = before(surname="Stankovic", given_name="Jovan")
    assert families["jovan"].household.reference in page
    assert ELSEWHERE not in page


def test_known_elsewhere_tells_the_office_and_nothing_else(before, families, arta):
    page = before(surname="Đorđević", given_name="Milena")
    other = families["foreign"]
    assert f"{ELSEWHERE} (Peja)" in page
    for word in ("Gjorgjeviq", other.reference, other.household.reference, "PX 777"):
        assert word not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"surname": "Đorđević", "given_name": "Milena", "birth_year": "1990"},
        {"surname": "Đorđević", "given_name": "Mile"},
        {"surname": "Đorđ", "given_name": "Milena"},
        {"surname": "Đorđević", "given_name": "M"},
        {"surname": "Đorđević", "given_name": "Đorđević"},
    ],
)
def test_only_a_very_like_person_is_known_elsewhere(before, typed):
    assert ELSEWHERE not in before(**typed)


def test_every_question_about_other_offices_is_written_down(before, families, jelena):
    before(surname="Đorđević", given_name="Milena")
    before(surname="Nobody", given_name="Likethis")
    with system():
        entries = ReadEntry.objects.filter(user_id=jelena.pk, what="known elsewhere")
        rows = list(entries.order_by("id").values_list("row_id", flat=True))
    assert rows == [str(families["foreign"].household.head_id), ""]


def test_nobody_asks_about_other_offices_all_day(before):
    for _time in range(QUESTIONS.tries):
        assert ELSEWHERE in before(surname="Đorđević", given_name="Milena")
    known, unknown = (
        before(surname=surname, given_name="Milena") for surname in ("Đorđević", "Qxyz")
    )
    for page in (known, unknown):
        assert ELSEWHERE not in page
        assert "Ask the ministry whether another office knows this one." in page


def test_other_offices_are_no_part_of_the_normal_search(families, office):
    for part in ("", "suggestions"):
        page = office.get(SEARCH, {"q": "Milena Gjorgjeviq", "part": part})
        assert ELSEWHERE not in page.content.decode()


def test_only_who_registers_looks_before_registering(luan, ana):
    for person in (luan, ana):
        assert browser_of(person).get(BEFORE).status_code == 403
