"""Many places are weighed as two are, one by one, though of most only neighbours are compared."""

import numpy as np

from cases.matching import Facts
from cases.matching.evidence import of_place
from cases.matching.places import Places
from core.names.places import shipped_places

# Two villages of one municipality, three of others, a name that several have, towns, and one that nobody knows.
NAMES = ("Goraždevac", "Peć", "Osojane", "Istok", "Velika Hoča", "Ljubižda", "Nigde")


def written_places():
    """Each as it is written, as it is known, and both."""
    gazetteer = shipped_places()
    for name in NAMES:
        settlements = gazetteer.find(name).settlements
        yield name, frozenset(), ""
        yield from (("", frozenset([each]), "") for each in sorted(settlements))
        yield name, settlements, ""
    yield from (("", frozenset(), ""), ("", frozenset(), "17"), ("Peć", frozenset(), "20"))  # fmt: skip


def alone(one, other) -> float:
    """What two places weigh, compared as the facts of two entries."""
    facts = (
        Facts(None, place=place, settlements=settlements, municipality=municipality)
        for place, settlements, municipality in (one, other)
    )
    return sum(line.weight for line in of_place(*facts, shipped_places()))


def test_many_weigh_as_two_do():
    places = list(written_places())
    one, other = np.triu_indices(len(places))
    together = Places(places, shipped_places()).weights(one, other).tolist()
    assert together == [alone(places[a], places[b]) for a, b in zip(one, other, strict=True)]  # fmt: skip
    assert len({*together}) > 3


def test_whichever_comes_first():
    places = list(written_places())
    one, other = np.triu_indices(len(places))
    weigh = Places(places, shipped_places()).weights
    assert weigh(one, other).tolist() == weigh(other, one).tolist()
