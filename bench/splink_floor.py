"""The floor of the duplicates: Splink over the same register, in a process of its own.

It is given what helps it most: names by their sounds instead of their letters, a date of birth that may be the
wrong way round, common values weighed by their frequency, and blocking by number, by birth with one name, by both
names with the year.
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.memory import peak

THREADS = 2
PEOPLE = """
    CREATE TABLE people AS
    SELECT p.id::BIGINT AS unique_id, g.sound AS given, s.sound AS surname, f.sound AS father, p.sex,
        p.number, p.place, p.birth, year(p.birth::DATE) AS born,
        CASE p.precision WHEN 'day' THEN
            least(month(p.birth::DATE), day(p.birth::DATE)) * 32
            + greatest(month(p.birth::DATE), day(p.birth::DATE)) END AS day
    FROM read_csv(?, header = true, all_varchar = true) p
    LEFT JOIN sounds g ON g.name = p.given
    LEFT JOIN sounds s ON s.name = p.surname
    LEFT JOIN sounds f ON f.name = p.father
"""
BIRTH = (
    ("birth_l IS NULL OR birth_r IS NULL", "unknown"),
    ("birth_l = birth_r AND day_l = day_r", "the same day"),
    ("born_l = born_r AND day_l = day_r", "day for month"),
    ("born_l = born_r", "the same year"),
    ("damerau_levenshtein(birth_l, birth_r) <= 1", "one digit apart"),
    ("ELSE", "apart"),
)
BLOCKS = (
    block_on("number"),
    block_on("born", "day", "given"),
    block_on("born", "day", "surname"),
    block_on("given", "surname", "born"),
)
# Pairs less likely than this are not asked for.
LEAST_WEIGHT = -5


def settings():
    """What is compared, and which pairs at all."""
    alike = comparisons.JaroWinklerAtThresholds
    birth = [
        {"sql_condition": sql, "label_for_charts": label, "is_null_level": not at}
        for at, (sql, label) in enumerate(BIRTH)
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            alike("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            alike("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            alike("father", [0.92]),
            comparisons.CustomComparison(
                output_column_name="birth", comparison_levels=birth
            ),
            *map(comparisons.ExactMatch, ("sex", "number", "place")),
        ],
        blocking_rules_to_generate_predictions=BLOCKS,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def trained(people):
    """The model with its parameters, estimated from the register alone."""
    linker = Linker(people, settings(), log_level=logging.ERROR)
    training = linker.training
    sure = [block_on("number"), block_on("birth", "given", "surname")]
    training.estimate_probability_two_random_records_match(sure, recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("given", "surname", "born"), block_on("number")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    return linker


def main(people, sounds, out):
    """Read, train, predict; the pairs go to a file and the times to the standard output."""
    times = [time.monotonic()]
    connection = duckdb.connect()
    connection.execute(f"SET threads TO {THREADS}")
    connection.execute(
        "CREATE TABLE sounds AS SELECT * FROM read_csv(?, header = true, all_varchar = true)",
        [sounds],
    )
    connection.execute(PEOPLE, [people])
    times.append(time.monotonic())
    linker = trained(DuckDBAPI(connection).register("people"))
    times.append(time.monotonic())
    found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    times.append(time.monotonic())
    connection.execute(
        f"COPY (SELECT unique_id_l, unique_id_r, match_weight FROM {found.physical_name}) TO '{out}' (HEADER false)"
    )
    steps = [after - before for before, after in zip(times, times[1:], strict=False)]
    figures = dict(zip(("read", "train", "predict"), steps, strict=True))
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures |= {"processor": used.ru_utime + used.ru_stime}
    print(json.dumps(figures | {"megabytes": peak() / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
