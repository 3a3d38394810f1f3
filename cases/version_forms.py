"""Which version of a letter is the original, who translated the others, and in what they differ.

Differences are looked for when the form is sent (core.letter_versions). Each is corrected or confirmed with a
reason, which is kept with the version.
"""

import hashlib

from django import forms
from django.core import signing
from django.utils import formats, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import letter_versions
from core.languages import language_name
from core.letter_versions import Difference

SALT = "versions of a letter"
ORIGINAL, WRITTEN = "original", "written"
SENTENCES = {
    letter_versions.CHANGED: gettext_lazy(
        "%(part)s: changed in %(there)s, but not in %(not_there)s"
    ),
    letter_versions.PARAGRAPHS: gettext_lazy(
        "%(part)s: another number of paragraphs in %(there)s than in %(not_there)s (%(value)s)"
    ),
    letter_versions.DAY: gettext_lazy(
        "%(part)s: the day %(value)s stands in %(there)s, but not in %(not_there)s"
    ),
    letter_versions.AMOUNT: gettext_lazy(
        "%(part)s: the amount %(value)s stands in %(there)s, but not in %(not_there)s"
    ),
    letter_versions.ARTICLE: gettext_lazy(
        "%(part)s: article %(value)s stands in %(there)s, but not in %(not_there)s"
    ),
    letter_versions.NUMBER: gettext_lazy(
        "%(part)s: the number %(value)s stands in %(there)s, but not in %(not_there)s"
    ),
}


def field_name(part: str, language: str) -> str:
    return f"{part}_{language.replace('-', '_')}"


class VersionsMixin:
    """Asks for the original and the translators, and for a reason for each difference between the versions."""

    def _ask(self) -> None:
        super()._ask()
        for language in self.languages:
            self._ask_translator(language)
        self.fields[ORIGINAL] = forms.ChoiceField(
            label=_("In which language was the decision written?"),
            choices=[(each, language_name(each)) for each in self.languages],
            initial=self._first_original(),
        )
        self.fields[WRITTEN] = forms.CharField(
            widget=forms.HiddenInput,
            required=False,
            initial=signing.dumps(self._first_wording(), salt=SALT),
        )
        self.found = self._find_differences() if self.is_bound else {}
        self._ask_for_reasons()
        self.fieldsets = {
            **({_("The versions differ"): list(self.found)} if self.found else {}),
            _("Original and translations"): [ORIGINAL, WRITTEN],
            **self.fieldsets,
        }

    def _ask_translator(self, language: str) -> None:
        name = field_name("translator", language)
        self.fields[name] = forms.CharField(
            label=_("Translated by"),
            help_text=_("Name of the translator; empty in the original."),
            max_length=200,
            required=False,
        )
        self.fieldsets[language_name(language)].append(name)

    def _first_original(self) -> str:
        active = translation.get_language()
        return active if active in self.languages else self.languages[-1]

    def _ask_for_reasons(self) -> None:
        for name, difference in self.found.items():
            self.fields[name] = forms.CharField(
                label=self.sentence(difference),
                max_length=500,
                required=False,
            )

    def sentence(self, difference: Difference) -> str:
        """A difference as a person reads it."""
        value = difference.value
        if difference.kind == letter_versions.DAY:
            value = formats.date_format(parse_date(value), "SHORT_DATE_FORMAT")
        return SENTENCES[difference.kind] % {
            "part": self.parts[difference.part],
            "there": language_name(difference.there),
            "not_there": language_name(difference.not_there),
            "value": value,
        }

    # Differences

    def _find_differences(self) -> dict[str, Difference]:
        """Everything in which what was sent differs, by the name of the field that asks why."""
        texts = self._sent()
        before, now = self._written_before(), _digests(texts)
        found = letter_versions.changed_alone(before, now)
        self._remember(before, now, {each.part for each in found})
        original = self.data.get(ORIGINAL)
        if original in self.languages:
            for language in self.languages:
                found += letter_versions.differences(
                    texts[original], texts[language], languages=(original, language)
                )
        return {_reason_name(each): each for each in found}

    def _sent(self) -> dict[str, dict[str, str]]:
        return {
            language: {
                part: self.data.get(field_name(part, language), "")
                for part in self.parts
            }
            for language in self.languages
        }

    def _first_wording(self) -> dict[str, dict[str, str]]:
        return _digests(
            {
                language: {
                    part: self.fields[field_name(part, language)].initial
                    for part in self.parts
                }
                for language in self.languages
            }
        )

    def _written_before(self) -> dict[str, dict[str, str]]:
        """The state in which all versions last belonged together: the first wording, or an earlier sending."""
        try:
            return signing.loads(self.data.get(WRITTEN, ""), salt=SALT)
        except signing.BadSignature:
            return self._first_wording()

    def _remember(self, before, now, still_apart: set[str]) -> None:
        """Parts that were written in all languages belong together from now on."""
        together = {
            language: {
                part: before[language][part] if part in still_apart else digest
                for part, digest in parts.items()
            }
            for language, parts in now.items()
        }
        self.data = self.data.copy()
        self.data[WRITTEN] = signing.dumps(together, salt=SALT)

    # What is kept

    def clean(self):
        cleaned = super().clean()
        cleaned.pop(WRITTEN, None)
        original = cleaned.pop(ORIGINAL, "")
        reasons = self._clean_reasons(cleaned)
        for text in cleaned["texts"]:
            text |= self._origin(text["language"], original, cleaned)
            text["differences"] = [
                {"difference": self.sentence(each), "reason": reason}
                for each, reason in reasons
                if text["language"] in {each.there, each.not_there} - {original}
            ]
        return cleaned

    def _clean_reasons(self, cleaned) -> list[tuple[Difference, str]]:
        said = [(each, cleaned.pop(name, "")) for name, each in self.found.items()]
        for name, (_each, reason) in zip(self.found, said, strict=True):
            if not reason:
                self.add_error(
                    name, _("Correct one of the versions, or say why they may differ.")
                )
        return said

    def _origin(self, language: str, original: str, cleaned) -> dict[str, str]:
        name = field_name("translator", language)
        translator = cleaned.pop(name, "")
        if language == original:
            return {"origin": "original", "translator": ""}
        if not translator and self._is_standard(language, original):
            translator = _("standard wording of the portal")
        if not translator:
            self.add_error(name, _("Name who translated this version."))
        return {"origin": "translation", "translator": translator}

    def _is_standard(self, *languages: str) -> bool:
        """Whether these versions are the portal's own wording, which was translated with the portal."""
        sent, standard = _digests(self._sent()), self._first_wording()
        return all(sent.get(each) == standard.get(each) for each in languages)


def _digests(texts) -> dict[str, dict[str, str]]:
    """Short prints of texts, which do not change with blanks."""
    return {
        language: {
            part: _digest(" ".join(text.split())) for part, text in parts.items()
        }
        for language, parts in texts.items()
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _reason_name(each: Difference) -> str:
    said = "|".join((each.kind, each.part, each.there, each.not_there, each.value))
    return f"why_{_digest(said)}"
