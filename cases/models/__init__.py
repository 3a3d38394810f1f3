"""The family and its wish to return: household, persons, displacement, requests and their papers, visits."""

from cases.models.appeals import Appeal, CourtCase
from cases.models.assistance import AssistanceLine, Delivery
from cases.models.assistance_kinds import AssistanceKind, AssistanceSource
from cases.models.changes import Change
from cases.models.checklists import (
    Checklist,
    PaperKind,
    RequestType,
    RequiredPaper,
)
from cases.models.decisions import Decision, DecisionText
from cases.models.duplicates import DuplicatePair
from cases.models.funds import Fund, Funding
from cases.models.households import Displacement, Household, Member
from cases.models.imports import (
    ExternalIdentifier,
    Import,
    ImportProfile,
    ImportRow,
)
from cases.models.merges import DAYS_TO_UNDO, Merge, MergeChange
from cases.models.monitoring import (
    Criterion,
    CriterionAnswer,
    FollowUp,
    Monitoring,
)
from cases.models.persons import NamePair, NameToken, Person, PersonPaper
from cases.models.properties import Property
from cases.models.property_parts import (
    ClaimBody,
    CoOwner,
    PropertyClaim,
    PropertyEvent,
)
from cases.models.requests import Paper, Request
from cases.models.rights import SubjectRequest
from cases.models.transfers import CourtesyView, EmergencyReading, Transfer
from cases.models.verification import Check, FieldVisit, Finding
from cases.models.visits import Homecoming, VisitEvent, VisitHousehold
from cases.models.works import (
    Acceptance,
    Agreement,
    Handover,
    SignedPaper,
    WorksReport,
)

__all__ = [
    "Acceptance",
    "Agreement",
    "Appeal",
    "AssistanceKind",
    "AssistanceLine",
    "AssistanceSource",
    "Change",
    "Check",
    "Checklist",
    "CourtCase",
    "CourtesyView",
    "ClaimBody",
    "CoOwner",
    "Criterion",
    "CriterionAnswer",
    "DAYS_TO_UNDO",
    "Decision",
    "DecisionText",
    "Delivery",
    "Displacement",
    "DuplicatePair",
    "EmergencyReading",
    "ExternalIdentifier",
    "Handover",
    "FieldVisit",
    "Finding",
    "FollowUp",
    "Fund",
    "Funding",
    "Homecoming",
    "Household",
    "Import",
    "ImportProfile",
    "ImportRow",
    "Member",
    "Merge",
    "MergeChange",
    "Monitoring",
    "NamePair",
    "NameToken",
    "Paper",
    "PaperKind",
    "Person",
    "PersonPaper",
    "Property",
    "PropertyClaim",
    "PropertyEvent",
    "Request",
    "RequestType",
    "RequiredPaper",
    "SubjectRequest",
    "Transfer",
    "SignedPaper",
    "WorksReport",
    "VisitEvent",
    "VisitHousehold",
]
