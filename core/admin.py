"""Administration of places, words and provisions; reading of the logs."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from core import holiday_changes, serving
from core.models import (
    AuditEntry,
    Community,
    Country,
    District,
    Holiday,
    Institution,
    Municipality,
    NameAlias,
    Provision,
    ReadEntry,
    Settlement,
)


class TranslatedAdmin(TranslationAdmin):
    """Names in every language, one tab each."""

    class Media:
        js = ("portal/admin_tabs.js",)
        css = {"all": ("portal/admin_tabs.css",)}


@admin.register(District)
class DistrictAdmin(TranslatedAdmin):
    list_display = ("code", "name")


@admin.register(Municipality)
class MunicipalityAdmin(TranslatedAdmin):
    list_display = ("code", "name", "district")
    list_select_related = ("district",)
    search_fields = ("code", "name_en", "name_sq", "name_sr", "name_sr_latn")


@admin.register(Settlement)
class SettlementAdmin(TranslatedAdmin):
    list_display = ("name", "municipality", "kind")
    list_filter = ("municipality",)
    list_select_related = ("municipality",)
    search_fields = ("name_en", "name_sq", "name_sr", "name_sr_latn")


@admin.register(Community)
class CommunityAdmin(TranslatedAdmin):
    list_display = ("code", "name", "order")


@admin.register(Country)
class CountryAdmin(TranslatedAdmin):
    list_display = ("iso2", "name")


@admin.register(Institution)
class InstitutionAdmin(TranslatedAdmin):
    list_display = ("code", "name", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "name_en", "name_sq", "name_sr")


@admin.register(Holiday)
class HolidayAdmin(TranslatedAdmin):
    list_display = ("date", "name", "estimated")
    list_filter = ("estimated",)
    date_hierarchy = "date"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        holiday_changes.ask_to_move(
            day for day in (form.initial.get("date"), obj.date) if day
        )

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        holiday_changes.ask_to_move([obj.date])

    def delete_queryset(self, request, queryset):
        days = list(queryset.values_list("date", flat=True))
        super().delete_queryset(request, queryset)
        holiday_changes.ask_to_move(days)


@admin.register(NameAlias)
class NameAliasAdmin(admin.ModelAdmin):
    list_display = ("name", "other_name", "kind", "cost")
    list_filter = ("kind",)
    search_fields = ("name", "other_name")


# What is asked of every version of a rule, in this order.
DATED = ("valid_from", "valid_to", "legal_basis", "source", "verified_by", "verified_on", "note")  # fmt: skip


@admin.register(Provision)
class ProvisionAdmin(admin.ModelAdmin):
    fields = ("key", "value", "unit", *DATED)
    list_display = ("key", "value", "unit", "valid_from", "valid_to", "is_verified")
    list_filter = ("key",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        # A file keeps the law it began under; a letter that waits is served by what is known now.
        if obj.key in serving.SERVED_WITHIN.values():
            holiday_changes.ask_to_move_letters()

    @admin.display(boolean=True)
    def is_verified(self, obj):
        return obj.is_verified


class LogAdmin(admin.ModelAdmin):
    """A log: read, never written."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(LogAdmin):
    list_display = ("at", "action", "table_name", "row_id", "user_id", "request_id")
    list_filter = ("action", "table_name")
    search_fields = ("row_id", "request_id")
    ordering = ("-id",)


@admin.register(ReadEntry)
class ReadEntryAdmin(LogAdmin):
    list_display = ("at", "user_id", "what", "row_id", "record_id", "municipality_id")
    list_filter = ("what",)
    search_fields = ("record_id", "user_id")
    ordering = ("-id",)
