"""The family's letters: in its language beside the official pair, checkable by anyone, naming nobody."""

import hashlib
import io
import json
import re
import time

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from cases.decision_forms import remedy_wording
from cases.models import Decision
from core.languages import editions_for
from core.letters import STATE_AND_MINISTRY
from core.models import Letter, Provision
from core.scoping import system
from people import account

SURNAME = {"sq": "Gjorgjeviqi", "sr": "Ђорђевић", "sr-latn": "Živković", "tr": "Şişko"}
LANGUAGES = pytest.mark.parametrize("language", SURNAME)
CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3})\b")


@pytest.fixture
def letters_of(request_at):
    """The letters of a request that was led to a stage, by their kind."""

    def issued(stage, language):
        file = request_at(
            stage, language=language, surname=SURNAME[language], given_name="Mila"
        )
        with system():
            return {
                each.kind: each for each in Letter.objects.filter(record_id=file.pk)
            }

    return issued


def text_of(letter):
    with letter.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return "\n".join(page.extract_text() for page in pages)


def code_on(letter):
    return CODE.search(text_of(letter)).group(1)


@LANGUAGES
def test_each_letter_has_the_readers_language_and_the_official_pair(
    letters_of, language
):
    issued = letters_of("approved", language) | letters_of("incomplete", language)
    assert set(issued) == {"receipt", "completion_notice", "decision"}
    for letter in issued.values():
        assert tuple(letter.languages.split()) == editions_for(language)
        text = text_of(letter)
        for edition in editions_for(language):
            assert STATE_AND_MINISTRY[edition][0] in text
        assert SURNAME[language] in text
        assert letter.number in text
        assert timezone.localdate().strftime("%Y") in text


@LANGUAGES
def test_the_decision_can_be_read_in_every_one_of_its_languages(letters_of, language):
    letter = letters_of("rejected", language)["decision"]
    text = " ".join(text_of(letter).split())
    with system():
        decision = Decision.objects.get(letter=letter)
        texts = list(decision.texts.all())
    assert [each.language for each in texts] == list(editions_for(language))
    for each in texts:
        first = " ".join(each.reasons.split()[:2])
        assert first in text


def test_serbian_is_written_in_the_script_the_family_reads(letters_of):
    def cyrillic(letter):
        letters = [c for c in text_of(letter) if c.isalpha()]
        return sum("Ѐ" <= c <= "ӿ" for c in letters) / len(letters)

    assert cyrillic(letters_of("submitted", "sr-latn")["receipt"]) == 0
    assert cyrillic(letters_of("submitted", "sr")["receipt"]) > 0.02


def test_days_nobody_verified_in_the_law_are_not_printed(db):
    with translation.override("en"), system():
        assert not re.search(r"\d", remedy_wording())
        law = Provision.objects.get(key="appeal_days")
        law.verified_by, law.verified_on = account("Lawyer"), timezone.localdate()
        law.save()
        assert "within 30 days" in remedy_wording()


@LANGUAGES
def test_no_decision_letter_names_days_to_appeal_that_nobody_verified(
    letters_of, language
):
    letter = letters_of("approved", language)["decision"]
    with system():
        for text in Decision.objects.get(letter=letter).texts.all():
            assert not re.search(r"\d", text.remedy)


def test_numbers_of_letters_have_no_gap(letters_of):
    for _family in range(3):
        letters_of("approved", "sr")
    with system():
        for kind in ("DL", "NL"):
            numbers = Letter.objects.filter(number__startswith=kind)
            drawn = [int(n[-5:]) for n in numbers.values_list("number", flat=True)]
            assert drawn == list(range(1, len(drawn) + 1))


def test_what_was_issued_is_what_the_hash_says(letters_of):
    letter = letters_of("submitted", "sr")["receipt"]
    said = letter.content | {"verification_url": "", "verification_code": ""}
    line = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(line.encode()).hexdigest() == letter.content_hash
    assert letter.content_hash[:16] in text_of(letter)


def test_the_code_stands_on_the_paper_and_nowhere_else(letters_of):
    letter = letters_of("submitted", "sr")["receipt"]
    assert code_on(letter) not in json.dumps(letter.content)


# Without an account


@pytest.fixture
def passer_by(db):
    return Client()


def ask(browser, page, number, code, **how):
    return browser.post(f"/public/{page}/", {"number": number, "code": code}, **how)


@LANGUAGES
@pytest.mark.parametrize("kind", ["decision", "completion_notice"])
def test_a_letter_is_checked_with_what_stands_on_it(
    letters_of, passer_by, language, kind
):
    stage = "approved" if kind == "decision" else "incomplete"
    letter = letters_of(stage, language)[kind]
    answer = ask(passer_by, "letter", letter.number, code_on(letter))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert letter.number in page
    assert letter.content_hash[:16] in page
    assert SURNAME[language] not in page
    assert "Mila" not in page


@LANGUAGES
def test_a_receipt_tells_where_the_request_stands(letters_of, passer_by, language):
    letter = letters_of("incomplete", language)["receipt"]
    reference = re.search(r"RR-\d{4}-\d{6}", text_of(letter)).group()
    answer = ask(passer_by, "request", reference, code_on(letter))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert reference in page
    assert "Papers are missing" in page
    for name in (SURNAME[language], "Mila", "Jelena", "Dragan"):
        assert name not in page


def test_the_square_picture_leads_to_the_same_page(letters_of, passer_by):
    letter = letters_of("approved", "sr")["decision"]
    address = {"number": letter.number, "code": code_on(letter)}
    assert passer_by.get("/public/letter/", address).status_code == 200


@pytest.mark.parametrize("page", ["request", "letter"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", ""),
        ("\0", "\0"),
        ("x" * 5000, "x"),
        ("RR-2026-000001", "x"),
        ("' OR 1=1", "%"),
        ("ß" * 40, "ŉ" * 40),
        ("😀", "\u202e"),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(passer_by, page, number, code):
    answer = ask(passer_by, page, number, code)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_the_code_of_a_letter_does_not_open_another_page(letters_of, passer_by):
    letter = letters_of("approved", "sr")["decision"]
    answer = ask(passer_by, "letter", letter.number[::-1], code_on(letter))
    assert answer.status_code == 422


def test_after_ten_tries_number_and_code_are_locked(letters_of, passer_by):
    letter = letters_of("approved", "sr")["decision"]
    code = code_on(letter)
    for _guess in range(10):
        guess = ask(passer_by, "letter", letter.number, "AAAA-AAAA-AAAA-AAAA")
        assert guess.status_code == 422
    begun = time.monotonic()
    locked = ask(Client(), "letter", letter.number, code)
    assert locked.status_code == 429
    assert "Too many attempts" in locked.content.decode()
    assert time.monotonic() - begun < 5


def test_a_family_that_looks_often_is_not_locked_out(letters_of, passer_by):
    letter = letters_of("approved", "sr")["decision"]
    code = code_on(letter)
    answers = [ask(passer_by, "letter", letter.number, code) for _look in range(12)]
    assert {answer.status_code for answer in answers} == {200}


def test_public_pages_keep_nothing_of_who_looked(letters_of, passer_by):
    letter = letters_of("approved", "sr")["decision"]
    answer = ask(passer_by, "letter", letter.number, code_on(letter))
    assert "sessionid" not in answer.cookies
