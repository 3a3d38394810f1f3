"""Versions of a letter: what reads alike in every language is compared, however each writes it."""

import pytest

from core.letter_versions import (
    AMOUNT,
    ARTICLE,
    CHANGED,
    DAY,
    NUMBER,
    PARAGRAPHS,
    Difference,
    changed_alone,
    differences,
    mentions,
)

DAYS = [
    "më 3 mars 2026",
    "dana 3. marta 2026. godine",
    "дана 3. марта 2026. године",
    "3. март 2026.",
    "3. mart 2026.",
    "3 Mart 2026",
    "3 March 2026",
    "March 3, 2026",
    "03.03.2026",
    "3. 3. 2026",
    "3/3/2026",
    "2026-03-03",
]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_one_day_in_every_language(text):
    assert list(mentions(text)) == [(DAY, "2026-03-03")]


@pytest.mark.parametrize(
    ("month", "words"),
    list(
        enumerate(
            (
                "janar јануара ocak January",
                "shkurt фебруара Şubat February",
                "mars марта Mart March",
                "prill априла Nisan April",
                "maj маја Mayıs May",
                "qershor јуна Haziran June",
                "korrik јула Temmuz July",
                "gusht августа Ağustos August",
                "shtator септембра Eylül September",
                "tetor октобра Ekim October",
                "nëntor новембра Kasım November",
                "dhjetor децембра Aralık December",
            ),
            start=1,
        )
    ),
)
def test_every_month_is_known(month, words):
    for word in words.split():
        assert list(mentions(f"5 {word} 2025")) == [(DAY, f"2025-{month:02}-05")], word


@pytest.mark.parametrize(
    "text",
    [
        "shuma prej 1.500,50 euro",
        "износ од 1.500,50 евра",
        "iznos od 1 500,50 €",
        "€ 1,500.50",
        "EUR 1500.50",
        "1500,5 avro",
    ],
)
def test_an_amount_is_one_amount_in_every_language(text):
    assert list(mentions(text)) == [(AMOUNT, "1500.5")]


@pytest.mark.parametrize(
    "text",
    [
        "neni 12",
        "nenit 12",
        "члана 12.",
        "člana 12",
        "чл. 12",
        "Article 12",
        "12. madde",
        "madde 12",
    ],
)
def test_an_article_is_one_article_in_every_language(text):
    assert list(mentions(text)) == [(ARTICLE, "12")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ligji Nr. 05/L-031", "05/L-031"),
        ("Закон бр. 05/Л-031", "05/L-031"),
        ("Rregullorja (QRK) Nr. 01/2018", "01/2018"),
        ("захтев RR-2026-000412", "RR-2026-000412"),
        ("brenda 30 ditëve", "30"),
        ("у року од 30 дана", "30"),
    ],
)
def test_numbers_of_acts_files_and_days_are_read(text, value):
    assert list(mentions(text)) == [(NUMBER, value)]


@pytest.mark.parametrize(
    "text", ["", "Kërkesa miratohet.", "Захтев се одобрава.", "41 qershor"]
)
def test_words_alone_mention_nothing(text):
    assert [kind for kind, _value in mentions(text) if kind != NUMBER] == []


def test_what_is_no_day_is_kept_as_numbers():
    assert list(mentions("31.02.2026")) == [(NUMBER, "31.02"), (NUMBER, "2026")]
    assert list(mentions("5 shtëpi 2026")) == [(NUMBER, "5"), (NUMBER, "2026")]


SAME = {
    "facts": "Kërkesa u dorëzua më 3 mars 2026.\nDëmi është 12.000,00 euro.",
    "legal_basis": "Neni 12 i Rregullores Nr. 01/2018",
}
SERBIAN = {
    "facts": "Захтев је поднет 3. марта 2026. године.\n\nШтета износи 12.000 евра.",
    "legal_basis": "Члан 12. Уредбе бр. 01/2018",
}


def test_a_faithful_translation_has_no_difference():
    assert differences(SAME, SERBIAN, languages=("sq", "sr")) == []


@pytest.mark.parametrize(
    ("part", "text", "found"),
    [
        (
            "facts",
            "Захтев је поднет 4. марта 2026. године.\nШтета износи 12.000 евра.",
            [(DAY, "sq", "2026-03-03"), (DAY, "sr", "2026-03-04")],
        ),
        (
            "facts",
            "Захтев је поднет 3. марта 2026.\nШтета износи 1.200 евра.",
            [(AMOUNT, "sq", "12000"), (AMOUNT, "sr", "1200")],
        ),
        (
            "facts",
            "Захтев је поднет 3. марта 2026. Штета износи 12.000 евра.",
            [(PARAGRAPHS, "sq", "2 : 1")],
        ),
        (
            "legal_basis",
            "Члан 13. Уредбе бр. 01/2018",
            [(ARTICLE, "sq", "12"), (ARTICLE, "sr", "13")],
        ),
        ("legal_basis", "Члан 12. Уредбе", [(NUMBER, "sq", "01/2018")]),
        (
            "legal_basis",
            "Члан 12. Уредбе бр. 01/2018, 30 дана",
            [(NUMBER, "sr", "30")],
        ),
    ],
)
def test_what_only_one_version_says_is_found(part, text, found):
    other = SERBIAN | {part: text}
    told = differences(SAME, other, languages=("sq", "sr"))
    assert [(each.kind, each.there, each.value) for each in told] == found
    assert {each.part for each in told} == {part}
    assert all({each.there, each.not_there} == {"sq", "sr"} for each in told)


BEFORE = {
    "sq": {"reasons": "Ashtu"},
    "sr": {"reasons": "Тако"},
    "tr": {"reasons": "Öyle"},
}


def test_a_part_changed_in_one_language_only_is_found():
    now = BEFORE | {"sr": {"reasons": "Тако, и овако"}}
    assert changed_alone(BEFORE, now) == [
        Difference(CHANGED, "reasons", "sr", "sq", ""),
        Difference(CHANGED, "reasons", "sr", "tr", ""),
    ]


def test_changed_everywhere_or_nowhere_is_no_difference():
    assert changed_alone(BEFORE, BEFORE) == []
    assert changed_alone(BEFORE, BEFORE | {"sq": {"reasons": " Ashtu \n"}}) == []
    everywhere = {each: {"reasons": "new"} for each in BEFORE}
    assert changed_alone(BEFORE, everywhere) == []
