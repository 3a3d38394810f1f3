"""Names of people and places: as they are stored, shown and sorted (`spelling`), and as they are compared.

`faults` undoes what code pages did, `sounds` gives the keys under which a name is found however it is
written, `likeness` says how alike two names are and why, `costs` and `vocabulary` are its data.
"""

from core.names.spelling import (
    alphabet_key,
    clean_typed,
    fold,
    has_mixed_script,
    other_script,
    sorted_by_name,
    to_latin,
    tokens,
)

__all__ = [
    "alphabet_key",
    "clean_typed",
    "fold",
    "has_mixed_script",
    "other_script",
    "sorted_by_name",
    "to_latin",
    "tokens",
]
