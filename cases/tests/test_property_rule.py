"""The rule by which a property opens or blocks the way to a house: every cell of its table, on rows as they are kept."""

from datetime import date

import pytest
from django.utils import translation

from cases.factories import make_property
from cases.models import (
    ClaimBody,
    CoOwner,
    Property,
    PropertyClaim,
    PropertyEvent,
    RequestType,
)
from cases.property_rules import (
    RULE,
    Way,
    answer_for,
    claims_say,
    housing_path,
    lines_of,
    owners_say,
    property_opens,
)
from core.scoping import system

pytestmark = pytest.mark.django_db

OPEN, CONDITIONS, BLOCKED = Way.OPEN, Way.CONDITIONS, Way.BLOCKED
OCCUPIED, VACATED = ("occupied", date(1999, 7, 1)), ("vacated", date(2004, 5, 10))
# Worked by hand: how the property stands, and what that makes of the way.
BY_HAND = {
    ("possession", "free"): OPEN,
    ("possession", "occupied"): BLOCKED,
    ("possession", "vacated"): OPEN,
    ("possession", "reoccupied"): BLOCKED,
    ("condition", "undamaged"): OPEN,
    ("condition", "partly_destroyed"): OPEN,
    ("condition", "destroyed"): OPEN,
    ("condition", "rebuilt"): CONDITIONS,
    ("administration", "none"): OPEN,
    ("administration", "administered"): CONDITIONS,
    ("administration", "ended"): OPEN,
    ("title", "not_shown"): CONDITIONS,
    ("title", "possession_list"): OPEN,
    ("title", "court_decision"): OPEN,
    ("title", "contract"): CONDITIONS,
    ("title", "other"): CONDITIONS,
    ("relation", "owner"): OPEN,
    ("relation", "co_owner"): OPEN,
    ("relation", "heir"): OPEN,
    ("relation", "user"): CONDITIONS,
    ("probate", "not_needed"): OPEN,
    ("probate", "to_open"): BLOCKED,
    ("probate", "running"): CONDITIONS,
    ("probate", "finished"): OPEN,
    ("attorney", "not_needed"): OPEN,
    ("attorney", "missing"): CONDITIONS,
    ("attorney", "shown"): OPEN,
    ("owners", "none"): OPEN,
    ("owners", "agree"): OPEN,
    ("owners", "not_asked"): CONDITIONS,
    ("owners", "refuse"): BLOCKED,
    ("claims", "none"): OPEN,
    ("claims", "pending"): CONDITIONS,
    ("claims", "won"): OPEN,
    ("claims", "lost"): BLOCKED,
}
EVENTS = {
    "free": (),
    "occupied": (OCCUPIED,),
    "vacated": (OCCUPIED, VACATED),
    "reoccupied": (OCCUPIED, VACATED, ("reoccupied", date(2019, 3, 2))),
    "undamaged": (),
    "partly_destroyed": (("partly_destroyed", date(1999, 7, 1)),),
    "destroyed": (("destroyed", date(1999, 7, 1)),),
    "rebuilt": (("destroyed", date(1999, 7, 1)), ("rebuilt", date(2006, 7, 1))),
    "none": (),
    "administered": (("administered", date(2007, 1, 9)),),
    "ended": (
        ("administered", date(2007, 1, 9)),
        ("administration_ended", date(2018, 1, 9)),
    ),
}
AGREES = {"none": [], "agree": ["yes", "yes"], "not_asked": ["yes", "not_asked"], "refuse": ["not_asked", "no"]}  # fmt: skip
CLAIMS = {
    "none": [],
    "pending": [("final", "for_family"), ("decided", "against_family")],
    "won": [("final", "for_family"), ("final", "settled")],
    "lost": [("pending", ""), ("final", "against_family")],
}


@pytest.fixture
def request_file(register):
    return register()


@pytest.fixture
def home_where(request_file, jelena):
    """A house with nothing against it, but for one thing."""

    def made(aspect="", value="", **details):
        events = EVENTS[value] if aspect in {"possession", "condition", "administration"} else ()  # fmt: skip
        if aspect in {"title", "relation", "probate"}:
            details[aspect] = value
        if aspect == "attorney":
            details["attorney_state"] = value
        with system():
            home = make_property(
                request_file.household, by=jelena, events=events, parts=False,
                **{"relation": "owner"} | details,
            )  # fmt: skip
            add_parts(home, aspect, value)
        return home

    return made


