"""The demonstration: every role has an account, several municipalities have requests in every stage."""

import random
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from accounts.factories import make_user
from accounts.models import User
from cases import services
from cases.factories import (
    OF_A_HOUSE,
    WAYS,
    come_home,
    deliver,
    look_at,
    make_assistance,
    make_property,
    make_request,
    make_subject_request,
    make_visit,
    plan_visit,
    scanned,
    walk,
)
from cases.models import Change, Household, Member, Person, Request
from cases.services.changes import ask_for
from cases.services.duplicates import refresh
from commissions.factories import convene, make_commission, plan
from commissions.services import propose_usual
from core import protocol, serving
from core.models import Municipality, Note, ProtocolEntry, Service, Settlement
from core.scoping import system
from housing.factories import make_building
from mcr_portal.demo_people import (
    ACCOUNTS,
    AGES,
    FAMILIES,
    GIVEN,
    GRACANICA,
    HOMES,
    LATER,
    NOTES,
    PILES,
    PLACES,
    STRPCE,
    TOWNS,
    TWICE,
    TYPES,
)

PASSWORD = "demo-password-2026"  # noqa: S105 -- printed for everybody; refused in production


SEED = 20261123


@transaction.atomic
def load() -> int:
    """Load the whole demonstration; the same every time but for the day it is loaded."""
    chance = random.Random(SEED)  # noqa: S311 -- chance for a demonstration, not for secrets
    with system():
        users = {
            account.name: make_user(
                account.full_name,
                account.role,
                at=account.at,
                language=account.language,
                email=account.email,
            )
            for account in ACCOUNTS
        }
        # One slow hash for all: everybody knows this password anyway.
        User.objects.update(password=make_password(PASSWORD))
        for code, (place, languages) in PLACES.items():
            _municipality(code, place, languages, users, chance)
        for settlement in Settlement.objects.filter(
            municipality__code__in=(STRPCE, GRACANICA)
        )[:2]:
            make_building(settlement, by=users["housing"], name=f"{settlement.name} 1")
        _commissions(users)
        return Request.objects.count()


def _commissions(users: dict) -> None:
    """A municipal sitting that is planned, and a central one that is open with two proposals."""
    municipal = make_commission(
        at=Municipality.objects.get(code=STRPCE),
        by=users["head.strpce"],
        secretary=users["secretary.strpce"],
        voters=[users["chair.strpce"], users["member.strpce"]],
        substitutes={users["member.strpce"]: users["substitute.strpce"]},
        quorum=2,
    )
    central = make_commission(
        by=users["central.secretary"],
        secretary=users["central.secretary"],
        voters=[users["central.chair"], users["central.member"]],
        quorum=2,
        act_number="02-0815",
        chair_breaks_ties=True,
    )
    secretary = users["central.secretary"]
    days = timezone.now() + timedelta(days=6)
    ready = Request.objects.order_by("pk")
    for_opinion = ready.filter(status="municipal_review", municipality__code=STRPCE)
    plan(municipal, for_opinion[:3], by=users["secretary.strpce"], starts_at=days)
    sitting = plan(central, ready.filter(status="central_review")[:5], by=secretary)
    sitting = convene(sitting, by=secretary)
    for item in sitting.items.select_related("sitting__commission")[:2]:
        propose_usual(item=item, key="approve", by=secretary)


def _municipality(
    code: str, place: str, languages: list[str], users: dict, chance
) -> None:
    municipality = Municipality.objects.get(code=code)
    villages = list(Settlement.objects.filter(municipality=municipality)[:12])
    officer, head = users[f"officer.{place}"], users[f"head.{place}"]
    # The whole way is shown in two municipalities; letters take their time.
    ways = WAYS if code in (STRPCE, GRACANICA) else [s for s in WAYS if s not in LATER]
    stages = [*ways, *PILES[: chance.randint(0, len(PILES))]]
    for number, stage in enumerate(stages):
        request = _request(municipality, stage, villages, languages, officer, chance)
        walk(
            request,
            stage,
            officer=officer,
            head=head,
            ministry=users["central.secretary"],
            second=users["appeals"],
            days_apart=3,
        )
        _note(request, officer, number)
        if stage == "verified":
            _proposal(request, officer)
        if stage == "approved":
            _assistance(request, officer, head)
        if stage in HOMES:
            make_property(request.household, by=officer, **HOMES[stage])
        if stage in {"approved", "rejected"}:
            _served(request, is_known=stage == "approved", by=officer)
    _came_in(request, by=officer)
    if code == STRPCE:
        _written_twice(municipality, villages, officer)
    _visits(municipality, officer)
    # One person of the last family wishes to see the own data.
    make_subject_request(request, "identified", by=officer, second=head)


def _visits(municipality, officer) -> None:
    """A visit of several families; five are back, one of them is seen to have left, others wait for a visit."""
    rows = Household.objects.filter(municipality=municipality, merged_into=None)
    # Those whose request was approved come first: they are the ones who are back.
    rows = rows.alias(stage=Min("requests__status")).order_by("stage", "pk")
    families = list(rows.select_related("head", "place_of_return")[:8])
    today = timezone.localdate()
    hosts = municipality.official_pair()
    make_visit(*families, by=officer, held_on=today - timedelta(days=420), hosts=hosts)
    for family in families[:5]:
        come_home(
            family, by=officer, on=today - timedelta(days=400), programme="RRK VI"
        )
        look_at(family, by=officer, on=today - timedelta(days=300), safety="not_met")
    back, gone, *waiting = families
    waiting = waiting[3:]
    look_at(back, by=officer, on=today - timedelta(days=40), livelihood="not_met")
    look_at(gone, by=officer, on=today - timedelta(days=35), presence="left")
    for number, family in enumerate([back, *waiting]):
        day = today + timedelta(days=12 * number - 9)
        plan_visit(family, by=officer, on=day)


