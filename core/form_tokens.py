"""A form that is posted twice has one effect."""

import uuid

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.models import FormToken

FIELD = "form_token"
MISSING = _("This form was incomplete. Your text is kept: please send it once more.")


def new() -> str:
    return str(uuid.uuid4())


def read(data) -> uuid.UUID | None:
    """The token a form came with, or None when there is no proper one."""
    try:
        return uuid.UUID(data.get(FIELD, ""))
    except ValueError:
        return None


def claim(token: uuid.UUID, *, user_id: int | None) -> bool:
    """Take this token in the running transaction; False when the form was accepted before.

    A second post waits here until the first has committed or failed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_formtoken (token, owner_id, used_at, result_url)"
            " VALUES (%s, %s, now(), '') ON CONFLICT (token) DO NOTHING",
            [token, user_id],
        )
        return cursor.rowcount == 1


def remember_result(token: uuid.UUID, url: str) -> None:
    FormToken.objects.filter(token=token).update(result_url=url[:300])


def earlier_result(token: uuid.UUID) -> str:
    """Where the first post of this form led; empty when it belongs to somebody else."""
    return (
        FormToken.objects.filter(token=token)
        .values_list("result_url", flat=True)
        .first()
        or ""
    )
