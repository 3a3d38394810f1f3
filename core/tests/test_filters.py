"""Filters: a chip says how many rows it leaves, and the address remembers what was chosen."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from django.apps import apps
from django.db.models import Q
from django.http import QueryDict

from core import filters
from core.filters import Choice, Filter, Filtered, shown_count
from core.scoping import system

STAGES = Filter(
    "stage",
    "Stage",
    lambda request: [Choice(s, s.title(), Q(status=s)) for s in ("draft", "withdrawn")],
)
OWNERS = Filter(
    "show", "Show", lambda request: [Choice("none", "Nobody's", Q(assigned_to=None))]
)
NOTHING = Filter("place", "Place", lambda request: [])
UNCOUNTED = Filter(
    "type", "Type", lambda request: [Choice("1", "House", Q())], counted=False
)


class Asked:
    """A request for a list, as far as filters look at it."""

    def __init__(self, query):
        self.GET = QueryDict(query)


def asked(query, *rules):
    return Filtered(rules or (STAGES, OWNERS), Asked(query))


@pytest.fixture
def rows(register):
    """Three drafts of whom one is nobody's, and one withdrawn request."""
    requests = [register(surname=f"F{number}") for number in range(4)]
    with system():
        model = apps.get_model("cases.Request")
        model.objects.filter(pk=requests[0].pk).update(assigned_to=None)
        model.objects.filter(pk=requests[3].pk).update(status="withdrawn")
        yield model.objects.all()


def chips(filtered, rows):
    return {
        (group["key"], chip["label"]): chip
        for group in filtered.drawn(rows)
        for chip in group["chips"]
    }


def test_each_count_is_the_rows_one_would_see(rows):
    for query in ("", "stage=draft", "show=none", "stage=withdrawn&show=none"):
        for chip in chips(asked(query), rows).values():
            if chip["active"]:
                continue
            after = asked(chip["url"].removeprefix("?"))
            assert chip["count"] == str(after.keep(rows).count()), (query, chip)


def test_the_active_chip_takes_its_choice_back(rows):
    chip = chips(asked("stage=draft&show=none"), rows)[("stage", "Draft")]
    assert chip["active"]
    assert parse_qs(chip["url"].removeprefix("?")) == {"show": ["none"]}


def test_the_address_keeps_the_search_and_the_other_filters():
    address = asked("stage=draft&q=Ђокић+%26+co&from=xyz").address(show="none")
    assert parse_qs(address.removeprefix("?")) == {
        "stage": ["draft"],
        "show": ["none"],
        "q": ["Ђокић & co"],
    }


@pytest.mark.parametrize(
    "query", ["stage=moon", "stage=", "stage=%00", "stage=draft'--", "unknown=1", "%ff"]
)
def test_a_value_nobody_offers_filters_nothing(rows, query):
    filtered = asked(query)
    assert filtered.chosen == {}
    assert filtered.keep(rows).count() == 4


def test_a_filter_without_choices_is_not_drawn(rows):
    assert asked("", NOTHING, STAGES).drawn(rows)[0]["key"] == "stage"


def test_a_filter_that_is_not_counted_asks_nothing(rows, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        drawn = asked("", UNCOUNTED).drawn(rows)
    assert drawn[0]["chips"][0]["count"] == ""


def test_all_counts_come_in_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        asked("stage=draft").drawn(rows)


def test_counting_stops_where_it_no_longer_helps(rows, monkeypatch):
    monkeypatch.setattr(filters, "CAP", 2)
    assert chips(asked(""), rows)[("stage", "Draft")]["count"] == "2+"


@pytest.mark.parametrize(
    ("count", "shown"), [(None, ""), (0, "0"), (100, "100"), (101, "100+")]
)
def test_a_count_over_the_cap_says_so(count, shown):
    assert shown_count(count) == shown


ODD = Filter(
    "place",
    "Place",
    lambda request: [Choice('a"&b', "Peć <i>& Istok</i>", Q())],
    menu=True,
    counted=False,
)


@pytest.mark.parametrize("menu", [True, False])
def test_links_write_markup_in_names_and_addresses_as_text(menu, db):
    (group,) = asked("q=<b>", replace(ODD, menu=menu)).drawn(None)
    assert "&lt;i&gt;&amp; Istok&lt;/i&gt;" in group["links"]
    assert 'href="?q=%3Cb%3E&amp;place=a%22%26b"' in group["links"]
    assert "<i>" not in group["links"]


def test_the_chosen_link_is_marked_and_its_group_says_what_is_chosen(db):
    (group,) = asked("place=a%22%26b", ODD).drawn(None)
    assert group["chosen"] == "Peć <i>& Istok</i>"
    assert group["links"].count('href="?" aria-current="true"') == 1


def test_a_count_stands_in_its_link(rows):
    (group,) = asked("", STAGES).drawn(rows)
    assert ">Draft <b>3</b></a></li>" in group["links"]
