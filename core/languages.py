"""The languages people read: the official pair, and which editions a paper for somebody has."""

from django.conf import settings

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
