"""Questions to people, by what they are about."""

from cases.forms.households import (
    DisplacementForm,
    HouseholdForm,
    MemberForm,
    RegistrationForm,
)
from cases.forms.persons import PersonForm
from cases.forms.requests import (
    AssignForm,
    NoteForm,
    OpinionForm,
    PaperForm,
    RequestForm,
    VerificationForm,
)

__all__ = [
    "AssignForm",
    "DisplacementForm",
    "HouseholdForm",
    "MemberForm",
    "NoteForm",
    "OpinionForm",
    "PaperForm",
    "PersonForm",
    "RegistrationForm",
    "RequestForm",
    "VerificationForm",
]
