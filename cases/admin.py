"""Administration of request types, papers, checklists, kinds and sources of assistance; no case files."""

from django.contrib import admin

from cases.models import (
    AssistanceKind,
    AssistanceSource,
    ClaimBody,
    PaperKind,
    RequestType,
    RequiredPaper,
)
from core.admin import TranslatedAdmin


class RequiredPaperInline(admin.TabularInline):
    model = RequiredPaper
    extra = 0


@admin.register(RequestType)
class RequestTypeAdmin(TranslatedAdmin):
    list_display = ("code", "name", "order", "is_active", "needs_property")
    inlines = (RequiredPaperInline,)


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
