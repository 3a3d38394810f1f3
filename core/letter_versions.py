"""Whether the versions of a letter in several languages say the same, as far as a machine can see.

Compared are paragraphs and what reads alike in every language: days, amounts, articles, numbers. Numbers written
as words are not seen. Nothing here knows the database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.names import to_latin

CHANGED, PARAGRAPHS = "changed", "paragraphs"
DAY, AMOUNT, ARTICLE, NUMBER = "day", "amount", "article", "number"

# How the names of months begin in Albanian, Serbian, Bosnian, Turkish and English, in Latin letters.
MONTHS = (
    ("janar", "januar", "jan", "ocak"),
    ("shkurt", "februar", "feb", "şubat", "subat"),
    ("mars", "mart", "march", "mar"),
    ("prill", "april", "apr", "nisan"),
    ("maj", "may"),
    ("qershor", "jun", "haziran"),
    ("korrik", "jul", "temmuz"),
    ("gusht", "avgust", "august", "ağustos", "agustos", "aug"),
    ("shtator", "septemb", "sept", "eylül", "eylul"),
    ("tetor", "oktob", "octob", "oct", "ekim"),
    ("nëntor", "nentor", "novemb", "nov", "kasım", "kasim"),
    ("dhjetor", "decemb", "dec", "aralık", "aralik"),
)
BEGINNINGS = {
    word: number for number, words in enumerate(MONTHS, start=1) for word in words
}
WORD = r"[^\W\d_]+"
FIGURE = r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
MONEY = r"(?:€|euro\w*|eur|evr\w*|avro\w*)"
# In this order: what one pattern has read is not read again by the next.
ISO_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
DOTTED_DAY = re.compile(r"\b(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})\b")
WRITTEN_DAY = re.compile(rf"\b(\d{{1,2}})\.? +({WORD}) +(\d{{4}})\b")
ENGLISH_DAY = re.compile(rf"\b({WORD}) +(\d{{1,2}}), +(\d{{4}})\b")
ACT = re.compile(r"\b\d+/l-\d+\b|\b\d+/\d+\b|\b[a-z]{2}-\d{4}-\d+\b")
ARTICLES = re.compile(
    r"\b(?:nen\w*|član\w*|clan\w*|čl|cl|article\w*|art|madde\w*)\.? +(\d+)\b"
    r"|\b(\d+)\.? +madde\w*"
)
AMOUNTS = re.compile(rf"{MONEY} ?({FIGURE})|(?<![\w/-])({FIGURE}) ?{MONEY}")
NUMBERS = re.compile(rf"(?<![\w/])({FIGURE})(?!\w)")


@dataclass(frozen=True)
class Difference:
    """Something in which one version of a part of a letter differs from another version."""

    kind: str
    part: str
    # The language of the version that has it, and of the one that does not.
    there: str
    not_there: str
    value: str


def differences(
    original: Mapping[str, str],
    translation: Mapping[str, str],
    *,
    languages: tuple[str, str],
) -> list[Difference]:
    """In what a translation differs from the original, part by part."""
    found = []
    for part, text in original.items():
        other = translation.get(part, "")
        found += _paragraphs(part, text, other, languages)
        found += _mentioned(part, text, other, languages)
    return found


def _paragraphs(part, text, other, languages) -> list[Difference]:
    counts = [
        len([line for line in each.splitlines() if line.strip()])
        for each in (text, other)
    ]
    if counts[0] == counts[1]:
        return []
    return [Difference(PARAGRAPHS, part, *languages, f"{counts[0]} : {counts[1]}")]


def _mentioned(part, text, other, languages) -> list[Difference]:
    ours, theirs = (dict.fromkeys(mentions(each)) for each in (text, other))
    here, there = languages
    return [
        Difference(kind, part, here, there, value)
        for kind, value in ours
        if (kind, value) not in theirs
    ] + [
        Difference(kind, part, there, here, value)
        for kind, value in theirs
        if (kind, value) not in ours
    ]


def changed_alone(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> list[Difference]:
    """Parts that were changed in some languages and left in others; both are language -> part -> text."""
    languages = list(now)
    found = []
    for part in now[languages[0]]:
        changed = [
            each for each in languages if not _same(before[each][part], now[each][part])
        ]
        left = [each for each in languages if each not in changed]
        if changed:
            found += [Difference(CHANGED, part, changed[0], each, "") for each in left]
    return found


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def mentions(text: str) -> Iterator[tuple[str, str]]:
    """The days, amounts, articles and numbers in a text, each in one spelling for all languages."""
    rest = to_latin(text).lower()
    for kind, pattern, read in READERS:
        found = []

        def taken(match, read=read, found=found):
            value = read(match)
            found.append(value)
            # What could not be read as such is left for the next pattern.
            return match[0] if value is None else " ¶ "

        rest = pattern.sub(taken, rest)
        yield from ((kind, value) for value in found if value is not None)


def _day(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _written_day(year: str, word: str, day: str) -> str | None:
    fitting = [begun for begun in BEGINNINGS if word.startswith(begun)]
    if not fitting:
        return None
    return _day(year, BEGINNINGS[max(fitting, key=len)], day)


def _figure(text: str) -> str:
    """A number in one spelling: the last dot or comma before one or two digits is the decimal sign."""
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    whole, decimals = plain, ""
    if found := re.fullmatch(r"(.*)[.,](\d{1,2})", plain):
        whole, decimals = found.groups()
    number = Decimal(re.sub(r"[.,]", "", whole) + "." + (decimals or "0"))
    return f"{number.normalize():f}"


READERS = (
    (DAY, ISO_DAY, lambda m: _day(m[1], m[2], m[3])),
    (DAY, DOTTED_DAY, lambda m: _day(m[3], m[2], m[1])),
    (DAY, WRITTEN_DAY, lambda m: _written_day(m[3], m[2], m[1])),
    (DAY, ENGLISH_DAY, lambda m: _written_day(m[3], m[1], m[2])),
    (NUMBER, ACT, lambda m: m[0].upper()),
    (ARTICLE, ARTICLES, lambda m: str(int(m[1] or m[2]))),
    (AMOUNT, AMOUNTS, lambda m: _figure(m[1] or m[2])),
    (NUMBER, NUMBERS, lambda m: _figure(m[1])),
)
