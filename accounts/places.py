"""For whom somebody acts, in words for the frame."""

from django.utils.translation import gettext as _

from accounts.roles import Role
from core.place_names import municipality_name


def acting_for(user) -> str:
    """Role and municipality of the person's first appointment; how many more there are."""
    held = user.roles_held
    if not held:
        return _("no role yet")
    role, place = held[0]
    words = str(Role(role).label)
    if place:
        words = f"{words} · {municipality_name(place)}"
    if len(held) > 1:
        words = f"{words} +{len(held) - 1}"
    if user.stands_in_for:
        names = ", ".join(user.stands_in_for)
        words = f"{words} · {_('stands in for %(names)s') % {'names': names}}"
    return words
