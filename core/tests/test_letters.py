"""Letters and printed tables: what they say, in every script, and nothing more."""

import dataclasses
import datetime
import io
import json
import re

import pytest
import typst
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core import letters
from core.letters import (
    Edition,
    LetterContent,
    Section,
    content_hash,
    typeset,
    typeset_table,
)
from core.typesetting import DRAWN, compile_pdf

ADDRESS = "https://portal.example.org/v/RR-2026-00412"
DAY = datetime.date(2026, 11, 23)

ALBANIAN = Edition(
    language="sq",
    title="Vendim për miratimin e kërkesës",
    office="Zyra komunale, Shtërpcë",
    facts=(("Kryefamiljari", "Милена Ђорђевић"), ("Anëtarë", "4")),
    sections=(
        Section(("Kërkesa miratohet.", "Punimet fillojnë në prill."), "Vendimi"),
        Section(("Ankesa bëhet brenda 30 ditëve.",), "Mjeti juridik"),
    ),
    closing="Me respekt,",
    signature=("Arta Gashi", "Kryesuese"),
)
SERBIAN = dataclasses.replace(
    ALBANIAN,
    language="sr",
    title="Одлука о одобравању захтева",
    office="Општинска канцеларија, Штрпце",
    sections=(Section(("Захтев се одобрава: кућа, њива, џак, љубав.",), "Одлука"),),
)
TURKISH = dataclasses.replace(
    ALBANIAN,
    language="tr",
    title="Talebin onaylanması kararı",
    office="",
    sections=(Section(("Ayşe Gündoğdu Işık, İstanbul",), "Karar"),),
)


def letter(*editions: Edition, **changes) -> LetterContent:
    content = LetterContent(
        kind="decision",
        number="RR-2026-00412/1",
        date=DAY,
        recipient=("Милена Ђорђевић", "Rruga e Dëshmorëve 12", "17500 Vranje"),
        editions=editions or (SERBIAN, ALBANIAN),
        verification_url=ADDRESS,
        verification_code="7KQ2-M9XD",
    )
    return dataclasses.replace(content, **changes)


