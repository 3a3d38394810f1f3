"""What is known of a person when two entries are compared: a value, free of any table."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Facts:
    """One entry about a person as it was written; what is not known is empty."""

    key: str | int
    given_name: str = ""
    surname: str = ""
    father_name: str = ""
    maiden_name: str = ""
    sex: str = ""
    birth_date: date | None = None
    # "day", "year" or "estimated".
    birth_precision: str = "day"
    # The place of origin as written, and the settlements and the municipality (its code) if they are known.
    place: str = ""
    settlements: frozenset[int] = frozenset()
    municipality: str = ""
    # Numbers of documents, letters and digits only.
    documents: frozenset[str] = frozenset()
