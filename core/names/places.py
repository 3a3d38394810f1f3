"""The gazetteers there are: of the files that come with the portal, or of any rows like theirs."""

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from core.names.gazetteer import Gazetteer, Place

DATA = Path(__file__).parent.parent / "data"
NAME_COLUMNS = ("name_en", "name_sq", "name_sr", "name_sr_latn", "name_tr", "name_bs")


@lru_cache(maxsize=1)
def shipped_places() -> Gazetteer:
    """The places that come with the portal; settlements by their number in the source."""
    settlements = [
        Place(int(row["source_id"]), row["municipality"], _names(row))
        for row in _rows("settlements.csv")
    ]
    municipalities = [
        Place(row["code"], row["code"], (*_names(row), *_listed(row["other_names"])))
        for row in _rows("municipalities.csv")
    ]
    return Gazetteer(
        with_other_names(settlements, {each.id: each.id for each in settlements}),
        municipalities,
    )


def with_other_names(
    settlements: Iterable[Place], sources: Mapping[int, int]
) -> Iterable[Place]:
    """Settlements with the old and new names that no table of the portal holds; sources by settlement."""
    others = {
        int(row["source_id"]): _listed(row["other_names"])
        for row in _rows("settlement_other_names.csv")
    }
    for place in settlements:
        names = (*place.names, *others.get(sources[place.id], ()))
        yield Place(place.id, place.municipality, names)


def _names(row: dict) -> tuple[str, ...]:
    return tuple(row[column] for column in NAME_COLUMNS if row.get(column))


def _listed(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def _rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
