"""Buildings for tests and demonstration."""

from core.models import Settlement
from housing import services
from housing.models import Building, Unit

DWELLINGS = (("1", 2, 45, 0, True), ("2", 3, 62, 1, False), ("3", 3, 75, 1, False))


def make_building(settlement: Settlement, *, by, name: str = "Block A") -> Building:
    """A building with three dwellings, the first of them accessible."""
    building = services.register_building(
        building=Building(
            name=name,
            settlement=settlement,
            owner="Demonstration municipality",
            funder="Demonstration donor",
        ),
        by=by,
    )
    for number, bedrooms, area, floor, accessible in DWELLINGS:
        services.add_unit(
            building=building,
            unit=Unit(
                number=number,
                bedrooms=bedrooms,
                area=area,
                floor=floor,
                is_accessible=accessible,
                state=Unit.State.READY if accessible else Unit.State.PLANNED,
            ),
        )
    return building
