"""Questions of the way from a file to an import."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import Import
from cases.register_import.columns import FIELDS
from core.forms import PortalForm
from core.models import Municipality
from core.tabular.encodings import DELIMITERS, ENCODINGS
from core.tabular.files import ACCEPT, check_register

LETTERS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1250": "Windows-1250 (č ć đ š ž)",
    "cp1251": "Windows-1251 (ч ћ ђ ш ж)",
    "cp1252": "Windows-1252 (ë ç)",
    "iso8859-2": "ISO 8859-2 (č ć đ š ž)",
    "iso8859-5": "ISO 8859-5 (ч ћ ђ ш ж)",
}
SEPARATORS = {";": _("semicolon"), ",": _("comma"), "\t": _("tabulator"), "|": "|"}
NO_COLUMN = ("", _("not taken over"))


class RegisterUploadForm(PortalForm):
    """Which register is brought, for which municipality."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Municipality"), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A sheet (XLSX, XLS, ODS) or CSV, up to 60 MB and 300,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    source = forms.CharField(
        label=_("name of the register"),
        max_length=80,
        help_text=Import._meta.get_field("source").help_text,
    )
    language = forms.ChoiceField(
        label=_("language and script of letters"), choices=settings.LANGUAGES
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        scope = user.scope_for("cases.import_register")
        places = Municipality.objects.all()
        if not scope.everything:
            places = places.filter(pk__in=scope.municipalities)
        self.fields["municipality"].queryset = places
        self.fields["language"].initial = user.language

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        check_register(uploaded)
        return uploaded


class SheetForm(PortalForm):
    """Where in the file the register stands, and in which letters."""

    sheet = forms.ChoiceField(label=_("sheet"), required=False)
    encoding = forms.ChoiceField(
        label=_("letters"),
        required=False,
        choices=[(name, LETTERS[name]) for name in ENCODINGS],
        help_text=_("If names below look strange, choose another kind of letters."),
    )
    delimiter = forms.ChoiceField(
        label=_("separator"),
        required=False,
        choices=[(sign, SEPARATORS[sign]) for sign in DELIMITERS],
    )
    header_row = forms.IntegerField(
        label=_("row with the names of the columns"), min_value=1, max_value=400
    )
    header_height = forms.TypedChoiceField(
        label=_("rows of the header"),
        coerce=int,
        choices=[(1, _("one row")), (2, _("two rows: this one and the one above it"))],
    )

    def __init__(self, *args, register: Import, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {"sheet"} if register.kind != "csv" else {"encoding", "delimiter"}
        for name in {"sheet", "encoding", "delimiter"} - asked:
            del self.fields[name]
        if "sheet" in self.fields:
            self.fields["sheet"].choices = [(name, name) for name in register.sheets]
        for name, field in self.fields.items():
            field.initial = getattr(register, name)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("header_row", 2) < cleaned.get("header_height", 1):
            raise ValidationError(_("Above the first row there is none."))
        return cleaned


class ColumnsForm(PortalForm):
    """What each column is."""

    layout = forms.ChoiceField(
        label=_("what a row is"),
        choices=Import.Layout,
        widget=forms.RadioSelect,
        help_text=_(
            "Where the register tells no household, each person becomes the head of an own one."
        ),
    )
    date_order = forms.ChoiceField(
        label=_("order in dates"),
        choices=Import.DateOrder,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, register: Import, examples: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["layout"].initial = register.layout
        self.fields["date_order"].initial = register.date_order
        for column, name in enumerate(register.header):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=name or _("column %(number)s") % {"number": column + 1},
                required=False,
                choices=[
                    NO_COLUMN,
                    *((key, each.label) for key, each in FIELDS.items()),
                ],
                initial=register.columns.get(column, ""),
                help_text=examples.get(column, ""),
            )
        self.helper.layout = self._layout()

    def mapping(self) -> dict[int, str]:
        """Column to field, as chosen."""
        return {
            int(name.removeprefix("column_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_") and value
        }

    def clean(self):
        cleaned = super().clean()
        chosen = list(self.mapping().values())
        twice = next((name for name in chosen if chosen.count(name) > 1), None)
        if twice:
            message = _("Two columns are “%(field)s”; choose one of them.")
            raise ValidationError(message, params={"field": FIELDS[twice].label})
        names = {"given_name", "surname"}
        if "full_name" not in chosen and not names <= set(chosen):
            raise ValidationError(_("Say which columns hold given name and surname."))
        if cleaned.get("layout") == Import.Layout.MEMBER and "household" not in chosen:
            raise ValidationError(_("Say which column tells the household."))
        return cleaned


class HeldRowForm(PortalForm):
    """Whether a held row is somebody new."""

    decision = forms.ChoiceField(label=_("Who is this?"), widget=forms.RadioSelect)

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        persons = [(str(person.pk), str(person)) for person in candidates]
        self.fields["decision"].choices = [
            *persons,
            ("new", _("somebody else: register as a new person")),
        ]
