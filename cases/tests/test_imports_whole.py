"""A whole dirty register from beginning to end: taken over twice, taken back, taken over again."""

import pytest

from cases import services
from cases.models import Change, Household, Request, RequestType
from cases.tests.registers import ABOVE, as_csv, do, people, spoil, upload
from cases.tests.traces import everything, sums, without_proposals

EVERY_REASON = {
    "alike", "alike_in_file", "repeated_number", "place_unknown",
    "place_unsure", "members_unreadable", "name_missing", "sex_unknown", "too_long", "date_impossible",
    "date_two_digits", "date_unreadable",
}  # fmt: skip

OF_PROPOSALS = {"correction_proposed", "member_proposed"}


@pytest.mark.parametrize("relied", [False, True])
def test_a_register_with_every_fault_is_taken_over_twice_and_taken_back(
    here, jelena, as_system, relied
):
    number = 1_500 if relied else 5_000
    rows = people(number)
    # Proposals stay when they are withdrawn; without any, every table must be as before.
    traces = without_proposals if relied else everything
    if relied:
        relied_on(here, jelena, rows[0])
    # Somebody who stands in the middle of the register is registered already.
    found = upload(as_csv([rows[number // 2]]), at=here, by=jelena, source="Other")
    do(found, "run", by=jelena)
    before = traces()
    content = as_csv(spoil(rows), above=ABOVE)
    first = upload(content, at=here, by=jelena)
    assert (first.header_row, len(first.mapping)) == (4, 12)
    assert do(first, "check", by=jelena).state == "succeeded"
    assert traces() == before
    assert do(first, "run", by=jelena).state == "succeeded"
    counts = sums(first)
    assert first.rows_in == number
    assert counts == {n: first.checked["counts"].get(n, 0) for n in counts}
    assert counts["created"] > number * 0.8
    assert counts["rejected"] > number * 0.04
    assert counts["held"] > number * 0.01
    assert reasons(first) >= EVERY_REASON | (OF_PROPOSALS if relied else set())
    written = everything()
    second = upload(content, at=here, by=jelena)
    do(second, "run", by=jelena)
    assert sums(second) == counts | {"created": 0, "unchanged": counts["created"]}
    assert everything() == written
    do(first, "take_back", by=jelena)
    assert (first.state, first.checked) == ("taken_back", {})
    assert traces() == before
    assert not Change.objects.exclude(status="withdrawn").exists()
    third = upload(content, at=here, by=jelena)
    do(third, "run", by=jelena)
    assert sums(third) == counts


def relied_on(here, jelena, row):
    """The family of this row is known under another given name, and has submitted a request."""
    known = [*row[:2], "Василије", *row[3:]]
    do(upload(as_csv([known], above=ABOVE), at=here, by=jelena), "run", by=jelena)
    kind = RequestType.objects.first()
    home = Household.objects.get()
    request = services.open_request(by=jelena, household=home, request_type=kind)
    Request.objects.filter(pk=request.pk).update(submitted_on="2026-02-02")


def reasons(done) -> set[str]:
    problems = done.rows.exclude(problems=[]).values_list("problems", flat=True)
    return {each["code"] for several in problems for each in several}