def read(pdf: bytes) -> str:
    """The words of a PDF, with one space wherever a line or a word ends."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_a_letter_says_everything_in_both_languages():
    text = read(typeset(letter()))
    for words in (
        "Ministria për Komunitete dhe Kthim",
        "Министарство за заједнице и повратак",
        "Zyra komunale, Shtërpcë",
        "Општинска канцеларија, Штрпце",
        "Милена Ђорђевић",
        "Rruga e Dëshmorëve 12",
        "RR-2026-00412/1",
        "Vendim për miratimin e kërkesës",
        "Одлука о одобравању захтева",
        "Kërkesa miratohet.",
        "Захтев се одобрава: кућа, њива, џак, љубав.",
        "Arta Gashi",
        "7KQ2-M9XD",
        ADDRESS,
        "1 / 1",
    ):
        assert words in text


def test_of_three_editions_the_applicants_own_comes_first():
    text = read(typeset(letter(TURKISH, ALBANIAN, SERBIAN)))
    assert "Ayşe Gündoğdu Işık, İstanbul" in text
    assert "Topluluklar ve Geri Dönüş Bakanlığı" in text
    order = [text.index(words) for words in ("Talebin", "Vendim për", "Одлука о")]
    assert order == sorted(order)
    assert "1 / 2" in text
    assert "2 / 2" in text


def test_one_edition_still_carries_the_official_pair_in_its_head():
    text = read(typeset(letter(TURKISH)))
    assert "Ministria për Komunitete dhe Kthim" in text
    assert "Министарство за заједнице и повратак" in text


def test_serbian_in_latin_script_has_its_letterhead_in_latin_script():
    latin = dataclasses.replace(SERBIAN, language="sr-latn", title="Odluka")
    text = read(typeset(letter(latin, ALBANIAN)))
    assert "Ministarstvo za zajednice i povratak" in text
    assert "Министарство" not in text


def test_each_language_is_read_to_its_end_before_the_next_begins():
    text = read(typeset(letter(ALBANIAN, SERBIAN)))
    assert text.index("Mjeti juridik") < text.index("Одлука о одобравању")


def test_the_same_content_gives_the_same_bytes_in_any_language_of_the_reader():
    with translation.override("sq"):
        first = typeset(letter())
    with translation.override("tr"):
        second = typeset(letter())
    assert first == second


def test_the_file_is_an_archive_document_with_title_language_and_date():
    pdf = typeset(letter())
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata.title == "Одлука о одобравању захтева"
    assert reader.metadata.creation_date.date() == DAY
    assert reader.trailer["/Root"]["/Lang"] == "sr"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    xmp = reader.xmp_metadata
    assert b"<pdfaid:part>2</pdfaid:part>" in xmp.stream.get_data()
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in xmp.stream.get_data()


def test_every_page_carries_number_hash_and_code():
    long = dataclasses.replace(
        ALBANIAN, sections=(Section(("Një fjali e gjatë për kthimin. " * 60,) * 9),)
    )
    content = letter(long, long)
    reader = PdfReader(io.BytesIO(typeset(content)))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{number} / {len(reader.pages)}" in text
        assert content.number in text
        assert content_hash(content)[:16] in text
        assert "7KQ2-M9XD" in text


def test_the_hash_changes_with_every_part_of_the_content():
    changed = [
        letter(kind="receipt"),
        letter(number="RR-2026-00412/2"),
        letter(date=datetime.date(2026, 11, 24)),
        letter(recipient=("Милена",)),
        letter(ALBANIAN, SERBIAN),
        letter(dataclasses.replace(SERBIAN, closing="Поздрав,"), ALBANIAN),
    ]
    hashes = {content_hash(content) for content in [letter(), *changed]}
    assert len(hashes) == len(changed) + 1


def test_the_hash_does_not_depend_on_the_secret_code():
    with_code = letter(verification_url="https://x", verification_code="A")
    assert content_hash(with_code) == content_hash(letter())


def test_content_survives_the_way_through_the_database():
    content = letter(TURKISH, ALBANIAN, SERBIAN)
    frozen = json.loads(json.dumps(content.as_data()))
    assert LetterContent.from_data(frozen) == content
    assert content_hash(LetterContent.from_data(frozen)) == content_hash(content)


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*x* _y_ $z$ `w` = h",
        "\\ \\\\ \\u{41}",
        '"); #import "x',
        "<label> @ref // comment /* c */",
        "{{ x }} {% y %} #{1}",
        "https://example.org",
        "--- ... 'a' \"b\"",
        "]] [[ #[",
    ],
)
def test_what_a_person_wrote_is_printed_as_it_stands(name):
    edition = dataclasses.replace(ALBANIAN, facts=((name, name),), closing=name)
    assert " ".join(name.split()) in read(typeset(letter(edition, recipient=(name,))))


@pytest.mark.parametrize("word", ["Ш" * 150, "Gj" * 75, "Anë Mari " * 17, "ğşıİ" * 38])
def test_a_name_of_150_letters_stays_on_the_paper(word):
    edition = dataclasses.replace(ALBANIAN, title=word, facts=((word, word),))
    pdf = typeset(letter(edition, edition, recipient=(word,)))
    text = re.sub(r"[\s\u200b-]", "", read(pdf))
    assert re.sub(r"\s", "", word) in text


@pytest.mark.parametrize("languages", [(), ("sq",) * 4, ("fr",)])
def test_a_letter_has_one_to_three_known_languages(languages):
    with pytest.raises(ValueError, match="editions|letterhead"):
        editions = [dataclasses.replace(ALBANIAN, language=each) for each in languages]
        dataclasses.replace(letter(), editions=tuple(editions))


def test_a_template_cannot_read_outside_its_folder(tmp_path):
    compiler = typst.Compiler(b'#read("/../letters.py")', root=tmp_path)
    with pytest.raises(RuntimeError):
        compiler.compile(format="pdf")
    with pytest.raises(RuntimeError):
        compile_pdf("../letters.py", {}, DAY)


def test_every_sign_that_is_declared_as_drawn_has_a_shape():
    signs = [chr(code) for part in DRAWN for code in part]
    rows = [["".join(signs[n : n + 20])] for n in range(0, len(signs), 20)]
    assert table(rows, columns=[("Ђ", False)]).startswith(b"%PDF")


def test_a_sign_without_a_shape_becomes_an_empty_box():
    pdf = typeset(letter(recipient=("Ana \U0001f600 \u06fa \u202e\x00Marić",)))
    assert "Ana □ □ Marić" in read(pdf)


@settings(max_examples=60, deadline=5_000)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_printed(one, two):
    edition = dataclasses.replace(
        ALBANIAN, title=one or "T", facts=((two, one),), sections=(Section((one, two)),)
    )
    assert typeset(letter(edition, recipient=(two,))).startswith(b"%PDF")


def table(rows, columns=(("Komuna", False), ("Numri", True)), **changes) -> bytes:
    options = {"language": "sq", "date": DAY, **changes}
    return typeset_table("Kërkesat sipas komunës", columns, rows, **options)


def test_a_table_repeats_its_header_and_counts_its_pages():
    reader = PdfReader(
        io.BytesIO(table([(f"Shtërpcë {n}", str(n)) for n in range(200)]))
    )
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Komuna" in text
        assert f"{number} / {len(reader.pages)}" in text
    assert "Shtërpcë 199" in reader.pages[-1].extract_text()


def test_five_thousand_rows_are_printed():
    pdf = table([(f"Штрпце {n}", str(n)) for n in range(5_000)])
    assert "Штрпце 4999" in PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()


def test_a_table_says_its_notes_its_office_and_who_took_it():
    text = read(
        table(
            [('#read("/etc/passwd")', None)],
            notes=["Numrat nën 5 nuk tregohen."],
            subtitle="23 nëntor 2026",
            watermark="Arta Gashi · 23.11.2026",
        )
    )
    for words in (
        "Kërkesat sipas komunës",
        "Numrat nën 5 nuk tregohen.",
        "23 nëntor 2026",
        "Arta Gashi · 23.11.2026",
        "Ministria për Komunitete dhe Kthim",
        '#read("/etc/passwd")',
    ):
        assert words in text


def test_an_empty_table_is_one_page_with_its_header():
    pdf = table([])
    assert pages_of(pdf) == 1
    assert "Komuna" in read(pdf)


def test_a_table_too_long_for_paper_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(letters, "MAX_TABLE_CELLS", 10)
    with pytest.raises(ValidationError) as caught:
        table([("a", "1")] * 6)
    assert caught.value.code == "too_long"


def test_the_same_table_gives_the_same_bytes():
    assert table([("a", "1")]) == table([("a", "1")])
