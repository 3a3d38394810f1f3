"""Pages of commissions, their sittings and what is decided in them."""

from commissions.views.commissions import (
    CommissionCreate,
    CommissionDetail,
    CommissionList,
    CommissionUpdate,
    MemberCreate,
    MemberEnd,
)
from commissions.views.items import (
    ItemConflict,
    ItemConflictBack,
    ItemPrepare,
    ItemReview,
    ItemsStep,
)
from commissions.views.sittings import (
    AgendaFill,
    MinutesDownload,
    SittingAttendance,
    SittingCreate,
    SittingDetail,
    SittingTransition,
)

__all__ = [
    "AgendaFill",
    "CommissionCreate",
    "CommissionDetail",
    "CommissionList",
    "CommissionUpdate",
    "ItemConflict",
    "ItemConflictBack",
    "ItemPrepare",
    "ItemReview",
    "ItemsStep",
    "MemberCreate",
    "MemberEnd",
    "MinutesDownload",
    "SittingAttendance",
    "SittingCreate",
    "SittingDetail",
    "SittingTransition",
]
