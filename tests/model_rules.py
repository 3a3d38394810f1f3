"""Rules about models: where each table belongs, and what each field with personal data says of itself."""

from accounts.models import Appointment, Cover, User
from cases.models import (
    AssistanceKind,
    AssistanceSource,
    Checklist,
    ClaimBody,
    Fund,
    PaperKind,
    RequestType,
    RequiredPaper,
)
from core import privacy, walls
from core.models import (
    AuditEntry,
    Community,
    Country,
    District,
    EscalationStep,
    Holiday,
    Institution,
    Municipality,
    NameAlias,
    OwnedModel,
    Provision,
    ReadEntry,
    ScopedModel,
    Settlement,
)

LOGS = {AuditEntry, ReadEntry}
# Tables without row security, and why everybody who is signed in may read them.
REFERENCE = {
    District: "published facts",
    Municipality: "published facts",
    Settlement: "published facts",
    Country: "published facts",
    Community: "words, not persons",
    Institution: "published facts",
    Holiday: "published facts",
    Provision: "published law",
    EscalationStep: "which role is told when; no file",
    NameAlias: "words, not persons",
    RequestType: "words",
    PaperKind: "words",
    ClaimBody: "words",
    Checklist: "words",
    RequiredPaper: "words",
    AssistanceKind: "words",
    AssistanceSource: "words",
    Fund: "budget lines; no person, and every office tells its families who pays",
    Cover: "asked before anybody is known: it makes the scope",
    User: "asked before anybody is known; colleagues' names stand on every file",
    Appointment: "asked before anybody is known: it makes the scope",
}
# What the machinery itself keeps on a row says nothing about a person.
STRUCTURAL = {"id", "municipality", "version", "changed_at"}


def kinds(model) -> list[str]:
    """Where a table belongs; exactly one answer is right."""
    answers = {
        "scoped": issubclass(model, ScopedModel),
        "owned": issubclass(model, OwnedModel),
        "log": model in LOGS,
        "open": model in walls.OPEN_TABLES,
        "reference": model in REFERENCE,
    }
    return [name for name, holds in answers.items() if holds]


def undeclared_fields(model, declared: dict) -> list[str]:
    """Fields that do not say their class, and declarations of fields that are not there."""
    fields = {field.name for field in model._meta.concrete_fields}
    exempt = STRUCTURAL | {*model.PARENTS, *model.TIES}
    return sorted((fields - set(declared) - exempt) | (set(declared) - fields))


def retention_faults(known) -> list[str]:
    """Classes of personal data whose retention no provision governs."""
    classes = {
        name: value
        for name, value in vars(privacy).items()
        if isinstance(value, privacy.Privacy)
    }
    return [
        name
        for name, value in classes.items()
        if value.retention not in known and value is not privacy.NOT_PERSONAL
    ]
