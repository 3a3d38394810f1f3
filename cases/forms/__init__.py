"""Questions to people, by what they are about."""

from cases.forms.appeals import AppealForm, LawsuitForm, RulingForm
from cases.forms.duplicates import VerdictForm
from cases.forms.households import (
    DisplacementForm,
    HouseholdForm,
    RegistrationForm,
)
from cases.forms.merges import MergeForm
from cases.forms.persons import PersonForm
from cases.forms.protocol import ActForm, AttachForm
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
from cases.forms.serving import ResultForm, ServiceForm
from cases.forms.works import (
    AcceptanceForm,
    AgreementForm,
    HandoverForm,
    RefusedWorksForm,
    WorksReportForm,
)

__all__ = [
    "AcceptanceForm",
    "ActForm",
    "AgreementForm",
    "AppealForm",
    "AssignForm",
    "AttachForm",
    "CorrectedForm",
    "DisplacementForm",
    "HandoverForm",
    "HouseholdForm",
    "IdentityForm",
    "LawsuitForm",
    "MergeForm",
    "NoteForm",
    "OpinionForm",
    "PaperForm",
    "PersonForm",
    "RefusedWorksForm",
    "RegistrationForm",
    "RegistrationSearchForm",
    "RequestForm",
    "ResultForm",
    "RulingForm",
    "ServiceForm",
    "SubjectRequestForm",
    "VerdictForm",
    "VerificationForm",
    "WorksReportForm",
    "prefilled",
]
