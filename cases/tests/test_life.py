"""Whatever people try with a request in whatever order, its file stays true to itself."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.factories import municipality
from cases.factories import answers, hand_in, make_request
from cases.models import Decision, Request
from cases.tests.test_workflow import MAP, MAY
from cases.workflow import REQUEST
from core.models import Clock, StatusChange
from core.scoping import system
from people import STRPCE

NAMES = sorted(MAY)
STEPS = sorted(REQUEST.by_name)
STEADY = settings(
    max_examples=20,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Life(RuleBasedStateMachine):
    """Random people try random steps; a plain model says what may come of it."""

    people: dict = {}

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.acting = system()
        self.acting.__enter__()
        self.file = make_request(at=municipality(STRPCE), by=self.people["jelena"])
        self.expected, self.steps, self.has_papers = "draft", 1, False
        self.took_part = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.acting.__exit__(None, None, None)
        self.block.__exit__(None, None, None)

    @rule()
    def papers_come_in(self):
        if self.expected in {"draft", "submitted", "incomplete"}:
            hand_in(self.file, by=self.people["jelena"])
            self.has_papers = True

    @rule(name=st.sampled_from(NAMES), step=st.sampled_from(STEPS))
    def somebody_tries_anything(self, name, step):
        self.somebody_tries(name, step)

    @rule(data=st.data())
    def somebody_does_what_is_possible(self, data):
        possible = [
            (name, step)
            for name in NAMES
            for step in sorted(MAP[self.expected])
            if step in MAY[name] and self.ready(name, step)
        ]
        if possible:
            self.somebody_tries(*data.draw(st.sampled_from(possible)))

    def ready(self, name, step):
        if step in {"verify", "complete"}:
            return self.has_papers
        if step == "return":
            return not self.has_papers
        decides = step in {"approve", "waitlist", "reject", "fund"}
        return not (decides and name in self.took_part)

    def somebody_tries(self, name, step):
        legal = step in MAP[self.expected] and step in MAY[name]
        allowed = legal and self.ready(name, step)
        try:
            REQUEST.apply(
                self.file, step, by=self.people[name], **answers(self.file, step)
            )
        except (PermissionDenied, ValidationError):
            assert not allowed, (self.expected, name, step)
            return
        assert allowed, (self.expected, name, step)
        self.expected = MAP[self.expected][step]
        self.steps += 1
        self.file = Request.objects.select_related("household").get(pk=self.file.pk)
        if step in {"verify", "give_opinion"}:
            self.took_part.add(name)

    @invariant()
    def the_file_is_where_it_should_be(self):
        assert self.file.status == self.expected
        assert self.file.version == self.steps
        stage = REQUEST.stage(self.file.status)
        assert self.file.turn == stage.turn
        assert self.file.submitted_on or self.expected in {"draft", "withdrawn"}

    @invariant()
    def its_history_is_one_chain(self):
        steps = list(StatusChange.objects.filter(record_id=self.file.pk))
        assert len(steps) == self.steps
        assert steps[-1].to_status == self.file.status
        assert all(
            b.from_status == a.to_status for a, b in zip(steps, steps[1:], strict=False)
        )

    @invariant()
    def there_is_one_living_decision_at_most(self):
        living = Decision.objects.filter(request=self.file, is_live=True)
        decided = self.expected in {"approved", "rejected", "waitlisted"}
        assert living.count() == int(decided) or self.expected == "withdrawn"
        assert not decided or living.get().outcome == self.expected

    @invariant()
    def its_clocks_fit_its_stage(self):
        running = Clock.objects.filter(record_id=self.file.pk, closed_on=None)
        keys = [clock.key for clock in running]
        assert len(keys) == len(set(keys))
        if REQUEST.stage(self.expected).final:
            assert keys == []
            assert self.file.due_on is None


def test_any_order_of_steps_leaves_a_sound_file(request, db):
    Life.people = {name: request.getfixturevalue(name) for name in NAMES}
    run_state_machine_as_test(Life, settings=STEADY)
