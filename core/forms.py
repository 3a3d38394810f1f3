"""Forms ask questions: sections are declared as `fieldsets`, the crispy layout is built here once."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.models import Settlement
from core.names import clean_typed, sorted_by_name

# Widths by what is asked: a year is not as wide as an address.
NARROW = (forms.DateField, forms.IntegerField, forms.DecimalField, forms.ChoiceField)


class NameField(forms.CharField):
    """A name as it is written on paper: kept as typed, without invisible characters."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 150, **kwargs})

    def to_python(self, value):
        return clean_typed(super().to_python(value) or "")


class DateInput(forms.DateInput):
    """The browser's own date field; it always sends ISO."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def by_name(rows) -> list[tuple]:
    """Choices in the order of the reader's alphabet."""
    ordered = sorted_by_name(rows, translation.get_language())
    return [("", "–"), *((row.pk, str(row)) for row in ordered)]


class PlaceField(forms.ModelChoiceField):
    """A settlement, in the reader's language and alphabet."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Settlement.objects.none(), **kwargs)

    def offer(self, settlements) -> None:
        """Accept and list these places."""
        self.queryset = settlements
        self.choices = by_name(settlements)

    def offer_around(self, municipality_id: int | None) -> None:
        """Accept any place, list those of one municipality."""
        self.queryset = Settlement.objects.all()
        self.choices = by_name(self.queryset.filter(municipality=municipality_id))


class PortalFormMixin:
    """A form drawn from its `fieldsets`: heading -> field names."""

    fieldsets: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A question begins with a capital, as those of models do.
            field.label = field.label and capfirst(field.label)
            if type(field) is forms.DateField:
                field.widget = DateInput()
        # Errors are listed in the order in which the form asks.
        self.order_fields([name for names in self.fieldsets.values() for name in names])
        self.helper = FormHelper()
        self.helper.form_tag = False
        # The layouts print the token themselves, also for pages without fields.
        self.helper.disable_csrf = True
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        sections = self.fieldsets or {"": list(self.fields)}
        return Layout(
            *(
                Fieldset(heading, *map(self._drawn, names))
                if heading
                else Layout(*map(self._drawn, names))
                for heading, names in sections.items()
            )
        )

    def _drawn(self, name: str):
        if name not in self.fields:
            return HTML("")
        narrow = isinstance(self.fields[name], NARROW)
        return Field(name, wrapper_class="field-narrow" if narrow else "")


class PortalForm(PortalFormMixin, forms.Form):
    """A form that is not one row."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A form over one row."""


class ReasonForm(PortalForm):
    """The question every refusal, return and withdrawal asks: why?"""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
