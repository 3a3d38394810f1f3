"""Private addresses of calendars: made and revoked by their owner, found by a secret of which only a hash is kept."""

import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac

from core import throttle
from core.models import CalendarFeed
from core.scoping import system

OCTETS = 32


class TooMany(Exception):
    """A calendar asks far more often than it can change, or somebody tries addresses."""


@transaction.atomic
def make(*, owner, covers: str) -> str:
    """A new address for this person, in place of an earlier one; its secret, which is shown once."""
    revoke(owner=owner)
    token = secrets.token_urlsafe(OCTETS)
    CalendarFeed.objects.create(owner=owner, covers=covers, token_hash=hashed(token))
    return token


def revoke(*, owner) -> bool:
    """Let the address lead nowhere from now on; whether there was one."""
    removed, _by_table = CalendarFeed.objects.filter(owner=owner).delete()
    return bool(removed)


def of(owner) -> CalendarFeed | None:
    """The address somebody has, without its secret."""
    return CalendarFeed.objects.filter(owner=owner).first()


def find(token: str, *, asked_from: str) -> CalendarFeed | None:
    """Whose calendar this is; None for a wrong, revoked or abandoned address. Raises TooMany."""
    with system():
        feed = (
            CalendarFeed.objects.select_related("owner")
            .filter(token_hash=hashed(token), owner__is_active=True)
            .first()
        )
    if feed is None:
        key, limit = f"calendar:from:{asked_from}", throttle.CALENDARS_TRIED
    else:
        key, limit = f"calendar:{feed.pk}", throttle.CALENDAR_ASKED
    if not throttle.count(key, limit):
        raise TooMany
    return feed


def hashed(token: str) -> str:
    """What is kept of a secret; 256 random bits cannot be guessed, so a quick keyed hash is enough."""
    return salted_hmac("core.calendar", token, algorithm="sha256").hexdigest()
