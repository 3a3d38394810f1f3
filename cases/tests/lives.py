"""A request in the hands of random people who try everything, held step by step against a plain model."""

import os
from datetime import UTC, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.factories import appoint, municipality
from accounts.roles import Role
from cases import services
from cases.factories import (
    answers,
    fill_worksheet,
    hand_in,
    make_fund,
    make_funding,
    make_property,
    make_request,
)
from cases.models import (
    Agreement,
    Appeal,
    Decision,
    Funding,
    PropertyEvent,
    Request,
    RequestType,
    WorksReport,
)
from cases.tests.life_model import Expected
from cases.tests.life_truths import AlwaysSo
from cases.tests.request_life import MAY
from cases.workflow import REQUEST
from core import constraints, serving
from core.models import Clock, Letter, Provision, StatusChange
from core.scoping import system
from core.workflow import MovedOn
from people import STRPCE, account, serve_in_hand

# Whoever holds every post may still not do everything: that two people are needed is about persons.
MANY_POSTS = (Role.CASEWORKER, Role.CENTRAL_SECRETARY, Role.APPEALS_SECRETARY)
MAY_DO = MAY | {
    "vesna": MAY["jelena"] | MAY["mirjeta"] | MAY["luan"] | MAY["zana"],
    "besa": MAY["luan"],
}
NAMES = sorted(MAY_DO)
# Most of what is forbidden because of an earlier part only she could try.
OFTEN = [*NAMES, *["vesna"] * len(NAMES)]
PAYERS = ["besa", "luan", "mirjeta", "vesna"]
STEPS = sorted(REQUEST.by_name)
LAWS = ("decision_days", "appeal_days", "verification_days", "appeal_decision_days")
PAPERS_ASKED = {"draft", "submitted"}
SELDOM_REACHED = {"appealed", "works"}
BEFORE_CHECKING = {"draft", "submitted", "incomplete"}
KINDS = ("house", "material", "financial_aid", "monitoring")
# Steps that end a life or turn it back.
ASIDE = {
    "withdraw", "terminate", "close_after_death", "reopen", "send_back", "back_from_donors",
}  # fmt: skip
LIVES = int(os.environ.get("MCR_LIVES", "50"))
STEADY = settings(
    max_examples=LIVES,
    stateful_step_count=30,
    phases=[Phase.reuse, Phase.generate],
    deadline=None,
    # The same lives for everybody; asked for more, others each time.
    derandomize="MCR_LIVES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


def traces(file) -> tuple:
    """What a step that was refused must leave as it was."""
    of_file = (StatusChange, Letter, Clock)
    counts = [model.objects.filter(record_id=file.pk).count() for model in of_file]
    rows = (Decision, Appeal, Agreement, Funding)
    counts += [model.objects.filter(request=file).count() for model in rows]
    moved = Request.objects.values("status", "version", "due_on", "turn", "closed_as")
    return moved.get(pk=file.pk), counts


class Life(AlwaysSo, RuleBasedStateMachine):
    """Random people try random steps while time passes and laws change; a plain model says what may come of it."""

    people: dict = {}
    reached: set = set()

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.acting = system()
        self.acting.__enter__()
        self.now = datetime(2021, 1, 4, 8, tzinfo=UTC)
        self.running, self.periods, self.rival, self.home = {}, {}, None, None
        self.taken, self.seen_on = "occupied", None

    def teardown(self):
        transaction.set_rollback(True)
        self.acting.__exit__(None, None, None)
        self.block.__exit__(None, None, None)

    @property
    def today(self):
        return timezone.localdate(self.now)

    @initialize(kind=st.sampled_from(KINDS), data=st.data(), steps=st.integers(0, 14))
    def a_family_comes(self, kind, data, steps):
        self.kind = RequestType.objects.get(code=kind)
        self.file = make_request(
            at=municipality(STRPCE),
            by=self.people["jelena"],
            request_type=kind,
            registered=self.now,
        )
        if self.kind.way == RequestType.Way.MONITORING:
            Request.objects.filter(pk=self.file.pk).update(already_returned=True)
        make_fund()
        self.expected = Expected(self.kind.way, self.kind.needs_property, MAY_DO)
        self.look_again()
        self.somebody_goes_on(data, steps)

    def look_again(self):
        self.file = Request.objects.select_related("household").get(pk=self.file.pk)

    # What happens around the request

    @rule(days=st.integers(0, 90), hours=st.integers(0, 23))
    def time_passes(self, days, hours):
        self.now += timedelta(days=days, hours=hours)

    @rule(key=st.sampled_from(LAWS), days=st.integers(1, 120), unit=st.booleans())
    def a_law_changes(self, key, days, unit):
        """From tomorrow another number holds."""
        newest = Provision.objects.filter(key=key).latest("valid_from")
        if newest.valid_from > self.today:
            return
        newest.valid_to = self.today
        newest.save()
        Provision.objects.create(
            key=key,
            value=days,
            unit="calendar_days" if unit else "working_days",
            valid_from=self.today + timedelta(1),
        )

    @precondition(lambda self: self.expected.status in BEFORE_CHECKING)
    @rule()
    def papers_come_in(self):
        hand_in(self.file, by=self.people["jelena"])
        self.expected.has_papers = True

    @precondition(lambda self: self.expected.status in BEFORE_CHECKING)
    @rule()
    def the_worksheet_is_filled_in(self):
        fill_worksheet(self.file, by=self.people["jelena"])
        self.expected.has_worksheet = True

    @precondition(lambda self: self.kind.needs_property)
    @rule(is_free=st.booleans())
    def something_happens_to_the_home(self, is_free):
        if self.home is None:
            self.home = make_property(
                self.file.household, by=self.people["jelena"], events=()
            )
            self.expected.home = "free"
        if is_free == (self.expected.home == "free") or self.today == self.seen_on:
            return
        self.seen_on = self.today
        kind = "vacated" if is_free else self.taken
        self.taken = "reoccupied" if kind == "occupied" else self.taken
        seen = PropertyEvent(property=self.home, happened_on=self.today, kind=kind)
        seen.source = "police"
        services.save_event(event=seen, by=self.people["jelena"])
        self.expected.home = "free" if is_free else "occupied"

    @precondition(lambda self: self.expected.status in {"agreed", "works"})
    @rule(percent=st.sampled_from([0, 40, 100]))
    def works_are_reported(self, percent):
        report = WorksReport(seen_on=self.today, percent=percent, words="Seen.")
        services.report_works(
            request=self.file, report=report, by=self.people["jelena"]
        )
        self.expected.percent = percent

    @precondition(lambda self: self.expected.bars_another)
    @rule()
    def the_family_asks_for_the_same_too_early(self):
        try:
            with transaction.atomic():
                self.ask_again()
        except IntegrityError as refusal:
            assert constraints.sentence_for(refusal) != constraints.UNKNOWN
            return
        raise AssertionError(self.expected)

    def ask_again(self):
        return services.open_request(
            by=self.people["jelena"],
            household=self.file.household,
            request_type=self.kind,
        )

    @precondition(lambda self: not self.expected.bars_another)
    @rule()
    def the_family_asks_again_or_no_longer(self):
        """Another request of the same kind, or its withdrawal."""
        if self.rival:
            reason = "The family waits for the appeal."
            by = self.people["jelena"]
            REQUEST.apply(self.rival, "withdraw", by=by, reason=reason, at=self.now)
            self.rival = None
        else:
            self.rival = self.ask_again()
        self.expected.has_rival = self.rival is not None

    @precondition(lambda self: self.expected.instance)
    @rule()
    def the_decision_is_served(self):
        letter = Decision.objects.get(request=self.file, is_live=True).letter
        if serving.served_on(letter):
            return
        serve_in_hand(letter, on=self.today, by=self.people["jelena"])

    @precondition(lambda self: self.expected.status == "approved")
    @rule(name=st.sampled_from(PAYERS))
    def somebody_commits_funds(self, name):
        """Money wants four eyes: whoever decided does not commit it, and nobody commits it twice."""
        decided = Decision.objects.get(request=self.file, is_live=True).decided_by
        by = self.people[name]
        refused = self.expected.is_funded or by == decided
        try:
            with transaction.atomic():
                make_funding(self.file, by=by, on=self.today)
        except (ValidationError, IntegrityError):
            assert refused
            return
        assert not refused
        self.expected.is_funded = True
        self.expected.letters += 1

    @precondition(lambda self: self.expected.status == "approved")
    @rule()
    def funds_are_released(self):
        funding = Funding.objects.filter(request=self.file, is_live=True).first()
        if funding is None:
            return
        said = {"reason": "The donor pays for others.", "by": self.people["mirjeta"]}
        services.release_funds(funding=funding, at=self.now, **said)
        self.expected.is_funded = False
        self.expected.letters += 1

    # What people try

    @rule(name=st.sampled_from(NAMES), step=st.sampled_from(STEPS))
    def somebody_tries_anything(self, name, step):
        self.somebody_tries(name, step)

    @rule(data=st.data())
    def somebody_tries_what_fits_the_stage(self, data):
        steps = [s for s in STEPS if self.expected.refusal(s, "vesna") is not MovedOn]
        if steps:
            name = data.draw(st.sampled_from(OFTEN))
            self.somebody_tries(name, data.draw(st.sampled_from(steps)))

    @rule(data=st.data(), steps=st.integers(1, 4))
    def somebody_goes_on(self, data, steps):
        """Nothing is in the way and the next step leads on rather than out, or few lives would be long."""
        for _step in range(steps):
            self.what_is_too_early_is_tried(data)
            # Else few would go the way of a family whose papers are missing, or that asks again.
            if self.expected.status not in PAPERS_ASKED or data.draw(st.booleans()):
                self.nothing_is_in_the_way()
            else:
                self.the_worksheet_is_filled_in()
            if not self.expected.bars_another and data.draw(st.booleans()):
                self.the_family_asks_again_or_no_longer()
            by_step = self.expected.possible(OFTEN)
            if on := sorted(by_step.keys() - ASIDE):
                step = data.draw(st.sampled_from(on))
                self.somebody_tries(data.draw(st.sampled_from(by_step[step])), step)

    def what_is_too_early_is_tried(self, data):
        in_vain = self.expected.in_vain(NAMES)
        steps = sorted(in_vain)
        if steps and self.expected.status not in SELDOM_REACHED:
            steps = [data.draw(st.sampled_from(steps))]
        for step in steps:
            self.somebody_tries(data.draw(st.sampled_from(in_vain[step])), step)

    def nothing_is_in_the_way(self):
        stage = self.expected.status
        if stage in BEFORE_CHECKING:
            self.papers_come_in()
            self.the_worksheet_is_filled_in()
        if stage == "approved":
            self.somebody_commits_funds(name="mirjeta")
        if stage == "approved" and self.kind.needs_property:
            self.something_happens_to_the_home(is_free=True)
        if stage == "works":
            self.works_are_reported(percent=100)

    @rule(data=st.data())
    def somebody_presses_a_button_of_yesterday(self, data):
        if possible := self.expected.possible(NAMES):
            step = data.draw(st.sampled_from(sorted(possible)))
            name = possible[step][0]
            outdated = self.file.version - 1
            assert self.attempt(name, step, version=outdated) is MovedOn

    def somebody_tries(self, name, step):
        expected = self.expected.refusal(step, name)
        before = expected and traces(self.file)
        refused = self.attempt(name, step)
        assert refused is expected, (self.expected, name, step)
        if refused:
            assert traces(self.file) == before, (self.expected, name, step)
            return
        self.expected.take(step, name)
        self.look_again()
        self.reached.add(self.expected.status)

    def attempt(self, name, step, **more):
        """The step as this person would take it; how it was refused, if it was."""
        said = answers(self.file, step, on=self.today)
        by = self.people[name]
        try:
            REQUEST.apply(self.file, step, by=by, at=self.now, **said, **more)
        except MovedOn:
            return MovedOn
        except PermissionDenied:
            return PermissionDenied
        except ValidationError:
            return ValidationError


def walk(people: dict, lives=STEADY):
    """Many lives in the hands of these people; what was not as it must be is raised."""
    vesna = account("Vesna", Role.OFFICER, at=STRPCE)
    with system():
        for role in MANY_POSTS:
            appoint(vesna, role)
    besa = account("Besa", Role.CENTRAL_SECRETARY)
    Life.people = people | {"vesna": vesna, "besa": besa}
    Life.reached = set()
    run_state_machine_as_test(Life, settings=lives)
