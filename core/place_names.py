"""Names of places and other reference data in the reader's language without a query per row.

Kept for a minute per process: lists show what an administrator changed at most a minute later.
"""

import time
from bisect import bisect_left
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile

from django.utils import translation

from core.models import Holiday, Municipality, Settlement
from core.names import tokens

KEPT_SECONDS = 60
NAME_COLUMNS = ("name_en", "name_sq", "name_sr", "name_sr_latn", "name_tr", "name_bs")


def _minute() -> int:
    return int(time.monotonic() // KEPT_SECONDS)


def municipality_name(pk: int | None) -> str:
    return reference_name(Municipality, pk)


def settlement_name(pk: int | None) -> str:
    return reference_name(Settlement, pk)


def reference_name(model, pk: int | None) -> str:
    """The name of a row of reference data in the reader's language."""
    return _names(model, translation.get_language(), _minute()).get(pk, "–")


@lru_cache(maxsize=60)
def _names(model, _language: str, _at: int) -> dict[int, str]:
    return {row.pk: row.name for row in model.objects.all()}


def holiday_names() -> dict[date, str]:
    """What each holiday is called in the reader's language."""
    return _holiday_names(translation.get_language(), _minute())


@lru_cache(maxsize=12)
def _holiday_names(_language: str, _at: int) -> dict[date, str]:
    return {row.date: row.name for row in Holiday.objects.all()}


def reference_choices(model) -> tuple[tuple[int, str, str], ...]:
    """Rows of reference data as (id, code, name in the reader's language), in the order of their codes."""
    return _choices(model, translation.get_language(), _minute())


@lru_cache(maxsize=60)
def _choices(model, _language: str, _at: int) -> tuple:
    return tuple((row.pk, row.code, row.name) for row in model.objects.all())


def settlements_called(word: str, *, begun: bool = True) -> list[int]:
    """Settlements one of whose names, in any language, has this word, or one that begins like it."""
    known = _words(_minute())
    first = bisect_left(known, (word,))
    fits = word.__eq__ if not begun else lambda each: each.startswith(word)
    called = takewhile(lambda each: fits(each[0]), islice(known, first, None))
    return list(dict.fromkeys(pk for _word, pk in called))


@lru_cache(maxsize=2)
def _words(_at: int) -> list[tuple[str, int]]:
    """Every word of every name with its settlement, in the order of the words."""
    return sorted(
        {
            (token, pk)
            for pk, *names in Settlement.objects.values_list("pk", *NAME_COLUMNS)
            for name in names
            if name
            for token in tokens(name)
        }
    )
