"""Administrators give accounts and roles; every change is audited by the database."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, User
from accounts.roles import Role
from core.models import EscalationStep
from core.provisions import KNOWN


class AccountCreationForm(AdminUserCreationForm):
    """A new account: e-mail, name and a first password."""

    class Meta:
        model = User
        fields = ("email", "full_name", "language")


class AppointmentInline(admin.TabularInline):
    model = Appointment
    extra = 0

    def has_change_permission(self, request, obj=None):
        # Nobody gives roles to themselves.
        return super().has_change_permission(request, obj) and obj != request.user

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and obj != request.user

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = AccountCreationForm
    list_display = ("email", "full_name", "language", "is_active")
    list_filter = ("is_active", "language")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "created_at")
    inlines = (AppointmentInline,)
    fieldsets = (
        (None, {"fields": ("email", "password", "is_active")}),
        (_("Person"), {"fields": ("full_name", "phone", "language")}),
        (_("Dates"), {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "full_name",
                    "language",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )


class EscalationStepForm(forms.ModelForm):
    """A step of the ladder: only deadlines and roles that there are."""

    key = forms.ChoiceField(
        label=_("deadline"),
        choices=[
            (key, known.label)
            for key, known in KNOWN.items()
            if key.endswith("_days") and not key.endswith("_extension_days")
        ],
    )
    role = forms.ChoiceField(label=_("who is told"), choices=Role)

    class Meta:
        model = EscalationStep
        fields = ("key", "days", "role", "is_used")


@admin.register(EscalationStep)
class EscalationStepAdmin(admin.ModelAdmin):
    form = EscalationStepForm
    list_display = ("key", "days", "role", "is_used")
    list_filter = ("key", "role")
