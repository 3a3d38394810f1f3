"""What somebody typed into the one box: names, a birth year or date, numbers, a reference."""

import re
from dataclasses import dataclass
from datetime import date

from cases.models.households import phone_key
from cases.models.persons import number_key
from core.names import clean_typed
from core.names.dictionary import Word
from core.names.sounds import sound, words

MOST_TYPED = 200
MOST_WORDS = 5
FEWEST_BESIDE_NUMBER = 4
REFERENCE = re.compile(r"\b(RR|HH)[\s-]*(\d{4})[\s-]+(\d{1,9})\b", re.IGNORECASE)
DAY_FIRST = re.compile(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})\b\.?")
YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
# Where year, month and day stand; as written here first, then with day and month the other way round.
DATES = (
    (DAY_FIRST, (3, 2, 1)),
    (YEAR_FIRST, (1, 2, 3)),
    (DAY_FIRST, (3, 1, 2)),
    (YEAR_FIRST, (1, 3, 2)),
)
YEAR = re.compile(r"\b(19\d\d|20\d\d)\b\.?")


@dataclass(frozen=True)
class Query:
    """What is looked for; whatever is empty was not typed."""

    text: str = ""
    words: tuple[Word, ...] = ()
    # Whether the last word may still be growing.
    begun: bool = False
    year: int | None = None
    born: date | None = None
    references: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def has_number(self) -> bool:
        return bool(self.references or self.documents or self.phones)

    @property
    def may_be_names(self) -> bool:
        """The few letters of a document's number are nobody's name."""
        longest = max((len(word.heard) for word in self.words), default=0)
        return longest >= (FEWEST_BESIDE_NUMBER if self.has_number else 1)


def read(typed: str) -> Query:
    """Understand what was typed; nothing typed is a mistake, at worst nothing is looked for."""
    text = clean_typed(typed)[:MOST_TYPED]
    references = tuple(
        f"{kind.upper()}-{year}-{number.zfill(6)}"
        for kind, year, number in REFERENCE.findall(text)
    )
    if references:
        return Query(text=text, references=references)
    rest, born = _birth_date(text)
    year = born.year if born else None
    if not born and (found := YEAR.search(rest)):
        rest, year = YEAR.sub(" ", rest, count=1), int(found.group(1))
    named = _names(rest)
    if not named:
        # A year alone is rather somebody's number; a day may be one as well.
        rest, year = text, born.year if born else None
    numbers = [word for word in rest.split() if any(c.isdigit() for c in word)]
    return Query(
        text=text,
        words=named,
        begun=bool(named) and typed.rstrip("\0\u200b").endswith(text[-1:]),
        year=year,
        born=born,
        **_numbers(rest, numbers),
    )


def _birth_date(text: str) -> tuple[str, date | None]:
    for pattern, order in DATES:
        if found := pattern.search(text):
            try:
                day = date(*(int(found.group(part)) for part in order))
            except ValueError:
                continue
            return text[: found.start()] + " " + text[found.end() :], day
    return text, None


def _names(text: str) -> tuple[Word, ...]:
    """The words that may be names: without digits, each sound once."""
    typed = " ".join(w for w in text.split() if not any(c.isdigit() for c in w))
    found: dict[str, Word] = {}
    for word in words(typed):
        heard = sound(word)[:150]
        if heard and heard not in found:
            found[heard] = Word(word, heard)
    return tuple(found.values())[:MOST_WORDS]


def _numbers(text: str, numbers: list[str]) -> dict[str, tuple[str, ...]]:
    if not numbers:
        return {}
    ways = (text, "".join(numbers), *numbers)
    documents = dict.fromkeys(key for way in ways if (key := number_key(way)))
    phones = dict.fromkeys(key for way in ways if (key := phone_key(way)))
    return {"documents": tuple(documents), "phones": tuple(phones)}
