"""The demonstration: every role has an account, several municipalities have requests in every stage."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.factories import make_user
from accounts.models import User
from accounts.roles import Role
from cases import services
from cases.factories import WAYS, make_request, make_subject_request, scanned, walk
from cases.models import Change, Member, Person, Request
from cases.services.changes import ask_for
from cases.services.duplicates import refresh
from core.models import Municipality, Note, Settlement
from core.scoping import system
from housing.factories import make_building

PASSWORD = "demo-password-2026"  # noqa: S105 -- printed for everybody; refused in production
SEED = 20261123
STRPCE, GRACANICA, PEJA, GJILAN, PRIZREN = "23", "35", "17", "04", "20"


@dataclass(frozen=True)
class Account:
    """One account of the demonstration."""

    name: str
    full_name: str
    role: Role
    at: str = ""
    language: str = "sq"

    @property
    def email(self) -> str:
        return f"{self.name}@{settings.DEMO_EMAIL_DOMAIN}"


ACCOUNTS = (
    Account("officer.strpce", "Јелена Станковић", Role.OFFICER, STRPCE, "sr"),
    Account("head.strpce", "Dragan Nikolić", Role.OFFICE_HEAD, STRPCE, "sr-latn"),
    Account("officer.gracanica", "Марија Јовановић", Role.OFFICER, GRACANICA, "sr"),
    Account("head.gracanica", "Зоран Петровић", Role.OFFICE_HEAD, GRACANICA, "sr"),
    Account("officer.peja", "Arta Berisha", Role.OFFICER, PEJA, "sq"),
    Account("head.peja", "Besnik Krasniqi", Role.OFFICE_HEAD, PEJA, "sq"),
    Account("officer.gjilan", "Valon Gashi", Role.OFFICER, GJILAN, "sq"),
    Account("head.gjilan", "Teuta Hoxha", Role.OFFICE_HEAD, GJILAN, "sq"),
    Account("officer.prizren", "Ayşe Kurt", Role.OFFICER, PRIZREN, "tr"),
    Account("head.prizren", "Ismail Redžepi", Role.OFFICE_HEAD, PRIZREN, "bs"),
    Account("secretary.strpce", "Милан Илић", Role.COMMISSION_SECRETARY, STRPCE, "sr"),
    Account("member.strpce", "Ана Васић", Role.COMMISSION_MEMBER, STRPCE, "sr"),
    Account("caseworker", "Mirjeta Shala", Role.CASEWORKER, language="sq"),
    Account("central.secretary", "Luan Morina", Role.CENTRAL_SECRETARY, language="sq"),
    Account("central.member", "Снежана Костић", Role.CENTRAL_MEMBER, language="sr"),
    Account("housing", "Fatmir Bytyqi", Role.HOUSING_OFFICER, language="sq"),
    Account("rights", "Јасна Милић", Role.RIGHTS_OFFICER, language="sr"),
    Account("projects", "Agim Kelmendi", Role.PROJECT_OFFICER, language="sq"),
    Account("analyst", "Vesna Marković", Role.ANALYST, language="en"),
    Account("auditor", "Driton Rexhepi", Role.AUDITOR, language="sq"),
    Account("partner", "Partner Organisation", Role.PARTNER, language="en"),
    Account("administrator", "Portal Administrator", Role.ADMINISTRATOR, language="en"),
)

FAMILIES = {
    "sr": [("Ђорђевић", "Милена", "Стојан"), ("Станковић", "Јован", "Драгиша"), ("Николић", "Драган", "Милутин"), ("Васић", "Снежана", "Раде"), ("Петковић", "Радмила", "Живко"), ("Трајковић", "Горан", "Славко")],
    "sr-latn": [("Đokić", "Zorica", "Branko"), ("Ristić", "Nenad", "Petar"), ("Živković", "Ljiljana", "Miodrag")],
    "sq": [("Krasniqi", "Hysni", "Ramadan"), ("Berisha", "Sabrije", "Isuf"), ("Gjorgjeviq", "Lindita", "Marko"), ("Hyseni", "Shpresa", "Qazim"), ("Çollaku", "Fëllënza", "Xhemajl")],
    "bs": [("Redžepi", "Ajša", "Hasan"), ("Skenderi", "Mirsad", "Ramiz")],
    "tr": [("Şişko", "Gülten", "Yılmaz"), ("Kurtiş", "Ömer", "Nazım")],
}  # fmt: skip
PLACES = {
    STRPCE: ("strpce", ["sr", "sr-latn", "sq"]),
    GRACANICA: ("gracanica", ["sr", "sr-latn"]),
    PEJA: ("peja", ["sq", "bs", "sr"]),
    GJILAN: ("gjilan", ["sq", "sr", "tr"]),
    PRIZREN: ("prizren", ["tr", "bs", "sq"]),
}
# How many days ago the families of a municipality registered: some are late, some have days left.
AGES = {
    "draft": (1, 12),
    "submitted": (6, 66),
    "incomplete": (15, 60),
    "verified": (12, 40),
    "municipal_review": (15, 62),
    "central_review": (20, 70),
    "approved": (40, 160),
    "waitlisted": (60, 200),
    "rejected": (45, 150),
    "withdrawn": (30, 90),
}
# Beside one request in every stage, a municipality has a few more where work piles up.
PILES = ("submitted", "submitted", "municipal_review", "central_review", "approved")
TYPES = ("house", "material", "financial_aid", "stabilisation_house")


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
        return Request.objects.count()


def _municipality(
    code: str, place: str, languages: list[str], users: dict, chance
) -> None:
    municipality = Municipality.objects.get(code=code)
    villages = list(Settlement.objects.filter(municipality=municipality)[:12])
    officer, head = users[f"officer.{place}"], users[f"head.{place}"]
    stages = [*WAYS, *PILES[: chance.randint(0, len(PILES))]]
    for number, stage in enumerate(stages):
        request = _request(municipality, stage, villages, languages, officer, chance)
        walk(
            request,
            stage,
            officer=officer,
            head=head,
            ministry=users["central.secretary"],
            days_apart=3,
        )
        _note(request, officer, number)
        if stage == "verified":
            _proposal(request, officer)
    if code == STRPCE:
        _written_twice(municipality, villages, officer)
    # One person of the last family wishes to see the own data.
    make_subject_request(request, "identified", by=officer, second=head)


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


TWICE = (
    ("Младеновић", "Љубинка", "Тихомир", "sr"),
    ("Mladenović", "Ljubinka", "Tihomir", "sr-latn"),
)


def _proposal(request: Request, officer) -> None:
    """A correction that waits for a colleague, with the card that shows it."""
    person = request.household.head
    change = Change(kind=Change.Kind.EDIT_PERSON, household=request.household)
    change.person, change.evidence = person, Change.Evidence.IDENTITY_CARD
    change.now = {"maiden_name": person.maiden_name}
    change.proposed = {"maiden_name": FAMILIES[request.household.language][-1][0]}
    ask_for(change=change, file=scanned("identity_card"), by=officer)


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
        request_type=chance.choice(TYPES),
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


TOWNS = ["Vranje", "Kragujevac", "Podgorica", "Skopje", "Niš"]


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


GIVEN = ["Ana", "Milan", "Dren", "Blerta", "Sara", "Никола", "Elif", "Tarik"]
NOTES = {
    2: "The family has asked the cadastre for the possession list; it may take three weeks.",
    5: "Field visit agreed: the road to the house is open.",
}


def _note(request: Request, officer, number: int) -> None:
    if number in NOTES:
        services.write_note(record=request, note=Note(text=NOTES[number]), by=officer)
