"""Number and code: how somebody without an account asks about one record, and nothing else."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from core import throttle
from core.models import PublicTicket
from core.names import clean_typed

# Without letters and digits that are mistaken for each other on paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, LETTERS = 4, 4


class TooMany(Exception):
    """Too many wrong codes for one number."""


def new_code() -> str:
    """A code a person can type from paper, with 80 random bits: K7QM-3XPD-9RTW-2HVB."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS))
        for _group in range(GROUPS)
    )


def cleaned_code(typed: str) -> str:
    """A code as people type it: any case, with or without dashes."""
    plain = "".join(character for character in typed.upper() if character in ALPHABET)
    return "-".join(
        plain[start : start + LETTERS] for start in range(0, len(plain), LETTERS)
    )


def give_ticket(number: str, *, record, letter_id: int | None = None) -> str:
    """Make this number answerable in public and return the code, which is shown once and kept only as a hash."""
    code = new_code()
    PublicTicket.objects.update_or_create(
        number=number,
        defaults={
            "code_hash": hashed(number, code),
            "municipality_id": record.municipality_id,
            "record_id": record.pk,
            "letter_id": letter_id,
        },
    )
    return code


def find(number: str, code: str) -> PublicTicket | None:
    """The ticket behind number and code; None for a wrong one. Raises TooMany after too many tries."""
    number = clean_typed(number).upper()
    if not throttle.count(f"ticket:{number}", throttle.STATUS_PER_NUMBER):
        raise TooMany
    ticket = PublicTicket.objects.filter(number=number).first()
    stored = ticket.code_hash if ticket else ""
    if not constant_time_compare(hashed(number, cleaned_code(code)), stored):
        return None
    throttle.forget(f"ticket:{number}")
    return ticket


def hashed(number: str, code: str) -> str:
    """What is kept of a code. Eighty random bits cannot be guessed, so a quick keyed hash is enough."""
    return salted_hmac(
        f"core.public_access:{number}", code, algorithm="sha256"
    ).hexdigest()
