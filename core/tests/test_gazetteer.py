"""Places through the table of settlements: two names of one village are one place, like names of two are not."""

import csv
import unicodedata

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from core.known_places import known_places
from core.names import gazetteer, to_latin
from core.names.gazetteer import SAME, Gazetteer, Place
from core.names.places import DATA, shipped_places

WRITTEN = st.sampled_from(
    ["", "Prizren", "Призрен", "Vrbnica", "Peć", "Pejë", "Sušiće", "Sushiq", "x", "?"]
)


def settlements():
    with (DATA / "settlements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["name_sq"] and row["name_sr"]]


def without_marks(name: str) -> str:
    plain = to_latin(name).replace("đ", "dj").replace("Đ", "Dj")
    parts = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def is_same(one: str, other: str, places: Gazetteer | None = None) -> bool:
    return (places or shipped_places()).compare(one, other).score >= SAME


@pytest.mark.parametrize("written", [str, without_marks])
def test_both_names_of_every_settlement_mean_one_place(written):
    pairs = [
        (written(row["name_sq"]), written(row["name_sr"])) for row in settlements()
    ]
    found = sum(is_same(one, other) for one, other in pairs)
    assert found / len(pairs) >= 0.97


def test_neighbours_of_one_municipality_are_two_places():
    rows = sorted(settlements(), key=lambda row: (row["municipality"], row["latitude"]))
    pairs = [
        (one["name_sq"], other["name_sr_latn"])
        for one, other in zip(rows, rows[1:], strict=False)
        if one["name_sr_latn"] != other["name_sr_latn"]
        and one["name_sq"] != other["name_sq"]
    ]
    wrong = sum(is_same(one, other) for one, other in pairs)
    assert wrong / len(pairs) <= 0.01


def test_most_places_are_recognised_when_the_table_lacks_a_name_of_each_fourth():
    rows = settlements()
    places = [
        Place(
            at,
            row["municipality"],
            (row["name_sr"],) if at % 4 == 0 else (row["name_sq"], row["name_sr"]),
        )
        for at, row in enumerate(rows)
    ]
    poor = Gazetteer(places, ())
    found = sum(is_same(row["name_sq"], row["name_sr_latn"], poor) for row in rows)
    assert found / len(rows) >= 0.9


def test_without_the_table_places_are_not_told_apart(monkeypatch):
    rows = settlements()
    empty = Gazetteer((), ())
    found = sum(is_same(row["name_sq"], row["name_sr_latn"], empty) for row in rows)
    assert found / len(rows) < 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gornja Vaganica", "Vaganicë"),
        ("Uroševac", "Ferizaj"),
        ("Kosovska Kamenica", "Dardanë"),
        ("İpek", "Пећ"),
        ("Opština Prizren", "Komuna e Prizrenit"),
        ("Severna Mitrovica", "Mitrovicë e Veriut"),
        ("Sušiæe", "Sushiq"),
        ("Guhstericë e Ulët", "Доња Гуштерица"),
        ("Zubinpotok", "Зубин Поток"),
        ("Arrnjet", "Prilep"),
    ],
)
def test_one_place_written_twice(one, other):
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Donja Gušterica", "Gushtericë e Epërme"),
        ("Prizren", "Peja"),
        ("Mali Belaćevac", "Bardhi i Madh"),
        ("Likoc", "Ливоч"),
        ("", "Prizren"),
    ],
)
def test_two_places_with_like_names(one, other):
    assert not is_same(one, other)


def test_upper_and_lower_are_translated_when_the_table_has_one_language_only():
    names = ("Gornja Krušica", "Donja Krušica", "Velika Hoča", "Mala Hoča")
    poor = Gazetteer([Place(at, "01", (name,)) for at, name in enumerate(names)], ())
    written = (
        "Krushicë e Epërme",
        "Krushica e Poshtme",
        "Hoçë e Madhe",
        "Hoça e Vogël",
    )
    assert [poor.find(name).settlements for name in written] == [{0}, {1}, {2}, {3}]


def test_a_village_and_its_municipality_are_told_from_strangers():
    compare = shipped_places().compare
    assert compare("Prizren", "Љубижда").kind == "municipality_same"
    assert compare("Peć", "Љубижда").kind == "place_different"
    assert compare("Nowhere at all", "Peć").kind == "unknown"


@given(WRITTEN, WRITTEN)
def test_comparing_places_has_no_direction(one, other):
    compare = shipped_places().compare
    assert compare(one, other).score == pytest.approx(compare(other, one).score)
    assert compare(one, other).kind == compare(other, one).kind


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_have_a_score_between_none_and_whole(one, other):
    assert 0 <= shipped_places().compare(one, other).score <= 1


@pytest.mark.django_db
def test_the_portal_knows_its_own_settlements_by_their_key():
    places = known_places()
    both = places.find("Đakovica").settlements & places.find("Gjakovë").settlements
    assert both
    found = places.compare_found(places.known(both), places.find("Ђаковица"))
    assert found.kind == "settlement_same"


def test_the_command_writes_a_line_per_pair_and_says_why(tmp_path):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "scores.csv"
    pairs.write_text("id,name_a,name_b\n1,Gjakovë,Đakovica\n2,Prizren,Peja\n", "utf-8")
    call_command("match_places", str(pairs), out=out)
    with out.open(encoding="utf-8", newline="") as file:
        same, different = csv.DictReader(file)
    assert float(same["score"]) >= gazetteer.SAME > float(different["score"])
    assert "Ђаковица" in same["why"]
