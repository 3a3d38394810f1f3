"""The sentence a person reads when the database itself refuses."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

# How core.walls names what keeps a row in the municipality of its file.
PLACES = ("_same_place", "_same_home")
UNKNOWN = _("This does not fit what is already saved. Look at the record again.")


def sentence_for(error: IntegrityError) -> str:
    """The translated message declared beside the violated constraint, or beside the model that a trigger guards."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return _sentences().get(getattr(diagnostics, "constraint_name", ""), UNKNOWN)


@cache
def _sentences() -> dict[str, str]:
    declared = {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message
        != constraint.default_violation_error_message
    }
    for model in apps.get_models():
        declared |= getattr(model, "TRIGGERS", {})
    return declared


def is_about_another_place(error: IntegrityError) -> bool:
    """Whether a row would have stayed in a municipality that its file has left (core.walls)."""
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", "") or ""
    return name.endswith(PLACES)
