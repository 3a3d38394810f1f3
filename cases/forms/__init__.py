"""Questions to people, by what they are about."""

from cases.forms.duplicates import VerdictForm
from cases.forms.households import (
    DisplacementForm,
    HouseholdForm,
    RegistrationForm,
)
from cases.forms.merges import MergeForm
from cases.forms.persons import PersonForm
from cases.forms.requests import (
    AssignForm,
    NoteForm,
    OpinionForm,
    PaperForm,
    RequestForm,
    VerificationForm,
)
from cases.forms.rights import (
    CorrectedForm,
    IdentityForm,
    SubjectRequestForm,
)
from cases.forms.search import RegistrationSearchForm, prefilled

__all__ = [
    "AssignForm",
    "CorrectedForm",
    "DisplacementForm",
    "HouseholdForm",
    "IdentityForm",
    "MergeForm",
    "NoteForm",
    "OpinionForm",
    "PaperForm",
    "PersonForm",
    "RegistrationForm",
    "RegistrationSearchForm",
    "RequestForm",
    "SubjectRequestForm",
    "VerdictForm",
    "VerificationForm",
    "prefilled",
]
