"""A file is searched as the registry is: measured on the developers' sample, and said in one sentence what is wrong."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.search import ranking

DATA = Path(__file__).parent / "data"
PERSONS, QUERIES = DATA / "persons.csv", DATA / "queries.csv"


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def results(tmp_path, persons=PERSONS, queries=QUERIES, **options):
    out = tmp_path / "results.csv"
    call_command("search_file", str(persons), str(queries), out=out, **options)
    return read(out)


def figures(rows):
    """Recall among the first ten, and how often the first is right."""
    shown = {}
    for row in rows:
        shown.setdefault(row["query_id"], []).append(row["record_id"])
    recall, first = 0.0, 0
    queries = read(QUERIES)
    for query in queries:
        right = set(query["relevant_record_ids"].split())
        found = shown.get(query["query_id"], [])
        recall += len(right.intersection(found)) / len(right)
        first += found[:1] != [] and found[0] in right
    return recall / len(queries), first / len(queries)


def test_the_sample_is_found(tmp_path):
    recall, first = figures(results(tmp_path))
    assert recall >= 0.99
    assert first >= 0.91


def test_without_sounds_much_less_is_found(tmp_path, monkeypatch):
    def as_written(word):
        return word.lower()

    monkeypatch.setattr("cases.search.ranking.sound", as_written)
    monkeypatch.setattr("cases.search.query.sound", as_written)
    recall, first = figures(results(tmp_path))
    assert recall < 0.75
    assert first < 0.75


def test_the_birth_year_decides_between_namesakes(tmp_path, monkeypatch):
    _recall, with_year = figures(results(tmp_path))
    monkeypatch.setattr(ranking, "SAME_YEAR", 0.0)
    monkeypatch.setattr(ranking, "OTHER_YEAR", 0.0)
    _recall, without = figures(results(tmp_path))
    assert without < with_year


def test_each_line_says_why_and_no_more_than_asked_for(tmp_path):
    rows = results(tmp_path, most=3)
    assert max(int(row["rank"]) for row in rows) == 3
    assert all(row["why"] for row in rows)


def write(path, text):
    path.write_bytes(text.encode("latin-1"))
    return path


def test_a_number_or_a_place_in_the_query_is_understood(tmp_path):
    persons = write(
        tmp_path / "persons.csv",
        "record_id,given_name,surname,document_number,place_of_origin\n"
        "A,Ivo,Maric,99-12,Dren\nB,Ivo,Maric,,Banje\n",
    )
    queries = write(
        tmp_path / "queries.csv", "query_id,query\n1,9912\n2,maric banje\n3,\n"
    )
    found = [
        (row["query_id"], row["record_id"])
        for row in results(tmp_path, persons, queries)
        if row["rank"] == "1"
    ]
    assert found == [("1", "A"), ("2", "B")]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "\xff\xfe", '"\x00'])
@pytest.mark.parametrize("which", ["persons", "queries"])
def test_a_file_that_cannot_be_used_is_named(tmp_path, which, text):
    broken = write(tmp_path / "broken.csv", text)
    with pytest.raises(CommandError, match=r"broken\.csv"):
        results(tmp_path, **{which: broken})


def test_files_that_are_not_there_or_cannot_be_written_are_named(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.csv"):
        results(tmp_path, tmp_path / "gone.csv")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command(
            "search_file", str(PERSONS), str(QUERIES), out=tmp_path / "no" / "out.csv"
        )


def test_short_lines_are_only_empty_cells(tmp_path):
    persons = write(
        tmp_path / "persons.csv",
        "record_id,given_name,surname,birth_date\nA,Ivo,Maric\nB,Ana,Maric,196x\n",
    )
    queries = write(
        tmp_path / "queries.csv", "query_id,query,birth_year\n1,ivo maric,x\n"
    )
    assert results(tmp_path, persons, queries)[0]["record_id"] == "A"
