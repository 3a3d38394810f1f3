"""What each person should get on each route, reckoned from the declared rules alone, and what they do get."""

import re
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.roles import REACH, Role
from core.public_routes import PUBLIC_ROUTES
from core.rules import RULES, SIGNED_IN
from tests.routes import Route
from tests.world import ANONYMOUS, DISABLED, MISSING, Office, World, report_run, undone
from tests.world import OWN as OWN_PLACE
from tests.world_parts import bulk_run

NOT_SIGNED_IN = {ANONYMOUS, DISABLED}
ANSWERED = {200, 302, 409, 422}
OWN, OTHER, NO_RECORD, NO_TARGET = "own", "other", "missing", "no target"

# Which record stands behind `pk`: route name -> the record of an office.
RECORDS = {
    "cases:request_detail": lambda office: office.draft.pk,
    "cases:request_household": lambda office: office.draft.pk,
    "cases:request_household_update": lambda office: office.draft.pk,
    "cases:displacement_update": lambda office: office.draft.pk,
    "cases:request_papers": lambda office: office.draft.pk,
    "cases:paper_create": lambda office: office.draft.pk,
    "cases:request_verification": lambda office: office.draft.pk,
    "cases:worksheet_update": lambda office: office.draft.pk,
    "cases:field_visit_update": lambda office: office.field_visit.pk,
    "cases:paper_update": lambda office: office.paper.pk,
    "cases:paper_verify": lambda office: office.paper.pk,
    "cases:request_property": lambda office: office.draft.pk,
    "cases:property_create": lambda office: office.draft.household_id,
    **{
        f"cases:{page}": lambda office: office.home.pk
        for page in (
            "property_detail",
            "property_update",
            "property_event_create",
            "co_owner_create",
            "property_claim_create",
        )
    },
    "cases:property_event_update": lambda office: office.part("propertyevents"),
    "cases:co_owner_update": lambda office: office.part("coowners"),
    "cases:property_claim_update": lambda office: office.part("propertyclaims"),
    "cases:request_letters": lambda office: office.draft.pk,
    "cases:request_notes": lambda office: office.draft.pk,
    "cases:note_create": lambda office: office.draft.pk,
    "cases:institution_ask": lambda office: office.draft.pk,
    "cases:institution_answer": lambda office: office.question.pk,
    "cases:deadline_extend": lambda office: office.spare_clock.pk,
    "cases:request_update": lambda office: office.draft.pk,
    "cases:request_transition": lambda office: office.draft.pk,
    "cases:household_detail": lambda office: office.draft.household_id,
    "cases:household_update": lambda office: office.draft.household_id,
    "cases:member_create": lambda office: office.draft.household_id,
    "cases:request_create": lambda office: office.draft.household_id,
    "cases:person_update": lambda office: office.draft.household.head_id,
    "cases:person_merge": lambda office: office.draft.household.head_id,
    "cases:household_merge": lambda office: office.draft.household_id,
    "cases:merge_detail": lambda office: office.merge.pk,
    "cases:merge_confirm": lambda office: office.merge.pk,
    "cases:merge_decline": lambda office: office.merge.pk,
    "cases:merge_undo": lambda office: office.merge.pk,
    "cases:duplicate_review": lambda office: office.duplicate.pk,
    "cases:transfer_create": lambda office: office.draft.household_id,
    "cases:transfer_detail": lambda office: office.transfer.pk,
    "cases:transfer_transition": lambda office: office.transfer.pk,
    "cases:foreign_file": lambda office: office.given_away.pk,
    "cases:emergency_detail": lambda office: office.emergency.pk,
    "cases:emergency_review": lambda office: office.emergency.pk,
    "accounts:cover_end": lambda office: office.cover.pk,
    "cases:member_join": lambda office: office.draft.household_id,
    "cases:household_birth": lambda office: office.draft.household_id,
    "cases:household_head": lambda office: office.draft.household_id,
    "cases:household_split": lambda office: office.draft.household_id,
    "cases:member_leave": lambda office: office.member.pk,
    "cases:member_move": lambda office: office.member.pk,
    "cases:member_death": lambda office: office.member.pk,
    "cases:change_detail": lambda office: office.change.pk,
    "cases:change_transition": lambda office: office.change.pk,
    "cases:document_download": lambda office: office.document.pk,
    "cases:letter_download": lambda office: office.letter.pk,
    "cases:request_works": lambda office: office.agreed.pk,
    "cases:works_report_create": lambda office: office.agreed.pk,
    "cases:works_report_scan": lambda office: office.works_report.pk,
    "cases:acceptance_scan": lambda office: office.acceptance.pk,
    "cases:handover_scan": lambda office: office.handover.pk,
    "cases:funding_create": lambda office: office.decided.pk,
    "cases:funding_release": lambda office: office.funding.pk,
    "cases:fund_update": lambda office: office.funding.fund_id,
    "cases:request_assistance": lambda office: office.draft.pk,
    "cases:assistance_create": lambda office: office.draft.household_id,
    "cases:assistance_earlier": lambda office: office.draft.household_id,
    "cases:assistance_detail": lambda office: office.assistance.pk,
    "cases:assistance_transition": lambda office: office.spare_assistance.pk,
    "cases:delivery_create": lambda office: office.assistance.pk,
    "cases:delivery_cancel": lambda office: office.delivery.pk,
    "cases:service_create": lambda office: office.letter.pk,
    "cases:service_outcome": lambda office: office.service.pk,
    "cases:service_cancel": lambda office: office.service.pk,
    **{
        f"cases:protocol_{page}": lambda office: office.entry.pk
        for page in ("detail", "attach", "cancel", "scan")
    },
    "cases:household_readers": lambda office: office.draft.household_id,
    "cases:request_readers": lambda office: office.draft.pk,
    "cases:subject_request_create": lambda office: office.draft.household_id,
    "cases:subject_request_detail": lambda office: office.right.pk,
    "cases:subject_request_transition": lambda office: office.right.pk,
    "cases:subject_request_pdf": lambda office: office.right.pk,
    "cases:subject_request_json": lambda office: office.right.pk,
    **{
        f"cases:import_{page}": lambda office: office.register.pk
        for page in (
            "detail",
            "sheet",
            "columns",
            "preview",
            "step",
            "take_back",
            "rejected",
        )
    },
    "cases:import_row_decide": lambda office: office.held_row.pk,
    "cases:visit_household_update": lambda office: office.family_at_visit.pk,
    "cases:visit_household_remove": lambda office: office.family_at_visit.pk,
    **{
        f"cases:visit_{page}": lambda office: office.visit.pk
        for page in ("detail", "update", "families", "file")
    },
    **{
        f"cases:monitoring_{page}": lambda office: office.planned.pk
        for page in ("detail", "sheet", "entry", "update", "call_off", "file")
    },
    **{
        f"cases:{page}": lambda office: office.draft.household_id
        for page in ("household_visits", "monitoring_create", "homecoming_create")
    },
    "cases:follow_up_detail": lambda office: office.follow_up.pk,
    "cases:follow_up_transition": lambda office: office.follow_up.pk,
    **{
        f"commissions:{page}": lambda office: office.commission.pk
        for page in (
            "commission_detail",
            "commission_update",
            "member_create",
            "sitting_create",
        )
    },
    "commissions:member_end": lambda office: office.seat.pk,
    **{
        f"commissions:{page}": lambda office: office.sitting.pk
        for page in (
            "sitting_detail",
            "sitting_transition",
            "sitting_attendance",
            "agenda_fill",
        )
    },
    **{
        f"commissions:item_{page}": lambda office: office.item.pk
        for page in ("review", "prepare", "conflict", "conflict_back")
    },
    "commissions:minutes_download": lambda office: office.minutes.pk,
    "housing:building_detail": lambda office: office.building.pk,
    "housing:unit_create": lambda office: office.building.pk,
    "collective_centers:centre_detail": lambda office: office.centre.pk,
}
# The second record of an address that names two.
OTHERS = {
    "cases:person_merge": lambda office: office.spare_person.pk,
    "cases:household_merge": lambda office: office.spare_household.pk,
}
# Routes whose record belongs to one person, not to a municipality.
BULK_RUNS = {"bulk_detail", "bulk_undo", "bulk_sheet", "bulk_paper", "bulk_step"}
RUNS = {"reports:run_detail", "reports:run_file", "reports:run_step", *BULK_RUNS}
# What the other parts of an address are in these tests.
ARGUMENTS = {
    "transition": "submit",
    "outcome": "favourable",
    "key": "waiting-times",
    "format_name": "csv",
    "step": "cancel",
    "other": "1",
    "token": f"calendar-of-{OWN_PLACE}",
    "action": "check",
}
# The step of each life that is tried.
STEPS = {
    "cases:request_transition": "submit",
    "cases:change_transition": "withdraw",
    "cases:transfer_transition": "take_back",
    "cases:import_step": "check",
    "cases:assistance_transition": "withdraw",
    "cases:subject_request_transition": "withdraw",
    "cases:follow_up_transition": "take_up",
    "commissions:sitting_transition": "cancel",
}
# A further right that the page itself asks for; without it there is no such page.
FURTHER = {
    "cases:request_transition": "cases.submit_request",
    "cases:change_transition": "cases.propose_change",
    "cases:transfer_transition": "cases.take_back_transfer",
    "cases:assistance_transition": "cases.plan_assistance",
    "cases:follow_up_transition": "cases.follow_up",
    "commissions:sitting_transition": "commissions.run_sitting",
    # Of the step in these tests: who may not do it any more gets no paper of it.
    "bulk_paper": "cases.assign_request",
}


