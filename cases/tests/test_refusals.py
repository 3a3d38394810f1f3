"""A refused wish about one's own data is a letter: why, and what can be done, in the person's language and script."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.decision_forms import field_name
from cases.factories import make_subject_request
from cases.models import Household, Member, SubjectRequest
from core import jobs
from core.languages import editions_for
from core.models import Letter, StatusChange
from core.scoping import system
from people import browser_of, new_token

REASONS = {"sq": "Nuk u dëshmua.", "sr": "Није доказано.", "sr-latn": "Nije dokazano.", "tr": "Gösterilmedi."}  # fmt: skip
# How far a wish of each kind has come when it is refused, and what it says.
STARTS = {"access": ("identified", ""), "correction": ("asked", "x")}
REMEDIES = {"remedy_sq": "x", "remedy_sr": "x"}


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


@pytest.fixture
def wish(register, jelena, dragan):
    """A wish of the head of a family that reads this language."""

    def made(kind="correction", language="sr") -> SubjectRequest:
        stage, wanted = STARTS[kind]
        with system():
            request = register(language=language, surname="Şişko", given_name="Mila")
            return make_subject_request(
                request, stage, by=jelena, second=dragan, kind=kind, wanted=wanted
            )

    return made


def refuse_url(right) -> str:
    return reverse("cases:subject_request_transition", args=[right.pk, "refuse"])


def refuse(user, right, **answers):
    with system():
        version = SubjectRequest.objects.get(pk=right.pk).version
    tokens = {"form_token": new_token(), "form_version": version}
    return browser_of(user).post(refuse_url(right), tokens | answers)


def reasons_in(languages) -> dict:
    return {field_name("reasons", code): REASONS[code] for code in languages}


def first_wording(user, right) -> dict:
    """The remedy as the form proposes it, by field."""
    fields = browser_of(user).get(refuse_url(right)).context["form"].fields
    return {name: each.initial for name, each in fields.items() if "remedy" in name}


def letter_of(right) -> Letter:
    with system():
        return Letter.objects.get(record_id=right.pk)


@pytest.mark.parametrize("language", REASONS)
@pytest.mark.parametrize("kind", STARTS)
def test_the_letter_says_reason_and_remedy_in_each_of_its_languages(
    wish, dragan, kind, language
):
    right, languages = wish(kind, language), editions_for(language)
    remedies = first_wording(dragan, right)
    assert set(remedies) == {field_name("remedy", code) for code in languages}
    answers = remedies | reasons_in(languages)
    assert refuse(dragan, right, **answers).status_code == 302
    letter = letter_of(right)
    assert letter.languages.split() == list(languages)
    for edition in letter.content["editions"]:
        code = edition["language"]
        paragraphs = [text for part in edition["sections"] for text in part["paragraphs"]]  # fmt: skip
        assert REASONS[code] in paragraphs
        assert remedies[field_name("remedy", code)] in paragraphs
        assert right.reference in dict(edition["facts"]).values()
    with letter.file.open("rb") as file:
        printed = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    assert all(REASONS[code] in printed for code in languages)


def test_the_letter_is_numbered_addressed_kept_and_offered(wish, dragan):
    right = wish("access", "tr")
    answers = first_wording(dragan, right) | reasons_in(editions_for("tr"))
    refuse(dragan, right, **answers)
    letter = letter_of(right)
    assert (letter.number[:3], letter.kind) == ("DL-", "right_refused")
    assert letter.content["recipient"][0] == "Mila Şişko"
    with system():
        step = StatusChange.objects.get(record_id=right.pk, to_status="refused")
    assert step.reason == REASONS["tr"]
    page = browser_of(dragan).get(right.get_absolute_url()).content.decode()
    url = reverse("cases:letter_download", args=[letter.pk])
    assert url in page
    assert browser_of(dragan).get(url).getvalue().startswith(b"%PDF-")


def test_without_a_reason_in_each_language_nothing_is_refused(wish, dragan):
    right = wish()
    for answers in ({}, REMEDIES, REMEDIES | reasons_in(["sr"])):
        refused = refuse(dragan, right, **answers)
        assert refused.status_code == 422
        assert "reasons_sq" in refused.context["form"].errors
    with system():
        assert not Letter.objects.filter(record_id=right.pk).exists()
        assert SubjectRequest.objects.get(pk=right.pk).status == "asked"


def test_whoever_left_the_household_is_not_told_where_it_lives(wish, dragan):
    stays, left = wish(), wish()
    with system():
        Household.objects.update(current_address="Nowhere Street 5")
        gone = Member.objects.filter(person=left.person)
        gone.update(left_on=timezone.localdate())
    for right in (stays, left):
        answers = REMEDIES | reasons_in(["sq", "sr"])
        assert refuse(dragan, right, **answers).status_code == 302
    assert letter_of(stays).content["recipient"][1:] == ["Nowhere Street 5"]
    assert letter_of(left).content["recipient"][1:] == []
    assert "Nowhere" not in str(letter_of(left).content)
