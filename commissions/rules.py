"""Who may see commissions, keep their members, lead their sittings and vote: a role opens the door, the seat decides."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import SECRETARIES, VOTERS, Role
from commissions.models import Commission, Member
from core.rules import allow


def seats_of(user, obj):
    """The seats a person holds today in the commission of a sitting, of an item, or in the commission itself."""
    seats = Member.objects.on(timezone.localdate()).filter(user=user.pk)
    if isinstance(obj, Commission):
        return seats.filter(commission=obj.pk)
    sitting = getattr(obj, "sitting", obj)
    return seats.filter(commission=sitting.commission_id)


def is_secretary(user, obj) -> bool:
    """The secretary of this very commission, or who stands in."""
    return seats_of(user, obj).filter(role=Member.Role.SECRETARY).exists()


def has_vote(user, obj) -> bool:
    """Chair, member or substitute of this very commission."""
    return seats_of(user, obj).exclude(role=Member.Role.SECRETARY).exists()


def has_seat(user, obj) -> bool:
    """Whoever belongs to this very commission."""
    return seats_of(user, obj).exists()


allow(
    "commissions.view_commission",
    _("see commissions and their sittings"),
    roles=(*SECRETARIES, *VOTERS, Role.OFFICE_HEAD, Role.CASEWORKER),
)
allow(
    "commissions.keep_commission",
    _("write down whom an act appoints to a commission"),
    roles=(Role.OFFICE_HEAD, Role.CENTRAL_SECRETARY, Role.CASEWORKER),
)
allow(
    "commissions.run_sitting",
    _("prepare, open and close sittings"),
    roles=SECRETARIES,
    when=is_secretary,
)
allow(
    "commissions.vote",
    _("vote in a commission"),
    roles=VOTERS,
    when=has_vote,
)
allow(
    "commissions.declare_conflict",
    _("declare a conflict of interest"),
    roles=(*SECRETARIES, *VOTERS),
    when=has_seat,
)
