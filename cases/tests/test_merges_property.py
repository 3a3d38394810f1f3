"""Over random families: after a merge is undone every table is as before, whatever hung on the two entries."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, note, settings
from hypothesis import strategies as some

from accounts.factories import municipality
from cases import services
from cases.factories import make_request, scanned, walk
from cases.merge_fields import DISPLACEMENT, DROPPED, KEPT, choosable
from cases.models import (
    Decision,
    Displacement,
    Household,
    Member,
    Merge,
    Person,
    PersonPaper,
)
from cases.tests.merging import differences, everything
from core import documents
from core.models import Note
from core.scoping import system
from people import STRPCE
from tests.world import undone

pytestmark = pytest.mark.django_db

NAMES = ["Ђорђевић", "Đorđević", "Gjorgjeviq", "Милена", "Milena", "Krasniqi", "o'Neil"]
STAGES = ["draft", "submitted", "withdrawn", "municipal_review", "rejected", "approved"]
TYPES = ["house", "material", "financial_aid", "stabilisation_house"]
DAYS = some.dates(date(2015, 1, 1), date(2026, 11, 1))
NUMBERS = some.sampled_from(["K 1-2", "K12", "P 77", ""])
WORDS = some.sampled_from(["", "+383 49 1", "Gračanica", "'\"\\ {}%s"])

person = some.fixed_dictionaries(
    {
        "surname": some.sampled_from(NAMES),
        "given_name": some.sampled_from(NAMES),
        "father_name": some.sampled_from(["", *NAMES]),
        "maiden_name": some.sampled_from(["", *NAMES]),
        "sex": some.sampled_from(["F", "M", ""]),
        "birth_date": some.none() | some.dates(date(1920, 1, 1), date(2020, 1, 1)),
    }
)
member = some.fixed_dictionaries(
    {
        "person": person,
        "relation": some.sampled_from(["spouse", "child", "parent", "other"]),
        "joined_on": DAYS,
        "days": some.none() | some.integers(0, 900),
        "papers": some.lists(NUMBERS, max_size=2),
    }
)
family = some.fixed_dictionaries(
    {
        "head": person,
        "stages": some.lists(some.sampled_from(STAGES), min_size=1, max_size=2),
        "types": some.permutations(TYPES),
        "members": some.lists(member, max_size=2),
        "papers": some.lists(NUMBERS, max_size=2),
        "notes": some.integers(0, 2),
        "files": some.integers(0, 2),
        "displaced": some.booleans(),
        "phone": WORDS,
        "current_address": WORDS,
    }
)


def settle(facts: dict, people: dict) -> Household:
    """A family with everything that may hang on it."""
    first, *more = facts["stages"]
    head = dict(facts["head"])
    request = make_request(
        at=municipality(STRPCE),
        by=people["officer"],
        surname=head.pop("surname"),
        given_name=head.pop("given_name"),
        birth_date=head.pop("birth_date"),
        request_type=facts["types"][0],
        language="en",
        phone=facts["phone"],
        current_address=facts["current_address"],
    )
    household = request.household
    for name, value in head.items():
        setattr(household.head, name, value)
    services.save_person(person=household.head)
    walk(request, first, **people)
    for stage, kind in zip(more, facts["types"][1:], strict=False):
        further = make_request_of(household, kind, people)
        walk(further, stage, **people)
    for each in facts["members"]:
        join(household, each)
    hold(household.head, facts["papers"])
    hang(household, facts, people)
    return Household.objects.get(pk=household.pk)


def make_request_of(household, kind: str, people: dict):
    type_of = Decision._meta.get_field("request").related_model
    kinds = type_of._meta.get_field("request_type").related_model
    return services.open_request(
        by=people["officer"],
        household=household,
        request_type=kinds.objects.get(code=kind),
    )


def join(household: Household, facts: dict) -> None:
    someone = Person(municipality_id=household.municipality_id, **facts["person"])
    services.save_person(person=someone)
    days, joined = facts["days"], facts["joined_on"]
    Member.objects.create(
        household=household,
        person=someone,
        relation=facts["relation"],
        joined_on=joined,
        left_on=None if days is None else joined + timedelta(days=days),
    )
    hold(someone, facts["papers"])


def hold(someone: Person, numbers: list[str]) -> None:
    for number in numbers:
        PersonPaper.objects.create(
            person=someone,
            kind="identity_card",
            number=number,
            missing_reason="" if number else "burnt",
        )


def hang(household: Household, facts: dict, people: dict) -> None:
    for number in range(facts["notes"]):
        services.write_note(
            record=household, note=Note(text=f"note {number}"), by=people["officer"]
        )
    for _number in range(facts["files"]):
        documents.attach(household, scanned("paper"), by=people["officer"])
    if not facts["displaced"]:
        Displacement.objects.filter(household=household).update(place="Kraljevo")


@pytest.fixture
def people(staff):
    return staff


def choices(data, model) -> dict:
    names = [*(field.name for field in choosable(model)), DISPLACEMENT]
    return data.draw(
        some.fixed_dictionaries(
            {}, optional={name: some.sampled_from([KEPT, DROPPED]) for name in names}
        )
    )


def done(merge, people: dict) -> Merge:
    """The merge as it stands after whoever must agree has agreed."""
    if merge.state == Merge.State.PROPOSED:
        return services.confirm_merge(merge=merge, by=people["head"])
    return merge


def merged(service, kept, dropped, chosen: dict, people: dict) -> Merge | None:
    """The finished merge, or nothing when something must be settled first."""
    try:
        with transaction.atomic():
            merge = service(
                keep=kept, drop=dropped, choices=chosen, reason="x", by=people["officer"]
            )  # fmt: skip
            event(f"{merge.kind} {merge.state}")
            return done(merge, people)
    except ValidationError as refusal:
        note(str(refusal))
        event(f"refused: {service.__name__}")
        return None


RANDOM = settings(
    max_examples=25,
    deadline=None,
    # To find the smallest family would take minutes; any family that leaves a trace is told in full.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@RANDOM
@given(data=some.data(), first=family, second=family)
def test_undoing_the_merge_of_two_households_leaves_no_trace(
    people, tmp_path, settings, data, first, second
):
    settings.PRIVATE_ROOT = tmp_path
    with undone(), system():
        kept, dropped = settle(first, people), settle(second, people)
        before = everything()
        chosen = choices(data, Household)
        merge = merged(services.merge_households, kept, dropped, chosen, people)
        if merge is None:
            assert differences(before, everything()) == []
            return
        assert differences(before, everything())
        assert nothing_points_to(dropped)
        services.undo_merge(merge=merge, by=people["head"])
        assert differences(before, everything()) == []


def nothing_points_to(dropped: Household) -> bool:
    return not (dropped.requests.exists() or dropped.members.exists())


@RANDOM
@given(data=some.data(), first=family, second=family)
def test_undoing_persons_and_households_in_turn_leaves_no_trace(
    people, tmp_path, settings, data, first, second
):
    settings.PRIVATE_ROOT = tmp_path
    with undone(), system():
        kept, dropped = settle(first, people), settle(second, people)
        states, merges = [everything()], []
        outer = merged(services.merge_households, kept, dropped, choices(data, Household), people)  # fmt: skip
        if outer is None:
            return
        merges.append(outer)
        for _turn in range(data.draw(some.integers(1, 2))):
            pair = two_entries(data)
            if pair is None:
                break
            states.append(everything())
            inner = merged(services.merge_persons, *pair, choices(data, Person), people)
            if inner is None:
                assert differences(states.pop(), everything()) == []
            else:
                merges.append(inner)
        while merges:
            services.undo_merge(merge=merges.pop(), by=people["head"])
            assert differences(states.pop(), everything()) == []


def two_entries(data) -> tuple[Person, Person] | None:
    """Any two persons who are not merged yet."""
    living = list(Person.objects.filter(merged_into=None).order_by("pk"))
    if len(living) < 2:
        return None
    one = data.draw(some.sampled_from(range(len(living))))
    other = data.draw(some.sampled_from([n for n in range(len(living)) if n != one]))
    return living[one], living[other]
