"""Who may join a household: known to its municipality, alive, and of no household now."""

from django.db.models import Exists, OuterRef

from cases.models import Member, Person
from cases.search.found import Found, search
from core.scoping import Scope

MOST_OFFERED = 10


def free_persons(here: Scope):
    """Those within this scope who belong to no household now."""
    belongs = Member.objects.filter(person=OuterRef("pk"), left_on=None)
    persons = Person.objects.all().within(here)
    return persons.filter(~Exists(belongs), died_on=None, merged_into=None)


def who_may_join(text: str, here: Scope) -> list[Found]:
    """Those who fit these words and are free, best first."""
    fitting = search(text, here)
    free = free_persons(here).filter(pk__in=[each.person.pk for each in fitting])
    ids = set(free.values_list("pk", flat=True))
    return [each for each in fitting if each.person.pk in ids][:MOST_OFFERED]
