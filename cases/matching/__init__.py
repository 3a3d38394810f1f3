"""Whether two entries are one person, and why: no table, no request, only what was written.

The portal and `manage.py find_duplicates` use the very same functions.
"""

from cases.matching.evidence import Line, Verdict, at_most, compare
from cases.matching.facts import Facts
from cases.matching.weights import ASK, PROPOSE, REVIEW, VERY_LIKELY

__all__ = [
    "ASK",
    "PROPOSE",
    "REVIEW",
    "VERY_LIKELY",
    "Facts",
    "Line",
    "Verdict",
    "at_most",
    "compare",
]
