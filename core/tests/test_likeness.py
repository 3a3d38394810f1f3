"""How alike two names are: measured on a sample of pairs, and sentence by sentence."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from core.names.likeness import distance, likeness
from core.names.vocabulary import shipped

SAMPLE = Path(__file__).parent / "name_pairs.csv"
SAME = 0.86
WORD = st.text("abcdeiouCDSZjlnr?", min_size=1, max_size=9)


def pairs(source=None):
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if source in (None, row["source"])]


def judged(rows):
    return sorted(
        (
            (
                likeness(row["name_a"], row["name_b"], shipped()).score,
                row["same_person"] == "1",
            )
            for row in rows
        ),
        key=lambda pair: -pair[0],
    )


def balance(scores):
    """F1 of the fixed threshold."""
    right = sum(score >= SAME and same for score, same in scores)
    wrong = sum(score >= SAME and not same for score, same in scores)
    missed = sum(score < SAME and same for score, same in scores)
    return 2 * right / (2 * right + wrong + missed)


def average_precision(scores):
    found, total = 0, 0.0
    for place, (_score, same) in enumerate(scores, 1):
        if same:
            found += 1
            total += found / place
    return total / found


def test_pairs_of_the_sample_are_told_apart():
    scores = judged(pairs())
    assert balance(scores) >= 0.95
    assert average_precision(scores) >= 0.985


def test_every_public_figure_is_recognised_in_the_other_alphabet():
    assert all(score >= SAME for score, _same in judged(pairs("public_figure")))


def test_without_sounds_the_sample_is_not_told_apart(monkeypatch):
    monkeypatch.setattr("core.names.likeness.sounds", lambda name: name.lower().split())
    assert balance(judged(pairs())) < 0.80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Кемал Бајсој", "Bajsoj Kemal"),
        ("Zorka Miliq", "Zorka (Todor) Milić"),
        ("Џеват Кадрију", "Dževat P. Kadriju"),
        ("Desanka Gjorgjeviq", "Desa Gjorgjeviq"),
        ("Sukriye Peci", "Šukrija Peci"),
        ("Jakup Krasniqi", "Јакуб Краснићи"),
        ("Ana Kovač", "Ana Kovač-Ilić"),
        ("Vojo ?atovi?", "Vojo Ćatović"),
        ("Hadži-Nikolić Ana", "Ана Хаџиниколић"),
        ("Abdul Kadir Rama", "Abdulkadir Rama"),
        ("Ž. Petrović", "Zivko Petrovic"),
        ("Prof. Dr. Sc. Agim Hoxha", "Агим Хоџа"),
        ("İsmail Yıldız", "ISMAIL YILDIZ"),
        ("Mehmet Yıldız", "Mehmet Jildiz"),
        ("Muharrem Cicko", "Мухарем Цицко"),
        ("Zehra Ahmeti-Gashi", "Зехра Гаши"),
        ("Кемал Бајсој", "Kmeal Bajsoj"),
    ],
)
def test_one_person_written_twice(one, other):
    assert likeness(one, other, shipped()).score >= SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoran Jović", "Zorana Jović"),
        ("Milosava Kovačević", "Mirosava Kovacevic"),
        ("Esad Ibrahimović", "Esed Ibrahimović"),
        ("Feriz Oruqi", "Feriz Kastrati"),
        ("Ahmed Ćatović", "Amel Ćatović"),
        ("Ana Marković", "Ана Мирковић"),
        ("Ana Petrović", "Ana Petković"),
        ("Agim Hasani", "Agim Hasanaj"),
        ("Selim Rama", "Salim Rama"),
    ],
)
def test_two_people_with_like_names(one, other):
    assert likeness(one, other, shipped()).score < SAME


@given(WORD, WORD)
def test_distance_has_no_direction(one, other):
    assert distance(one, other) == pytest.approx(distance(other, one))


@given(WORD)
def test_a_word_is_at_no_distance_from_itself(word):
    assert distance(word, word) == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_have_a_likeness_between_none_and_whole(one, other):
    assert 0 <= likeness(one, other, shipped()).score <= 1


def test_the_command_writes_a_line_per_pair_and_says_why(tmp_path):
    out = tmp_path / "scores.csv"
    call_command("match_names", str(SAMPLE), out=out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [row["id"] for row in pairs()]
    assert all(0 <= float(row["score"]) <= 1 for row in rows)
    assert "pet" in rows[14]["why"]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "\xff\xfe"])
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, text):
    path = tmp_path / "pairs.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(CommandError, match=r"pairs\.csv"):
        call_command("match_names", str(path), out=tmp_path / "scores.csv")
