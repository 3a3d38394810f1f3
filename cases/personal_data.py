"""Personal data in words: what each table and field is called, how sensitive it is, how long it is kept."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import walls
from core.privacy import LEVELS, NOT_PERSONAL, Privacy
from core.provisions import provision

# Tables that do not name themselves in words.
TITLES = {
    "cases.personpaper": gettext_lazy("personal document"),
    "cases.member": gettext_lazy("member of the household"),
    "cases.displacement": gettext_lazy("displacement"),
    "cases.paper": gettext_lazy("paper of a request"),
    "cases.decision": gettext_lazy("decision"),
    "cases.decisiontext": gettext_lazy("text of a decision"),
    "cases.appeal": gettext_lazy("appeal"),
    "cases.courtcase": gettext_lazy("lawsuit"),
    "cases.funding": gettext_lazy("funds for a request"),
    "cases.agreement": gettext_lazy("agreement"),
    "cases.worksreport": gettext_lazy("report on the works"),
    "cases.acceptance": gettext_lazy("technical acceptance"),
    "cases.handover": gettext_lazy("handover protocol"),
    "cases.nametoken": gettext_lazy("words by which a name is found"),
    "cases.namepair": gettext_lazy("pairs of words by which a name is found"),
    "cases.import": gettext_lazy("old register that was taken over"),
    "cases.importrow": gettext_lazy("row of an old register"),
    "cases.externalidentifier": gettext_lazy("number in an old register"),
    "cases.mergechange": gettext_lazy("row as it was before a merge"),
    "core.document": gettext_lazy("attached file"),
    "core.letter": gettext_lazy("letter"),
    "core.note": gettext_lazy("note"),
    "core.record": gettext_lazy("number of a file"),
    "core.clock": gettext_lazy("deadline"),
    "core.statuschange": gettext_lazy("step of the procedure"),
}
# Fields that do not name themselves in words.
LABELS = {
    "cases.member.household": gettext_lazy("household"),
    "cases.member.person": gettext_lazy("person"),
    "cases.displacement.household": gettext_lazy("household"),
    "cases.property.household": gettext_lazy("household"),
    "cases.coowner.property": gettext_lazy("property"),
    "cases.propertyevent.property": gettext_lazy("property"),
    "cases.propertyclaim.property": gettext_lazy("property"),
    "cases.propertyclaim.number_key": gettext_lazy("number as it is looked for"),
    "cases.paper.request": gettext_lazy("request"),
    "cases.paper.document": gettext_lazy("attached file"),
    "cases.decision.request": gettext_lazy("request"),
    "cases.decision.letter": gettext_lazy("letter"),
    "cases.decisiontext.decision": gettext_lazy("decision"),
    **{
        f"cases.{table}.request": gettext_lazy("request")
        for table in (
            "appeal",
            "courtcase",
            "funding",
            "agreement",
            "worksreport",
            "acceptance",
            "handover",
        )
    },
    "cases.appeal.decision": gettext_lazy("decision"),
    "cases.courtcase.decision": gettext_lazy("decision"),
    "cases.funding.decision": gettext_lazy("decision"),
    "cases.funding.letter": gettext_lazy("letter"),
    "cases.agreement.letter": gettext_lazy("letter"),
    "cases.handover.letter": gettext_lazy("letter"),
    "cases.nametoken.token": gettext_lazy("word as written"),
    "cases.nametoken.sound": gettext_lazy("word as heard"),
    "cases.namepair.pair": gettext_lazy("two words as heard"),
    "cases.personpaper.number_key": gettext_lazy("number as it is looked for"),
    "cases.person.merged_into": gettext_lazy("entry that stands for it"),
    "cases.household.phone_key": gettext_lazy("phone as it is looked for"),
    "cases.household.merged_into": gettext_lazy("entry that stands for it"),
    "cases.change.household": gettext_lazy("household"),
    "cases.change.person": gettext_lazy("person"),
    "cases.change.other_household": gettext_lazy("the other household"),
    "cases.change.now": gettext_lazy("before"),
    "cases.change.proposed": gettext_lazy("afterwards"),
    "cases.duplicatepair.person": gettext_lazy("person"),
    "cases.duplicatepair.other": gettext_lazy("the other entry"),
    "cases.duplicatepair.comparison": gettext_lazy("how the two entries agree"),
    "cases.import.file": gettext_lazy("the file itself"),
    "cases.import.checked": gettext_lazy("what a trial or taking back found"),
    "cases.importrow.cells": gettext_lazy("what the row says"),
    "cases.importrow.problems": gettext_lazy("what is wrong with the row"),
    "cases.importrow.alike": gettext_lazy("persons it may be"),
    "cases.importrow.before": gettext_lazy("before"),
    "cases.externalidentifier.person": gettext_lazy("person"),
    "cases.externalidentifier.household": gettext_lazy("household"),
    "cases.externalidentifier.said": gettext_lazy("what the register said"),
    "cases.merge.kept_person": gettext_lazy("entry that is kept"),
    "cases.merge.dropped_person": gettext_lazy("entry that is given up"),
    "cases.merge.kept_household": gettext_lazy("entry that is kept"),
    "cases.merge.dropped_household": gettext_lazy("entry that is given up"),
    "cases.merge.values": gettext_lazy("values that were chosen, and those given up"),
    "cases.mergechange.before": gettext_lazy("before"),
    "cases.mergechange.after": gettext_lazy("afterwards"),
    "core.document.file": gettext_lazy("the file itself"),
    "core.letter.content": gettext_lazy("what the letter says"),
    "core.letter.file": gettext_lazy("the letter itself"),
    "core.statuschange.details": gettext_lazy("answers given with the step"),
    "core.statuschange.at": gettext_lazy("when"),
    "core.statuschange.to_status": gettext_lazy("stage"),
    "core.note.written_at": gettext_lazy("when"),
}


def title_of(model) -> str:
    """What a table is called."""
    return str(TITLES.get(model._meta.label_lower, model._meta.verbose_name))


def label_of(field) -> str:
    """What a field is called."""
    return str(LABELS.get(_key(field), field.verbose_name))


def is_named(field) -> bool:
    """Whether a field has a name that can be translated."""
    return _key(field) in LABELS or isinstance(field.verbose_name, Promise)


def _key(field) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def privacy_of(field) -> Privacy:
    declared = getattr(field.model, "PRIVACY", {})
    return declared.get(field.name, NOT_PERSONAL)


def personal_fields(model) -> list:
    """The fields of a table that say something about a person."""
    return [
        field for field in model._meta.concrete_fields if privacy_of(field).is_personal
    ]


@dataclass(frozen=True)
class Kept:
    """Fields of one table and one class: what they are, why and how long they are kept."""

    title: str
    fields: tuple[str, ...]
    level: str
    purpose: str
    retention: str


def everything_kept() -> list[Kept]:
    """All personal data the portal keeps, table by table, read from the declarations."""
    periods: dict[str, str] = {}
    return [
        Kept(
            title_of(model),
            # Two columns may have one name: it is read once.
            tuple(
                dict.fromkeys(label_of(f) for f in fields if privacy_of(f) == privacy)
            ),
            str(LEVELS[privacy.level]),
            str(privacy.purpose),
            period(privacy, periods),
        )
        for model in walls.our_models()
        if (fields := personal_fields(model))
        for privacy in dict.fromkeys(privacy_of(field) for field in fields)
    ]


def period(privacy: Privacy, known: dict[str, str]) -> str:
    """How long data of a class are kept, in words; what was read once is remembered in `known`."""
    if privacy.retention not in known:
        known[privacy.retention] = _period(privacy.retention)
    return known[privacy.retention]


def _period(key: str) -> str:
    if not key:
        return "–"
    law = provision(key, on=timezone.localdate())
    if law.value is None:
        return _("no period is set yet")
    years = int(law.value)
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