def _written_twice(municipality, villages, officer) -> None:
    """One woman in two scripts, found as the background job would find her."""
    for surname, given_name, father_name, language in TWICE:
        request = make_request(
            at=municipality,
            by=officer,
            surname=surname,
            given_name=given_name,
            father_name=father_name,
            language=language,
            place=villages[0],
            birth_date=date(1958, 11, 4),
            registered=timezone.now() - timedelta(days=2),
        )
        refresh([request.household.head.pk])


def _served(request: Request, *, is_known: bool, by) -> None:
    """The decision is served after a first attempt in vain, or under way by post."""
    letter = request.decisions.get().letter
    first = serving.record_service(
        letter=letter,
        way=Service.Way.REGISTERED_POST,
        sent_on=letter.issued_on,
        by=by,
    )
    if not is_known:
        return
    serving.record_outcome(service=first, outcome=Service.Outcome.NOT_FOUND, by=by)
    serving.record_service(
        letter=letter,
        way=Service.Way.COURIER,
        sent_on=letter.issued_on,
        outcome=Service.Outcome.SERVED,
        served_on=letter.issued_on,
        received_by=letter.addressee,
        relation=Service.Relation.ADDRESSEE,
        evidence=scanned("delivery_slip"),
        by=by,
    )


def _came_in(request: Request, *, by) -> None:
    """Two acts of the protocol book: one of a file, one whose file is not known yet."""
    for record_id, act, subject in (
        (request.pk, ProtocolEntry.Act.PAPER, "Fletë poseduese / Поседовни лист"),
        (None, ProtocolEntry.Act.ANSWER, "Përgjigje / Одговор"),
    ):
        protocol.enter_act(
            entry=ProtocolEntry(act=act, correspondent="AKKVP", subject=subject),
            municipality_id=request.municipality_id,
            record_id=record_id,
            scan=scanned("act"),
            by=by,
        )


def _proposal(request: Request, officer) -> None:
    """A correction that waits for a colleague, with the card that shows it."""
    person = request.household.head
    change = Change(kind=Change.Kind.EDIT_PERSON, household=request.household)
    change.person, change.evidence = person, Change.Evidence.IDENTITY_CARD
    change.now = {"maiden_name": person.maiden_name}
    change.proposed = {"maiden_name": FAMILIES[request.household.language][-1][0]}
    ask_for(change=change, file=scanned("identity_card"), by=officer)


def _assistance(request: Request, officer, head) -> None:
    """Firewood delivered in part, furniture granted, and a house planned for a family that had material before."""
    household = request.household
    make_assistance(
        household,
        kind="construction_material",
        source="municipality",
        said_by="family",
        evidence="Told at the counter; the municipality was asked.",
        received_year=2014,
        quantity=None,
        planned_cost=1_500,
        by=officer,
    )
    wood = make_assistance(household, "granted", by=officer, head=head)
    deliver(wood, by=officer, received_by=household.head)
    furniture = {"kind": "furniture", "source": "donor", "quantity": 1, "unit": "set"}
    furniture |= {"planned_cost": 1_200, "request": request}
    make_assistance(household, "granted", by=officer, head=head, **furniture)
    house = {"kind": "house", "description": "62 m²", "quantity": 1, "unit": "piece"}
    house |= {"planned_cost": 28_000, "request": request}
    make_assistance(household, by=officer, **house)


def _request(municipality, stage, villages, languages, officer, chance) -> Request:
    language = chance.choice(languages)
    surname, given_name, father_name = chance.choice(FAMILIES[language])
    age = timedelta(days=chance.randint(*AGES[stage]), hours=chance.randint(0, 9))
    born = date(
        chance.randint(1940, 1985), chance.randint(1, 12), chance.randint(1, 28)
    )
    request = make_request(
        at=municipality,
        by=officer,
        surname=surname,
        given_name=given_name,
        father_name=father_name,
        language=language,
        request_type=_kind(stage, chance),
        place=chance.choice(villages),
        registered=timezone.now() - age,
        birth_date=born,
        paper_number=f"99{chance.randint(10_000_000, 99_999_999)}",
        phone=f"+383 00 {chance.randint(100, 999)} {chance.randint(100, 999)}",
        current_address=chance.choice(TOWNS),
        country=chance.choice(["RS", "ME", "MK"]),
    )
    _family(request, surname, chance)
    return request


def _kind(stage, chance) -> str:
    """Families with a property of the demonstration, or for whom one is built, ask for a house."""
    drawn = chance.choice(TYPES)
    return "house" if stage in HOMES or stage in OF_A_HOUSE else drawn


def _family(request: Request, surname: str, chance) -> None:
    relations = [Member.Relation.SPOUSE, Member.Relation.CHILD, Member.Relation.CHILD]
    for relation in relations[: chance.randint(0, 3)]:
        year = (
            chance.randint(1950, 1988)
            if relation == Member.Relation.SPOUSE
            else chance.randint(1995, 2020)
        )
        services.add_member(
            household=request.household,
            person=Person(
                surname=surname,
                given_name=chance.choice(GIVEN),
                birth_date=date(year, 6, 1),
            ),
            relation=relation,
        )


def _note(request: Request, officer, number: int) -> None:
    if number in NOTES:
        services.write_note(record=request, note=Note(text=NOTES[number]), by=officer)
