"""Surnames that are surely surnames: two of them that sound nearly alike are two families'.

A surname that is not among them is no slip of the pen: there are too many to know.
"""

from functools import lru_cache
from pathlib import Path

from core.names.sounds import sound

FILE = Path(__file__).parent.parent / "data" / "surnames.txt"


@lru_cache(maxsize=1)
def known_surnames() -> frozenset[str]:
    """The usual surnames of the region, by sound."""
    return frozenset(sound(name) for name in FILE.read_text("utf-8").split())
