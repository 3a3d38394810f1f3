"""Which households, requests, pairs and visits: chainable questions about rows."""

from datetime import datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Concat, RowNumber
from django.utils import timezone

from core.models import Escalation, Turn
from core.scoping import ScopedQuerySet
from core.statements import of_query

# Who is first on the waiting list: the day of the approval that stands, the day of submission, the number.
LINE = ("approved_on", "submitted_on", "reference")


class RequestQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(IS_OPEN)

    def waiting_for_funds(self):
        """The waiting list, which is stored nowhere: approved, and no funds are committed."""
        return (
            self.filter(status="approved")
            .exclude(fundings__is_live=True)
            .annotate(
                standing=FilteredRelation(
                    "decisions", condition=Q(decisions__is_live=True)
                )
            )
            .annotate(
                approved_on=Coalesce("standing__decided_on", "submitted_on"),
                approved_by=F("standing__decided_by"),
            )
        )

    def with_answered_lines(self):
        """Which lines of the verification worksheet have a finding, fetched with the request."""
        findings = self.model._meta.get_field("findings").related_model._base_manager
        answered = findings.filter(request=OuterRef("pk")).exclude(result="")
        return self.annotate(answered=ArraySubquery(answered.values("about")))

    def places_in_line(self, ids) -> dict[int, int]:
        """Which place on the waiting list, counted among these rows, each of a few requests has."""
        place = Window(RowNumber(), order_by=LINE)
        line = self.waiting_for_funds().annotate(place=place)
        sql, params = of_query(line.order_by().values_list("pk", "place"))
        # The window counts the whole list; a filter inside would count the few.
        asked = f"SELECT * FROM ({sql}) AS line (id, place) WHERE id = ANY (%s)"  # noqa: S608 -- the query's own SQL
        with connection.cursor() as cursor:
            cursor.execute(asked, [*params, list(ids)])
            return dict(cursor.fetchall())


class FundQuerySet(QuerySet):
    def visible_to(self, user, permission: str | None = None):
        """Funds are the ministry's own: whoever acts for a municipality keeps none."""
        scope = user.scope_for(permission) if permission else user.scope
        return self if scope and scope.everything else self.none()

    def open(self):
        """Funds from which something can still be committed."""
        return self.filter(is_open=True, amount__gt=F("committed"))


# A request is open as long as it is somebody's turn.
# The rung of the ladder on which the officer of the file stands, not everybody of that role.
OFFICER = "officer"
IS_OPEN = Q(turn__in=[turn for turn in Turn.values if turn != Turn.NOBODY])


# What is told of the work that is done.
LATELY = timedelta(days=30)


def closed_lately() -> Q:
    """Requests whose life ended in the last thirty days; the same condition all day long."""
    first = timezone.localdate() - LATELY
    midnight = timezone.make_aware(datetime.combine(first, time()))
    return Q(turn=Turn.NOBODY, status_since__gte=midnight)


class DuplicateQuerySet(ScopedQuerySet):
    def with_other_side(self):
        """What the other office said, and the other entry's name: nothing where it may not be seen."""
        twin = self.model._base_manager.filter(
            person=OuterRef("other"), other=OuterRef("person")
        )
        persons = self.model._meta.get_field("other").related_model._base_manager
        other = persons.filter(pk=OuterRef("other")).values(
            name=Concat("surname", Value(", "), "given_name")
        )
        return self.annotate(
            twin_verdict=Subquery(twin.values("verdict")[:1]),
            twin_reason=Subquery(twin.values("reason")[:1]),
            other_name=Subquery(other[:1]),
            # Never fetched for a side that is blind, whatever else may be seen.
            other_name_here=Case(When(across=False, then=Subquery(other[:1]))),
        )

    def waiting_for(self, scope):
        """What somebody with this scope has to say something about, likeliest first."""
        if scope.everything:
            waiting = self.once_each().filter(IS_FOR_THE_MINISTRY)
        else:
            waiting = self.filter(IS_FOR_THE_OFFICE)
        return waiting.order_by("-likelihood", "-pk")

    def one_person_in(self, household):
        """Two entries of one person, as was said, that are both members of this household now."""
        members = household.members.filter(left_on=None).values("person")
        return self.filter(
            across=False, verdict="same", person__in=members, other__in=members
        )

    def once_each(self):
        """Of a pair with two sides only one of them, for whoever sees both."""
        return self.filter(Q(across=False) | Q(person_id__lt=F("other_id")))


IS_FOR_THE_OFFICE = Q(verdict="", settled="")
# Asks for `with_other_side`: both offices have answered, and not both that these are two persons.
IN_DOUBT, ANSWERED = ("same", "unsure"), ("same", "unsure", "different")
IS_FOR_THE_MINISTRY = Q(across=True, settled="") & (
    Q(verdict__in=IN_DOUBT, twin_verdict__in=ANSWERED)
    | Q(verdict="different", twin_verdict__in=IN_DOUBT)
)


# A visit is open until it is made or called off.
IS_TO_BE_MADE = Q(done_on=None, called_off="")


class MonitoringQuerySet(ScopedQuerySet):
    def open(self):
        """Visits that are still to be made."""
        return self.filter(IS_TO_BE_MADE)

    def done(self):
        """Visits that were made, the last one first."""
        return self.filter(done_on__isnull=False).order_by("-done_on", "-pk")


class FollowUpQuerySet(ScopedQuerySet):
    def open(self):
        """What somebody still has to look at."""
        return self.filter(IS_OPEN)

    def needs_support(self, household) -> bool:
        """Whether support of this household is to be looked at again: it left, or lost what it had."""
        return self.open().filter(household=household).exists()


def brought_to(user) -> Q:
    """Requests of whose deadlines this person was told: an officer of their own and of nobody's, others by role."""
    roles = {role for role, _place in user.roles_held}
    told = Escalation.objects.filter(clock__closed_on=None)
    found = Q(pk__in=told.filter(role__in=roles - {OFFICER}).values("clock__record_id"))
    if OFFICER in roles:
        own = Q(assigned_to=user.pk) | Q(assigned_to=None)
        found |= own & Q(pk__in=told.filter(role=OFFICER).values("clock__record_id"))
    return found
