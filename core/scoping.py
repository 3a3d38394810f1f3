"""Where a record belongs and who may see it: the first wall, and the context of the second (row security)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models, transaction


@dataclass(frozen=True)
class Scope:
    """The municipalities somebody acts for; `everything` is the ministry, `system` the portal itself."""

    municipalities: tuple[int, ...] = ()
    everything: bool = False
    system: bool = False
    user_id: int | None = None

    def covers(self, municipality_id: int | None) -> bool:
        return self.everything or municipality_id in self.municipalities

    def as_settings(self, request_id: str) -> tuple[str, str, str, str]:
        """The four values row security and the audit trigger read inside the transaction."""
        everything = "system" if self.system else "all" if self.everything else ""
        listed = "{" + ",".join(str(number) for number in self.municipalities) + "}"
        return everything, listed, str(self.user_id or ""), request_id


NOBODY = Scope()
SYSTEM = Scope(everything=True, system=True)


def _tell(values: tuple[str, str, str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('mcr.everything', %s, true),"
            " set_config('mcr.municipalities', %s, true),"
            " set_config('mcr.user', %s, true), set_config('mcr.request', %s, true)",
            values,
        )


def _told() -> tuple[str, str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('mcr.everything', true), ''),"
            " coalesce(nullif(current_setting('mcr.municipalities', true), ''), '{}'),"
            " coalesce(current_setting('mcr.user', true), ''),"
            " coalesce(current_setting('mcr.request', true), '')"
        )
        return cursor.fetchone()


@contextmanager
def acting(scope: Scope, *, request_id: str = "") -> Iterator[None]:
    """Do something in one transaction as somebody with this scope; the context ends with the transaction.

    Inside a larger transaction (a test, a command) the context before is put back afterwards.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _told() if nested else None
        _tell(scope.as_settings(request_id or (before[3] if before else "")))
        yield
        if before and not connection.needs_rollback:
            _tell(before)


@contextmanager
def system(*, request_id: str = "") -> Iterator[None]:
    """Do something as the portal itself: reference data, schedules, demonstration data."""
    with acting(SYSTEM, request_id=request_id):
        yield


def across_offices(by):
    """Do in a person's name what concerns two offices at once; the rules have been asked before."""
    return acting(Scope(everything=True, user_id=by.pk))


class ScopedQuerySet(models.QuerySet):
    """Rows which belong to a municipality."""

    def visible_to(self, user, permission: str | None = None):
        """Only the rows of the municipalities where the user acts (and, if named, may do this)."""
        return self.within(user.scope_for(permission) if permission else user.scope)

    def within(self, scope: Scope):
        if scope.everything:
            return self
        if not scope.municipalities:
            return self.none()
        condition = _there("municipality", scope)
        for name in getattr(self.model, "ALSO_READ_BY", ()):
            condition |= _there(name, scope)
        return self.filter(condition)


def _there(name: str, scope: Scope) -> models.Q:
    if len(scope.municipalities) == 1:
        return models.Q(**{name: scope.municipalities[0]})
    return models.Q(**{f"{name}__in": scope.municipalities})
