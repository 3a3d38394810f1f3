"""Decisions in several languages: facts, original and translator, and differences that are flagged before issuing."""

import io

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from cases.decision_forms import DecisionForm, field_name
from cases.factories import TRANSLATOR
from cases.models import Decision, DecisionText
from core.languages import editions_for
from core.scoping import system
from people import browser_of, complaints, new_token

LANGUAGES = pytest.mark.parametrize("language", ["sq", "sr", "sr-latn", "tr", "bs"])


@pytest.fixture
def ready(request_at):
    """A file that the central commission decides, of a family that reads a language."""

    def led(language="sr", **details):
        return request_at("central_review", language=language, **details)

    return led


@pytest.fixture
def secretary(luan):
    return browser_of(luan)


def form_of(browser, request, step="approve"):
    address = reverse("cases:request_transition", args=[request.pk, step])
    form = browser.get(address).context["form"]
    return address, {name: field.initial or "" for name, field in form.fields.items()}


def send(browser, address, answers, request):
    with system():
        request.refresh_from_db()
    tokens = {"form_token": new_token(), "form_version": str(request.version)}
    return browser.post(address, answers | tokens)


def translated(answers, *languages):
    names = {field_name("translator", each): TRANSLATOR for each in languages}
    return answers | names


def flagged(answer):
    return [
        str(each) for each in answer.context["form"].fields if each.startswith("why_")
    ]


def text_of(letter):
    with letter.file.open("rb") as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
        return " ".join("\n".join(page.extract_text() for page in pages).split())


@LANGUAGES
def test_the_first_wordings_are_faithful_translations(ready, language):
    """Dates, acts and paragraphs of the standard wording agree in all languages of a family."""
    request = ready(language)
    for outcome in ("approved", "rejected"):
        kind = DecisionForm.for_outcome(outcome)
        with system(), translation.override("sq"):
            empty = kind.for_record(request, by=None)
            answers = {name: field.initial for name, field in empty.fields.items()}
            sent = kind.for_record(request, by=None, data=answers)
        assert sent.found == {}
        assert str(request.submitted_on.year) in answers["facts_sq"]


@LANGUAGES
def test_the_decision_says_its_facts_and_who_translated_it(request_at, language):
    request = request_at("approved", language=language)
    with system():
        decision = Decision.objects.get(request=request)
        texts = {each.language: each for each in decision.texts.all()}
        letter = decision.letter
    assert set(texts) == set(editions_for(language))
    assert [each.origin for each in texts.values()].count("original") == 1
    said = text_of(letter)
    for text in texts.values():
        for line in text.facts.splitlines():
            # The rest of a line may be hyphenated.
            assert line[:4] in said
    assert said.count(TRANSLATOR) == len(texts) - 1
    # One number and one hash over all versions.
    assert letter.number in said
    assert letter.content_hash[:16] in said
    assert len(letter.content["editions"]) == len(texts)


def test_the_portals_own_wording_was_translated_with_the_portal(ready, secretary):
    request = ready()
    address, answers = form_of(secretary, request)
    answers["original"] = "sq"
    assert send(secretary, address, answers, request).status_code == 302
    with system():
        texts = Decision.objects.get(request=request).texts
        assert texts.get(language="sr").translator == "standard wording of the portal"


def test_a_translation_without_a_translator_is_not_issued(ready, secretary):
    request = ready()
    address, answers = form_of(secretary, request)
    answers["original"] = "sq"
    answers["reasons_sq"] += " Kati."
    answers["reasons_sr"] += " Спрат."
    refused = send(secretary, address, answers, request)
    assert refused.status_code == 422
    assert complaints(refused) == ["Name who translated this version."]
    assert "translator_sr" in refused.context["form"].errors
    told = send(secretary, address, translated(answers, "sr"), request)
    assert told.status_code == 302


