"""The load of colleagues: right numbers, each of which opens exactly the files it counts, within one's own office."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from cases import load
from core.scoping import acting, system
from people import PEJA, browser_of, municipality
from people import account as account_of

PAGE, SHEET = reverse("cases:load_list"), reverse("cases:load_sheet")


@pytest.fixture
def files(request_at, register, jelena, dragan):
    """Three of Jelena's, one late; one of Dragan's that was withdrawn today, and one long ago; one of nobody's."""
    own = [request_at("submitted", surname=f"Петровић{n}") for n in range(3)]
    ended = [request_at("withdrawn", surname=f"Ђорђевић{n}") for n in range(2)]
    loose = request_at("draft", surname="Јовић")
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = type(loose).objects
    with system():
        rows.filter(pk=own[0].pk).update(due_on=yesterday)
        rows.filter(pk=own[1].pk).update(
            status_since=timezone.now() - timedelta(days=400)
        )
        rows.filter(pk__in=[each.pk for each in ended]).update(assigned_to=dragan)
        rows.filter(pk=ended[1].pk).update(
            status_since=timezone.now() - timedelta(days=40)
        )
        rows.filter(pk=loose.pk).update(assigned_to=None)
    return own, ended, loose


def told(user) -> dict:
    with acting(user.scope):
        return {
            each.name: (each.open, each.late, each.oldest, each.closed)
            for each in load.loads(user)
        }


def test_the_numbers_are_those_of_the_files(files, dragan):
    own, _ended, loose = files
    assert told(dragan) == {
        "nobody": (1, 0, loose.pk, 0),
        "Jelena": (3, 1, own[1].pk, 0),
        "Dragan": (0, 0, None, 1),
    }


def test_every_number_opens_the_files_that_it_counts(files, dragan):
    browser = browser_of(dragan)
    text = browser.get(PAGE).content.decode()
    links = re.findall(r'<a href="(/requests/\?[^"]+)">(\d+)</a>', text)
    assert len(links) == 4
    for url, number in links:
        shown = browser.get(unescape(url)).content.decode()
        rows = shown.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")
        assert rows == int(number), url


def test_the_longest_wait_opens_its_file(files, dragan):
    text = browser_of(dragan).get(PAGE).content.decode()
    for pk in (files[0][1].pk, files[2].pk):
        assert reverse("cases:request_detail", args=[pk]) in text


def test_a_head_sees_the_own_office_and_the_ministry_all(
    files, arta, register, dragan, mirjeta
):
    register(at=PEJA, by=arta)
    assert "Arta" not in told(dragan)
    assert told(mirjeta)["Arta"][0] == 1
    assert told(mirjeta)["Jelena"][0] == 3
    other = account_of("Head of Peja", Role.OFFICE_HEAD, at=PEJA)
    assert set(told(other)) == {"nobody", "Arta", "Head of Peja"}


def test_an_officer_does_not_see_it(files, jelena):
    assert browser_of(jelena).get(PAGE).status_code == 403
    assert browser_of(jelena).get(SHEET).status_code == 403


def test_an_officer_is_not_told_whose_name_stands_behind_a_number(files, jelena, arta):
    url = reverse("cases:request_list")
    shown = browser_of(jelena).get(url, {"officer": arta.pk}).content.decode()
    assert "Arta" not in shown


@pytest.mark.parametrize("wrong", ["x", "²", "9" * 30, "0", "-1"])
def test_a_wrong_colleague_filters_nothing(files, dragan, wrong):
    url = reverse("cases:request_list")
    assert browser_of(dragan).get(url, {"officer": wrong}).status_code == 200


def test_the_sheet_says_what_the_page_says(files, dragan, tmp_path):
    answer = browser_of(dragan).get(SHEET)
    path = tmp_path / "load.xlsx"
    path.write_bytes(answer.getvalue())
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["Jelena"][2:4] == [3.0, 1.0]
    assert by_name["Dragan"][-1] == 1.0
    assert str(municipality("23")) in by_name["Jelena"][1]
