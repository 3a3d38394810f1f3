"""What a person gets of their own data: everything, nothing of anybody else, in the person's language."""

import io
import json
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone, translation
from django.utils.functional import Promise
from pypdf import PdfReader

from cases import own_data_paper, personal_data, services, subject_access
from cases.factories import make_subject_request
from cases.models import Member, Person, PersonPaper
from cases.workflow_rights import EXPORT
from core import jobs, walls
from core.letters import STATE_AND_MINISTRY
from core.models import Job, Note, Provision
from core.privacy import IDENTITY
from core.scoping import system
from people import PEJA, browser_of

TOP = [
    "format", "version", "language", "request", "office", "made_on", "data", "opened", "left_out",
]  # fmt: skip
SURNAME = {
    "sq": "Gjorgjeviqi", "sr": "Ђорђевић", "en": "Ђорђевић", "tr": "Şişko", "bs": "Đorđević",
}  # fmt: skip
READ_BACK = ("sq", "sr", "tr", "bs")


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


@pytest.fixture
def family(request_at, neighbours, jelena):
    """A rejected family with a spouse of canary names, among others."""

    def made(language="sr"):
        request = request_at(
            "rejected",
            surname=SURNAME[language],
            given_name="Milena",
            father_name="Stojan",
            language=language,
            phone="+383 44 111",
            current_address="Own street 1",
            paper_number="OWN-12345",
        )
        with system():
            marry(request.household, by=jelena)
            own = Note(text="Own note of a colleague.")
            services.write_note(record=request, note=own, by=jelena)
        return request

    return made


def marry(household, *, by) -> None:
    """A spouse who has papers, and a wish of the own in the same household."""
    spouse = Person(
        surname="CANARYSURNAME", given_name="CANARYGIVEN", sex="M",
        father_name="CANARYFATHER", maiden_name="CANARYMAIDEN",
        birth_date=date(1961, 7, 29),
    )  # fmt: skip
    services.add_member(
        household=household, person=spouse, relation=Member.Relation.SPOUSE
    )
    PersonPaper.objects.create(person=spouse, kind="passport", number="CANARY-777")
    services.receive_wish(
        by=by,
        household=household,
        person=spouse,
        kind="correction",
        wanted="CANARYWISH",
    )


@pytest.fixture
def neighbours(register, jelena, arta):
    """A family of the same place and one of Peja."""
    for at, by in (("23", jelena), (PEJA, arta)):
        other = register(
            at=at, by=by, surname="CANARYOTHER", paper_number="CANARY-888",
            phone="CANARYPHONE", current_address="CANARYSTREET",
        )  # fmt: skip
        with system():
            services.write_note(record=other, note=Note(text="CANARYNOTE"), by=by)


@pytest.fixture
def export_of(family, jelena, dragan):
    """The export of the head of the family, by the real job: the request, the data and the paper's text."""

    def made(language="sr", *, opened=False):
        request = family(language)
        if opened:
            browser_of(jelena).get(request.get_absolute_url())
        with system():
            right = make_subject_request(request, "confirmed", by=jelena, second=dragan)
            job = Job.objects.get(kind=EXPORT)
        jobs.perform(job.pk)
        with system():
            right.refresh_from_db()
        assert right.status == "prepared"
        return right, json.loads(read(right.export_json)), text_of(right.export_pdf)

    return made


def read(file) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def text_of(file) -> str:
    pages = PdfReader(io.BytesIO(read(file))).pages
    return "\n".join(page.extract_text() for page in pages)


def rows(export, kind) -> list[dict]:
    return next(part["rows"] for part in export["data"] if part["kind"] == kind)


def test_the_form_of_the_export_is_stable(export_of):
    _right, export, _text = export_of(opened=True)
    assert list(export) == TOP
    assert (export["format"], export["version"]) == ("mcr-own-data", 1)
    assert [part["kind"] for part in export["data"]] == [
        part.label for part in subject_access.EXPORTED
    ]
    for part in export["data"]:
        assert list(part) == ["kind", "title", "fields", "rows"]
        for fact in part["fields"].values():
            assert list(fact) == ["label", "level", "purpose", "kept"]
    assert [set(each) for each in export["opened"]] == [{"month", "role", "times"}]


def test_every_personal_field_of_a_person_is_in_it(export_of):
    _right, export, text = export_of("en")
    for part in subject_access.EXPORTED:
        told = next(each for each in export["data"] if each["kind"] == part.label)
        missing = {
            field.name
            for field in personal_data.personal_fields(part.model)
            if field.name not in {part.through, *part.model.PARENTS, *part.model.TIES}
            and not subject_access.is_colleague(field)
        } - set(told["fields"])
        assert not missing, part.label
    person = rows(export, "cases.person")
    assert [each["surname"] for each in person] == ["Ђорђевић"]
    assert person[0]["birth_date"] == "1963-05-03"
    assert [each["number"] for each in rows(export, "cases.personpaper")] == [
        "OWN-12345"
    ]
    for own in ("Stojan", "OWN-12345", "+383 44 111", "Own street 1", "Own note"):
        assert own in json.dumps(export, ensure_ascii=False)
        assert own in text
    assert len(rows(export, "core.letter")) == 2
    assert rows(export, "cases.decision")[0]["outcome"]
    steps = rows(export, "core.statuschange")
    assert [step["to_status"] for step in steps][-1] == "Identity confirmed twice"
    assert {"Document seen": "identity card"}.items() <= steps[-1]["details"].items()


