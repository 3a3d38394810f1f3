"""Administration of request types, kinds of papers and checklists; no case files."""

from django.contrib import admin

from cases.models import PaperKind, RequestType, RequiredPaper
from core.admin import TranslatedAdmin


class RequiredPaperInline(admin.TabularInline):
    model = RequiredPaper
    extra = 0


@admin.register(RequestType)
class RequestTypeAdmin(TranslatedAdmin):
    list_display = ("code", "name", "order", "is_active")
    inlines = (RequiredPaperInline,)


@admin.register(PaperKind)
class PaperKindAdmin(TranslatedAdmin):
    list_display = ("code", "name")
