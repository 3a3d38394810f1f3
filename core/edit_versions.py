"""Two people on one record: nobody overwrites unseen."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

FIELD = "form_version"
STALE = _(
    "Somebody else saved this in the meantime. Your text is kept: compare and save again."
)


def is_stale(obj, data) -> bool:
    """Whether the form shows an older state of the record than the database."""
    sent = data.get(FIELD, "")
    return sent != str(obj.version)


def difference(obj, form) -> dict:
    """Field by field: what is saved now and what this person typed."""
    rows = []
    for name, field in form.fields.items():
        if not hasattr(obj, name):
            continue
        theirs, yours = form.initial.get(name, ""), form[name].value()
        if str(theirs or "") != str(yours or ""):
            rows.append(
                {
                    "label": field.label,
                    "theirs": _word(field, theirs),
                    "yours": _word(field, yours),
                }
            )
    return {"at": obj.changed_at, "rows": rows}


def _word(field, value) -> str:
    choices = dict(getattr(field, "choices", ()) or ())
    return str(choices.get(value, value if value not in (None, "") else "–"))


def take(obj) -> None:
    """Take the next version before saving; refused when another editor was quicker by a moment."""
    version = obj.version
    model = type(obj)
    taken = model._base_manager.filter(pk=obj.pk, version=version).update(
        version=F("version") + 1
    )
    if not taken:
        raise ValidationError(
            STALE,
            code="stale",
        )
    obj.version = version + 1
