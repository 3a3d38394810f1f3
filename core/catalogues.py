"""Translation catalogues in pure Python: extract, merge, compile, check.

A fresh machine has no gettext programs, so Babel does their work. The catalogues are
locale/<language>/LC_MESSAGES/django.po; English is the source and has none. Serbian is
written in Cyrillic and its Latin catalogue is generated. Compiled files are not kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from core.names import to_latin

SOUTH_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
PLURALS = {
    "sq": "nplurals=2; plural=(n != 1);",
    "sr": SOUTH_SLAVIC,
    "sr_Latn": SOUTH_SLAVIC,
    "tr": "nplurals=2; plural=(n > 1);",
    "bs": SOUTH_SLAVIC,
}
COMPLETE = ("sq", "sr", "sr_Latn")

# What somebody without an account reads, and what is printed for them, exists in all languages.
PUBLIC_PATHS = (
    "templates/public.html",
    "templates/public/*",
    "templates/[45]0[0345].html",
    "templates/csrf_failure.html",
    "templates/accounts/sign*.html",
    "templates/components/_languages_public.html",
    "core/letters*.py",
    "core/models/letters.py",
    "cases/letters*.py",
    "cases/decision_forms.py",
    "cases/own_data_paper.py",
    "cases/subject_access.py",
    "core/privacy.py",
    "cases/public_views.py",
    "cases/workflow.py",
    "accounts/forms.py",
)

SKIPPED = {".venv", ".git", "var", "tests", "migrations", "locale", "docs", "static"}
TEMPLATES = {".html", ".txt"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
LINE_START = re.compile(r"^[ \t]+", re.MULTILINE)

# Django writes Albanian months and weekdays with a capital; Albanian does not.
DJANGO_WORDS = {
    "sq": {
        "January": "janar",
        "February": "shkurt",
        "March": "mars",
        "April": "prill",
        "May": "maj",
        "June": "qershor",
        "July": "korrik",
        "August": "gusht",
        "September": "shtator",
        "October": "tetor",
        "November": "nëntor",
        "December": "dhjetor",
        "Monday": "e hënë",
        "Tuesday": "e martë",
        "Wednesday": "e mërkurë",
        "Thursday": "e enjte",
        "Friday": "e premte",
        "Saturday": "e shtunë",
        "Sunday": "e diel",
    }
}


class Text(NamedTuple):
    """A translatable text: its context, its English and its English plural."""

    context: str
    singular: str
    plural: str

    @classmethod
    def of(cls, message: Message) -> "Text":
        ids = message.id if isinstance(message.id, tuple | list) else (message.id, "")
        return cls(message.context or "", *ids)


Extracted = dict[Text, list[str]]


def extract(root: Path) -> Extracted:
    """Find every translatable text below a folder, with the files it stands in."""
    found: Extracted = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        for text in _texts_of(path):
            files = found.setdefault(text, [])
            if name not in files:
                files.append(name)
    return _one_entry_each(found)


def _one_entry_each(found: Extracted) -> Extracted:
    """Join a text used alone and with a plural: a catalogue holds it once."""
    plurals = {(text.context, text.singular): text for text in found if text.plural}
    joined: Extracted = {}
    for text, files in found.items():
        entry = plurals.get((text.context, text.singular), text)
        joined[entry] = sorted({*joined.get(entry, []), *files})
    return joined


def update(root: Path) -> dict[str, int]:
    """Bring all catalogues up to date; count what each leaves untranslated."""
    extracted = extract(root)
    untranslated = {}
    for locale in PLURALS:
        catalogue = _merged(locale, extracted, read(root, locale))
        if locale == "sr_Latn":
            catalogue = latin_of(read(root, "sr"))
        _write(root, locale, catalogue)
        untranslated[locale] = sum(not _is_translated(m) for m in _messages(catalogue))
    return untranslated


def compile_all(root: Path) -> None:
    """Write the compiled file of each catalogue, where it has changed."""
    for locale in PLURALS:
        target = _path(root, locale).with_suffix(".mo")
        compiled = compiled_catalogue(locale, read(root, locale))
        if not target.exists() or target.read_bytes() != compiled:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(compiled)


def compiled_catalogue(locale: str, catalogue: Catalog) -> bytes:
    """Return a catalogue in the form that gettext reads."""
    for english, word in DJANGO_WORDS.get(locale, {}).items():
        if catalogue.get(english) is None:
            catalogue.add(english, word)
    # The hour of compiling would make every run a change.
    catalogue.creation_date = datetime.fromtimestamp(0, UTC)
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def check(root: Path) -> list[str]:
    """List every fault of the catalogues, one line each."""
    extracted = extract(root)
    found = []
    for locale in PLURALS:
        found += faults(locale, _wanted(locale, extracted), read(root, locale))
    if _as_dict(latin_of(read(root, "sr"))) != _as_dict(read(root, "sr_Latn")):
        found.append("sr_Latn: differs from what is generated from sr.")
    return found


def read(root: Path, locale: str) -> Catalog:
    """Read one catalogue; an empty one where there is no file yet."""
    path = _path(root, locale)
    if not path.exists():
        return _empty(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, ignore_obsolete=True)


def latin_of(cyrillic: Catalog) -> Catalog:
    """Generate the Latin catalogue; placeholders and tags have no Cyrillic letter."""
    latin = _empty("sr_Latn")
    for message in _messages(cyrillic):
        latin.add(
            message.id,
            _each_form(message.string, to_latin),
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    return latin


def _path(root: Path, locale: str) -> Path:
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def _sources(root: Path) -> Iterator[Path]:
    """Walk through the folders in order, without entering those that are skipped."""
    for path in sorted(root.iterdir()):
        if path.is_dir() and path.name not in SKIPPED and path.name[0] != ".":
            yield from _sources(path)
        elif path.suffix == ".py" or _is_template(path):
            yield path


def _is_template(path: Path) -> bool:
    return path.suffix in TEMPLATES and "templates" in path.parts


def _texts_of(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template is indented as no Python would be.
        source = LINE_START.sub("", templatize(source, origin=str(path)))
    found = babel_extract("python", BytesIO(source.encode()), KEYWORDS)
    for _line, ids, _comments, context in found:
        singular, plural = ids if isinstance(ids, tuple) else (ids, "")
        if singular:
            yield Text(context or "", singular, plural)


def _merged(locale: str, extracted: Extracted, old: Catalog) -> Catalog:
    """Keep the translations of what is still in the code, in the order of its files."""
    kept = {Text.of(message): message for message in _messages(old)}
    catalogue = _empty(locale)
    for text, files in sorted(
        extracted.items(), key=lambda found: (found[1][0], found[0])
    ):
        before = kept.get(text)
        catalogue.add(
            (text.singular, text.plural) if text.plural else text.singular,
            before.string if before else "",
            locations=[(name, 0) for name in files],
            flags=before.flags if before else (),
            user_comments=before.user_comments if before else (),
            context=text.context or None,
        )
    return catalogue


def _empty(locale: str) -> Catalog:
    catalogue = Catalog(locale=locale, fuzzy=False)
    catalogue.mime_headers = _headers(locale).items()
    return catalogue


def _headers(locale: str) -> dict[str, str]:
    return {
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[locale],
    }


def _write(root: Path, locale: str, catalogue: Catalog) -> None:
    """Write a catalogue with a header that holds no date, so that a diff says much."""
    file = BytesIO()
    write_po(file, catalogue, omit_header=True, include_lineno=False, width=88)
    header = "".join(
        f'"{name}: {value}\\n"\n' for name, value in _headers(locale).items()
    )
    text = f'msgid ""\nmsgstr ""\n{header}\n{file.getvalue().decode()}'
    path = _path(root, locale)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def _each_form(string, change):
    return tuple(map(change, string)) if isinstance(string, tuple) else change(string)


def _is_translated(message: Message) -> bool:
    return all(_forms(message)) and not message.fuzzy


def _as_dict(catalogue: Catalog) -> dict[Text, tuple[str, ...]]:
    return {Text.of(message): _forms(message) for message in _messages(catalogue)}


def _wanted(locale: str, extracted: Extracted) -> set[Text]:
    """Return the texts that must be translated into a language."""
    if locale in COMPLETE:
        return set(extracted)
    return {text for text, files in extracted.items() if any(map(_is_public, files))}


def _is_public(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in PUBLIC_PATHS)


def faults(locale: str, wanted: Iterable[Text], catalogue: Catalog) -> Iterator[str]:
    """What is missing or wrong in one catalogue, of these texts."""
    messages = {Text.of(message): message for message in _messages(catalogue)}
    if catalogue.num_plurals != int(PLURALS[locale][len("nplurals=")]):
        yield f"{locale}: the header has the wrong number of plural forms."
    for text in sorted(wanted):
        message = messages.get(text)
        if message is None:
            yield f"{locale}: not in the catalogue: {text.singular!r}"
        elif not _is_translated(message):
            word = "fuzzy" if message.fuzzy else "untranslated"
            yield f"{locale}: {word}: {text.singular!r}"
    for text, message in messages.items():
        if any(_forms(message)):
            yield from _form_faults(locale, text, message)


def _form_faults(locale: str, text: Text, message: Message) -> Iterator[str]:
    expected = int(PLURALS[locale][len("nplurals=")]) if text.plural else 1
    forms = _forms(message)
    if len(forms) != expected:
        yield f"{locale}: {len(forms)} of {expected} forms: {text.singular!r}"
    allowed = [
        _placeholders(text.singular),
        _placeholders(text.plural or text.singular),
    ]
    if any(form and _placeholders(form) not in allowed for form in forms):
        yield f"{locale}: other placeholders: {text.singular!r}"


def _placeholders(text: str) -> Counter:
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))
