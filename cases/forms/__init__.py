"""Questions to people, by what they are about."""

from cases.forms.appeals import AppealForm, LawsuitForm, RulingForm
from cases.forms.duplicates import VerdictForm
from cases.forms.funding import FundForm, FundingForm, FundsForm
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
    PaperUpdateForm,
    PaperVerdictForm,
    RequestForm,
)
from cases.forms.rights import (
    CorrectedForm,
    IdentityForm,
    SubjectRequestForm,
)
from cases.forms.search import RegistrationSearchForm, prefilled
from cases.forms.serving import ResultForm, ServiceForm
from cases.forms.visits import ReturnedForm
from cases.forms.works import (
    AcceptanceForm,
    AgreementForm,
    HandoverForm,
    RefusedWorksForm,
    ScanForm,
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
    "FundForm",
    "FundingForm",
    "FundsForm",
    "HandoverForm",
    "HouseholdForm",
    "IdentityForm",
    "LawsuitForm",
    "MergeForm",
    "NoteForm",
    "OpinionForm",
    "PaperForm",
    "PaperUpdateForm",
    "PaperVerdictForm",
    "PersonForm",
    "RefusedWorksForm",
    "ScanForm",
    "RegistrationForm",
    "RegistrationSearchForm",
    "RequestForm",
    "ResultForm",
    "ReturnedForm",
    "RulingForm",
    "ServiceForm",
    "SubjectRequestForm",
    "VerdictForm",
    "WorksReportForm",
    "prefilled",
]
