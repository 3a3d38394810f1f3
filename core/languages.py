"""The languages people read: the official pair, and which editions a paper for somebody has."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

OFFICIAL_PAIR = ("sq", "sr")


def language_name(code: str) -> str:
    """A language called by its own name."""
    return dict(settings.LANGUAGES)[code]


def editions_for(language: str) -> tuple[str, ...]:
    """The languages of a letter: the reader's own first, beside the official pair.

    Serbian is one language in two scripts: the reader's script stands for the pair's Serbian.
    """
    if language == "sr-latn":
        return ("sr-latn", "sq")
    others = tuple(code for code in OFFICIAL_PAIR if code != language)
    return (language, *others)


def in_every_language(render: Callable[[], str]) -> dict[str, str]:
    """A sentence in each language of the portal."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = render()
    return said
