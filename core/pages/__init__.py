"""The few generic pages from which every app's views are declared."""

from core.pages.base import Action, ObjectMixin, Page
from core.pages.bulk import BulkStart
from core.pages.edits import CreatePage, FormPage, ObjectFormPage, UpdatePage
from core.pages.files import DocumentDownload, LetterDownload
from core.pages.lists import BulkPage, ListPage
from core.pages.places import AroundMixin
from core.pages.records import RecordPage
from core.pages.transitions import TransitionPage

__all__ = [
    "Action",
    "AroundMixin",
    "BulkPage",
    "BulkStart",
    "CreatePage",
    "DocumentDownload",
    "FormPage",
    "LetterDownload",
    "ListPage",
    "ObjectFormPage",
    "ObjectMixin",
    "Page",
    "RecordPage",
    "TransitionPage",
    "UpdatePage",
]
