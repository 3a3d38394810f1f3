"""The search of the registry: who is found, in which household, and why, in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from cases.models import Household, Person, PersonPaper, Request
from cases.search import births, candidates
from cases.search.candidates import Entry
from cases.search.homes import Home, homes_of
from cases.search.query import Query, read
from cases.search.ranking import FATHER, MAIDEN, Match, Ranked, rank
from core.names import dictionary
from core.place_names import settlement_name
from core.scoping import Scope

MOST_FOUND = 50
# For each who is shown so many are weighed.
RANKED_FOR_ONE = 2


@dataclass
class Found:
    """A person who may be meant."""

    person: Entry
    score: float
    why: list[str] = field(default_factory=list)
    household: Home | None = None


def search(
    text: str, scope: Scope, *, year: int | None = None, most: int = MOST_FOUND
) -> list[Found]:
    """Whom somebody with this scope finds by these words, best first."""
    query = read(text)
    if year and not query.year:
        query = replace(query, year=year)
    found = by_number(query, scope, most) or by_name_or_birth(query, scope, most)
    return _at_home(found, scope)


def _at_home(found: list[Found], scope: Scope) -> list[Found]:
    """The same with the households to which they belong now."""
    homes = homes_of([each.person.pk for each in found], scope)
    for each in found:
        each.household = homes.get(each.person.pk)
    return found


def by_name_or_birth(query: Query, scope: Scope, most: int) -> list[Found]:
    """Persons who are called like this, were born then or want to return there."""
    if not (scope.everything or scope.municipalities):
        return []
    found = _by_name(query, scope, most * RANKED_FOR_ONE)
    fitting = _with_births(found, births.born_then(query, scope))
    return [
        Found(ranked.candidate.key, ranked.score, reasons(ranked))
        for ranked in fitting[:most]
    ]


def _by_name(query: Query, scope: Scope, most: int) -> list[Ranked]:
    if not query.may_be_names:
        return []
    known = dictionary.vocabulary()
    ways = candidates.readings(query)
    people = candidates.candidates(query, ways, known, scope, most)
    return rank(query, ways, people, known)


def _with_births(found: list[Ranked], born: list[Ranked]) -> list[Ranked]:
    """Both, best first; whoever fits less than any who were born on the typed day is left out."""
    if not born:
        return found
    known = {each.candidate.key.pk for each in born}
    better = [each for each in found if each.score > born[-1].score]
    others = [each for each in better if each.candidate.key.pk not in known]
    return sorted([*others, *born], key=lambda each: -each.score)


def reasons(ranked: Ranked, place_name: Callable = settlement_name) -> list[str]:
    """What speaks for a person, one short sentence each; `place_name` tells the words of a place."""
    said = [said for match in ranked.matches if (said := _of_name(match))]
    if ranked.born:
        day = formats.date_format(ranked.born, "SHORT_DATE_FORMAT")
        said.append(_("born %(date)s") % {"date": day})
    elif ranked.year:
        said.append(_("born %(date)s") % {"date": ranked.year})
    if ranked.place:
        said += [
            _("place of return: %(place)s") % {"place": place_name(place)}
            for place in sorted(ranked.candidate.places)
        ]
    return said or [_("same name")]


def _of_name(match: Match) -> str:
    """Why a typed word stands for a name; nothing where it is written the same."""
    name = {"name": match.name.written}
    if match.name.role == FATHER:
        return _("father: %(name)s") % name
    if match.name.role == MAIDEN:
        return _("surname at birth: %(name)s") % name
    if match.alias:
        return _("another form of %(name)s") % name
    if match.word.folded == match.name.folded:
        return ""
    if dictionary.plain(match.word.heard) == dictionary.plain(match.name.heard):
        return _("sounds like %(name)s") % name
    if dictionary.begins(match.word.heard, match.name.heard):
        return _("begins like %(name)s") % name
    return _("similar to %(name)s") % name


def by_number(query: Query, scope: Scope, most: int) -> list[Found]:
    """Whoever a reference, the number of a paper or a phone belongs to."""
    if not query.has_number:
        return []
    why = _documents(query, scope)
    heads = _households(query, scope)
    ids = list(dict.fromkeys([*why, *heads]))[:most]
    return [
        Found(
            person,
            score=1.0,
            why=[reason for of in (why, heads) if (reason := of.get(person.pk))],
        )
        for person in _entries(ids, scope)
    ]


def _entries(ids: list[int], scope: Scope) -> list[Entry]:
    rows = Person.objects.all().within(scope).filter(pk__in=ids)
    found = {row[0]: Entry(*row) for row in rows.values_list(*Entry._fields)}
    return [found[pk] for pk in ids if pk in found]


def _documents(query: Query, scope: Scope) -> dict[int, str]:
    papers = PersonPaper.objects.all().within(scope)
    papers = papers.filter(number_key__in=query.documents).select_related("person")
    return {
        # A paper that stayed with a merged entry leads to the entry that stands for it.
        paper.person.merged_into_id or paper.person_id: _("%(paper)s number %(number)s")
        % {"paper": paper.get_kind_display(), "number": paper.number}
        for paper in papers[:MOST_FOUND]
    }


def _households(query: Query, scope: Scope) -> dict[int, str]:
    """The heads of the households to which a reference or a phone leads."""
    wanted = Q(reference__in=query.references) | Q(phone_key__in=query.phones)
    if query.references:
        of_requests = Request.objects.all().within(scope)
        of_requests = of_requests.filter(reference__in=query.references)
        wanted |= Q(pk__in=list(of_requests.values_list("household", flat=True)))
    rows = Household.objects.all().within(scope).filter(wanted).exclude(head=None)
    reason = _("reference") if query.references else _("phone")
    return dict.fromkeys(
        rows.order_by("-id").values_list("head", flat=True)[:MOST_FOUND], reason
    )
