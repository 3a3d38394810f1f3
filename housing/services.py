"""Keeping the register of buildings."""

from django.db import transaction

from housing.models import Building, Unit


@transaction.atomic
def register_building(*, building: Building, by) -> Building:
    """Add a building; it belongs to the municipality of its place."""
    building.municipality_id = building.settlement.municipality_id
    building.created_by = by
    building.save()
    return building


def add_unit(*, building: Building, unit: Unit) -> Unit:
    """Add a dwelling to a building."""
    unit.building = building
    unit.save()
    return unit
