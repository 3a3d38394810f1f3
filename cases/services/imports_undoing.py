"""Taking an import back: what it added goes, what it changed is as before; all of it or nothing."""

from itertools import chain

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from cases.models import (
    Change,
    DuplicatePair,
    ExternalIdentifier,
    Household,
    Import,
    ImportRow,
    Member,
    NamePair,
    NameToken,
    Person,
    PersonPaper,
)
from cases.register_import.rows import NAMES
from cases.services.imports_proposing import proposals_of, withdraw_proposals
from cases.services.names import forget_names, hold_dictionary, index_names
from core.models import Record
from core.scoping import system

MOST_SHOWN = 50
AT_ONCE = 1_000
MODELS = {"person": Person, "household": Household}
# What an import adds itself; everything else that points to its rows was done by somebody since.
OWN = {NameToken, NamePair, ImportRow, Member, PersonPaper, Household, ExternalIdentifier}  # fmt: skip
CHANGED, USED = "changed", "used"
STATE = Import.State


@transaction.atomic
def undo(*, register: Import) -> Import:
    """Take an import back as a whole; what stands in the way is kept with it, and then nothing is undone."""
    register = Import.objects.select_for_update().get(pk=register.pk)
    if register.state != STATE.TAKING_BACK:
        return register
    found = obstacles(register) or _undone(register)
    register.state = STATE.FINISHED if found else STATE.TAKEN_BACK
    register.checked = {"obstacles": found} if found else {}
    register.save(update_fields=["state", "checked", "changed_at"])
    return register


def obstacles(register: Import) -> list[dict]:
    """The rows on which somebody has worked since, with the reason; at most a page of them."""
    found = chain(
        _changed_since(register),
        _used_since(register),
        _joined_since(register),
        _approved_since(register),
    )
    reasons = {}
    for line, code in found:
        reasons.setdefault(line, code)
        if len(reasons) == MOST_SHOWN:
            break
    return [{"line": line, "code": reasons[line]} for line in sorted(reasons)]


def _undone(register: Import) -> list[dict]:
    """Undo everything; an obstacle that only the database knows undoes the undoing."""
    try:
        with transaction.atomic():
            # Before anything is learnt anew, or two who take back would wait for each other.
            hold_dictionary(alone=True)
            words = _words(register)
            withdraw_proposals(register)
            _restore(register)
            _drop_open_pairs(register)
            _remove(register)
            _forget(words)
    except IntegrityError:
        return [{"line": None, "code": USED}]
    return []


def _made(register: Import, what: str):
    return register.rows.filter(made__has_key=what)


def _changed_since(register: Import):
    """Rows whose persons, households, memberships or papers have another version than the import left."""
    kinds = {"person": "person", "household": "household", "person__memberships": "member", "person__papers": "paper"}  # fmt: skip
    for path, what in kinds.items():
        touched = _made(register, what).exclude(**{f"{path}__version": 1})
        touched = touched.filter(**{f"{path}__isnull": False})
        yield from ((line, CHANGED) for line in touched.values_list("line", flat=True)[:MOST_SHOWN])  # fmt: skip
    for rows in _portions(register.rows.exclude(before={})):
        for what, model in MODELS.items():
            left = {row.before[what]["pk"]: row for row in rows if what in row.before}
            for obj in model.objects.filter(pk__in=left):
                if obj.version != left[obj.pk].before[what]["version"]:
                    yield left[obj.pk].line, CHANGED


def _used_since(register: Import):
    """Rows whose persons or households something else refers to: a request, a note, a paper of another kind."""
    for model, what in (
        (Person, "person"),
        (Household, "household"),
        (Record, "household"),
    ):
        rows = _made(register, what)
        for relation in model._meta.related_objects:
            other, name = relation.related_model, relation.field.attname
            if other in OWN:
                continue
            keys = other._base_manager.filter(
                **{f"{name}__in": rows.values(f"{what}_id")}
            )
            if other is DuplicatePair:
                # What nobody has said a word about was found by the portal itself.
                keys = keys.exclude(verdict="", settled="")
            found = set(keys.values_list(name, flat=True)[:MOST_SHOWN])
            lines = rows.filter(**{f"{what}_id__in": found}).values_list(
                "line", flat=True
            )
            yield from ((line, USED) for line in lines)


