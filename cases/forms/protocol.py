"""What is asked about an act for the protocol book."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import past_day
from core.forms import PortalForm, PortalModelForm
from core.models import Municipality, ProtocolEntry, Record
from core.uploads import clean_upload


class FileField(forms.CharField):
    """The number of a file in which somebody may enter acts; empty for none."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"label": _("Number of the file"), "max_length": 40, **kwargs}
        )

    def file_for(self, number: str, user) -> Record | None:
        """The file of this number; a foreign one answers as a missing one."""
        if not number:
            return None
        seen = Record.objects.visible_to(user, "cases.keep_protocol")
        found = seen.filter(
            reference=number.strip().upper(), kind__startswith="cases."
        ).first()
        if found is None:
            raise ValidationError(_("There is no file with this number."))
        return found


class ActForm(PortalModelForm):
    """An act that came in: from whom, about what, for which file, with its scan."""

    office = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Book of the office"), empty_label=None
    )
    file_number = FileField(
        required=False,
        help_text=_(
            "For example RR-2026-000412. Leave empty if the file is not known yet."
        ),
    )
    scan = forms.FileField(
        label=_("Scan of the act"),
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )

    fieldsets = {
        _("The act"): ["act", "correspondent", "subject", "dated_on", "scan"],
        _("Where it belongs"): ["office", "file_number", "classification"],
    }

    class Meta:
        model = ProtocolEntry
        fields = ["act", "correspondent", "subject", "dated_on", "classification"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["act"].required = True
        self._offer_books(user.scope_for("cases.keep_protocol"))

    def _offer_books(self, scope) -> None:
        """The ministry has one book; who works for one municipality is not asked either."""
        places = Municipality.objects.filter(pk__in=scope.municipalities)
        self.fields["office"].queryset = places
        if scope.everything or len(scope.municipalities) < 2:
            del self.fields["office"]
        self.only_book = None if scope.everything else scope.municipalities[0]

    def clean_dated_on(self):
        return past_day(self.cleaned_data["dated_on"])

    def clean_scan(self):
        return clean_upload(self.cleaned_data["scan"])

    def clean_file_number(self):
        return self.fields["file_number"].file_for(
            self.cleaned_data["file_number"], self.user
        )

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("office")
        cleaned["municipality_id"] = chosen.pk if chosen else self.only_book
        return cleaned

    def _get_validation_exclusions(self):
        # The book and the scan are set by the service.
        return super()._get_validation_exclusions() | {"scan"}


class AttachForm(PortalForm):
    """To which file an act belongs."""

    file_number = FileField()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_file_number(self):
        return self.fields["file_number"].file_for(
            self.cleaned_data["file_number"], self.user
        )
