"""Who may administer accounts and reference data, and who may read the logs."""

from accounts.roles import Role
from core.rules import allow

ADMINISTRATOR = (Role.ADMINISTRATOR,)
AUDITOR = (Role.AUDITOR,)

allow(
    "accounts.administer",
    "open the administration pages",
    roles=(*ADMINISTRATOR, *AUDITOR),
)
for action in ("view", "add", "change"):
    for name in ("accounts.{}_user", "accounts.{}_appointment"):
        allow(
            name.format(action),
            f"{action} accounts and appointments",
            roles=ADMINISTRATOR,
        )
allow(
    "accounts.delete_appointment",
    "end an appointment made by mistake",
    roles=ADMINISTRATOR,
)
for name in (
    "municipality",
    "settlement",
    "community",
    "country",
    "district",
    "institution",
    "holiday",
    "provision",
    "namealias",
    "escalationstep",
):
    for action in ("view", "add", "change"):
        allow(f"core.{action}_{name}", f"{action} reference data", roles=ADMINISTRATOR)
allow(
    "core.delete_holiday", "take back a holiday entered by mistake", roles=ADMINISTRATOR
)
allow("core.delete_namealias", "take back a name alias", roles=ADMINISTRATOR)
allow("core.view_auditentry", "read the audit log", roles=AUDITOR)
allow("core.view_readentry", "read who opened which file", roles=AUDITOR)
allow(
    "accounts.arrange_cover",
    "say who stands in for whom",
    roles=(Role.OFFICE_HEAD, *ADMINISTRATOR),
)
