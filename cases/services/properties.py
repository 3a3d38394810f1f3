"""What is recorded about the property of a family: saved at once, audited, never two truths at a time."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.models import CoOwner, Household, Property, PropertyClaim, PropertyEvent
from cases.models.properties import EvidencedModel
from cases.property_state import state_of
from core import documents, edit_versions
from core.uploads import CleanFile

NO_LONGER_FITS = _("With this entry an event that is recorded already fits no more:")


@transaction.atomic
def save_property(*, home: Property, file: CleanFile | None = None, by) -> Property:
    """Keep where a property lies, whose it is and what shows the title."""
    return _keep(home, home.household, file, by)


@transaction.atomic
def save_co_owner(*, co_owner: CoOwner, file: CleanFile | None = None, by) -> CoOwner:
    """Keep somebody's share of a property, and whether they agree."""
    return _keep(co_owner, co_owner.property.household, file, by)


@transaction.atomic
def save_claim(
    *, claim: PropertyClaim, file: CleanFile | None = None, by
) -> PropertyClaim:
    """Keep a claim about a property and what became of it."""
    return _keep(claim, claim.property.household, file, by)


@transaction.atomic
def save_event(
    *, event: PropertyEvent, file: CleanFile | None = None, by
) -> PropertyEvent:
    """Keep what happened to a property; refused when it cannot have happened beside the other events."""
    # Whoever enters another event of the same property waits here, and then sees this one.
    home = Property.objects.select_for_update().get(pk=event.property_id)
    others = home.propertyevents.exclude(pk=event.pk)
    told = state_of([*others, event])
    if told.impossible:
        before = [] if event in told.impossible else [NO_LONGER_FITS]
        raise ValidationError([*before, *told.problems], code="impossible")
    return _keep(event, event.property.household, file, by)


def _keep(
    row: EvidencedModel, household: Household, file: CleanFile | None, by
) -> EvidencedModel:
    if file:
        row.document = documents.attach(household, file, by=by)
    if row.pk:
        edit_versions.take(row)
    row.save()
    return row
