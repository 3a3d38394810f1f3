"""Files of records: kept privately, under a name that says nothing."""

import hashlib
import re

import pytest

from core import documents
from core.models import Document
from core.scoping import acting, system
from core.tests import files
from core.uploads import clean_upload


@pytest.fixture
def kept(register, jelena):
    file = register()
    with system():
        clean = clean_upload(files.upload(files.pdf(), "Ђорђевић ../x.pdf"))
        return documents.attach(file, clean, by=jelena)


def test_a_file_belongs_to_its_record_and_its_municipality(kept):
    with system():
        assert kept.record.municipality_id == kept.municipality_id
        assert kept.record.documents.get() == kept


def test_its_name_on_the_disk_is_random(kept):
    assert re.fullmatch(r"documents/\d{4}/\d\d/[0-9a-f]{32}\.pdf", kept.file.name)
    assert kept.name.endswith(".pdf")


def test_what_is_on_the_disk_is_what_was_checked(kept):
    with kept.file.open("rb") as file:
        content = file.read()
    assert len(content) == kept.size
    assert hashlib.sha256(content).hexdigest() == kept.sha256


def test_another_office_does_not_see_that_there_is_a_file(kept, arta):
    with acting(arta.scope):
        assert not Document.objects.exists()


def test_a_file_is_never_taken_away_again(kept):
    with pytest.raises(Exception, match="permission denied"), system():
        kept.delete()
