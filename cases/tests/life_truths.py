"""What is so of a request at every moment of its life, whatever people try; asked by test_life after each event."""

from django.db.models import Max
from hypothesis.stateful import invariant

from cases.models import Agreement, Appeal, Decision, Funding
from cases.remedies import period_to_appeal
from cases.tests.life_model import FIRST_INSTANCE, ON_APPEAL, PREPARED
from cases.workflow import REQUEST
from core.models import Clock, Letter, Provision, StatusChange

DECIDING = {
    1: {"approve", "reject"},
    2: {"grant_appeal", "take_back_approval"},
}


class AlwaysSo:
    """The machine's `file` as it stands in the database, beside what is `expected` of it."""

    @invariant()
    def the_file_is_where_it_should_be(self):
        file, expected = self.file, self.expected
        assert file.status == expected.status
        assert file.closed_as == expected.closed_as
        assert file.version == len(expected.log)
        assert file.turn == REQUEST.stage(file.status).turn
        assert file.submitted_on or file.status in {"draft", "withdrawn"}

    @invariant()
    def its_history_is_one_chain(self):
        steps = list(
            StatusChange.objects.filter(record_id=self.file.pk).select_related("by")
        )
        made = [(step.transition, step.by.full_name.lower()) for step in steps]
        assert made == self.expected.log
        assert steps[-1].to_status == self.file.status
        assert steps[-1].at == self.file.status_since
        for before, after in zip(steps, steps[1:], strict=False):
            assert after.from_status == before.to_status
            assert after.at >= before.at

    @invariant()
    def what_stands_is_what_was_decided_last(self):
        living = Decision.objects.filter(request=self.file, is_live=True)
        stands = [(each.instance, each.outcome) for each in living]
        expected = self.expected
        assert stands == [(expected.instance, expected.outcome)] * bool(
            expected.instance
        )
        agreed = Agreement.objects.filter(request=self.file, is_live=True).count()
        assert agreed == expected.has_agreement
        live = Funding.objects.filter(request=self.file, is_live=True).count()
        assert live == expected.is_funded
        open_appeals = Appeal.objects.filter(request=self.file, outcome="").count()
        assert open_appeals == (expected.status == "appealed")
        written = Letter.objects.filter(record_id=self.file.pk).count()
        assert written == expected.letters

    @invariant()
    def two_people_stand_behind_each_decision(self):
        decided = Decision.objects.filter(request=self.file).order_by("id")
        log, position = self.expected.log, 0
        for decision in decided:
            who = decision.decided_by.full_name.lower()
            position = next(
                number
                for number, (step, person) in enumerate(log)
                if number > position and step in DECIDING[decision.instance]
            )
            assert log[position][1] == who
            before = [
                person for step, person in log[:position] if step in FIRST_INSTANCE
            ]
            prepared = [p for s, p in log[:position] if s in PREPARED]
            heard = [p for s, p in log[:position] if s in ON_APPEAL]
            assert set(prepared) - {who}
            assert who not in (before if decision.instance == 2 else prepared + heard)

    @invariant()
    def its_clocks_fit_its_stage_and_keep_their_law(self):
        clocks = list(
            Clock.objects.filter(record_id=self.file.pk).select_related("provision")
        )
        running = [clock for clock in clocks if clock.closed_on is None]
        assert len({clock.key for clock in running}) == len(running)
        ticking = [c.due_on for c in running if c.due_on and not c.paused_on]
        assert self.file.due_on == min(ticking, default=None)
        if REQUEST.stage(self.file.status).final:
            assert not running
        for clock in clocks:
            began_under = Provision.objects.filter(
                key=clock.key, valid_from__lte=clock.started_on
            ).aggregate(newest=Max("valid_from"))["newest"]
            assert clock.provision.valid_from == began_under
            # Only a pause that ended moves the last day; a new law never does.
            known = self.running.setdefault(clock.pk, (clock.pauses, clock.due_on))
            if known[0] == clock.pauses:
                assert known[1] == clock.due_on
            self.running[clock.pk] = (clock.pauses, clock.due_on)

    @invariant()
    def the_time_to_appeal_is_that_of_the_day_of_the_decision(self):
        for decision in Decision.objects.filter(request=self.file):
            if period := period_to_appeal(decision):
                kept = self.periods.setdefault(decision.pk, period.last_day)
                assert period.last_day == kept
                assert kept > decision.decided_on
