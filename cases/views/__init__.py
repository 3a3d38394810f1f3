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
from cases.views.rights import (
    HouseholdReaders,
    PrivacyFields,
    ReadersFind,
    RequestReaders,
    SubjectRequestCreate,
    SubjectRequestDetail,
    SubjectRequestExport,
    SubjectRequestList,
    SubjectRequestTransition,
)

__all__ = [
    "DisplacementUpdate",
    "HouseholdDetail",
    "HouseholdReaders",
    "HouseholdUpdate",
    "MemberCreate",
    "NoteCreate",
    "PaperCreate",
    "PersonUpdate",
    "PrivacyFields",
    "ReadersFind",
    "RequestAssign",
    "RequestCreate",
    "RequestDetail",
    "RequestHousehold",
    "RequestHouseholdUpdate",
    "RequestLetters",
    "RequestList",
    "RequestNotes",
    "RequestPapers",
    "RequestReaders",
    "RequestRegister",
    "RequestTransition",
    "RequestUpdate",
    "SubjectRequestCreate",
    "SubjectRequestDetail",
    "SubjectRequestExport",
    "SubjectRequestList",
    "SubjectRequestTransition",
]