def add_parts(home, aspect, value):
    for number, agrees in enumerate(AGREES[value] if aspect == "owners" else ()):
        CoOwner.objects.create(property=home, name=f"Owner {number}", agrees=agrees)
    for number, (state, outcome) in enumerate(CLAIMS[value] if aspect == "claims" else ()):  # fmt: skip
        PropertyClaim.objects.create(
            property=home,
            body=ClaimBody.objects.first(),
            number=f"DS{home.pk}-{number}",
            state=state,
            outcome=outcome,
        )


def test_the_table_is_the_one_that_was_worked_by_hand():
    assert {cell: way for cell, (way, _words) in RULE.items()} == BY_HAND


@pytest.mark.parametrize(("aspect", "value"), BY_HAND, ids="-".join)
def test_each_cell_makes_of_the_way_what_the_table_says(home_where, aspect, value):
    home = home_where(aspect, value)
    with system():
        answer = answer_for(home)
        assert lines_of(home)[aspect] == value
    assert answer.way == BY_HAND[aspect, value]
    if answer.way != OPEN:
        assert [each.words for each in answer.reasons] == [RULE[aspect, value][1]]


def test_whatever_narrows_the_way_says_why():
    assert all(words for way, words in RULE.values() if way != OPEN)


def test_the_worst_line_is_the_answer_and_stands_first(home_where):
    home = home_where("possession", "occupied", probate="running", title="contract")
    with system():
        answer = answer_for(home)
    assert answer.way == BLOCKED
    assert [each.way for each in answer.reasons] == [BLOCKED, CONDITIONS, CONDITIONS]


def test_contradicting_events_are_a_condition(home_where):
    """Nobody can enter them; rows written past the service are not believed either."""
    home = home_where()
    with system():
        PropertyEvent.objects.create(
            property=home, kind="vacated", happened_on=date(2004, 5, 10), source="old"
        )
        answer = answer_for(home)
    assert answer.way == CONDITIONS
    assert "contradict" in str(answer.reasons[0].words)


def path_of(request_file):
    with system():
        return housing_path(request_file)


def test_without_a_property_the_way_is_blocked(request_file):
    assert path_of(request_file).way == BLOCKED
    with system():
        (sentence,) = property_opens(request_file)
    assert "No property is recorded" in sentence


def test_what_needs_no_property_asks_for_none(request_file, home_where):
    home_where("possession", "reoccupied")
    request_file.request_type = RequestType.objects.get(code="financial_aid")
    assert path_of(request_file) is None
    with system():
        assert property_opens(request_file) == []


def test_which_kinds_of_requests_need_a_property_is_data():
    need = RequestType.objects.filter(needs_property=True).values_list("code", flat=True)  # fmt: skip
    assert set(need) == {"house", "material"}


def test_conditions_do_not_block(request_file, home_where):
    home_where("probate", "running")
    assert path_of(request_file).way == CONDITIONS
    with system():
        assert property_opens(request_file) == []


def test_of_several_the_chosen_one_counts(request_file, home_where):
    house = home_where("possession", "reoccupied", is_chosen=True)
    home_where(kind="land")
    assert path_of(request_file).way == BLOCKED
    with system():
        assert len(property_opens(request_file)) == 1
        Property.objects.filter(pk=house.pk).update(is_chosen=False)
        Property.objects.filter(kind="land").update(is_chosen=True)
    assert path_of(request_file).way == OPEN


def test_several_without_a_choice_ask_for_one(request_file, home_where):
    home_where("possession", "reoccupied")
    home_where(kind="land")
    answer = path_of(request_file)
    assert answer.way == CONDITIONS
    assert "mark the one" in str(answer.reasons[0].words)


def test_a_property_that_counts_no_longer_opens_nothing(request_file, home_where):
    home_where(taken_back="It is the neighbour's.")
    assert path_of(request_file).way == BLOCKED


def test_who_was_taken_back_says_nothing():
    refused = CoOwner(agrees="no", taken_back="Sold the share.")
    lost = PropertyClaim(state="final", outcome="against_family", taken_back="Wrong.")
    assert (owners_say([refused]), claims_say([lost])) == ("none", "none")


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_the_reasons_stand_in_the_language_of_the_reader(request_file, home_where, language):  # fmt: skip
    home_where("possession", "reoccupied")
    with system(), translation.override("en"):
        english = property_opens(request_file)
    with system(), translation.override(language):
        own = property_opens(request_file)
    assert own
    assert own != english
