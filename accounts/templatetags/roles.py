"""Roles in the reader's words."""

from django import template

from accounts.roles import Role

register = template.Library()
LABELS = dict(Role.choices)


@register.filter
def role_label(code: str) -> str:
    """What a role is called; a role that is no more keeps its code."""
    return LABELS.get(code, code)
