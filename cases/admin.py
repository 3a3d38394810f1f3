"""Administration of request types, papers, checklists, kinds and sources of assistance; no case files."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from cases.models import (
    AssistanceKind,
    AssistanceSource,
    Checklist,
    ClaimBody,
    PaperKind,
    RequestType,
    RequiredPaper,
)
from core.admin import DATED, TranslatedAdmin


class LinesFormSet(BaseInlineFormSet):
    """The lines of a checklist, looked at together."""

    def clean(self):
        super().clean()
        rows = [row for row in map(self._row, self.forms) if row]
        listed = {row.get("paper_kind") for row in rows}
        replaced = {row["stands_in_for"] for row in rows if row.get("stands_in_for")}
        if replaced - listed:
            raise ValidationError(
                _("A paper can stand in only for a paper that is on the list itself.")
            )

    def _row(self, form) -> dict:
        row = getattr(form, "cleaned_data", {})
        return {} if row.get("DELETE") else row


class RequiredPaperInline(admin.TabularInline):
    model = RequiredPaper
    formset = LinesFormSet
    fk_name = "checklist"
    extra = 0

    def _is_open(self, obj) -> bool:
        return obj is None or not obj.is_used

    def has_add_permission(self, request, obj=None):
        return self._is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._is_open(obj) and super().has_delete_permission(request, obj)


@admin.register(Checklist)
class ChecklistAdmin(admin.ModelAdmin):
    """A version of a checklist; under which files live, only its end and its verification are written."""

    fields = ("request_type", *DATED, "is_used")
    list_display = ("request_type", "valid_from", "valid_to", "is_used", "is_verified")
    list_filter = ("request_type",)
    list_select_related = ("request_type",)
    readonly_fields = ("is_used",)
    inlines = (RequiredPaperInline,)

    @admin.display(boolean=True)
    def is_verified(self, obj):
        return obj.is_verified

    def get_readonly_fields(self, request, obj=None):
        kept = ("request_type", "valid_from") if obj and obj.is_used else ()
        return (*self.readonly_fields, *kept)


@admin.register(RequestType)
class RequestTypeAdmin(TranslatedAdmin):
    list_display = ("code", "name", "order", "is_active", "needs_property")


@admin.register(PaperKind)
class PaperKindAdmin(TranslatedAdmin):
    list_display = ("code", "name")


@admin.register(AssistanceKind)
class AssistanceKindAdmin(TranslatedAdmin):
    list_display = ("code", "name", "group", "order", "is_active")


@admin.register(AssistanceSource)
class AssistanceSourceAdmin(TranslatedAdmin):
    list_display = ("code", "name", "order", "is_active")


@admin.register(ClaimBody)
class ClaimBodyAdmin(TranslatedAdmin):
    list_display = ("code", "name", "order")
