"""Families with their first request."""

from datetime import date, datetime

from accounts.models import User
from cases import services
from cases.models import (
    Displacement,
    Person,
    Request,
    RequestType,
)
from core.models import Country, Municipality, Settlement


def make_request(
    *,
    at: Municipality,
    by: User,
    surname: str = "Ђорђевић",
    given_name: str = "Милена",
    language: str = "sr",
    request_type: str = "house",
    registered: datetime | None = None,
    birth_date: date = date(1963, 5, 3),
    **details,
) -> Request:
    """A registered family with its draft request, displacement filled in."""
    facts = {name: details.pop(name) for name in PERSONAL if name in details}
    person = Person(
        surname=surname, given_name=given_name, birth_date=birth_date, **facts
    )
    country = details.pop("country", "RS")
    place = details.pop("place", None)
    request = services.register_household(
        by=by,
        municipality=at,
        person=person,
        language=language,
        request_type=RequestType.objects.get(code=request_type),
        place_of_return=place or Settlement.objects.filter(municipality=at).first(),
        paper_kind="identity_card",
        at=registered,
        **details,
    )
    _displace(request, country)
    return request


PERSONAL = ("father_name", "sex", "community")


def _displace(request: Request, country: str) -> None:
    services.save_displacement(
        household=request.household,
        displacement=Displacement(
            place_of_origin=request.household.place_of_return,
            country=Country.objects.get(iso2=country),
            displaced_on=date(1999, 6, 15),
            displaced_precision="month",
        ),
    )
