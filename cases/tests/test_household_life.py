"""Whatever is recorded about households in whatever order, everybody belongs to one at a time and heads belong to theirs."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.factories import municipality
from cases.factories import make_request
from cases.models import Household, Member, Person
from cases.services import membership
from core.scoping import system
from people import STRPCE

FIRST = date(2020, 2, 27)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days))
NUMBERS = st.integers(0, 11)
RELATIONS = st.sampled_from(Member.Relation.values)
STEADY = settings(
    max_examples=15,
    derandomize=True,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Life(RuleBasedStateMachine):
    """Random events of two families; what is refused leaves no trace."""

    by = None
    done: dict = {}

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.acting = system()
        self.acting.__enter__()
        for surname in ("Petrović", "Krasniqi"):
            request = make_request(at=municipality(STRPCE), by=self.by, surname=surname)
            for number in range(3):
                membership.welcome(
                    household=request.household,
                    person=Person(
                        surname=surname,
                        given_name=str(number),
                        birth_date=FIRST - timedelta(5 * number),
                    ),
                    relation="child",
                    on=FIRST,
                )
        Member.objects.filter(relation="head").update(joined_on=FIRST)

    def teardown(self):
        transaction.set_rollback(True)
        self.acting.__exit__(None, None, None)
        self.block.__exit__(None, None, None)

    def person(self, number):
        persons = list(Person.objects.order_by("pk"))
        return persons[number % len(persons)]

    def household(self, number):
        households = list(Household.objects.order_by("pk"))
        return households[number % len(households)]

    def member(self, number):
        members = Member.objects.filter(left_on=None).order_by("pk")
        members = list(members.select_related("household", "person"))
        return members[number % len(members)] if members else None

    def try_it(self, act, **told):
        """An event, or its refusal; how often each succeeded is kept."""
        try:
            with transaction.atomic():
                act(**told)
        except (ValidationError, IntegrityError):
            return
        self.done[act.__name__] = self.done.get(act.__name__, 0) + 1

    @rule(where=NUMBERS, who=NUMBERS, relation=RELATIONS, on=DAYS)
    def joins(self, where, who, relation, on):
        free = list(Person.objects.exclude(memberships__left_on=None).order_by("pk"))
        household = self.household(where)
        # Mostly somebody who is free; sometimes anybody.
        person = free[who % len(free)] if free and who else self.person(who)
        self.try_it(
            membership.join,
            household=household,
            person=person,
            relation=relation,
            on=on,
        )

    @rule(who=NUMBERS, head=NUMBERS, on=DAYS)
    def leaves(self, who, head, on):
        if member := self.member(who):
            head = self.successor(member, head)
            self.try_it(membership.leave, member=member, on=on, head=head)

    @rule(who=NUMBERS, where=NUMBERS, head=NUMBERS, relation=RELATIONS, on=DAYS)
    def moves(self, who, where, head, relation, on):
        if member := self.member(who):
            self.try_it(
                membership.move,
                member=member,
                to=self.household(where),
                relation=relation,
                on=on,
                head=self.successor(member, head),
            )

    @rule(where=NUMBERS, goes=st.sets(NUMBERS, max_size=3), head=NUMBERS, on=DAYS)
    def splits(self, where, goes, head, on):
        household = self.household(where)
        members = list(household.members.filter(left_on=None))
        going = [members[number % len(members)] for number in goes if members]
        relations = {member.person_id: "child" for member in going}
        if going:
            relations[going[0].person_id] = "head"
        self.try_it(
            membership.split,
            household=household,
            goes=relations,
            on=on,
            head=self.person(head),
            by=self.by,
        )

    @rule(where=NUMBERS, head=NUMBERS)
    def hands_over(self, where, head):
        household = self.household(where)
        members = list(household.members.filter(left_on=None))
        relations = {member.person_id: "other" for member in members}
        if members:
            relations[members[head % len(members)].person_id] = "head"
        self.try_it(membership.change_head, household=household, relations=relations)

    @rule(who=NUMBERS, head=NUMBERS, on=DAYS)
    def dies(self, who, head, on):
        person = self.person(who)
        member = person.memberships.filter(left_on=None).first()
        successor = self.successor(member, head) if member else None
        self.try_it(membership.record_death, person=person, on=on, head=successor)

    @rule(where=NUMBERS, on=DAYS)
    def is_born(self, where, on):
        child = Person(surname="New", given_name="Child", birth_date=on)
        household = self.household(where)
        self.try_it(
            membership.welcome,
            household=household,
            person=child,
            relation="child",
            on=on,
        )

    def successor(self, member, number):
        """Somebody who stays, mostly; sometimes nobody or anybody."""
        if member.household.head_id != member.person_id:
            return None
        return self.person(number)

    @invariant()
    def everybody_belongs_to_one_household_at_a_time(self):
        open_ones = Member.objects.filter(left_on=None).values_list("person", flat=True)
        assert len(open_ones) == len(set(open_ones))
        for person in Person.objects.all():
            spans = sorted(
                (m.joined_on, m.left_on or date.max) for m in person.memberships.all()
            )
            assert all(
                one[1] <= two[0] for one, two in zip(spans, spans[1:], strict=False)
            )

    @invariant()
    def a_head_is_a_member_and_the_only_head(self):
        for household in Household.objects.all():
            present = dict(
                household.members.filter(left_on=None).values_list("person", "relation")
            )
            heads = [
                person for person, relation in present.items() if relation == "head"
            ]
            assert heads == ([household.head_id] if household.head_id else [])
            assert bool(present) == bool(household.head_id)

    @invariant()
    def nobody_belongs_before_birth_or_after_death(self):
        today = timezone.localdate()
        for member in Member.objects.select_related("person"):
            person = member.person
            assert person.birth_date <= member.joined_on <= today
            if person.died_on:
                assert member.left_on is not None
                assert member.left_on <= person.died_on


def test_households_stay_true_whatever_happens(db, jelena):
    Life.by, Life.done = jelena, {}
    run_state_machine_as_test(Life, settings=STEADY)
    assert set(Life.done) == {
        "join", "leave", "move", "split", "change_head", "record_death", "welcome",
    }  # fmt: skip
