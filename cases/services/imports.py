"""Preparing to take over a register: the file kept and unfolded, its header found, its columns understood."""

import hashlib
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Import, ImportProfile
from cases.register_import import columns
from cases.register_import.rows import Reading, Row, read_row
from core import edit_versions
from core.known_places import known_places
from core.models import Community, Settlement
from core.names import fold
from core.tabular import dates
from core.tabular.files import check_register, unfold
from core.tabular.headers import find_header, names_of
from core.tabular.reading import rows_from

ROWS_LOOKED_AT = 400
# A place that sounds less alike than this is asked for, not taken.
SURE = 0.93
NO_LONGER = _("This import has begun; its settings can no longer be changed.")


@transaction.atomic
def upload_register(
    *, by, municipality, source: str, language: str, uploaded
) -> Import:
    """Keep an uploaded register, unfold it and propose how it is to be understood."""
    kind, name = check_register(uploaded)
    register = Import(
        municipality=municipality,
        created_by=by,
        source=source,
        language=language,
        kind=kind,
        name=name,
        sha256=_sha256(uploaded),
    )
    register.file.save(name, uploaded, save=False)
    try:
        _unfold(register)
    except ValidationError:
        register.file.delete(save=False)
        raise
    _find_header(register)
    register.save()
    return register


@transaction.atomic
def read_anew(*, register: Import, **settings) -> Import:
    """Read another sheet or with other letters; where the header was not told, it is looked for again."""
    _take(register)
    header = {name: settings.pop(name) for name in ("header_row", "header_height")}
    changed = {n: v for n, v in settings.items() if getattr(register, n) != v}
    for name, value in changed.items():
        setattr(register, name, value)
    if changed:
        _unfold(register)
    told = any(getattr(register, name) != value for name, value in header.items())
    if changed and not told:
        _find_header(register)
    else:
        _use_header(register, **header)
    register.save()
    return register


@transaction.atomic
def map_columns(
    *, register: Import, mapping: dict[int, str], date_order: str, layout: str
) -> Import:
    """Keep what each column is, here and for the next file with the same header."""
    _take(register)
    understood = {
        "mapping": {str(column): name for column, name in mapping.items()},
        "date_order": date_order,
        "layout": layout,
    }
    for name, value in understood.items():
        setattr(register, name, value)
    register.checked = {}
    register.save()
    ImportProfile.objects.update_or_create(
        municipality_id=register.municipality_id,
        signature=_signature(register),
        defaults=understood,
    )
    return register


def rows_of(register: Import, *, after: int = 0):
    """The rows below the header that say anything, with their number in the file."""
    start = max(after, register.header_row)
    for line, cells in rows_from(rows_path(register), start=start):
        if any(cells):
            yield line, cells


def rows_path(register: Import) -> Path:
    """Where the unfolded rows stand; they are unfolded again if they were tidied away."""
    path = Path(f"{register.file.path}.rows")
    if not path.exists():
        _unfold(register)
    return path


def reading_of(register: Import) -> Reading:
    """How the rows of this register are to be read."""
    return Reading(
        mapping=register.columns,
        date_order=register.date_order,
        today=timezone.localdate(),
        since_1904=register.since_1904,
        place=place_finder(register.municipality_id),
        community=community_finder(),
    )


def first_rows(register: Import, number: int) -> list[Row]:
    """The first rows as they would be understood, for the preview."""
    how = reading_of(register)
    return [read_row(*row, how) for row in islice(rows_of(register), number)]


def place_finder(municipality_id: int):
    """A function from the name of a place to its key: at home first, however it is written; never a guess."""
    places = known_places()
    homes = dict(Settlement.objects.values_list("pk", "municipality_id"))

    def find(text: str) -> int | tuple[str, ...]:
        where = places.find(text)
        at_home = [pk for pk in where.settlements if homes.get(pk) == municipality_id]
        chosen = at_home or sorted(where.settlements)
        if not chosen:
            return ("place_unknown",)
        if where.sure < SURE:
            return "place_unsure", "; ".join(map(places.names_of, chosen[:3]))
        return chosen[0] if len(chosen) == 1 else ("place_ambiguous",)

    return find


def community_finder():
    """A function from a word for a community, in any language, to its key."""
    known = {
        fold(word): community.pk
        for community in Community.objects.all()
        for word in (community.code, *_names(community, "name", "adjective"))
    }
    return lambda text: known.get(fold(text), ("community_unknown",))


def _names(row: Model, *stems: str) -> set[str]:
    fields = [f.name for f in row._meta.fields if f.name.startswith(stems)]
    return {value for name in fields if (value := getattr(row, name))}


def _take(register: Import) -> None:
    if not register.is_open_to_changes:
        raise ValidationError(NO_LONGER, code="begun")
    edit_versions.take(register)


def _sha256(uploaded) -> str:
    uploaded.seek(0)
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    uploaded.seek(0)
    return digest.hexdigest()


def _unfold(register: Import) -> None:
    source = Path(register.file.path)
    wishes = {
        name: value
        for name in ("sheet", "encoding", "delimiter")
        if (value := getattr(register, name))
    }
    facts = unfold(source, Path(f"{source}.rows"), kind=register.kind, **wishes)
    for name, value in facts.items():
        setattr(register, name, value)


def _top(register: Import) -> list[list[str]]:
    rows = rows_from(rows_path(register))
    return [cells for _line, cells in islice(rows, ROWS_LOOKED_AT)]


def _find_header(register: Import) -> None:
    header = find_header(_top(register), columns.is_known)
    _use_header(register, header_row=header.row, header_height=header.height)


def _use_header(register: Import, *, header_row: int, header_height: int) -> None:
    """Take the names from these rows and understand the columns: as last time, else as they look."""
    top = _top(register)
    register.header_row, register.header_height = header_row, header_height
    register.header = list(names_of(top, header_row, header_height))
    _widen(register, top)
    profile = ImportProfile.objects.filter(
        municipality_id=register.municipality_id, signature=_signature(register)
    ).first()
    if profile:
        register.mapping, register.layout = profile.mapping, profile.layout
        register.date_order = profile.date_order
    else:
        _propose(register, top[header_row:])


def _widen(register: Import, top: list[list[str]]) -> None:
    """A column without a name may still say something."""
    width = max((len(row) for row in top[register.header_row :]), default=0)
    register.header += [""] * (width - len(register.header))


def _propose(register: Import, rows: list[list[str]]) -> None:
    find = place_finder(register.municipality_id)
    found = columns.propose(
        register.header, rows, is_place=lambda text: isinstance(find(text), int)
    )
    register.mapping = {str(column): name for column, name in sorted(found.items())}
    register.date_order = _order(rows, found)
    register.layout = _layout(set(found.values()))


def _order(rows, found: dict[int, str]) -> str:
    born = [column for column, name in found.items() if name == "birth_date"]
    texts = (row[column] for row in rows for column in born if column < len(row))
    return dates.guess_order(texts)


def _layout(fields: set[str]) -> str:
    if "household" in fields:
        return Import.Layout.MEMBER
    if fields & {*columns.OF_HOUSEHOLD, *columns.OF_REGISTER}:
        return Import.Layout.HOUSEHOLD
    return Import.Layout.PERSON


def _signature(register: Import) -> str:
    text = columns.signature(register.header)
    return hashlib.sha256(text.encode()).hexdigest()
