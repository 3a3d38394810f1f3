"""Properties of families, with what happened to them."""

from datetime import date

from accounts.models import User
from cases import services
from cases.factories.papers import scanned
from cases.models import (
    ClaimBody,
    CoOwner,
    Household,
    Property,
    PropertyClaim,
    PropertyEvent,
)


def make_property(
    household: Household,
    *,
    by: User,
    events: tuple = (("occupied", date(1999, 7, 1)), ("vacated", date(2004, 5, 10))),
    parts: bool = True,
    owner: str = "Ратко Ђорђевић",
    **details,
) -> Property:
    """A house of a family with what happened to it; as a whole also a co-owner who agrees and a claim that was won."""
    place = household.place_of_return
    facts = {
        "kind": Property.Kind.HOUSE,
        "located_in": household.municipality,
        "settlement": place,
        "cadastral_zone": place.name_sr_latn or place.name,
        "relation": Property.Relation.CO_OWNER,
        "title": Property.Title.POSSESSION_LIST,
    }
    home = Property(household=household, **facts | details)
    services.save_property(home=home, file=scanned("possession_list"), by=by)
    for kind, day in events:
        event = PropertyEvent(property=home, kind=kind, happened_on=day)
        event.source = TOLD_BY.get(household.language, TOLD_BY["sq"])
        services.save_event(event=event, by=by)
    if parts:
        _share(home, owner, by)
        _claim(home, by)
    return home


def _share(home: Property, owner: str, by: User) -> None:
    co_owner = CoOwner(property=home, name=owner, relation=CoOwner.Relation.SIBLING)
    co_owner.numerator, co_owner.denominator = 1, 2
    co_owner.agrees = CoOwner.Agrees.YES
    services.save_co_owner(co_owner=co_owner, by=by)


def _claim(home: Property, by: User) -> None:
    claim = PropertyClaim(property=home, body=ClaimBody.objects.get(code="hpd"))
    claim.number, claim.state = f"DS{home.pk:06}", PropertyClaim.State.FINAL
    claim.outcome = PropertyClaim.Outcome.FOR_FAMILY
    services.save_claim(claim=claim, by=by)


# Who tells of the events of the demonstration.
TOLD_BY = {
    "sq": "deklarata e familjes",
    "sr": "изјава породице",
    "sr-latn": "izjava porodice",
    "en": "statement of the family",
    "tr": "ailenin beyanı",
    "bs": "izjava porodice",
}
