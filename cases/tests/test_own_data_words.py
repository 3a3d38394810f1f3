"""The export of one's own data is read by persons of every language: each of its words is translated."""

import pytest
from django.conf import settings
from django.utils import translation

from cases import own_data_paper, personal_data, readers, subject_access
from core import catalogues
from core.models import Provision
from core.models.letters import KINDS
from core.privacy import LEVELS
from core.scoping import system
from core.workflow import Workflow

# The languages that are not complete anywhere else.
NEIGHBOURS = ("tr", "bs")
LIVES = ("cases.request", "cases.subjectrequest")


@pytest.fixture
def said(monkeypatch):
    """Every text that was looked up in the catalogues, with its plural."""
    looked_up = set()
    known = translation._trans
    single, counted = known.gettext, known.ngettext

    def gettext(message):
        looked_up.add(message)
        return single(message)

    def ngettext(singular, plural, number):
        looked_up.add(singular)
        return counted(singular, plural, number)

    monkeypatch.setattr(known, "gettext", gettext)
    monkeypatch.setattr(known, "ngettext", ngettext)
    return looked_up


def say_everything() -> None:
    """Say all that may stand on the paper, whoever's it is: names of fields, answers, stages, reasons."""
    for part in subject_access.EXPORTED:
        personal_data.title_of(part.model)
        for field in subject_access.fields_of(part):
            subject_access.described(field, {})
            say(label for _value, label in field.choices or ())
        if hasattr(part.model, "Status"):
            say(part.model.Status.labels)
    for life in (Workflow.registry[label] for label in LIVES):
        say(stage.label for stage in life.stages.values())
        for step in life.transitions:
            asked = getattr(step.form, "base_fields", {})
            for field in (asked[name] for name in step.keeps if name in asked):
                say([field.label, *(label for _v, label in getattr(field, "choices", ()))])  # fmt: skip
    readers.role_name(None)
    say([*readers.ROLES.values(), *KINDS.values(), *LEVELS.values()])


def say(words) -> None:
    for word in words:
        str(word)


def whole_export(language: str) -> dict:
    """An export in which every kind of thing stands once."""
    with system():
        Provision.objects.filter(key="retention_case_years").update(value=7)
    privacy = {"level": "K3", "purpose": "x", "kept": "x", "label": "x"}
    return {
        "language": language,
        "request": "SA-2026-000001",
        "office": "x",
        "made_on": "2026-03-01",
        "data": [{"kind": "x", "title": "x", "fields": {"a": privacy}, "rows": [{"a": True, "who": "x"}]}],
        "opened": [{"month": "2026-03-01", "role": "x", "times": 1}],
        "left_out": [{"kind": "x", "because": "x"}],
    }  # fmt: skip


@pytest.mark.parametrize("language", NEIGHBOURS)
def test_every_word_of_the_paper_is_translated(db, said, language):
    with translation.override(language), system():
        export = whole_export(language)
        own_data_paper.paper(export)
        say_everything()
    texts = catalogues.extract(settings.BASE_DIR)
    ours = {text.singular: text for text in texts}
    # The texts of the paper's own files are asked for by the check of the catalogues, too.
    wanted = {ours[word] for word in said & ours.keys()}
    assert {"To know who asks for return", "given name", "%(years)s year", "Rejected"} <= said  # fmt: skip
    read = catalogues.read(settings.BASE_DIR, language)
    faults = list(catalogues.faults(language, wanted, read))
    assert faults == [], "\n".join(faults)
