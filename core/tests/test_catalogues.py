"""Catalogues: texts extracted, merged, generated, compiled and checked."""

import gettext
from io import BytesIO

import pytest
from django.utils.translation import trans_real

from core import catalogues
from core.catalogues import Text

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

label = _("Household")
long = _(
    "One sentence "
    "in two lines."
)
title = pgettext("month", "May")

def told(count):
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
"""
PAGE = """{% load i18n %}
<h1>{% translate "Public page" %}</h1>
  {# a comment with an apostrophe: don't #}
  <p class="x">{% blocktranslate trimmed with name=place.name %}
      The request of
      {{ name }} is decided.
    {% endblocktranslate %}</p>
 {% blocktranslate count n=days %}{{ n }} day left{% plural %}{{ n }} days left
{% endblocktranslate %}
   {% include "x.html" with title=_("Steps") %}
{{ _("Next step") }} {% translate "Letter" context "post" as letter %}
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "cases" / "tests").mkdir(parents=True)
    (tmp_path / "cases" / "models.py").write_text(CODE)
    (tmp_path / "cases" / "tests" / "test_x.py").write_text("_('Only in a test')")
    (tmp_path / "templates" / "public").mkdir(parents=True)
    (tmp_path / "templates" / "public" / "status.html").write_text(PAGE)
    catalogues.update(tmp_path)
    return tmp_path


def po(project, locale):
    return project / "locale" / locale / "LC_MESSAGES" / "django.po"


def translate(project, locale, text, *forms, flags=()):
    catalogue = catalogues.read(project, locale)
    message = catalogue.get(text.singular, context=text.context or None)
    message.string = forms if text.plural else forms[0]
    message.flags = {*message.flags, *flags}
    catalogues._write(project, locale, catalogue)


def translate_all(project, locale):
    """Translate everything with its own English, in as many forms as it takes."""
    catalogue = catalogues.read(project, locale)
    for message in catalogue:
        if message.id and message.pluralizable:
            message.string = (message.id[1],) * catalogue.num_plurals
        elif message.id:
            message.string = message.id
    catalogues._write(project, locale, catalogue)


@pytest.fixture
def translated(project):
    for locale in catalogues.PLURALS:
        translate_all(project, locale)
    return project


def test_texts_are_found_in_code_and_templates(project):
    found = catalogues.extract(project)
    page, code = ["templates/public/status.html"], ["cases/models.py"]
    assert found == {
        Text("", "Household", ""): code,
        Text("", "One sentence in two lines.", ""): code,
        Text("month", "May", ""): code,
        Text("", "%(count)s day", "%(count)s days"): code,
        Text("", "Public page", ""): page,
        Text("", "The request of %(name)s is decided.", ""): page,
        Text("", "%(n)s day left", "%(n)s days left\n"): page,
        Text("", "Steps", ""): page,
        Text("", "Next step", ""): page,
        Text("post", "Letter", ""): page,
    }


def test_text_used_alone_and_with_a_plural_is_one_entry(project):
    (project / "cases" / "views.py").write_text("title = _('%(count)s day')")
    found = catalogues.extract(project)
    days = Text("", "%(count)s day", "%(count)s days")
    assert found[days] == ["cases/models.py", "cases/views.py"]
    assert Text("", "%(count)s day", "") not in found


def test_updating_twice_changes_nothing(translated):
    before = {locale: po(translated, locale).read_text() for locale in ("sq", "sr")}
    catalogues.update(translated)
    for locale, text in before.items():
        assert po(translated, locale).read_text() == text


def test_update_keeps_translations_and_drops_what_is_gone(project):
    translate(project, "sq", Text("", "Household", ""), "Ekonomi familjare")
    translate(project, "sq", Text("month", "May", ""), "maj")
    models = project / "cases" / "models.py"
    models.write_text(models.read_text().replace("One sentence", "Another sentence"))
    catalogues.update(project)
    written = po(project, "sq").read_text()
    assert 'msgstr "Ekonomi familjare"' in written
    assert 'msgctxt "month"\nmsgid "May"\nmsgstr "maj"' in written
    assert "One sentence" not in written
    assert 'msgid "Another sentence in two lines."\nmsgstr ""' in written
    assert "fuzzy" not in written


def test_catalogue_says_the_file_but_not_the_line(project):
    written = po(project, "sq").read_text()
    assert "#: cases/models.py\n" in written
    assert "models.py:" not in written


