"""Which papers a request needs: versions with their days, kept by every file that began under them."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.factories import municipality
from cases import services
from cases.checklists import checklist, missing, version_of
from cases.factories import make_request, renew_checklist, walk
from cases.models import (
    Checklist,
    Paper,
    PaperKind,
    Request,
    RequestType,
    RequiredPaper,
)
from cases.workflow import REQUEST
from core import constraints
from core.models import Letter
from core.scoping import system
from people import STRPCE, browser_of

FIRST_DAY = date(2018, 1, 1)


@pytest.fixture(autouse=True)
def everything(db):
    with system():
        yield


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def kind(code: str) -> PaperKind:
    return PaperKind.objects.get(code=code)


def asked_of(file) -> set[str]:
    return {line.paper_kind.code for line in checklist(file) if line.is_mandatory}


def refused(act) -> str:
    """What is said when the database itself refuses; nothing if it does not."""
    try:
        with transaction.atomic():
            act()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as refusal:
        return str(constraints.sentence_for(refusal))
    return ""


@pytest.fixture
def witnesses():
    """From today on what two witnesses say stands in for the card."""
    return renew_checklist(
        "house",
        on=timezone.localdate(),
        stand_ins={"witnesses": "displaced_card"},
    )


@pytest.fixture
def used(register):
    """The first version, under which a file lives."""
    register()
    return Checklist.objects.get(request_type__code="house")


def test_a_changed_checklist_changes_new_files_only(register):
    before = register()
    asked = asked_of(before)
    today = timezone.localdate()
    old = Checklist.objects.get(request_type__code="house")
    Checklist.objects.filter(pk=old.pk).update(valid_to=today)
    tomorrow = today + timedelta(days=1)
    new = Checklist.objects.create(
        request_type=old.request_type, valid_from=tomorrow, note="One paper is enough."
    )
    RequiredPaper.objects.create(checklist=new, paper_kind=kind("joint_household"))
    after = register(registered=noon(tomorrow))
    assert asked_of(after) == {"joint_household"}
    assert asked_of(Request.objects.get(pk=before.pk)) == asked
    assert (version_of(before), version_of(after)) == (old, new)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    starts=st.lists(
        st.integers(min_value=1, max_value=2_000), min_size=0, max_size=4, unique=True
    ),
    begun=st.lists(st.integers(min_value=-30, max_value=2_200), min_size=1, max_size=4),
)
def test_a_file_lives_under_the_version_of_the_day_it_began(jelena, starts, begun):
    with transaction.atomic():
        for start in sorted(starts):
            renew_checklist("house", on=FIRST_DAY + timedelta(days=start))
        for number in begun:
            day = FIRST_DAY + timedelta(days=number)
            file = make_request(
                at=municipality(STRPCE), by=jelena, registered=noon(day)
            )
            first_days = [0, *starts]
            in_force = max(
                (each for each in first_days if each <= number), default=None
            )
            found = version_of(file)
            if in_force is None:
                assert found is None
            else:
                assert found.valid_from == FIRST_DAY + timedelta(days=in_force)
                assert found.is_used
        transaction.set_rollback(True)


def test_the_day_is_that_of_kosovo(register):
    """Half past midnight in summer is still the day before in UTC."""
    new = renew_checklist("house", on=date(2026, 7, 2))
    at = datetime.fromisoformat("2026-07-01T22:30:00+00:00")
    assert version_of(register(registered=at)) == new
    an_hour_before = at - timedelta(hours=1)
    assert version_of(register(registered=an_hour_before)) != new


def test_nothing_moves_a_file_to_another_version(register):
    file = register()
    old = version_of(file)
    other = Checklist.objects.get(request_type__code="material")
    Request.objects.filter(pk=file.pk).update(checklist=other)
    assert version_of(file) == old
    file.checklist = None
    file.save()
    assert version_of(file) == old


def test_who_asks_for_something_else_gets_the_list_of_the_same_day(register):
    file = register(registered=noon(date(2020, 3, 4)))
    later = renew_checklist("material", on=date(2021, 1, 1))
    material = RequestType.objects.get(code="material")
    file.request_type = material
    file.save()
    assert version_of(file).request_type == material
    assert version_of(file) != later


CHANGES = {
    "its kind": lambda version: Checklist.objects.filter(pk=version.pk).update(
        request_type=RequestType.objects.exclude(code="house").first()
    ),
    "its first day": lambda version: Checklist.objects.filter(pk=version.pk).update(
        valid_from=date(2019, 1, 1)
    ),
    "that it is used": lambda version: Checklist.objects.filter(pk=version.pk).update(
        is_used=False
    ),
    "its end, yesterday": lambda version: Checklist.objects.filter(
        pk=version.pk
    ).update(valid_to=timezone.localdate() - timedelta(days=1)),
    "a further line": lambda version: RequiredPaper.objects.create(
        checklist=version, paper_kind=kind("witnesses")
    ),
    "a line": lambda version: version.lines.update(is_mandatory=False),
    "a line less": lambda version: version.lines.first().delete(),
    "a line of another list": lambda version: RequiredPaper.objects.filter(
        checklist__request_type__code="stabilisation_house",
        paper_kind__code="joint_household",
    ).update(checklist=version),
    "all of it": lambda version: version.lines.model.objects.filter(
        checklist=version
    ).delete(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_version_that_files_live_under_is_not_changed(used, what):
    assert "Files live under this checklist" in refused(lambda: CHANGES[what](used))


@pytest.mark.parametrize("what", CHANGES)
def test_a_version_without_files_may_be_changed(what):
    version = Checklist.objects.get(request_type__code="house")
    if what == "its kind":
        # Each kind has its list in the same period.
        Checklist.objects.exclude(pk=version.pk).update(valid_to=date(2018, 1, 1))
        Checklist.objects.filter(pk=version.pk).update(valid_from=date(2018, 1, 2))
    assert not refused(lambda: CHANGES[what](version))


def test_a_used_version_may_end_and_be_verified(used, dragan):
    used.valid_to = used.verified_on = timezone.localdate()
    used.verified_by, used.legal_basis = dragan, "Article 1"
    used.full_clean()
    assert not refused(used.save)


def test_two_versions_never_hold_on_one_day():
    house = RequestType.objects.get(code="house")
    for valid_from, valid_to in (
        (date(2026, 1, 1), None),
        (date(2017, 1, 1), FIRST_DAY),
    ):
        row = {"request_type": house, "valid_from": valid_from, "valid_to": valid_to}
        assert refused(lambda row=row: Checklist.objects.create(**row))


def test_verified_needs_both_who_and_when():
    house = Checklist.objects.filter(request_type__code="house")
    said = refused(lambda: house.update(verified_on=FIRST_DAY))
    assert said == "Say both who verified the checklist and when, or neither."


@pytest.mark.parametrize(
    ("stands_in_for", "is_mandatory"),
    [("displaced_card", True), ("witnesses", False), ("joint_household", False)],
    ids=["a mandatory paper", "itself", "a paper that is not on the list"],
)
def test_what_makes_no_sense_as_a_stand_in_is_refused(stands_in_for, is_mandatory):
    house = Checklist.objects.get(request_type__code="house")
    assert refused(
        lambda: RequiredPaper.objects.create(
            checklist=house,
            paper_kind=kind("witnesses"),
            stands_in_for=kind(stands_in_for),
            is_mandatory=is_mandatory,
        )
    )


def give(file, code: str, scan=None, **details) -> Paper:
    paper = Paper(paper_kind=kind(code), **details)
    return services.add_paper(request=file, paper=paper, file=scan, by=None)


def test_a_paper_that_stands_in_makes_the_other_one_not_missing(
    witnesses, register, scan
):
    file = register()
    before = {line.paper_kind.code for line in missing(file)}
    give(file, "witnesses", scan)
    after = {line.paper_kind.code for line in missing(file)}
    assert before - after == {"displaced_card"}
    assert before == asked_of(file)


def test_what_is_itself_not_available_stands_in_for_nothing(witnesses, register):
    file = register()
    give(file, "witnesses", reason="Nobody remembers.")
    assert "displaced_card" in {line.paper_kind.code for line in missing(file)}


def test_the_same_paper_stands_in_for_nothing_where_the_list_does_not_say_so(
    register, scan
):
    file = register()
    give(file, "witnesses", scan)
    assert "displaced_card" in {line.paper_kind.code for line in missing(file)}


CARD_OR_WITNESSES = {
    "sq": ("Legjitimacioni i të zhvendosurit", "Deklarata e dy dëshmitarëve"),
    "sr": ("Расељеничка или избегличка легитимација", "Изјава двојице сведока"),
    "sr-latn": (
        "Raseljenička ili izbeglička legitimacija",
        "Izjava dvojice svedoka",
    ),
    "tr": ("Yerinden edilmiş kişi veya mülteci kartı", "İki tanığın beyanı"),
    "bs": ("Raseljenička ili izbjeglička legitimacija", "Izjava dva svjedoka"),
}


@pytest.mark.parametrize("language", CARD_OR_WITNESSES)
def test_the_letter_names_what_is_missing_and_what_stands_in_for_it(
    witnesses, register, staff, language
):
    file = walk(register(language=language), "incomplete", **staff)
    letter = Letter.objects.get(record_id=file.pk, kind="completion_notice")
    said = str(letter.content)
    assert all(words in said for words in CARD_OR_WITNESSES[language])


def test_the_letter_is_silent_about_a_paper_that_something_stands_in_for(
    witnesses, register, staff, jelena, scan
):
    file = register(language="sr")
    give(file, "witnesses", scan)
    walk(file, "submitted", **staff)
    REQUEST.apply(file, "return", by=jelena)
    letter = Letter.objects.get(record_id=file.pk, kind="completion_notice")
    assert CARD_OR_WITNESSES["sr"][0] not in str(letter.content)
    assert "Поседовни лист" in str(letter.content)


def page_of(file, browser) -> str:
    address = reverse("cases:request_papers", args=[file.pk])
    return " ".join(browser.get(address).content.decode().split())


def test_the_page_says_which_version_the_file_lives_under(register, office):
    page = page_of(register(), office)
    assert "under the checklist in force since 01.01.2018" in page
    assert "to be verified" in page


def test_the_page_says_who_compared_the_list_with_the_law(used, office, dragan):
    Checklist.objects.filter(pk=used.pk).update(
        verified_by=dragan, verified_on=date(2026, 3, 2), legal_basis="Article 9"
    )
    page = page_of(Request.objects.get(), office)
    assert "Compared with the law by Dragan on 02.03.2026. Article 9" in page
    assert "to be verified" not in page


def test_a_file_from_before_every_checklist_says_so(register, office):
    file = register(registered=noon(date(2017, 5, 4)))
    page = page_of(file, office)
    assert "No checklist was in force" in page
    assert missing(file) == []


# The administration


ADD = "/administration/cases/checklist/add/"


def typed(lines=(), **facts) -> dict:
    """What an administrator types: the list and its lines."""
    form = {
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
        "request_type": RequestType.objects.get(code="house").pk,
        "valid_from": "2030-01-01",
    }
    for number, line in enumerate(lines):
        form |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return form | facts


def test_an_administrator_writes_a_new_version_with_its_lines(agron):
    Checklist.objects.filter(request_type__code="house").update(
        valid_to=date(2029, 12, 31)
    )
    card, witness = kind("displaced_card").pk, kind("witnesses").pk
    lines = [
        {"paper_kind": witness, "stands_in_for": card, "order": 2},
        {"paper_kind": card, "is_mandatory": "on", "order": 1},
    ]
    answer = browser_of(agron).post(ADD, typed(lines))
    assert answer.status_code == 302
    new = Checklist.objects.get(valid_from=date(2030, 1, 1))
    assert new.lines.count() == 2


def test_an_administrator_is_told_what_does_not_fit(agron):
    browser = browser_of(agron)
    overlapping = browser.post(ADD, typed())
    assert "valid in the same period" in overlapping.content.decode()
    alone = {"paper_kind": kind("witnesses").pk, "order": 1}
    alone["stands_in_for"] = kind("displaced_card").pk
    answer = browser.post(
        ADD, typed([alone], valid_from="2017-01-01", valid_to="2017-02-01")
    )
    assert "only for a paper that is on the list itself" in answer.content.decode()


def test_a_used_version_is_only_read_but_for_its_end_and_verification(agron, used):
    address = f"/administration/cases/checklist/{used.pk}/change/"
    browser = browser_of(agron)
    page = browser.get(address).content.decode()
    assert 'name="valid_to"' in page
    assert 'name="valid_from"' not in page
    assert 'name="lines-0-paper_kind"' not in page
    lines = {"lines-TOTAL_FORMS": 4, "lines-INITIAL_FORMS": 4}
    early = browser.post(address, lines | {"valid_to": "2020-01-01"})
    assert "ends today at the earliest" in early.content.decode()
    today = timezone.localdate()
    answer = browser.post(address, lines | {"valid_to": today.isoformat()})
    assert answer.status_code == 302
    used.refresh_from_db()
    assert used.valid_to == today
