"""One run from empty databases to the verdict."""

import random
from dataclasses import asdict

from django.utils import translation

from bench import (
    checks,
    closing,
    doubles,
    export,
    gates,
    load,
    memory,
    report,
    rounds,
    searching,
)
from bench.data import Registry
from bench.gates import MINISTRY
from bench.register import Register, staff


def run(asked):
    """Fill, check, measure, report; 0 when every gate holds."""
    if asked.only == "closing":
        load.prepare()
        return told_of([closing.gate()])
    sizes = [int(size) for size in asked.sizes.split(",")]
    loaded, places, people, planted = databases(sizes, asked)
    if asked.only_load:
        return 0
    if asked.only == "duplicates":
        return told_of(doubles_found(loaded, planted))
    registers = [
        Register(one, places, people, asked.seed, only=asked.only) for one in loaded
    ]
    with translation.override("en"):
        queries = checked(registers)
    figures = rounds.measure(
        list(measured(registers, asked.only)),
        rounds=asked.rounds,
        requests=asked.requests,
        seed=asked.seed,
        told=say,
    )
    exports = [exported(each, asked.rounds) for each in registers if not asked.only]
    # A thousand pairs are too few to tell 2 % wrong from 2.5.
    small = asked.only or asked.quick
    twice = [] if small else doubles_found(loaded[-1:], planted)
    return verdict(figures, registers, queries, exports, loaded, asked, twice)


def told_of(found):
    """What was measured alone: its gates."""
    say("\n" + "\n".join(gate.line() for gate in found))
    return 0 if all(gate.holds for gate in found) else 1


def doubles_found(loaded, planted):
    """The gates of all duplicates of these registers."""
    return [
        gate
        for each in loaded
        for gate in doubles.gates(each.requests, all_doubles(each, planted))
    ]


def all_doubles(one, planted):
    """All duplicates of one register, by us and by Splink."""
    found = doubles.measure(one.name, planted[one.requests], told=say)
    for who in ("ours", "splink"):
        accuracy = ", ".join(
            f"{name} {share:.3f}" for name, share in found[who].items()
        )
        say(f"{one.persons:,} persons, {found['planted']:,} pairs, {who}: {accuracy}")
    return found


def measured(registers, only):
    """Every pair of a run; of search and duplicates alone if only they are wanted."""
    for register in registers:
        yield from register.searching.pairs
        if not only:
            yield from register.pairs
    yield from searching.growing([register.searching for register in registers])
    if not only:
        yield from gates.between(registers)


def say(text):
    """A line for whoever waits."""
    print(text, flush=True)


def databases(sizes, asked):
    """The filled databases, smallest first; the municipalities by size; who asks."""
    load.tune()
    load.prepare()
    known = load.world(shuffler(asked.seed))
    places = [place for place, *_rest in known.municipalities]
    # Signed in before the databases are cloned: the same sessions hold in each.
    people, loaded, planted = staff(places), [], {}
    for size in sorted(sizes):
        name = f"bench_{size}"
        load.clone(name)
        registry = Registry(known, size, asked.seed)
        one = load.fill(name, registry)
        loaded.append(one)
        planted[size] = registry.doubles
        say(
            f"{size:,} requests, {one.persons:,} persons ({one.doubles:,} of them planted"
            f" doubles), {one.sounds:,} sounds, {one.rows:,} rows in {one.seconds:.0f} s, {one.sha256[:12]}"
        )
    return loaded, places, people, planted


def shuffler(seed):
    """Which municipality is how large: by lot, always the same."""

    def shuffle(keys):
        return random.Random(f"{seed}:places").sample(keys, len(keys))

    return shuffle


def checked(registers):
    """Right answers first; the queries of every cell."""
    queries = {}
    for register in registers:
        register.use()
        checks.rows_are_right(register)
        register.silent = checks.saves_without_audit(register)
        queries |= checks.queries_of(register)
        say(f"{register.size:,}: rows and scope are right")
    return queries


def exported(register, number):
    """The CSV of the report over its COPY floor, and the memory a whole report takes."""
    register.use()
    found = export.ratios(register, register.scopes[MINISTRY], max(number // 2, 3))
    return {"size": register.size, "megabytes": memory.growth(register)} | found


def verdict(figures, registers, queries, exports, loaded, asked, twice):
    """Print everything, keep it, and say whether the gates hold."""
    for register in registers:
        say(report.table(figures, register, queries, only=asked.only))
    for one in exports:
        low, high = one["spread"]
        say(
            f"\nCSV of {one['rows']:,} rows: {one['ratio']:.1f} × COPY"
            f" ({low:.1f}–{high:.1f}); the whole report +{one['megabytes']:.1f} MB"
        )
    found = searching.gates(figures, [each.searching for each in registers])
    if not asked.only:
        found += gates.all_gates(figures, registers, queries, exports) + twice
    say("\n" + "\n".join(gate.line() for gate in found))
    say(
        f"{figures.visits:,} visits, {figures.repeated:,} repeated because their floor"
        f" moved, {figures.unsteady:,} kept although it did."
    )
    report.write(
        report.RESULTS,
        figures=figures,
        gates=found,
        exports=exports,
        loaded=[asdict(one) for one in loaded],
        settings=vars(asked),
    )
    return 0 if all(gate.holds for gate in found) else 1
