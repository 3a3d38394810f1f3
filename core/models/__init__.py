"""The tables every app stands on."""

from core.models.access import OwnedModel, PublicTicket, ThrottleWindow
from core.models.bulk import BulkRow, BulkRun
from core.models.clocks import (
    Clock,
    ClockChange,
    ClockExtension,
    Escalation,
    EscalationStep,
    InstitutionRequest,
)
from core.models.digests import Digest
from core.models.documents import Document
from core.models.feeds import CalendarFeed
from core.models.history import AuditEntry, ReadEntry, StatusChange
from core.models.jobs import Job
from core.models.letters import Letter
from core.models.names import NameAlias, NameSlip, NameSound
from core.models.notes import Note
from core.models.places import (
    Community,
    Country,
    District,
    Holiday,
    Institution,
    Municipality,
    Settlement,
)
from core.models.protocol import ProtocolEntry
from core.models.provisions import Provision
from core.models.records import (
    LivingRecord,
    Record,
    RecordModel,
    ScopedModel,
    Turn,
    VersionedModel,
)
from core.models.references import ReferenceCounter
from core.models.serving import Service
from core.models.tokens import FormToken

__all__ = [
    "AuditEntry",
    "BulkRow",
    "BulkRun",
    "CalendarFeed",
    "Clock",
    "ClockChange",
    "ClockExtension",
    "Community",
    "Country",
    "Digest",
    "District",
    "Document",
    "Escalation",
    "EscalationStep",
    "FormToken",
    "Holiday",
    "Institution",
    "InstitutionRequest",
    "Job",
    "Letter",
    "LivingRecord",
    "Municipality",
    "NameAlias",
    "NameSlip",
    "NameSound",
    "Note",
    "OwnedModel",
    "ProtocolEntry",
    "Provision",
    "PublicTicket",
    "ReadEntry",
    "Record",
    "RecordModel",
    "ReferenceCounter",
    "ScopedModel",
    "Service",
    "Settlement",
    "StatusChange",
    "ThrottleWindow",
    "Turn",
    "VersionedModel",
]
