"""The small marks every page shares: icons, status pills, due dates and their formats.

Compiled table rows use the same functions, so that a status or a due date looks the
same in a list and on a record.
"""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.contrib.messages import constants as message_levels
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import tables

register = template.Library()

TONES = {"neutral", "progress", "waiting", "good", "bad"}
MESSAGE_TONES = {
    message_levels.SUCCESS: ("good", "check"),
    message_levels.WARNING: ("waiting", "alert"),
    message_levels.ERROR: ("bad", "alert"),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one picture of the sprite; it is decoration, the word stands beside it."""
    return _picture(name) if name else mark_safe("")


@lru_cache(maxsize=200)
def _picture(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("portal/icons.svg"),
        name,
    )


@register.simple_tag
def badge(label: str, tone: str = "neutral", picture: str = "") -> SafeString:
    """Show a status as colour, picture and word together."""
    if not picture:
        return tables.badge(label, tone_class(tone))
    return format_html(
        '<span class="pill own {}">{}{}</span>', tone_class(tone), icon(picture), label
    )


@register.simple_tag
def due(text: str, tone: str = "", title: str = "") -> SafeString:
    """Show when something is due; late and soon carry a mark beside the colour."""
    if not text:
        return mark_safe("")
    hint = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="due {}"{}>{}</span>', tone or "", hint, text)


@register.filter
def tone_class(tone: str) -> str:
    """Name the style of a tone, for notes and tiles; an unknown one is neutral."""
    return tone if tone in TONES else "neutral"


@register.filter
def day(value) -> str:
    """Write a date as in tables, 05.03.2026; words stay as they are."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return value or ""


@register.filter
def moment(value) -> str:
    """Write a moment with its hour, a date without; words stay as they are."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "SHORT_DATETIME_FORMAT")
    return day(value)


@register.filter
def message_tone(message) -> str:
    """Name the tone of a notice from its level."""
    return MESSAGE_TONES.get(message.level, ("progress", "info"))[0]


@register.filter
def message_icon(message) -> str:
    """Name the picture of a notice from its level."""
    return MESSAGE_TONES.get(message.level, ("progress", "info"))[1]


@register.simple_tag
def static_if_known(path: str) -> str:
    """Give the address of a static file, or nothing when even that fails.

    The pages for a broken portal must not break because the file list is missing.
    """
    try:
        return static(path)
    except ValueError:
        return ""


@register.simple_tag
def error_links(form) -> list[dict]:
    """List every error of a form with the field it belongs to, hidden fields last."""
    fields = [field for field in form if field.errors]
    fields.sort(key=lambda field: field.is_hidden)
    return [
        {
            "label": "" if field.is_hidden else field.label,
            "anchor": "" if field.is_hidden else _anchor(field),
            "errors": field.errors,
        }
        for field in fields
    ]


def _anchor(field) -> str:
    """A group of choices has no single input: link to the box around it."""
    return field.id_for_label or f"div_{field.auto_id}"
