"""The gazetteer of the portal's own tables, where administrators correct names.

Kept for a minute per process, as the names of places are.
"""

import time
from functools import lru_cache

from core.models import Municipality, Settlement
from core.names.gazetteer import Gazetteer, Place
from core.names.places import with_other_names
from core.place_names import KEPT_SECONDS, NAME_COLUMNS


def known_places() -> Gazetteer:
    """The places of the portal: settlements by their key, municipalities by their code."""
    return _known_places(int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _known_places(_at: int) -> Gazetteer:
    rows = list(
        Settlement.objects.values_list(
            "pk", "source_id", "municipality__code", *NAME_COLUMNS
        )
    )
    settlements = [
        Place(pk, code, _stated(names)) for pk, _source, code, *names in rows
    ]
    sources = {pk: source for pk, source, *_rest in rows}
    municipalities = [
        Place(code, code, _stated((*names, *others)))
        for code, others, *names in Municipality.objects.values_list(
            "code", "other_names", *NAME_COLUMNS
        )
    ]
    return Gazetteer(with_other_names(settlements, sources), municipalities)


def _stated(names) -> tuple[str, ...]:
    return tuple(name for name in names if name)
