"""The roles of the ministry and the municipal offices, and what each may do at most."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", _("municipal officer")
    OFFICE_HEAD = "office_head", _("head of the municipal office")
    COMMISSION_SECRETARY = (
        "commission_secretary",
        _("secretary of the municipal commission"),
    )
    COMMISSION_MEMBER = "commission_member", _("member of the municipal commission")
    CASEWORKER = "caseworker", _("ministry caseworker")
    CENTRAL_SECRETARY = "central_secretary", _("secretary of the central commission")
    CENTRAL_MEMBER = "central_member", _("member of the central commission")
    APPEALS_SECRETARY = "appeals_secretary", _("secretary of the second instance")
    HOUSING_OFFICER = "housing_officer", _("housing officer")
    RIGHTS_OFFICER = "rights_officer", _("rights officer")
    PROJECT_OFFICER = "project_officer", _("project officer")
    ANALYST = "analyst", _("analyst")
    AUDITOR = "auditor", _("data-protection officer or auditor")
    PARTNER = "partner", _("partner organisation")
    ADMINISTRATOR = "administrator", _("administrator")


@dataclass(frozen=True)
class Reach:
    """Where a role acts, and whether its rows of files pass row security at all."""

    municipal: bool
    sees_files: bool


MUNICIPAL = Reach(municipal=True, sees_files=True)
MINISTRY = Reach(municipal=False, sees_files=True)
NO_FILES = Reach(municipal=False, sees_files=False)

REACH = {
    Role.OFFICER: MUNICIPAL,
    Role.OFFICE_HEAD: MUNICIPAL,
    Role.COMMISSION_SECRETARY: MUNICIPAL,
    Role.COMMISSION_MEMBER: MUNICIPAL,
    Role.CASEWORKER: MINISTRY,
    Role.CENTRAL_SECRETARY: MINISTRY,
    Role.CENTRAL_MEMBER: MINISTRY,
    Role.APPEALS_SECRETARY: MINISTRY,
    Role.HOUSING_OFFICER: MINISTRY,
    Role.RIGHTS_OFFICER: MINISTRY,
    Role.PROJECT_OFFICER: MINISTRY,
    Role.ANALYST: MINISTRY,
    Role.AUDITOR: MINISTRY,
    Role.PARTNER: NO_FILES,
    Role.ADMINISTRATOR: NO_FILES,
}
MUNICIPAL_ROLES = tuple(role for role, reach in REACH.items() if reach.municipal)
OFFICE = (Role.OFFICER, Role.OFFICE_HEAD)
CENTRAL = (Role.CENTRAL_SECRETARY, Role.CENTRAL_MEMBER)
# Who leads the sittings of a commission, and who votes in them.
SECRETARIES = (Role.COMMISSION_SECRETARY, Role.CENTRAL_SECRETARY)
VOTERS = (Role.COMMISSION_MEMBER, Role.CENTRAL_MEMBER)
