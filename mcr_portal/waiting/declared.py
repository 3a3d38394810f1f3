"""Every kind of thing that waits for somebody, in the order in which equals are told."""

from mcr_portal.waiting import offices, procedure, registry

KINDS = (
    procedure.SITTINGS,
    procedure.VOTES,
    registry.APPEALS,
    registry.REQUESTS,
    offices.TRANSFERS,
    offices.EMERGENCIES,
    offices.FUNDS,
    registry.RIGHTS,
    registry.CHANGES,
    registry.RETURNED_CHANGES,
    procedure.ANSWERS,
    procedure.VISITS,
    procedure.FOLLOW_UPS,
    procedure.TO_GRANT,
    procedure.TO_DELIVER,
    procedure.LETTERS,
    registry.MERGES,
    registry.DUPLICATES,
)