def test_latin_catalogue_is_generated_from_the_cyrillic(project):
    days = Text("", "%(count)s day", "%(count)s days")
    translate(project, "sr", days, "%(count)s дан", "%(count)s дана", "%(count)s љ")
    catalogues.update(project)
    latin = catalogues.read(project, "sr_Latn").get("%(count)s day")
    assert latin.string == ("%(count)s dan", "%(count)s dana", "%(count)s lj")


def test_complete_catalogues_have_no_fault(translated):
    assert catalogues.check(translated) == []


def test_check_finds_an_untranslated_text(translated):
    translate(translated, "sq", Text("", "Household", ""), "")
    assert catalogues.check(translated) == ["sq: untranslated: 'Household'"]


def test_check_finds_a_missing_plural_form(translated):
    days = Text("", "%(count)s day", "%(count)s days")
    translate(translated, "sq", days, "%(count)s ditë", "")
    assert catalogues.check(translated) == ["sq: untranslated: '%(count)s day'"]


def test_check_finds_a_fuzzy_text(translated):
    translate(translated, "sq", Text("", "Household", ""), "x", flags=["fuzzy"])
    assert catalogues.check(translated) == ["sq: fuzzy: 'Household'"]


def test_check_finds_latin_that_was_not_generated(translated):
    translate(translated, "sr_Latn", Text("", "Household", ""), "domaćinstvo")
    assert catalogues.check(translated) == [
        "sr_Latn: differs from what is generated from sr."
    ]


def test_check_finds_a_lost_placeholder(translated):
    text = Text("", "The request of %(name)s is decided.", "")
    translate(translated, "sq", text, "Kërkesa e %(emri)s")
    assert catalogues.check(translated) == [
        f"sq: other placeholders: {text.singular!r}"
    ]


def test_check_finds_a_text_that_no_catalogue_has(translated):
    (translated / "cases" / "forms.py").write_text("label = _('New words')")
    assert catalogues.check(translated) == [
        f"{locale}: not in the catalogue: 'New words'" for locale in catalogues.COMPLETE
    ]


def test_turkish_and_bosnian_must_have_the_public_texts_only(translated):
    for locale in ("tr", "bs"):
        translate(translated, locale, Text("", "Household", ""), "")
        translate(translated, locale, Text("", "Public page", ""), "")
    assert catalogues.check(translated) == [
        "tr: untranslated: 'Public page'",
        "bs: untranslated: 'Public page'",
    ]


def test_check_finds_the_wrong_number_of_plural_forms(translated):
    path = po(translated, "bs")
    header = catalogues.PLURALS["bs"]
    path.write_text(path.read_text().replace(header, catalogues.PLURALS["sq"]))
    faults = catalogues.check(translated)
    assert "bs: the header has the wrong number of plural forms." in faults


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("sq", {1: 0, 2: 1, 5: 1}),
        ("sr", {1: 0, 2: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 111: 2}),
        ("tr", {0: 0, 1: 0, 2: 1}),
        ("bs", {1: 0, 3: 1, 14: 2, 101: 0}),
    ],
)
def test_number_chooses_its_plural_form(locale, forms):
    rule = catalogues.PLURALS[locale].split("plural=")[1].rstrip(";")
    choose = gettext.c2py(rule)
    assert {number: choose(number) for number in forms} == forms


def test_compiled_catalogue_is_what_django_reads(translated, monkeypatch, settings):
    days = Text("", "%(count)s day", "%(count)s days")
    translate(translated, "sr", days, "%(count)s дан", "%(count)s дана", "%(count)s д.")
    catalogues.compile_all(translated)
    settings.LOCALE_PATHS = [translated / "locale"]
    monkeypatch.setattr(trans_real, "_translations", {})
    serbian = trans_real.DjangoTranslation("sr")
    told = [serbian.ngettext("%(count)s day", "%(count)s days", n) for n in (1, 2, 5)]
    assert told == ["%(count)s дан", "%(count)s дана", "%(count)s д."]


def test_albanian_months_lose_djangos_capital(translated):
    catalogues.compile_all(translated)
    compiled = po(translated, "sq").with_suffix(".mo").read_bytes()
    albanian = gettext.GNUTranslations(BytesIO(compiled))
    assert albanian.gettext("March") == "mars"
    assert albanian.gettext("Thursday") == "e enjte"


def test_compiling_twice_writes_the_same(translated):
    catalogue = catalogues.read(translated, "sq")
    first = catalogues.compiled_catalogue("sq", catalogue)
    again = catalogues.read(translated, "sq")
    assert catalogues.compiled_catalogue("sq", again) == first
