"""Who may do what: one declared rule per permission, asked by pages, buttons and posts alike.

Each app's rules.py declares its permissions with `allow`; nobody asks for a role anywhere else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A permission: what it lets a person do, the roles that hold it, and what else must be so."""

    permission: str
    label: str
    roles: frozenset[str]
    when: Callable | None = None
    # Which municipalities of an object count: one of them is enough.
    places: tuple[str, ...] = ("municipality_id",)


RULES: dict[str, Rule] = {}
# Routes which every signed-in person may open say so with this instead of a permission.
SIGNED_IN = "signed_in"


def allow(
    permission: str,
    label: str,
    *,
    roles: Iterable[str],
    when: Callable | None = None,
    places: tuple[str, ...] = ("municipality_id",),
) -> str:
    """Declare a permission; a second declaration of the same one is a mistake."""
    if permission in RULES:
        raise ValueError(f"{permission} is declared twice")
    RULES[permission] = Rule(permission, label, frozenset(roles), when, places)
    return permission


def may(user, permission: str, obj=None) -> bool:
    """May this person do this (to this object)? Unknown permissions are mistakes, not refusals."""
    if permission == SIGNED_IN:
        return user.is_authenticated
    rule = RULES[permission]
    if not user.is_authenticated or not user.is_active:
        return False
    scope = user.scope_for(permission)
    if scope is None or not _covers(scope, obj, rule.places):
        return False
    return rule.when is None or obj is None or rule.when(user, obj)


def _covers(scope, obj, places: tuple[str, ...]) -> bool:
    if obj is None or not hasattr(obj, places[0]):
        return True
    return any(scope.covers(getattr(obj, place)) for place in places)