def _joined_since(register: Import):
    """Rows whose household somebody else has joined, or whose person has more papers, households or numbers."""
    made = _made(register, "person")
    ours = Exists(made.filter(person=OuterRef("person")))
    guests = Member.objects.filter(~ours, household__in=_made(register, "household").values("household"))  # fmt: skip
    homes = set(guests.values_list("household", flat=True)[:MOST_SHOWN])
    lines = _made(register, "household").filter(household__in=homes)
    yield from ((line, USED) for line in lines.values_list("line", flat=True))
    for model in (Member, PersonPaper, ExternalIdentifier):
        many = (
            model.objects.filter(person__in=made.values("person"))
            .values("person")
            .annotate(number=Count("pk"))
            .filter(number__gt=1)
        )
        persons = set(many.values_list("person", flat=True)[:MOST_SHOWN])
        lines = made.filter(person__in=persons).values_list("line", flat=True)
        yield from ((line, USED) for line in lines)


def _approved_since(register: Import):
    """Rows whose proposed change is in force."""
    approved = proposals_of(register).filter(status=Change.Status.APPROVED)
    ids = list(approved.values_list("pk", flat=True)[:MOST_SHOWN])
    rows = register.rows.filter(made__change__in=ids)
    yield from ((line, USED) for line in rows.values_list("line", flat=True))


def _restore(register: Import) -> None:
    """Write back what the import had changed, under a version that nobody has open."""
    for rows in _portions(register.rows.exclude(before={})):
        renamed = []
        for row in rows:
            for what, model in MODELS.items():
                _write_back(model, row.before.get(what))
            number = row.before["identifier"]
            ExternalIdentifier.objects.filter(pk=number["pk"]).update(
                said=number["said"]
            )
            if set(row.before.get("person", {}).get("values", ())) & set(NAMES):
                renamed.append(row.person_id)
        index_names(Person.objects.filter(pk__in=renamed))


def _write_back(model, before: dict | None) -> None:
    if before:
        model.objects.filter(pk=before["pk"]).update(
            **before["values"],
            version=F("version") + 1,
            changed_at=before["changed_at"],
        )


def _portions(rows):
    """The rows in handfuls, however many they are."""
    last = 0
    while portion := list(rows.filter(line__gt=last).order_by("line")[:AT_ONCE]):
        yield portion
        last = portion[-1].line


def _remove(register: Import) -> None:
    """Only the database's own function may remove persons, and only those that this import made (ADR 0013)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mcr_take_back_import(%s)", [register.pk])
        # What still points to a removed row is told here, not at the end of the transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _words(register: Import) -> list[tuple[str, str]]:
    """The words of the names that will go, as written and as heard."""
    persons = _made(register, "person").values("person")
    tokens = NameToken.objects.filter(person__in=persons)
    return sorted(tokens.values_list("token", "sound").distinct())


def _forget(words: list[tuple[str, str]]) -> None:
    """Take words out of the dictionary that no name anywhere has any more."""
    for start in range(0, len(words), AT_ONCE):
        forget_names(words[start : start + AT_ONCE])


def _drop_open_pairs(register: Import) -> None:
    """Possible duplicates of persons who go, also the other office's side, unless somebody has judged them."""
    persons = list(_made(register, "person").values_list("person", flat=True))
    with system():
        for start in range(0, len(persons), AT_ONCE):
            some = persons[start : start + AT_ONCE]
            pairs = DuplicatePair.objects.filter(verdict="", settled="")
            pairs.filter(Q(person__in=some) | Q(other__in=some)).delete()
