"""Who may do what with households and requests."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import CENTRAL, OFFICE, Role
from core.rules import allow, may

MUNICIPAL_COMMISSION = (Role.COMMISSION_SECRETARY, Role.COMMISSION_MEMBER)
MINISTRY_DESK = (Role.CASEWORKER, Role.CENTRAL_SECRETARY)
OPEN_TO_EDITS = {"draft", "submitted", "incomplete"}


def still_open(user, obj) -> bool:
    """A file and its papers are changed until it goes to the commissions; a household always."""
    return getattr(getattr(obj, "request", obj), "status", "draft") in OPEN_TO_EDITS


def is_being_built(user, obj) -> bool:
    """Works are reported from the agreement to the acceptance."""
    return getattr(obj, "status", "works") in {"agreed", "works"}


VIEWERS = (
    *OFFICE,
    *MUNICIPAL_COMMISSION,
    *CENTRAL,
    Role.CASEWORKER,
    Role.APPEALS_SECRETARY,
    Role.HOUSING_OFFICER,
)

allow("cases.view_request", _("see households and requests"), roles=VIEWERS)
allow("cases.register_household", _("register a household"), roles=OFFICE)
allow("cases.edit_request", _("change a file"), roles=OFFICE, when=still_open)
allow(
    "cases.add_paper",
    _("add papers"),
    roles=(*OFFICE, Role.CASEWORKER),
    when=still_open,
)
allow(
    "cases.fill_worksheet",
    _("fill in the verification worksheet"),
    roles=OFFICE,
    when=still_open,
)
allow("cases.verify_paper", _("verify papers"), roles=OFFICE, when=still_open)
allow(
    "cases.add_note",
    _("write notes"),
    roles=(*OFFICE, *MINISTRY_DESK, Role.COMMISSION_SECRETARY),
)
allow(
    "cases.assign_request",
    _("assign requests"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
)
# At any stage: a house is occupied again whether or not the commission has the file.
allow(
    "cases.keep_property",
    _("record the property of a family"),
    roles=(*OFFICE, Role.CASEWORKER),
)
allow("cases.submit_request", _("submit a request"), roles=OFFICE)
allow("cases.return_request", _("return a request for completion"), roles=OFFICE)
allow("cases.verify_request", _("verify a request"), roles=OFFICE)
allow(
    "cases.forward_request",
    _("send a request to the municipal commission"),
    roles=OFFICE,
)
allow(
    "cases.give_opinion",
    _("record the opinion of the municipal commission"),
    roles=(Role.OFFICE_HEAD, Role.COMMISSION_SECRETARY),
)
allow(
    "cases.send_back_request",
    _("send a request back to the municipality"),
    roles=MINISTRY_DESK,
)
allow("cases.decide_request", _("decide on a request"), roles=(Role.CENTRAL_SECRETARY,))
allow(
    "cases.withdraw_request", _("withdraw a request"), roles=(*OFFICE, Role.CASEWORKER)
)
allow(
    "cases.receive_appeal",
    _("enter an appeal against a decision"),
    roles=(*OFFICE, *MINISTRY_DESK, Role.APPEALS_SECRETARY),
)
allow("cases.decide_appeal", _("decide on an appeal"), roles=(Role.APPEALS_SECRETARY,))
allow(
    "cases.record_court",
    _("enter a lawsuit and its ruling"),
    roles=(*MINISTRY_DESK, Role.APPEALS_SECRETARY),
)
allow("cases.keep_funds", _("keep the list of funds"), roles=MINISTRY_DESK)
# Not by who decided: the service says so, the database holds it.
allow(
    "cases.commit_funds",
    _("commit funds to approved requests and release them"),
    roles=MINISTRY_DESK,
)
allow("cases.sign_agreement", _("sign an agreement with a family"), roles=MINISTRY_DESK)
allow(
    "cases.report_works",
    _("report how a house grows"),
    roles=(*OFFICE, *MINISTRY_DESK),
    when=is_being_built,
)
allow("cases.accept_works", _("record a technical acceptance"), roles=MINISTRY_DESK)
allow(
    "cases.hand_over",
    _("say that works begin and hand over keys"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.follow_return",
    _("follow the return of a family"),
    roles=(*OFFICE, Role.CASEWORKER),
)
allow(
    "cases.close_request",
    _("close a file and open it again"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
)
allow(
    "cases.extend_deadline",
    _("give a deadline more time"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
)
allow(
    "cases.ask_institution",
    _("ask other institutions about a file"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.view_readers",
    _("see who opened a file"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK, Role.AUDITOR),
)
allow(
    "cases.handle_right",
    _("receive what persons ask about their own data"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.answer_right",
    _("answer what persons ask about their own data"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
)


def is_another_person(user, merge) -> bool:
    """Whoever proposed a merge does not confirm it."""
    return merge.merged_by_id != user.pk


def may_settle(user, merge) -> bool:
    """What needed two people is not taken back by an officer alone."""
    return not merge.needs_second_person or may(user, "cases.confirm_merge")


allow(
    "cases.merge_persons",
    _("merge two entries of one person or household"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.confirm_merge",
    _("confirm a merge that touches a decision"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
    when=is_another_person,
)
allow(
    "cases.undo_merge",
    _("undo a merge"),
    roles=(*OFFICE, *MINISTRY_DESK),
    when=may_settle,
)
allow(
    "cases.review_duplicates",
    _("say whether two entries are one person"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.propose_change",
    _("propose changes of persons and households"),
    roles=OFFICE,
)
allow(
    "cases.approve_change",
    _("approve changes of persons and households"),
    roles=(Role.OFFICE_HEAD, Role.CASEWORKER),
)
allow(
    "cases.import_register",
    _("take over an old register"),
    roles=(*OFFICE, Role.CASEWORKER),
)
allow("cases.view_assistance", _("see assistance"), roles=VIEWERS)
allow(
    "cases.plan_assistance",
    _("plan assistance and record what others gave"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.grant_assistance",
    _("grant or cancel assistance"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
)
allow(
    "cases.deliver_assistance",
    _("record deliveries"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.record_visit",
    _("record visits and plan and enter monitoring"),
    roles=(*OFFICE, Role.CASEWORKER),
)


def is_not_called_off(user, visit) -> bool:
    """A visit that was called off is not typed back: another is planned."""
    return not getattr(visit, "called_off", "")


allow(
    "cases.enter_visit",
    _("type the sheets of monitoring visits"),
    roles=(*OFFICE, Role.CASEWORKER),
    when=is_not_called_off,
)
allow(
    "cases.follow_up",
    _("look again at the support of families"),
    roles=(*OFFICE, *MINISTRY_DESK),
)
allow(
    "cases.serve_letter",
    _("record the service of letters"),
    roles=(*OFFICE, *MINISTRY_DESK, Role.COMMISSION_SECRETARY),
)
allow(
    "cases.view_protocol",
    _("see the protocol book"),
    roles=(*OFFICE, *MINISTRY_DESK, Role.COMMISSION_SECRETARY, Role.AUDITOR),
)
allow(
    "cases.keep_protocol",
    _("enter acts in the protocol book"),
    roles=(*OFFICE, *MINISTRY_DESK, Role.COMMISSION_SECRETARY),
)
allow(
    "cases.cancel_entry",
    _("cancel wrong entries of the protocol book"),
    roles=(Role.OFFICE_HEAD, *MINISTRY_DESK),
)
allow("cases.ask_transfer", _("ask another office to take a family over"), roles=OFFICE)
allow(
    "cases.take_back_transfer",
    _("ask no longer that a family is taken over"),
    roles=OFFICE,
    places=("from_municipality_id",),
)
allow(
    "cases.answer_transfer",
    _("take a family over from another office"),
    roles=(Role.OFFICE_HEAD,),
    places=("to_municipality_id",),
)
allow(
    "cases.view_transfer",
    _("see transfers between offices"),
    roles=(*OFFICE, *MINISTRY_DESK),
    places=("municipality_id", "from_municipality_id", "to_municipality_id"),
)
allow(
    "cases.read_foreign",
    _("read files of other offices for a while"),
    roles=OFFICE,
)
allow(
    "cases.open_emergency",
    _("open a file of another office in an emergency"),
    roles=OFFICE,
)
allow(
    "cases.view_emergency",
    _("see which files were opened in an emergency"),
    roles=(*OFFICE, Role.CASEWORKER, Role.AUDITOR),
    places=("municipality_id", "reader_id"),
)


def did_not_open_it(user, reading) -> bool:
    """Whoever opened a file does not judge it."""
    return getattr(reading, "opened_by_id", None) != user.pk


allow(
    "cases.review_emergency",
    _("look at what was opened in an emergency"),
    roles=(Role.OFFICE_HEAD, Role.AUDITOR),
    when=did_not_open_it,
)
REFERENCE_DATA = (
    "requesttype",
    "paperkind",
    "checklist",
    "requiredpaper",
    "assistancekind",
    "assistancesource",
    "claimbody",
)
for name in REFERENCE_DATA:
    for action in ("view", "add", "change"):
        allow(
            f"cases.{action}_{name}", _("reference data"), roles=(Role.ADMINISTRATOR,)
        )
allow(
    "cases.delete_requiredpaper",
    _("take a line off a checklist"),
    roles=(Role.ADMINISTRATOR,),
)
