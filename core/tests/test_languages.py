"""Which editions a paper has, and what a language calls itself."""

import pytest
from django.conf import settings

from core.languages import OFFICIAL_PAIR, editions_for, language_name

CODES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize(
    ("reader", "editions"),
    [
        ("sq", ("sq", "sr")),
        ("sr", ("sr", "sq")),
        ("sr-latn", ("sr-latn", "sq")),
        ("tr", ("tr", "sq", "sr")),
        ("bs", ("bs", "sq", "sr")),
        ("en", ("en", "sq", "sr")),
    ],
)
def test_the_reader_comes_first_and_the_official_pair_is_never_missing(
    reader, editions
):
    assert editions_for(reader) == editions


@pytest.mark.parametrize("reader", CODES)
def test_no_paper_says_the_same_twice(reader):
    editions = editions_for(reader)
    bases = [code.partition("-")[0] for code in editions]
    assert len(bases) == len(set(bases)) <= 3
    assert set(OFFICIAL_PAIR) <= set(bases)


@pytest.mark.parametrize(
    ("code", "name"), [("sq", "Shqip"), ("sr", "Српски"), ("sr-latn", "Srpski")]
)
def test_a_language_is_called_by_its_own_name(code, name):
    assert language_name(code) == name
