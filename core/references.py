"""Readable numbers of records and letters, e.g. RR-2026-000412; safe under concurrency."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """How one kind of number is drawn: without a gap (one at a time) or without waiting (gaps allowed)."""

    label: str
    gapless: bool
    digits: int = 6


KINDS = {
    "HH": Kind(_("household"), gapless=False),
    "RR": Kind(_("request"), gapless=False),
    "SA": Kind(_("request about their own data"), gapless=False),
    "CH": Kind(_("change"), gapless=False),
    "TR": Kind(_("transfer"), gapless=False),
    "AS": Kind(_("assistance"), gapless=False),
    "VE": Kind(_("visit"), gapless=False),
    "FV": Kind(_("field visit"), gapless=False),
    "MO": Kind(_("monitoring visit"), gapless=False),
    "FU": Kind(_("follow-up"), gapless=False),
    "HB": Kind(_("building"), gapless=False),
    "CO": Kind(_("commission"), gapless=False),
    "ST": Kind(_("sitting"), gapless=False),
    "CC": Kind(_("collective centre"), gapless=False),
    "DL": Kind(_("decision"), gapless=True, digits=5),
    "NL": Kind(_("notice"), gapless=True, digits=5),
    "MN": Kind(_("minutes"), gapless=True, digits=5),
}


def draw(kind: str, *, year: int | None = None) -> str:
    """Draw the next number of this kind; a gapless one is given back if the transaction fails."""
    rule = KINDS[kind]
    year = year or timezone.localdate().year
    number = next_in_row(kind, year) if rule.gapless else _next_in_sequence(kind)
    return f"{kind}-{year}-{number:0{rule.digits}d}"


def next_in_row(kind: str, year: int) -> int:
    """The next number of a row without gaps: given back if the transaction fails."""
    # The row stays locked until commit: the next one waits, so no number is lost or doubled.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_referencecounter (kind, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (kind, year) DO UPDATE"
            " SET last = core_referencecounter.last + 1 RETURNING last",
            [kind, year],
        )
        return cursor.fetchone()[0]


def _next_in_sequence(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence_name(kind)])
        return cursor.fetchone()[0]


def sequence_name(kind: str) -> str:
    return f"core_reference_{kind.lower()}_seq"
