"""Who lives and works in the demonstration, and where."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from accounts.roles import Role
from cases.factories import (
    OF_A_HOUSE,
)

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
    Account(
        "chair.strpce", "Vera Stojković", Role.COMMISSION_MEMBER, STRPCE, "sr-latn"
    ),
    Account("substitute.strpce", "Arbër Hoxha", Role.COMMISSION_MEMBER, STRPCE, "sq"),
    Account("caseworker", "Mirjeta Shala", Role.CASEWORKER, language="sq"),
    Account("central.secretary", "Luan Morina", Role.CENTRAL_SECRETARY, language="sq"),
    Account("central.member", "Снежана Костић", Role.CENTRAL_MEMBER, language="sr"),
    Account("appeals", "Шпреса Гаши", Role.APPEALS_SECRETARY, language="sr"),
    Account("central.chair", "Drita Gashi", Role.CENTRAL_MEMBER, language="sq"),
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
    "rejected": (45, 150),
    "withdrawn": (30, 90),
    "donor_review": (40, 90),
    "appealed": (70, 120),
    "court": (150, 300),
    "agreed": (90, 200),
    "works": (150, 300),
    "accepted": (200, 330),
    "keys": (220, 360),
    "monitoring": (300, 500),
    "closed": (500, 900),
}


# Beside one request in every stage, a municipality has a few more where work piles up.
PILES = ("submitted", "submitted", "municipal_review", "central_review", "approved")


LATER = ("donor_review", "appealed", "court", "agreed", *OF_A_HOUSE)


TYPES = ("house", "material", "financial_aid", "stabilisation_house")


# A house that is free again, and one that was occupied again after its occupants were evicted.
HOMES = {
    "submitted": {"parcel_number": "112/4", "events": (
        ("occupied", date(1999, 7, 1)), ("destroyed", date(1999, 8, 12)), ("vacated", date(2004, 5, 10)),
    )},
    "verified": {"parcel_number": "1470-2", "owner": "Radmila Petković", "probate": "running", "events": (
        ("occupied", date(1999, 7, 1)), ("evicted", date(2009, 9, 15)), ("reoccupied", date(2009, 11, 3)),
        ("administered", date(2010, 2, 1)),
    )},
}  # fmt: skip


FUNDS = (
    {"amount": 900_000},
    {
        "source": "donor",
        "track": "donor",
        "amount": 300_000,
        "name_en": "Return programme, phase VI",
        "name_sq": "Programi i kthimit, faza VI",
        "name_sr": "Програм повратка, фаза VI",
    },
)


TWICE = (
    ("Младеновић", "Љубинка", "Тихомир", "sr"),
    ("Mladenović", "Ljubinka", "Tihomir", "sr-latn"),
)


TOWNS = ["Vranje", "Kragujevac", "Podgorica", "Skopje", "Niš"]


GIVEN = ["Ana", "Milan", "Dren", "Blerta", "Sara", "Никола", "Elif", "Tarik"]


NOTES = {
    2: "The family has asked the cadastre for the possession list; it may take three weeks.",
    5: "Field visit agreed: the road to the house is open.",
}


# What an officer says of a paper.
DOUBT = "Vula nuk lexohet. / Печат се не чита."


# What was found about a title, and at the place of a family.
OCCUPIED = "Prona është uzurpuar sërish. / Имовина је поново узурпирана."


FOUND = {
    "sq": "Shtëpia është pa kulm; toka është e lirë.",
    "sr": "Кућа је без крова; земљиште је слободно.",
    "sr-latn": "Kuća je bez krova; zemljište je slobodno.",
    "tr": "Evin çatısı yok; arsa boş.",
    "bs": "Kuća je bez krova; zemljište je slobodno.",
    "en": "The house has no roof; the land is free.",
}
