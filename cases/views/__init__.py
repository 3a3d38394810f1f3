"""Pages of households and requests."""

from cases.views.households import (
    DisplacementUpdate,
    HouseholdDetail,
    HouseholdUpdate,
    MemberCreate,
    PersonUpdate,
    RequestCreate,
    RequestHouseholdUpdate,
)
from cases.views.papers import NoteCreate, PaperCreate, RequestNotes, RequestPapers
from cases.views.requests import (
    RequestAssign,
    RequestDetail,
    RequestHousehold,
    RequestLetters,
    RequestList,
    RequestRegister,
    RequestTransition,
    RequestUpdate,
)

__all__ = [
    "DisplacementUpdate",
    "HouseholdDetail",
    "HouseholdUpdate",
    "MemberCreate",
    "NoteCreate",
    "PaperCreate",
    "PersonUpdate",
    "RequestAssign",
    "RequestCreate",
    "RequestDetail",
    "RequestHousehold",
    "RequestHouseholdUpdate",
    "RequestLetters",
    "RequestList",
    "RequestNotes",
    "RequestPapers",
    "RequestRegister",
    "RequestTransition",
    "RequestUpdate",
]
