"""Where a file of any kind is read, for pages that hang on files of several kinds."""

from django.urls import reverse

PAGES = {
    "cases.household": "cases:household_detail",
    "cases.request": "cases:request_detail",
    "cases.subjectrequest": "cases:subject_request_detail",
    "cases.change": "cases:change_detail",
}
LETTERS = PAGES | {"cases.request": "cases:request_letters"}


def file_url(record) -> str:
    """The page of a file; the start page for a kind without one here."""
    return _address(PAGES, record)


def letters_url(record) -> str:
    """Where the letters of a file stand."""
    return _address(LETTERS, record)


def _address(pages: dict, record) -> str:
    page = pages.get(record.kind)
    return reverse(page, args=[record.pk]) if page else reverse("home")
