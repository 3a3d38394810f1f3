"""Reference data: loaded any number of times; what administrators wrote stays."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from core import reference_data
from core.models import (
    AuditEntry,
    Country,
    District,
    Holiday,
    Institution,
    Municipality,
    Provision,
    Settlement,
)
from core.names import to_latin
from core.reference_data import ReferenceTable
from core.scoping import system


def load(**options):
    call_command("load_reference", verbosity=0, **options)


@pytest.fixture
def loaded(db):
    load()


def everything():
    """Return all columns of all reference tables and the length of the audit log."""
    tables = {
        model: list(
            models.QuerySet(model)
            .order_by("pk")
            .values_list(*[field.attname for field in model._meta.fields])
        )
        for model in reference_data.TABLES
    }
    with system():
        return tables, AuditEntry.objects.count()


def test_command_loads_all_places_and_words(loaded):
    assert District.objects.count() == 7
    assert Municipality.objects.count() == 38
    assert Settlement.objects.count() == 2511
    assert Institution.objects.filter(kind="municipality").count() == 38
    assert Institution.objects.get(code="KOM-23").municipality.code == "23"


@pytest.mark.parametrize("overwrite", [False, True])
def test_loading_twice_changes_nothing(loaded, overwrite):
    before = everything()
    load(overwrite=overwrite)
    assert everything() == before


def test_administrators_change_stays(loaded):
    with system():
        Country.objects.filter(iso2="MK").update(name_sq="Maqedonia V.")
    load()
    assert Country.objects.get(iso2="MK").name_sq == "Maqedonia V."


def test_overwrite_puts_the_words_of_the_file_back(loaded):
    with system():
        Country.objects.filter(iso2="MK").update(name_sq="Maqedonia V.")
    load(overwrite=True)
    assert Country.objects.get(iso2="MK").name_sq == "Maqedonia e Veriut"


def test_missing_row_is_added(loaded):
    with system():
        Country.objects.filter(iso2="MK").delete()
    load()
    assert Country.objects.get(iso2="MK").name_sq == "Maqedonia e Veriut"


def test_moved_bajram_does_not_come_back_on_the_estimated_day(loaded):
    estimated = {"date": date(2026, 3, 20), "code": "EID_FITR"}
    with system():
        Holiday.objects.filter(**estimated).update(date=date(2026, 3, 19))
    load()
    assert not Holiday.objects.filter(**estimated).exists()


def test_corrected_provision_is_never_put_back(loaded):
    with system():
        Provision.objects.filter(key="appeal_days").update(
            value=15, valid_from=date(2019, 1, 1)
        )
    load(overwrite=True)
    assert Provision.objects.get(key="appeal_days").value == 15


def test_neutral_column_holds_the_english_name(loaded):
    rows = models.QuerySet(Municipality).values_list("name", "name_en")
    assert all(name == english != "" for name, english in rows)


def test_every_shown_place_has_a_name_in_both_official_languages(loaded):
    for place in [*District.objects.all(), *Municipality.objects.all()]:
        assert place.name_sq
        assert place.name_sr
        assert to_latin(place.name_sr) == place.name_sr_latn


def test_every_holiday_falls_once_a_year_except_bajram(loaded):
    counted = Counter(
        (holiday.date.year, holiday.code)
        for holiday in Holiday.objects.all()
        if "day off" not in holiday.name_en and not holiday.estimated
    )
    assert set(counted.values()) == {1}
    assert len(counted) == 10 * 10


class TestFile:
    """One table loaded from a file that the test writes."""

    @pytest.fixture
    def load_file(self, db, tmp_path, monkeypatch):
        Country.objects.all().delete()

        def load_text(text):
            path = tmp_path / "countries.csv"
            path.write_text(text, encoding="utf-8")
            table = ReferenceTable(Country, path, ("iso2",))
            monkeypatch.setattr(reference_data, "TABLES", {Country: table})
            load()

        return load_text

    def test_serbian_latin_is_generated_where_it_is_empty(self, load_file):
        load_file("iso2,name_en,name_sr\nME,Montenegro,Црна Гора\n")
        assert Country.objects.get(iso2="ME").name_sr_latn == "Crna Gora"

    def test_serbian_latin_that_is_written_stays(self, load_file):
        load_file("iso2,name_en,name_sr,name_sr_latn\nME,Montenegro,Црна Гора,CG\n")
        assert Country.objects.get(iso2="ME").name_sr_latn == "CG"

    @pytest.mark.parametrize(
        "text",
        [
            "iso2,name_en,colour\nME,Montenegro,red\n",
            "iso2,name_en\nME\n",
            "iso2,name_en\nME,Montenegro,red\n",
        ],
    )
    def test_faulty_file_is_named_with_its_line(self, load_file, text):
        with pytest.raises(CommandError, match=r"countries\.csv:2: "):
            load_file(text)
        assert not Country.objects.exists()


def test_unknown_target_of_a_relation_is_named_with_its_line(db, tmp_path, monkeypatch):
    path = tmp_path / "settlements.csv"
    path.write_text("source_id,municipality,name_en\n1,99,Nowhere\n")
    tables = reference_data.TABLES | {
        Settlement: ReferenceTable(Settlement, path, ("source_id",))
    }
    monkeypatch.setattr(reference_data, "TABLES", tables)
    with pytest.raises(CommandError, match=r"settlements\.csv:2: '99'"):
        load()
    assert not Settlement.objects.filter(name_en="Nowhere").exists()
