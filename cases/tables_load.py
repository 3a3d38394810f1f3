"""The load of colleagues as a list: every number opens the files that it counts."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal import day


def _counted(query: dict):
    def shown(officer: str, number: int):
        if not number:
            return "0"
        address = urlencode({"officer": officer, **query})
        url = f"{reverse('cases:request_list')}?{address}"
        return format_html('<a href="{}">{}</a>', url, number)

    return shown


def _number(_officer: str, number: int) -> int:
    return number


def _since(pk: int | None, since):
    if pk is None:
        return "–"
    url = reverse("cases:request_detail", args=[pk])
    return format_html('<a href="{}">{}</a>', url, day(since))


def _count(key: str, label: str, **query) -> Column:
    return Column(
        key,
        label,
        ("officer", key),
        show=_counted(query),
        export=_number,
        css="num",
    )


LOADS = Table(
    (
        Column("name", _("Colleague"), ("name",), css="who"),
        Column(
            "place", _("Role and place"), ("place",), show=lambda place: place or "–"
        ),
        _count("open", _("Open files"), show="open"),
        _count("late", _("Late files"), show="late"),
        Column(
            "oldest",
            _("Waits longest, since"),
            ("oldest", "since"),
            show=_since,
            export=lambda _pk, since: since,
        ),
        _count("closed", _("Closed in the last 30 days"), closed="month"),
    )
)
