"""What is asked before two entries become one: which value of each fact, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.merge_fields import DROPPED, KEPT, compared
from core.forms import ReasonForm


class MergeForm(ReasonForm):
    """Two entries side by side: one choice for each fact that differs."""

    def __init__(self, *args, kept, dropped, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = compared(kept, dropped)
        for line in self.lines:
            if line.differs:
                self.fields[line.name] = self._choice(line)
        self.fields["reason"].help_text = _(
            "How you know that both are the same: the paper, the person, the family."
        )

    @staticmethod
    def _choice(line) -> forms.ChoiceField:
        marks = {"aria-describedby": f"fact-{line.name}"}
        return forms.ChoiceField(
            label=line.label,
            choices=((KEPT, line.kept), (DROPPED, line.dropped)),
            initial=line.usual,
            widget=forms.RadioSelect(attrs=marks | {"class": "form-check-input"}),
        )

    @property
    def choices(self) -> dict[str, str]:
        """The entry chosen for each fact that differs."""
        return {
            line.name: self.cleaned_data[line.name]
            for line in self.lines
            if line.differs
        }

    def rows(self) -> list[dict]:
        """Every fact, with its question where the entries differ."""
        return [
            {"line": line, "field": self[line.name] if line.differs else None}
            for line in self.lines
        ]