def test_a_part_changed_in_one_language_is_flagged_until_the_other_follows(
    ready, secretary
):
    request = ready()
    address, answers = form_of(secretary, request)
    answers = translated(answers, "sq", "sr") | {"reasons_sr": "Породица је расељена."}
    refused = send(secretary, address, answers, request)
    assert refused.status_code == 422
    assert len(flagged(refused)) == 1
    page = refused.content.decode()
    assert "changed in Српски, but not in Shqip" in page
    written = refused.context["form"]["written"].value()
    answers |= {"written": written, "reasons_sq": "Familja është e zhvendosur."}
    assert send(secretary, address, answers, request).status_code == 302


def test_a_text_changed_after_the_other_was_written_is_flagged(ready, secretary):
    request = ready()
    address, answers = form_of(secretary, request)
    answers |= {"reasons_sr": "Породица.", "reasons_sq": "Familja."}
    refused = send(secretary, address, answers, request)
    assert flagged(refused) == []
    written = refused.context["form"]["written"].value()
    answers = translated(answers, "sq", "sr")
    answers |= {"written": written, "reasons_sr": "Породица и кућа."}
    assert len(flagged(send(secretary, address, answers, request))) == 1


def test_a_forged_memory_is_not_believed(ready, secretary):
    request = ready()
    address, answers = form_of(secretary, request)
    answers = translated(answers, "sq", "sr")
    answers |= {"written": "forged:memory", "reasons_sr": "Породица."}
    assert len(flagged(send(secretary, address, answers, request))) == 1


def test_a_confirmed_difference_is_kept_with_its_reason_and_seen(ready, secretary):
    request = ready()
    address, answers = form_of(secretary, request)
    answers = translated(answers, "sq", "sr") | {
        "original": "sq",
        "facts_sq": "Dëmi u vlerësua më 4 mars 2026 në 12.000 euro.",
        "facts_sr": "Штета је процењена 5. марта 2026. на 12.000 евра.",
    }
    refused = send(secretary, address, answers, request)
    names = flagged(refused)
    assert len(names) == 2
    page = refused.content.decode()
    assert "the day 04.03.2026 stands in Shqip, but not in Српски" in page
    reasons = dict.fromkeys(names, "The day of the second visit.")
    half = answers | {names[0]: "The day of the second visit."}
    assert send(secretary, address, half, request).status_code == 422
    assert send(secretary, address, answers | reasons, request).status_code == 302
    with system():
        texts = {each.language: each for each in DecisionText.objects.all()}
    assert texts["sq"].differences == []
    kept = texts["sr"].differences
    assert {each["reason"] for each in kept} == {"The day of the second visit."}
    assert len(kept) == 2
    shown = secretary.get(reverse("cases:request_letters", args=[request.pk]))
    assert "The day of the second visit." in shown.content.decode()


def test_a_reason_given_for_one_difference_does_not_cover_another(ready, secretary):
    request = ready()
    address, answers = form_of(secretary, request)
    answers = translated(answers, "sq", "sr")
    both = {"facts_sq": "Më 4 mars 2026.", "facts_sr": "Дана 5. марта 2026."}
    names = flagged(send(secretary, address, answers | both, request))
    both["facts_sr"] = "Дана 6. марта 2026."
    answers |= both | dict.fromkeys(names, "As measured.")
    again = send(secretary, address, answers, request)
    assert again.status_code == 422
    assert set(flagged(again)) - set(names)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"origin": "translation", "translator": ""}, "translation_names_translator"),
        ({"origin": "original", "facts": ""}, "decision_says_its_facts"),
        ({"origin": "original"}, "one_original_of_a_decision"),
    ],
)
def test_the_database_refuses_a_version_that_says_too_little(
    request_at, change, constraint
):
    request_at("approved")
    with system():
        text = DecisionText.objects.get(origin="translation")
    with pytest.raises(IntegrityError, match=constraint), system():
        DecisionText.objects.filter(pk=text.pk).update(**change)
