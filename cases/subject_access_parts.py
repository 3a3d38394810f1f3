"""Which tables belong to a person's export of their own data, and which are left out, with the reason."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import DateTimeField, Model, Q
from django.utils.translation import gettext_lazy

PERSON, HOUSEHOLD, RECORD = "cases.person", "cases.household", "core.record"


@dataclass(frozen=True)
class Part:
    """One table of the export: the field through which its rows hang on another part, and what makes them readable.

    `moment` says when a row came into the file: what came after the person left the household is not theirs.
    """

    label: str
    through: str = ""
    parent: str = ""
    also: tuple[str, ...] = ()
    moment: str = ""

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def rows_until(self, last: date | None) -> Q:
        if last is None or not self.moment:
            return Q()
        whole_day = isinstance(self.model._meta.get_field(self.moment), DateTimeField)
        return Q(**{f"{self.moment}{'__date' if whole_day else ''}__lte": last})


EXPORTED = (
    Part(PERSON),
    Part("cases.personpaper", "person", PERSON, ("kind",)),
    Part(HOUSEHOLD, also=("reference", "created_at")),
    Part("cases.member", "household", HOUSEHOLD, ("joined_on", "left_on"), "joined_on"),
    Part("cases.displacement", "household", HOUSEHOLD, (), "changed_at"),
    Part("cases.property", "household", HOUSEHOLD, (), "changed_at"),
    Part("cases.propertyevent", "property", "cases.property", (), "changed_at"),
    Part("cases.propertyclaim", "property", "cases.property", (), "changed_at"),
    Part(
        "cases.request",
        "household",
        HOUSEHOLD,
        ("reference", "status", "submitted_on"),
        "created_at",
    ),
    Part(
        "cases.paper", "request", "cases.request", ("paper_kind", "state"), "changed_at"
    ),
    Part(
        "cases.finding", "request", "cases.request", ("about", "found_on"), "found_on"
    ),
    Part("cases.fieldvisit", "request", "cases.request", ("reference",), "visited_on"),
    Part("cases.decision", "request", "cases.request", ("decided_on",), "decided_on"),
    Part(
        "cases.decisiontext",
        "decision",
        "cases.decision",
        ("legal_basis", "remedy", "origin"),
    ),
    Part(
        "cases.appeal",
        "request",
        "cases.request",
        ("filed_on", "outcome", "decided_on"),
        "filed_on",
    ),
    Part(
        "cases.courtcase",
        "request",
        "cases.request",
        ("court", "filed_on", "ruled_on"),
        "filed_on",
    ),
    Part(
        "cases.funding",
        "request",
        "cases.request",
        ("committed_on", "released_on"),
        "committed_on",
    ),
    Part("cases.agreement", "request", "cases.request", ("signed_on",), "signed_on"),
    Part(
        "cases.worksreport",
        "request",
        "cases.request",
        ("seen_on", "percent"),
        "seen_on",
    ),
    Part("cases.acceptance", "request", "cases.request", ("looked_on",), "looked_on"),
    Part("cases.handover", "request", "cases.request", ("handed_on",), "handed_on"),
    Part(
        "cases.assistanceline",
        "household",
        HOUSEHOLD,
        ("reference", "status", "unit"),
        "created_at",
    ),
    Part(
        "cases.delivery",
        "line",
        "cases.assistanceline",
        ("received_by", "cancelled_on"),
        "delivered_on",
    ),
    Part("cases.externalidentifier", "person", PERSON, ("source",)),
    Part("cases.visithousehold", "household", HOUSEHOLD, ("event",), "added_at"),
    Part("cases.homecoming", "household", HOUSEHOLD, (), "returned_on"),
    Part(
        "cases.monitoring",
        "household",
        HOUSEHOLD,
        ("reference", "planned_for", "occasion"),
        "created_at",
    ),
    Part("cases.criterionanswer", "monitoring", "cases.monitoring", ("criterion",)),
    Part(
        "cases.followup",
        "household",
        HOUSEHOLD,
        ("reference", "status"),
        "created_at",
    ),
    Part(
        "cases.transfer",
        "household",
        HOUSEHOLD,
        ("reference", "status", "from_municipality", "to_municipality"),
        "created_at",
    ),
    Part(
        "cases.emergencyreading",
        "household",
        HOUSEHOLD,
        ("reader", "opened_at"),
        "opened_at",
    ),
    Part("cases.courtesyview", "household", HOUSEHOLD, ("reader", "until"), "since"),
    Part("cases.subjectrequest", "person", PERSON, ("reference", "kind", "status")),
    Part("core.document", "record", RECORD, (), "added_at"),
    Part(
        "core.letter", "record", RECORD, ("kind", "number", "issued_on"), "created_at"
    ),
    Part("core.service", "letter", "core.letter", ("attempt",), "recorded_on"),
    Part(
        "core.protocolentry",
        "record",
        RECORD,
        ("direction", "entered_on"),
        "entered_on",
    ),
    Part("core.note", "record", RECORD, ("written_at",), "written_at"),
    Part("core.statuschange", "record", RECORD, ("at", "to_status"), "at"),
    Part(
        "core.institutionrequest",
        "record",
        RECORD,
        ("institution", "asked_on", "answered_on", "outcome"),
        "asked_on",
    ),
)
# Tables that hang on a part and are left out, and why.
NOT_EXPORTED = {
    RECORD: gettext_lazy("repeats the numbers of the files"),
    **dict.fromkeys(
        ("core.clock", "core.clockextension", "core.clockchange", "core.escalation"),
        gettext_lazy("reckoning of deadlines, not about a person"),
    ),
    "cases.nametoken": gettext_lazy("repeats the words of the names, for search"),
    "cases.namepair": gettext_lazy("repeats the words of the names, for search"),
    "cases.visitevent": gettext_lazy(
        "tells of many families; what concerns the person stands with the family"
    ),
    "cases.change": gettext_lazy("what it changed is told as it stands now"),
    "cases.importrow": gettext_lazy("repeats the row of an old register"),
    "cases.duplicatepair": gettext_lazy(
        "compares the person with other entries, most of them of other people"
    ),
    "cases.coowner": gettext_lazy("tells of other people who own a share"),
    "cases.merge": gettext_lazy("says which entries the office joined"),
    "commissions.agendaitem": gettext_lazy(
        "how a commission prepared a decision; the decision itself is told"
    ),
    "commissions.conflict": gettext_lazy(
        "says of members of a commission why they took no part"
    ),
    "commissions.vote": gettext_lazy("how members of a commission voted"),
    "cases.mergechange": gettext_lazy("repeats rows as they were before a merge"),
}
