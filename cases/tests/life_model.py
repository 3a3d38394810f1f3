"""What may come of a request, worked out from process.md in plain Python; test_life holds the portal against it."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError

from cases.tests.request_life import MAP
from core.workflow import MovedOn

FIRST_INSTANCE = {"verify", "give_opinion", "approve", "reject"}
PREPARED = {"verify", "give_opinion"}
ON_APPEAL = {
    "grant_appeal", "take_back_approval", "return_appeal", "dismiss_appeal", "keep_approval",
    "keep_agreement",
}  # fmt: skip
DECISIONS = {"approve": 1, "reject": 1, "grant_appeal": 2, "take_back_approval": 2}
OUTCOMES = {
    "approve": "approved",
    "reject": "rejected",
    "grant_appeal": "approved",
    "take_back_approval": "rejected",
}
# Each of these steps leaves one letter to the family.
WRITTEN = {
    "submit", "return", *DECISIONS, "appeal", "return_appeal", "dismiss_appeal", "keep_approval",
    "keep_agreement", "sign_agreement", "hand_over",
}  # fmt: skip
STANDS_AGAIN = {
    "dismiss_appeal": "rejected",
    "keep_approval": "approved",
    "keep_agreement": "agreed",
}
# Here a family may ask for the same again; rejected it may do so even while it appeals.
ENDED = {"rejected", "withdrawn", "closed", "court"}
CLOSED_AS = {
    "close": "durable",
    "close_after_death": "died",
    "terminate": "terminated",
    "reopen": "",
}


@dataclass
class Expected:
    """A request as the law of the house would have it, beside the one in the database."""

    way: str
    needs_home: bool
    may: dict[str, set[str]]
    status: str = "draft"
    has_papers: bool = False
    has_worksheet: bool = False
    home: str = ""
    percent: int = 0
    closed_as: str = ""
    stood_at: str = ""
    has_rival: bool = False
    is_funded: bool = False
    has_agreement: bool = False
    letters: int = 0
    # The instance whose decision stands, 0 without one, and whether an appeal against it was decided.
    instance: int = 0
    outcome: str = ""
    was_appealed: bool = False
    log: list[tuple[str, str]] = field(default_factory=lambda: [("begin", "jelena")])

    def refusal(self, step: str, who: str) -> type[Exception] | None:
        """How the portal must refuse this step of this person; nothing when it must succeed."""
        if step not in MAP[self.status]:
            return MovedOn
        if step not in self.may[who]:
            return PermissionDenied
        return None if self.holds(step, who) else ValidationError

    def possible(self, names: list[str]) -> dict[str, list[str]]:
        """Which steps can be taken now, each with who can."""
        return self._answered(names, None)

    def in_vain(self, names: list[str]) -> dict[str, list[str]]:
        """Which steps of this stage something is still in the way of, each with who may try."""
        return self._answered(names, ValidationError)

    def _answered(self, names: list[str], refusal) -> dict[str, list[str]]:
        found = {
            step: [who for who in names if self.refusal(step, who) is refusal]
            for step in MAP[self.status]
        }
        return {step: people for step, people in found.items() if people}

    def holds(self, step: str, who: str) -> bool:
        """Whether everything is so that must be so before a step."""
        condition = getattr(self, f"_before_{step}", None)
        return condition is None or condition(who)

    def had_a_part(self, who: str, steps: set[str]) -> bool:
        return any(name in steps and person == who for name, person in self.log)

    @property
    def bars_another(self) -> bool:
        """Whether a family may not have a second request of the same kind beside this one."""
        appeals_a_rejection = self.status == "appealed" and self.stood_at == "rejected"
        return self.status not in ENDED and not appeals_a_rejection

    def _before_complete(self, who) -> bool:
        return self.has_papers

    def _before_verify(self, who) -> bool:
        return self.has_papers and self.has_worksheet

    def _before_return(self, who) -> bool:
        return not self.has_papers

    def _before_forward(self, who) -> bool:
        return self.way != "monitoring"

    def _before_follow(self, who) -> bool:
        return self.way == "monitoring"

    def _before_approve(self, who) -> bool:
        return not self.had_a_part(who, PREPARED | ON_APPEAL)

    _before_reject = _before_approve

    def _before_appeal(self, who) -> bool:
        return self.instance == 1 and not self.was_appealed

    def _before_grant_appeal(self, who) -> bool:
        return self._is_another_person(who) and not self.has_rival

    def _is_another_person(self, who) -> bool:
        return not self.had_a_part(who, FIRST_INSTANCE)

    def _before_take_back_approval(self, who) -> bool:
        return self._is_another_person(who) and self.stood_at != "rejected"

    def _before_return_appeal(self, who) -> bool:
        return self._before_grant_appeal(who)

    def _before_dismiss_appeal(self, who) -> bool:
        return self._is_another_person(who) and self.stood_at == "rejected"

    def _before_keep_approval(self, who) -> bool:
        return self._is_another_person(who) and self.stood_at == "approved"

    def _before_keep_agreement(self, who) -> bool:
        return self._is_another_person(who) and self.stood_at == "agreed"

    def _before_sue(self, who) -> bool:
        return self.instance == 2 or self.was_appealed

    def _before_court_annuls(self, who) -> bool:
        return not self.has_rival

    def _before_sign_agreement(self, who) -> bool:
        return self.is_funded and (not self.needs_home or self.home == "free")

    def _before_start_works(self, who) -> bool:
        return self.way == "works"

    def _before_deliver(self, who) -> bool:
        return self.way == "delivery"

    def _before_accept_works(self, who) -> bool:
        return self.percent == 100

    _before_refuse_works = _before_accept_works

    def _before_reopen(self, who) -> bool:
        return self.closed_as == "durable" and not self.has_rival

    def take(self, step: str, who: str) -> None:
        """What is so after a step."""
        before, self.status = self.status, MAP[self.status][step]
        self.log.append((step, who))
        self.letters += step in WRITTEN
        self.closed_as = CLOSED_AS.get(step, self.closed_as)
        if step == "appeal":
            self.stood_at = before
        if step in STANDS_AGAIN:
            self.was_appealed = True
        if step in DECISIONS:
            self.instance, self.outcome = DECISIONS[step], OUTCOMES[step]
            self.was_appealed = False
        if step in {"return_appeal", "court_annuls"}:
            self.instance, self.outcome = 0, ""
        if step == "sign_agreement":
            self.has_agreement = True
        if step in ENDS_AGREEMENT:
            self.has_agreement = False
        # Approved anew, a family keeps the funds it has.
        if step in ENDS_AGREEMENT - {"grant_appeal"}:
            self.is_funded = False


ENDS_AGREEMENT = {
    "grant_appeal", "take_back_approval", "return_appeal", "court_annuls", "withdraw", "terminate",
    "close_after_death",
}  # fmt: skip
