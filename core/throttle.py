"""How often something may be tried, counted in the database so that no restart forgets it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection


@dataclass(frozen=True)
class Limit:
    """At most this many tries in a window."""

    tries: int
    window: timedelta


SIGN_IN_PER_ACCOUNT = Limit(5, timedelta(minutes=5))
SIGN_IN_PER_ADDRESS = Limit(30, timedelta(minutes=5))
STATUS_PER_NUMBER = Limit(10, timedelta(minutes=15))
# A calendar asks a few times a day, from several devices of its owner.
CALENDAR_ASKED = Limit(60, timedelta(hours=1))
CALENDARS_TRIED = Limit(30, timedelta(minutes=5))


def count(key: str, limit: Limit) -> bool:
    """Count one try under this key; False when it is one too many. One atomic statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_throttlewindow AS w (key, opened_at, hits) VALUES (%s, now(), 1)"
            " ON CONFLICT (key) DO UPDATE SET"
            " hits = CASE WHEN w.opened_at < now() - %s THEN 1 ELSE w.hits + 1 END,"
            " opened_at = CASE WHEN w.opened_at < now() - %s THEN now() ELSE w.opened_at END"
            " RETURNING hits",
            [key[:120], limit.window, limit.window],
        )
        return cursor.fetchone()[0] <= limit.tries


def forget(key: str) -> None:
    """Start anew after a success."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_throttlewindow WHERE key = %s", [key[:120]])
