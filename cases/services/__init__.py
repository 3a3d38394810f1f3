"""Changes that touch more than one row, by what they change."""

from cases.services import merges_visits  # noqa: F401 -- declares what a merge does with visits
from cases.services.duplicates import judge_pair, settle_pair
from cases.services.funding import commit_funds, release_funds, save_fund
from cases.services.households import (
    add_member,
    open_request,
    register_household,
    save_displacement,
)
from cases.services.merges import (
    confirm_merge,
    decline_merge,
    merge_households,
    merge_persons,
    undo_merge,
)
from cases.services.persons import save_person
from cases.services.properties import (
    save_claim,
    save_co_owner,
    save_event,
    save_property,
)
from cases.services.requests import (
    add_paper,
    assign_request,
    change_paper,
    return_request,
    verify_paper,
    write_note,
)
from cases.services.rights import receive_wish, remove_old_exports
from cases.services.works import attach_scan, report_works

__all__ = [
    "add_member",
    "add_paper",
    "attach_scan",
    "assign_request",
    "commit_funds",
    "change_paper",
    "confirm_merge",
    "decline_merge",
    "judge_pair",
    "merge_households",
    "merge_persons",
    "open_request",
    "receive_wish",
    "register_household",
    "release_funds",
    "remove_old_exports",
    "report_works",
    "return_request",
    "save_claim",
    "save_co_owner",
    "save_displacement",
    "save_event",
    "save_fund",
    "save_person",
    "save_property",
    "settle_pair",
    "undo_merge",
    "verify_paper",
    "write_note",
]
