"""The family and its wish to return: household, persons, displacement, requests and their papers."""

from cases.models.changes import Change
from cases.models.checklists import PaperKind, RequestType, RequiredPaper
from cases.models.decisions import Decision, DecisionText
from cases.models.duplicates import DuplicatePair
from cases.models.households import Displacement, Household, Member
from cases.models.imports import (
    ExternalIdentifier,
    Import,
    ImportProfile,
    ImportRow,
)
from cases.models.merges import DAYS_TO_UNDO, Merge, MergeChange
from cases.models.persons import NamePair, NameToken, Person, PersonPaper
from cases.models.requests import Paper, Request
from cases.models.rights import SubjectRequest

__all__ = [
    "Change",
    "DAYS_TO_UNDO",
    "Decision",
    "DecisionText",
    "Displacement",
    "DuplicatePair",
    "ExternalIdentifier",
    "Household",
    "Import",
    "ImportProfile",
    "ImportRow",
    "Member",
    "Merge",
    "MergeChange",
    "NamePair",
    "NameToken",
    "Paper",
    "PaperKind",
    "Person",
    "PersonPaper",
    "Request",
    "RequestType",
    "RequiredPaper",
    "SubjectRequest",
]
