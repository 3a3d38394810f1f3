"""Says of every field with personal data which class it is, why we keep it and how long."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Privacy:
    """A class of personal data: its level (K1 public … K4 danger to life), its purpose and its retention provision."""

    level: str
    purpose: str
    retention: str

    @property
    def is_personal(self) -> bool:
        """Whether fields of this class say anything about a person."""
        return self.level != "K1"


# What the levels mean, for whoever asks what is kept.
LEVELS = {
    "K1": _("public"),
    "K2": _("internal"),
    "K3": _("confidential (harm if it becomes known)"),
    "K4": _("strictly confidential (danger if it becomes known)"),
}


IDENTITY = Privacy("K3", _("To know who asks for return"), "retention_case_years")
CONTACT = Privacy("K3", _("To reach the family"), "retention_case_years")
DISPLACEMENT = Privacy(
    "K3", _("To establish the right to return"), "retention_case_years"
)
PROPERTY = Privacy(
    "K3",
    _("To know whether the family can return to its property"),
    "retention_case_years",
)
COMMUNITY = Privacy(
    "K4", _("Self-declared; statistics only"), "retention_sensitive_years"
)
WELFARE = Privacy("K4", _("To help those most in need"), "retention_sensitive_years")
PAPERS = Privacy("K3", _("To prove what the law asks for"), "retention_case_years")
CASEWORK = Privacy(
    "K2", _("To decide and to be able to explain"), "retention_case_years"
)
STAFF = Privacy("K2", _("To know who did what"), "retention_staff_years")
NOT_PERSONAL = Privacy("K1", _("Not about a person"), "")
