"""One page for every step of every life: what it does, what is missing, the question it asks."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from core import edit_versions, page_parts, rules
from core.forms import PortalForm, ReasonForm
from core.pages.base import ObjectMixin
from core.pages.edits import FormPage
from core.workflow import MovedOn, fix_url


class TransitionPage(ObjectMixin, FormPage):
    """Confirm a step; a step that is not offered answers 404."""

    template_name = "layouts/confirm.html"
    workflow = None

    def prepare(self):
        self.object = self.get_object()
        offered = self.workflow.available(self.object, self.request.user)
        name = self.kwargs["transition"]
        self.step = next(
            (step for step in offered if step.transition.name == name), None
        )
        if self.step is None and not self._was_possible(name):
            raise Http404

    def _was_possible(self, name: str) -> bool:
        """A post for a step that somebody else has made in the meantime deserves a sentence, not a 404."""
        transition = self.workflow.by_name.get(name)
        return bool(
            transition
            and transition.permission
            and self.request.method == "POST"
            and rules.may(self.request.user, transition.permission, self.object)
        )

    @property
    def transition(self):
        return self.workflow.by_name[self.kwargs["transition"]]

    def form(self, **posted):
        form_class = self.transition.form or (
            ReasonForm if self.transition.needs_reason else PortalForm
        )
        if hasattr(form_class, "for_record"):
            return form_class.for_record(self.object, by=self.request.user, **posted)
        return form_class(**posted)

    def save(self, form):
        if edit_versions.is_stale(self.object, self.request.POST):
            raise ValidationError(MovedOn().messages, code="stale")
        data = dict(form.cleaned_data)
        obj = self.workflow.apply(
            self.object,
            self.transition.name,
            by=self.request.user,
            version=self.object.version,
            reason=data.pop("reason", ""),
            **data,
        )
        stage = self.workflow.stage(obj.status)
        self.saved_message = _("%(record)s: %(stage)s") % {
            "record": obj.reference,
            "stage": stage.label,
        }
        return obj.get_absolute_url()

    def page_title(self):
        return self.transition.label

    @property
    def submit_label(self):
        return self.transition.label

    def tone(self):
        return self.transition.tone

    def cancel_url(self):
        return self.object.get_absolute_url()

    def more(self):
        missing = self.step.missing if self.step else ()
        return {
            "object": self.object,
            "record": {"title": self.object.title, "reference": self.object.reference},
            "form_version": self.object.version,
            # Whoever decides sees what was done and said before.
            "timeline": page_parts.timeline(
                self.workflow, page_parts.changes_of(self.object)
            ),
            "consequences": self.transition.consequences,
            "missing": [
                {"label": guard.refusal, "url": fix_url(guard, self.object)}
                for guard in missing
            ],
        }
