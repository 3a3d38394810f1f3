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
    fill_worksheet,
    look_at,
    make_assistance,
    make_field_visit,
    make_fund,
    make_funding,
    make_property,
    make_request,
    make_subject_request,
    make_visit,
    plan_visit,
    scanned,
    walk,
)
from cases.models import (
    Change,
    Finding,
    Household,
    Member,
    Paper,
    PaperKind,
    Person,
    Request,
)
from cases.services.changes import ask_for
from cases.services.duplicates import refresh
from core import protocol, serving
from core.models import Municipality, Note, ProtocolEntry, Service, Settlement
from core.scoping import system
from housing.factories import make_building
from mcr_portal.demo_boards import between_offices, checklists, commissions
from mcr_portal.demo_people import (
    ACCOUNTS,
    AGES,
    DOUBT,
    FAMILIES,
    FOUND,
    FUNDS,
    GIVEN,
    GRACANICA,
    HOMES,
    LATER,
    NOTES,
    OCCUPIED,
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
        for fund in FUNDS:
            make_fund(**fund)
        checklists()
        for code, (place, languages) in PLACES.items():
            _municipality(code, place, languages, users, chance)
        for settlement in Settlement.objects.filter(
            municipality__code__in=(STRPCE, GRACANICA)
        )[:2]:
            make_building(settlement, by=users["housing"], name=f"{settlement.name} 1")
        commissions(users)
        between_offices(users)
        return Request.objects.count()


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
        if stage in HOMES:
            make_property(request.household, by=officer, **HOMES[stage])
        for before in BEFORE.get(stage, ()):
            before(request, officer)
        walk(
            request,
            stage,
            officer=officer,
            head=head,
            ministry=users["central.secretary"],
            second=users["appeals"],
            funder=users["caseworker"],
            days_apart=3,
        )
        _note(request, officer, number)
        for also in FURTHER.get(stage, ()):
            also(request, officer)
        if stage in {"approved", "rejected"}:
            _after_the_decision(request, stage, officer, head)
        # Others of the pile wait for funds.
        if stage == "approved" and number < len(ways):
            make_funding(request, by=users["caseworker"])
    _came_in(request, by=officer)
    if code == STRPCE:
        _written_twice(municipality, villages, officer)
    _visits(municipality, officer)
    # One person of the last family wishes to see the own data.
    make_subject_request(request, "identified", by=officer, second=head)


def _after_the_decision(request: Request, stage: str, officer, head) -> None:
    _served(request, is_known=stage == "approved", by=officer)
    if stage == "approved":
        _assistance(request, officer, head)


def _field_visit(request: Request, officer) -> None:
    """Somebody was at the place before the file was verified."""
    day = timezone.localdate(request.created_at) + timedelta(days=1)
    found = FOUND[request.household.language]
    make_field_visit(request, by=officer, visited_on=day, found=found)


def _occupied_again(request: Request, officer) -> None:
    """The officer found what the events of the property say."""
    day = timezone.localdate(request.created_at) + timedelta(days=1)
    title = (Finding.Result.NOT_IN_ORDER, OCCUPIED)
    fill_worksheet(request, by=officer, on=day, title=title)


# What an officer does about the files of some stages before they are verified.
BEFORE = dict.fromkeys(
    ("submitted", "municipal_review", "central_review"), (_field_visit,)
) | {"verified": (_field_visit, _occupied_again)}


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


def _witnesses(request: Request, officer) -> None:
    """The card was lost: what two witnesses say stands in for it; an identity card has expired."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for code, valid_until in (("witnesses", None), ("identity_members", yesterday)):
        paper = Paper(paper_kind=PaperKind.objects.get(code=code))
        paper.valid_until = valid_until
        file = scanned(code)
        services.add_paper(request=request, paper=paper, file=file, by=officer)
    services.verify_paper(
        paper=request.papers.first(), verdict=Paper.Verdict.IN_ORDER, by=officer
    )


def _looked_at(request: Request, officer) -> None:
    """Every original was seen; one of them is doubtful."""
    first, *others = request.papers.order_by("pk")
    said = {"verdict": Paper.Verdict.DOUBTFUL, "doubt": DOUBT}
    services.verify_paper(paper=first, **said, by=officer)
    for paper in others:
        services.verify_paper(paper=paper, verdict=Paper.Verdict.IN_ORDER, by=officer)


def _proposal(request: Request, officer) -> None:
    """A correction that waits for a colleague, with the card that shows it."""
    person = request.household.head
    change = Change(kind=Change.Kind.EDIT_PERSON, household=request.household)
    change.person, change.evidence = person, Change.Evidence.IDENTITY_CARD
    change.now = {"maiden_name": person.maiden_name}
    change.proposed = {"maiden_name": FAMILIES[request.household.language][-1][0]}
    ask_for(change=change, file=scanned("identity_card"), by=officer)


# What the files of some stages have beside their papers.
FURTHER = {"draft": (_witnesses,), "verified": (_proposal, _looked_at)}


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
    of_a_house = stage == "draft" or stage in HOMES or stage in OF_A_HOUSE
    return "house" if of_a_house else drawn


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
