"""Whoever opens a file stands in the read log before the page leaves; without the entry there is no page."""

import pytest
from django.urls import reverse

from core.models import ReadEntry
from core.scoping import system
from tests.authorisation import RECORDS, STEPS, of_office
from tests.disguise import break_down
from tests.reading import page, read, record_addresses
from tests.routes import all_routes

# Pages about houses and centres name no family.
NO_PERSON = {
    "housing:building_detail",
    "housing:unit_create",
    "collective_centers:centre_detail",
    "accounts:cover_end",
}
# The file of another office: cases/tests/test_foreign_reading.py looks where that is written down.
ELSEWHERE = {"cases:foreign_file"}
OF_A_FAMILY = sorted(set(RECORDS) - NO_PERSON - ELSEWHERE)


def names_somebody(world, text: str) -> bool:
    return any(word in text for word in world.own.canaries[:7])


def entries_of(user) -> list[ReadEntry]:
    with system():
        return list(ReadEntry.objects.filter(user_id=user.pk).order_by("id"))


@pytest.mark.parametrize("name", OF_A_FAMILY)
def test_opening_a_file_is_written_down(breakable_world, name):
    world = breakable_world
    client = world.client("officer")
    answer, text = read(client, opened(name, world.own))
    entries = entries_of(world.people["officer"])
    if names_somebody(world, text) or answer.streaming:
        # One entry for each row of the file that was opened.
        assert {entry.request_id for entry in entries} == {answer["X-Request-Id"]}
        assert {entry.municipality_id for entry in entries} == {world.own.place.pk}


def opened(name: str, office) -> str:
    if name not in STEPS:
        return of_office(name, office)
    return reverse(name, args=[RECORDS[name](office), STEPS[name]])


def test_the_list_of_files_is_read_from_the_addresses():
    known = {route.name for route in all_routes() if "pk" in route.arguments}
    assert set(OF_A_FAMILY) <= known


@pytest.mark.parametrize(
    "name",
    [
        "request_detail", "request_household", "request_papers", "request_letters",
        "request_notes", "household_detail", "change_detail", "document_download", "letter_download",
    ],
)  # fmt: skip
def test_without_the_read_log_no_file_is_shown(breakable_world, name):
    client = breakable_world.client("officer")
    url = reverse(f"cases:{name}", args=[RECORDS[f"cases:{name}"](breakable_world.own)])
    assert read(client, url)[0].status_code == 200
    break_down("REVOKE INSERT ON core_readentry FROM mcr_portal")
    answer, text = read(client, url)
    assert answer.status_code == 500
    assert not names_somebody(breakable_world, text)


def test_a_refused_file_is_not_read(breakable_world):
    client = breakable_world.client("officer")
    for url in record_addresses(breakable_world.other):
        page(client, url)
    assert entries_of(breakable_world.people["officer"]) == []