@dataclass(frozen=True)
class Case:
    """One request: who asks for which record of which route, and how."""

    route: Route
    persona: str
    target: str
    method: str

    def __str__(self):
        return f"{self.method} {self.route} by {self.persona} ({self.target})"


def targets(route: Route) -> tuple[str, ...]:
    return (OWN, OTHER, NO_RECORD) if "pk" in route.arguments else (NO_TARGET,)


def cases(route: Route, persona: str) -> list[Case]:
    return [
        Case(route, persona, target, method)
        for target in targets(route)
        for method in ("get", "post")
    ]


def expected(case: Case) -> set[int] | str:
    """The statuses that are right; "sign in" for strangers."""
    route = case.route
    if route.name in PUBLIC_ROUTES:
        return ANSWERED if route.answers(case.method) else {405}
    if case.persona in NOT_SIGNED_IN:
        return "sign in"
    if not holds(case.persona, route.permission):
        return {403}
    if not route.answers(case.method):
        return {405}
    return _expected_of_target(case)


def _expected_of_target(case: Case) -> set[int]:
    route = case.route
    if case.target == NO_TARGET:
        return ANSWERED
    if case.target == NO_RECORD or not reaches(case, route.view_permission):
        return {404}
    if not reaches(case, route.permission):
        return {403}
    further = FURTHER.get(route.name)
    if further and not (holds(case.persona, further) and reaches(case, further)):
        return {404}
    return ANSWERED


