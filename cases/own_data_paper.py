"""The export of a person's own data on paper: a part per purpose, with why and how long each is kept."""

from collections.abc import Iterator
from datetime import date

from django.utils import formats, timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from core.letters import STATE_AND_MINISTRY
from core.privacy import LEVELS
from core.typesetting import compile_pdf_apart

EMPTY = "–"


def paper(export: dict) -> bytes:
    """The PDF of an export, in its own language."""
    with translation.override(export["language"]):
        made_on = date.fromisoformat(export["made_on"])
        content = {
            "title": _("What is kept about you"),
            "reference": export["request"],
            "office": [*STATE_AND_MINISTRY[export["language"]], export["office"]],
            "lang": _typst_language(export["language"]),
            "date": {"year": made_on.year, "month": made_on.month, "day": made_on.day},
            "intro": _intro(export, made_on),
            "parts": [*_purposes(export), _opened(export), _left_out(export)],
        }
    return compile_pdf_apart("own_data.typ", content, made_on)


def _intro(export: dict, made_on: date) -> list[str]:
    return [
        f"{_('Number')}: {export['request']} · {_('Date')}: {formats.date_format(made_on)}",
        _(
            "This is everything the portal keeps about you, with the purpose and the period of each part."
            " Data of other people are masked."
        ),
        _("If something is wrong, ask the office to correct it."),
    ]


def _purposes(export: dict) -> Iterator[dict]:
    """The personal fields, gathered by class; fields that only make a row readable stand with its first class."""
    gathered: dict[tuple, list] = {}
    for part in export["data"]:
        for row in part["rows"]:
            for about, lines in _lines(part, row).items():
                gathered.setdefault(about, []).extend(lines)
    for (level, purpose, kept), rows in gathered.items():
        yield {
            "heading": purpose,
            "lines": [
                f"{_('How sensitive')}: {LEVELS[level]}. {_('How long it is kept')}: {kept}."
            ],
            "head": [_("What"), _("Field"), _("Content")],
            "rows": rows,
        }


def _lines(part: dict, row: dict) -> dict[tuple, list]:
    """The fields of one row by class; what the row is stands before the first of each."""
    home, lines = _first_class(part), {}
    for name, value in row.items():
        fact = part["fields"].get(name, {"label": _("who"), "level": "K1"})
        about = home if fact["level"] == "K1" else _class_of(fact)
        named = "" if about in lines else part["title"]
        lines.setdefault(about, []).append([named, fact["label"], _words(value)])
    return lines


def _first_class(part: dict) -> tuple[str, str, str]:
    return next(
        _class_of(fact) for fact in part["fields"].values() if fact["level"] != "K1"
    )


def _class_of(fact: dict) -> tuple[str, str, str]:
    return fact["level"], fact["purpose"], fact["kept"]


def _opened(export: dict) -> dict:
    rows = [
        [
            formats.date_format(
                date.fromisoformat(entry["month"]), "YEAR_MONTH_FORMAT"
            ),
            entry["role"],
            str(entry["times"]),
        ]
        for entry in export["opened"]
    ]
    return {
        "heading": _("Who opened your file"),
        "lines": [_("How often, by month and role; without names.")],
        "head": [_("Month"), _("Role"), _("Times")],
        "rows": rows,
    }


def _left_out(export: dict) -> dict:
    reasons = dict.fromkeys(entry["because"] for entry in export["left_out"])
    return {
        "heading": _("What is not in this export, and why"),
        "lines": [f"– {reason}" for reason in reasons],
        "head": [],
        "rows": [],
    }


def _words(value) -> str:
    if value in (None, "", [], {}):
        return EMPTY
    if isinstance(value, list):
        return " ".join(map(_words, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(each)}" for key, each in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _dated(str(value))


def _dated(text: str) -> str:
    """Days and moments as people write them, everything else as it is."""
    try:
        moment = parse_datetime(text) if "T" in text else None
        day = parse_date(text)
    except ValueError:
        return text
    if moment and moment.tzinfo:
        return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else text


def _typst_language(language: str) -> dict[str, str]:
    base, _separator, script = language.partition("-")
    return {"lang": base, "script": script or ("cyrl" if base == "sr" else "latn")}
