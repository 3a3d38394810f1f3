"""Issuing a letter: numbered, frozen, checkable; all of it or nothing."""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from core import correspondence, letters, public_access
from core.letters import Edition, LetterContent, Section
from core.models import Letter, PublicTicket, ReferenceCounter
from core.scoping import system
from people import together

MOMENT = timezone.make_aware(datetime(2026, 11, 23, 12))
EDITIONS = (
    Edition(
        language="sr", title="Одлука", sections=(Section(("Захтев се одобрава.",)),)
    ),
    Edition(language="sq", title="Vendim", sections=(Section(("Miratohet.",)),)),
)


@pytest.fixture
def issue(register, jelena):
    file = register()

    def issued(**how):
        values = {"kind": "decision", "number_kind": "DL", "at": MOMENT} | how
        with system():
            return correspondence.issue(
                file, recipient=("Ana",), editions=EDITIONS, by=jelena, **values
            )

    return issued


@pytest.fixture
def codes(monkeypatch):
    """The codes that were printed, which nobody can read from the database."""
    given, give = [], public_access.new_code
    monkeypatch.setattr(
        public_access, "new_code", lambda: given.append(give()) or given[-1]
    )
    return given


def test_a_letter_is_numbered_by_the_year_of_its_date(issue):
    assert issue().number == "DL-2026-00001"
    assert issue().number == "DL-2026-00002"
    assert issue(at=MOMENT.replace(year=2027)).number == "DL-2027-00001"


def test_its_content_is_frozen_and_hashed(issue):
    letter = issue()
    content = LetterContent.from_data(letter.content)
    assert letters.content_hash(content) == letter.content_hash
    assert letter.languages == "sr sq"
    assert content.recipient == ("Ana",)


def test_its_code_opens_the_letter_and_is_not_kept(issue, codes):
    letter = issue()
    (code,) = codes
    assert public_access.find(letter.number, code).letter_id == letter.pk
    with system():
        assert code not in str(Letter.objects.values().get(pk=letter.pk))


def test_a_receipt_opens_the_request_instead(issue, codes):
    letter = issue(number_kind="NL", opens_status=True)
    with system():
        reference = letter.record.reference
    assert public_access.find(reference, codes[0]).record_id == letter.record_id
    assert public_access.find(letter.number, codes[0]) is None


def test_a_letter_that_fails_leaves_neither_number_nor_ticket(issue, monkeypatch):
    def broken(content):
        raise OSError("no room for the PDF")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "typeset", broken)
        with pytest.raises(OSError, match="no room"):
            issue()
    with system():
        assert not Letter.objects.exists()
        assert not PublicTicket.objects.exists()
        assert not ReferenceCounter.objects.filter(kind="DL").exists()
    assert issue().number == "DL-2026-00001"


def test_an_issued_letter_is_never_taken_away(issue):
    letter = issue()
    with pytest.raises(Exception, match="permission denied"), system():
        # Past Django, which would name the line of the protocol book before.
        Letter.objects.filter(pk=letter.pk)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_although_some_letters_fail_in_the_crowd(issue):
    def one(turn):
        with transaction.atomic():
            letter = issue()
            if turn % 3 == 0:
                raise ConnectionError
        return letter.number

    results = together(9, one)
    numbers = sorted(each for each in results if isinstance(each, str))
    assert numbers == [f"DL-2026-{n:05}" for n in range(1, 7)]