def holds(persona: str, permission: str) -> bool:
    """Whether a role has a right anywhere, read from the declaration."""
    return permission == SIGNED_IN or persona in {
        str(role) for role in RULES[permission].roles
    }


def reaches(case: Case, permission: str) -> bool:
    """Whether the right, where this person has it, covers the target."""
    if case.route.name in RUNS:
        return case.target == OWN
    reach = REACH[Role(case.persona)]
    return holds(case.persona, permission) and (
        not reach.municipal or case.target == OWN
    )


def address(case: Case, world: World) -> str:
    known = ARGUMENTS | {"transition": STEPS.get(case.route.name, "")}
    values = {name: known[name] for name in case.route.arguments if name != "pk"}
    if "pk" in case.route.arguments:
        values["pk"] = _record(case, world)
    if case.route.name in OTHERS:
        office = world.other if case.target == OTHER else world.own
        values["other"] = OTHERS[case.route.name](office)
    return reverse(case.route.name, kwargs=values)


def _record(case: Case, world: World) -> int:
    if case.target == NO_RECORD:
        return MISSING
    office: Office = getattr(world, case.target)
    if case.route.name not in RUNS:
        return RECORDS[case.route.name](office)
    mine = case.target == OWN and case.persona != ANONYMOUS
    if case.route.name in BULK_RUNS:
        owner = world.people[case.persona] if mine else office.officer
        return bulk_run(owner, office.draft).pk
    return report_run(world.people[case.persona]).pk if mine else office.job.pk


def of_office(name: str, office: Office) -> str:
    """The address of an office's record."""
    values = [RECORDS[name](office)]
    if name in OTHERS:
        values.append(OTHERS[name](office))
    if name == "commissions:item_prepare":
        values.append(ARGUMENTS["outcome"])
    return reverse(name, args=values)


def ask(case: Case, client, world: World):
    """Make the request and leave no trace of it."""
    with undone():
        url = address(case, world)
        if case.method == "get":
            return _finished(client.get(url))
        data = {
            "form_token": uuid.uuid4(),
            "form_version": "1",
            "chosen": world.other.draft.pk,
        }
        return client.post(url, data)


def _finished(answer):
    """The whole answer read, so that no file stays open."""
    if answer.streaming:
        answer.getvalue()
    return answer


def complaint(case: Case, response) -> str:
    """Empty when the answer is as the rules say."""
    right = expected(case)
    if right == "sign in":
        location = response.headers.get("Location", "")
        fits = response.status_code == 302 and location.startswith(
            reverse(settings.LOGIN_URL)
        )
    else:
        fits = response.status_code in right
    return "" if fits else f"{case}: {response.status_code} instead of {right}"


def alike(one, two) -> bool:
    """Whether two answers say the same, but for what belongs to the single request."""
    return one.status_code == two.status_code and _plain(one) == _plain(two)


def _plain(response) -> str:
    text = response.content.decode()
    text = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r'name="next" value="[^"]*"', _without_numbers, text)


def _without_numbers(found: re.Match) -> str:
    return re.sub(r"\d+", "N", found[0])