def test_nothing_of_anybody_else_is_in_it(export_of, jelena, dragan, luan):
    _right, export, text = export_of()
    everything = json.dumps(export, ensure_ascii=False) + text
    assert "CANARY" not in everything
    assert "1961-07-29" not in everything
    for colleague in (jelena, dragan, luan):
        assert colleague.full_name not in everything
        assert colleague.email not in everything
    members = rows(export, "cases.member")
    assert [set(each) for each in members if "who" in each] == [{"who"}]
    assert len(members) == 2


def test_a_member_who_is_not_the_head_does_not_read_who_is(family, jelena, dragan):
    request = family()
    with system():
        spouse = Person.objects.get(surname="CANARYSURNAME")
        right = services.receive_wish(
            by=jelena, household=request.household, person=spouse, kind="access"
        )
        export = subject_access.collect(right, language="en")
    everything = json.dumps(export, ensure_ascii=False)
    assert "Ђорђевић" not in everything
    assert "Milena" not in everything
    assert "OWN-12345" not in everything
    assert (
        rows(export, "cases.household")[0]["head"] == "another member of the household"
    )
    assert "CANARY-777" in everything
    assert "CANARYWISH" in everything


def test_what_came_after_somebody_left_is_not_theirs(family, jelena):
    request = family()
    with system():
        stay = Member.objects.get(person__surname="CANARYSURNAME")
        yesterday = timezone.localdate() - timedelta(days=1)
        Member.objects.filter(pk=stay.pk).update(joined_on=yesterday, left_on=yesterday)
        right = services.receive_wish(
            by=jelena, household=request.household, person=stay.person, kind="access"
        )
        export = subject_access.collect(right, language="en")
    everything = json.dumps(export, ensure_ascii=False)
    assert "Own note" not in everything
    assert "+383 44 111" not in everything
    assert "Own street 1" not in everything
    assert [set(each) for each in rows(export, "cases.household")] == [
        {"reference", "created_at"}
    ]


@pytest.mark.parametrize("language", READ_BACK)
def test_the_paper_is_in_the_language_of_the_family(export_of, language):
    right, export, text = export_of(language)
    assert export["language"] == language
    assert STATE_AND_MINISTRY[language][0] in text
    assert SURNAME[language] in text
    assert right.reference in text
    plain = " ".join(text.split())
    with translation.override(language):
        words = [str(IDENTITY.purpose), personal_data.label_of(field_of("given_name"))]
    for word in words:
        assert word in plain
    assert "To know who asks" not in plain
    assert any("Ѐ" <= letter <= "ӿ" for letter in words[0]) == (language == "sr")


def field_of(name: str):
    return Person._meta.get_field(name)


def test_the_paper_says_why_and_how_long(export_of):
    with system():
        Provision.objects.filter(key="retention_case_years").update(value=7)
    right, _export, _text = export_of("sq")
    with system():
        export = subject_access.collect(right, language="en")
        text = " ".join(
            "".join(
                page.extract_text()
                for page in PdfReader(io.BytesIO(own_data_paper.paper(export))).pages
            ).split()
        )
    assert "To know who asks for return" in text
    assert "7 years" in text
    assert "no period is set yet" in text
    assert "Who opened your file" in text


def test_every_table_about_a_person_is_put_in_or_left_out_with_a_reason(monkeypatch):
    assert subject_access.undecided() == []
    known = {model._meta.label_lower for model in walls.our_models()}
    decided = [part.label for part in subject_access.EXPORTED]
    decided += subject_access.NOT_EXPORTED
    assert set(decided) <= known
    assert len(decided) == len(set(decided))
    fewer = tuple(p for p in subject_access.EXPORTED if p.label != "core.note")
    monkeypatch.setattr(subject_access, "EXPORTED", fewer)
    assert subject_access.undecided() == ["core.note"]


def test_every_kind_of_personal_data_has_a_name_in_words():
    nameless = [
        str(field)
        for model in walls.our_models()
        for field in personal_data.personal_fields(model)
        if not personal_data.is_named(field)
    ]
    nameless += [
        f"{part.label}.{name}"
        for part in subject_access.EXPORTED
        for name in part.also
        if not personal_data.is_named(part.model._meta.get_field(name))
    ]
    nameless += [
        model._meta.label
        for model in walls.our_models()
        if personal_data.personal_fields(model)
        and not isinstance(
            personal_data.TITLES.get(model._meta.label_lower, model._meta.verbose_name),
            Promise,
        )
    ]
    assert nameless == []


def test_everything_that_is_kept_can_be_read_by_staff(office):
    text = unescape(office.get("/rights/kept/").content.decode())
    for model in walls.our_models():
        for field in personal_data.personal_fields(model):
            assert personal_data.label_of(field) in text
    assert "no period is set yet" in text
    assert "strictly confidential" in text
