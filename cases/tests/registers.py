"""Old registers for tests, as offices bring them: every fault that was met, from one seed."""

import csv
import datetime
import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounts.factories import municipality
from cases.models import Person
from cases.services import imports, imports_running
from core import jobs, sheets
from core.models import Job
from core.names.spelling import to_latin
from core.scoping import system
from people import STRPCE


@pytest.fixture
def here(db):
    """The municipality into which registers are taken over."""
    return municipality(STRPCE)


@pytest.fixture
def as_system(db):
    with system():
        yield


GIVEN = {
    "F": [
        "Милена",
        "Јелена",
        "Ана",
        "Драгица",
        "Gjylsime",
        "Fatime",
        "Shpresa",
        "Mirjeta",
        "Лидија",
        "Снежана",
        "Vesna",
        "Zorica",
    ],
    "M": [
        "Ђорђе",
        "Милан",
        "Драган",
        "Жељко",
        "Шпенд",
        "Agim",
        "Luan",
        "Naim",
        "Бранко",
        "Чедомир",
        "Ljubiša",
        "Stanoje",
    ],
}
SURNAMES = [
    "Ђорђевић",
    "Јовановић",
    "Станковић",
    "Шабан",
    "Živković",
    "Čolaković",
    "Krasniqi",
    "Gashi",
    "Hoxha",
    "Berisha",
    "Стојановић",
    "Петковић",
    "Quni",
    "Xhemajli",
    "Ćirić",
    "Đukić",
    "Limani",
    "Rexhepi",
]
PLACES = ["Брезовица", "Brezovicë", "Brezovica", "Готовуша", "Gotovushë", "Drajkovce"]
HEADER = ["Nr.", "Numri i familjes", "Emri", "Mbiemri", "Emri i babait", "Gjinia", "Data e lindjes",
          "Numri personal", "Vendbanimi", "Telefoni", "Lidhja",
          "Numri i anëtarëve"]  # fmt: skip


# Above the header: a title, a blank row, and the upper half of a header in merged cells.
ABOVE = [["Regjistri i familjeve 2004"], [], ["", "", "Personi", "", "", "", "", "", "Kontakti", "", "", ""]]  # fmt: skip


def people(number: int, *, seed: int = 3) -> list[list[str]]:
    """Rows of a clean register: families of up to six."""
    chance = random.Random(seed)
    rows, family, left = [], 0, 0
    for line in range(1, number + 1):
        if not left:
            family, left = family + 1, chance.randint(1, 6)
            stated = str(left)
            surname, place, relation = (
                chance.choice(SURNAMES),
                chance.choice(PLACES),
                "kryefamiljar",
            )
        sex = chance.choice("FM")
        day = datetime.date(1935, 1, 1) + datetime.timedelta(
            days=chance.randrange(28_000)
        )
        given, father = chance.choice(GIVEN[sex]), chance.choice(GIVEN["M"])
        rows.append([
            f"{line:05d}", f"F{family}", given, surname, father, {"F": "ж", "M": "m"}[sex],
            f"{day:%d.%m.%Y}", f"9{line:09d}", place, f"+383 44 {line:06d}", relation, stated,
        ])  # fmt: skip
        relation, left = "fëmijë", left - 1
    return rows


def spoil(rows: list[list[str]], *, seed: int = 4) -> list[list[str]]:
    """The register as it really comes: each tenth row with one fault, blank rows in between."""
    chance = random.Random(seed)
    spoiled = []
    for place, row in enumerate(rows):
        row = list(row)
        if place % 10 == 9:
            row = FAULT[(place // 10) % len(FAULT)](row, rows, chance)
        spoiled.append(row)
        if place % 400 == 200:
            spoiled.append([""] * len(row))
    return spoiled


def _set(column: int, make):
    def spoilt(row, rows, chance):
        row[column] = make(row[column])
        return row

    return spoilt


def _day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").date()


def _twin(row, rows, chance):
    """The same person under another number, in the other script."""
    other = rows[int(row[0]) - 5]
    return [row[0], row[1], to_latin(other[2]), to_latin(other[3]), *other[4:7], row[7], *row[8:]]  # fmt: skip


def _slipped_twin(row, rows, chance):
    """The same person, with a letter wrong, day and month the other way round, and without the paper."""
    other = rows[int(row[0]) - 5]
    day, month, year = other[6].split(".")
    born = f"{month}.{day}.{year}" if int(day) <= 12 else other[6]
    surname = other[3][:-2] + other[3][-1:] * 2
    return [row[0], row[1], other[2], surname, other[4], other[5], born, "", *other[8:]]


FAULT = [
    _set(6, lambda text: _day(text).isoformat()),
    _set(6, lambda text: str((_day(text) - datetime.date(1899, 12, 30)).days)),
    _set(6, lambda text: text[-4:]),
    _set(6, lambda text: f"{_day(text).day} maj {text[-4:]}"),
    _set(6, lambda text: f"31.02.{text[-4:]}"),
    _set(6, lambda text: f"{text[:6]}08"),
    _set(6, lambda text: "не зна се"),
    _set(2, lambda text: ""),
    _set(3, lambda text: text.replace("ђ", "ð").replace("Đ", "Ð")),
    _set(5, lambda text: "x"),
    _set(8, lambda text: "Nowhere at all"),
    _set(4, lambda text: "b" * 200),
    _set(0, lambda text: "00001"),
    _twin,
    _slipped_twin,
    _set(8, lambda text: "Gotuvosha"),
    _set(11, lambda text: "shumë"),
]


def as_csv(rows, *, encoding="utf-8", delimiter=";", header=HEADER, above=()) -> bytes:
    """The rows as a text file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([*above, *([header] if header else []), *rows])
    return out.getvalue().encode(encoding, errors="replace")


def as_xlsx(rows, path, *, header=HEADER) -> bytes:
    """The rows as a workbook."""
    sheets.write_xlsx(path, "Regjistri", header, rows)
    return path.read_bytes()


def upload(content: bytes, *, at, by, name="register.csv", source="Old book"):
    """A register that somebody brought, ready to be imported as it was understood."""
    with system(), translation.override("en"):
        return imports.upload_register(
            by=by,
            municipality=at,
            source=source,
            language="sr",
            uploaded=SimpleUploadedFile(name, content),
        )


def do(register, step: str, *, by) -> Job:
    """Ask for a step and let the worker do it."""
    register.refresh_from_db()
    job = imports_running.ask_for(register=register, step=step, by=by)
    jobs.perform(job.pk)
    register.refresh_from_db()
    job.refresh_from_db()
    return job


HEAD = ["Nr", "Emri", "Mbiemri", "Data e lindjes", "Telefoni", "Vendbanimi"]
MILAN = ["1", "Милан", "Јовић", "3.5.1963", "044 111", "Sevce"]
ANA = ["2", "Ana", "Savić", "1970", "044 222", "Brezovica"]


def book(*rows, **details):
    """A small register of households."""
    return as_csv(rows, header=HEAD, **details)


def brought(here, by, *rows, **details):
    """A register that was imported."""
    found = upload(book(*rows), at=here, by=by, **details)
    do(found, "run", by=by)
    assert found.state == "finished"
    return found


def named(surname):
    """The one person of this surname."""
    return Person.objects.get(surname=surname)
