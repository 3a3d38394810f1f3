"""Accounts for tests and demonstration: one person per role and place, with a name to remember."""

from accounts.models import Appointment, User
from accounts.roles import Role
from core.models import Municipality


def municipality(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


def make_user(
    name: str, role: str | None = None, *, at: str = "", language: str = "en", **fields
) -> User:
    """An account with one appointment: `at` is the code of a municipality, empty for the ministry."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    user = User.objects.create_user(
        email,
        password=fields.pop("password", None),
        full_name=name,
        language=language,
        **fields,
    )
    if role:
        appoint(user, role, at=at)
    return user


def appoint(user: User, role: str, *, at: str = "") -> Appointment:
    """Give a role; the user is asked anew for what follows from it."""
    appointment = Appointment.objects.create(
        user=user, role=Role(role), municipality=municipality(at) if at else None
    )
    for remembered in ("roles_held", "scope", "_scopes", "appointed", "covered"):
        user.__dict__.pop(remembered, None)
    return appointment
