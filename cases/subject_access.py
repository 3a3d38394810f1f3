"""What the portal keeps about one person, and about nobody else: the content of a subject-access export.

Which tables belong to it is declared once; `undecided` names every table that hangs on a person, a household
or a record and was neither put in nor left out with a reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import FileField, ForeignKey, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import personal_data, readers
from cases.models import (
    DecisionText,
    ExternalIdentifier,
    Member,
    Person,
    SubjectRequest,
    VisitEvent,
)
from cases.subject_access_parts import (
    EXPORTED,
    HOUSEHOLD,
    NOT_EXPORTED,
    PERSON,
    RECORD,
    Part,
)
from core import walls
from core.models import Letter, StatusChange
from core.workflow import Workflow

FORMAT, VERSION = "mcr-own-data", 1
YOU = gettext_lazy("you")
ANOTHER = gettext_lazy("another member of the household")
SOMEBODY = gettext_lazy("another person")
A_FILE = gettext_lazy("kept as a file; ask the office for a copy")
A_NAME = gettext_lazy("a name; ask the office")


def undecided() -> list[str]:
    """Tables with a relation to what is exported that nobody has put in or left out."""
    decided = {part.label for part in EXPORTED} | set(NOT_EXPORTED)
    return sorted(
        model._meta.label_lower
        for model in walls.our_models()
        if model._meta.label_lower not in decided
        and any(
            relation.related_model._meta.label_lower in decided
            for relation in model._meta.get_fields()
            if relation.is_relation and not relation.auto_created
        )
    )


@dataclass
class Found:
    """The rows of each part, with the last day on which the person belonged to the household they hang on."""

    person: Person
    until: dict[str, dict[int, date | None]] = field(default_factory=dict)

    def is_person(self, row_id) -> bool:
        return row_id == self.person.pk


def collect(request: SubjectRequest, *, language: str) -> dict:
    """Everything that is exported for a person, as plain data, in words of one language.

    `data` has a part per table: `kind` and `title`, its `fields` by name (label, level, purpose, kept) and its
    `rows` (name -> value; a day in ISO, a choice in words). `opened`: month, role, times. A change of this form
    is a new VERSION.
    """
    found = Found(request.person)
    with translation.override(language):
        parts = [_part(part, found) for part in EXPORTED]
        return {
            "format": FORMAT,
            "version": VERSION,
            "language": language,
            "request": request.reference,
            "office": request.municipality.official_pair(),
            "made_on": timezone.localdate().isoformat(),
            "data": parts,
            "opened": _opened(found),
            "left_out": [
                {"kind": label, "because": str(reason)}
                for label, reason in NOT_EXPORTED.items()
            ],
        }


def _opened(found: Found) -> list[dict]:
    reads = readers.reads_of(found.until[RECORD], found.until[PERSON])
    return [
        {"month": entry.month.isoformat(), "role": entry.role, "times": entry.times}
        for entry in readers.summary(reads)
    ]


def _part(part: Part, found: Found) -> dict:
    rows = _rows(part, found)
    _remember(part, rows, found)
    shown = fields_of(part)
    known: dict[str, str] = {}
    return {
        "kind": part.label,
        "title": personal_data.title_of(part.model),
        "fields": {each.name: described(each, known) for each in shown},
        "rows": [_row(part, row, shown, found) for row in rows],
    }


def _rows(part: Part, found: Found) -> list:
    chosen = part.model._base_manager.filter(_condition(part, found)).order_by("pk")
    related = [each.name for each in fields_of(part) if isinstance(each, ForeignKey)]
    if part.through:
        related.append(part.through)
    return list(chosen.select_related(*related) if related else chosen)


def _condition(part: Part, found: Found) -> Q:
    if part.label == PERSON:
        return Q(pk=found.person.pk)
    if part.label == HOUSEHOLD:
        return Q(pk__in=_households(found))
    parents = found.until.get(part.parent, {})
    condition = Q(pk__in=[])
    for last in set(parents.values()):
        keys = [key for key, until in parents.items() if until == last]
        condition |= Q(**{f"{part.through}__in": keys}) & part.rows_until(last)
    return condition


def _households(found: Found) -> list[int]:
    return list(found.until.setdefault(HOUSEHOLD, _stays(found.person)))


def _stays(person: Person) -> dict[int, date | None]:
    """The households of a person, each with the last day there; a household one came back to counts as current."""
    stays: dict[int, date | None] = {}
    for stay in Member.objects.filter(person=person).order_by("joined_on"):
        stays[stay.household_id] = stay.left_on
    return stays


def _remember(part: Part, rows: list, found: Found) -> None:
    if part.label not in found.until:
        above = found.until.get(part.parent, {})
        found.until[part.label] = {
            row.pk: above.get(getattr(row, f"{part.through}_id", None)) for row in rows
        }
    if hasattr(part.model, "REFERENCE_KIND"):
        found.until.setdefault(RECORD, {}).update(found.until[part.label])


def fields_of(part: Part) -> list:
    """What is told of a row: its personal fields, and the few that make it readable; never colleagues."""
    hanging = {part.through, *part.model.PARENTS, *part.model.TIES}
    hanging -= {"head", "person"}
    return [
        each
        for each in part.model._meta.concrete_fields
        if each.name in part.also
        or (
            personal_data.privacy_of(each).is_personal
            and each.name not in hanging
            and not is_colleague(each)
        )
    ]


def is_colleague(each) -> bool:
    return (
        each.is_relation and each.related_model._meta.label == settings.AUTH_USER_MODEL
    )


def described(each, known: dict[str, str]) -> dict:
    """What a field is called, how sensitive it is, why and how long it is kept."""
    privacy = personal_data.privacy_of(each)
    return {
        "label": personal_data.label_of(each),
        "level": privacy.level,
        "purpose": str(privacy.purpose),
        "kept": personal_data.period(privacy, known),
    }


def _row(part: Part, row, shown: list, found: Found) -> dict:
    if part.label == "cases.member" and not found.is_person(row.person_id):
        return {"who": str(ANOTHER)}
    gone = part.label == HOUSEHOLD and found.until[HOUSEHOLD][row.pk] is not None
    return {
        each.name: _value(row, each, found)
        for each in shown
        # How a household is reached today is not told to those who left it.
        if not gone or each.name in part.also
    }


def _value(row, each, found: Found):
    """A value in words, as the export tells it."""
    if each.name == "status":
        return _stage(row)
    if special := SPECIAL.get((row._meta.label_lower, each.name)):
        return special(row)
    value = getattr(row, each.attname)
    if value in (None, ""):
        return None
    if isinstance(each, FileField):
        return str(A_FILE) if value else None
    if each.is_relation:
        return _related(row, each, found)
    if each.choices:
        return str(getattr(row, f"get_{each.name}_display")())
    return _plain(value)


def _related(row, each, found: Found) -> str:
    if each.related_model is Person:
        return str(YOU if found.is_person(getattr(row, each.attname)) else ANOTHER)
    return str(getattr(row, each.name))


def _plain(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value.isoformat() if isinstance(value, date) else value


def _in_register(number: ExternalIdentifier) -> list[str]:
    """What an old register said of the person, as words."""
    return [word for word in number.said.values() if isinstance(word, str) and word]


def _said(letter: Letter) -> list[str]:
    """What a letter says, without the lines that name its recipient and who signed it."""
    editions = letter.content["editions"]
    language = translation.get_language()
    edition = next((e for e in editions if e["language"] == language), editions[0])
    facts = [f"{label}: {value}" for label, value in edition["facts"]]
    sections = [
        text
        for section in edition["sections"]
        for text in (section["heading"], *section["paragraphs"])
        if text
    ]
    return [edition["title"], *facts, *sections]


def _a_name(_row) -> str:
    """Who wrote, brought or received something may be a neighbour or a relative."""
    return str(A_NAME)


def _confirmed(text: DecisionText) -> list[str]:
    """In what the versions of a decision differ, each with the reason why they may."""
    return [f"{each['difference']}: {each['reason']}" for each in text.differences]


def _stage(row) -> str:
    """The stage of a file in the words of its own life."""
    return str(row.Status(row.status).label)


def _somebody(name: str):
    """People outside the family are not named."""
    return lambda row: str(SOMEBODY) if getattr(row, name) else None


def _reached(change: StatusChange) -> str:
    life = Workflow.registry[change.record.kind]
    return str(life.stage(change.to_status).label)


def _answers(change: StatusChange) -> dict:
    """What was answered with a step, under the questions of its form."""
    step = Workflow.registry[change.record.kind].by_name.get(change.transition)
    asked = getattr(step.form, "base_fields", {}) if step else {}
    return {
        str(asked[name].label) if name in asked else name: _answer(
            asked.get(name), value
        )
        for name, value in change.details.items()
    }


def _answer(asked, value):
    return str(dict(getattr(asked, "choices", ())).get(value, _plain(value)))


def _visited(event: VisitEvent) -> str:
    """What kind of visit it was, where and when."""
    return f"{event.title}, {event.held_on.isoformat()}"


# Fields that need more than their own value to be said in words.
SPECIAL: dict[tuple[str, str], Callable] = {
    ("cases.visithousehold", "event"): lambda line: _visited(line.event),
    ("cases.externalidentifier", "said"): _in_register,
    ("cases.delivery", "received_by_name"): _somebody("received_by_name"),
    ("cases.property", "attorney"): _somebody("attorney"),
    ("cases.propertyevent", "by_whom"): _somebody("by_whom"),
    ("core.letter", "kind"): lambda letter: str(letter.kind_label),
    ("core.letter", "content"): _said,
    ("cases.decisiontext", "differences"): _confirmed,
    ("core.service", "addressee"): _a_name,
    ("core.service", "received_by"): _a_name,
    ("core.protocolentry", "correspondent"): _a_name,
    ("core.protocolentry", "subject"): lambda entry: entry.about,
    ("core.statuschange", "to_status"): _reached,
    ("core.statuschange", "details"): _answers,
}
