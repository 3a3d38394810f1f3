"""Signing in, and what people say about themselves."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Appointment, Cover, User
from accounts.roles import OFFICE
from core import throttle
from core.forms import PortalFormMixin, PortalModelForm
from core.models import Municipality


class SignInForm(AuthenticationForm):
    """E-mail and password; throttled per account and per address, and never says which of them was wrong."""

    username = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

    error_messages = {
        "invalid_login": _("E-mail or password is wrong. Mind capital letters."),
        "inactive": _("E-mail or password is wrong. Mind capital letters."),
        "throttled": _("Too many attempts. Wait five minutes and try again."),
    }

    def clean(self):
        self._count_attempt()
        cleaned = super().clean()
        throttle.forget(self._account_key())
        return cleaned

    def clean_username(self):
        return self.cleaned_data["username"].lower()

    def _count_attempt(self) -> None:
        address = self.request.META.get("REMOTE_ADDR", "")
        by_account = throttle.count(self._account_key(), throttle.SIGN_IN_PER_ACCOUNT)
        by_address = throttle.count(
            f"sign-in:from:{address}", throttle.SIGN_IN_PER_ADDRESS
        )
        if not (by_account and by_address):
            raise ValidationError(self.error_messages["throttled"], code="throttled")

    def _account_key(self) -> str:
        return f"sign-in:{self.cleaned_data.get('username', '')}"


class PasswordForm(PortalFormMixin, PasswordChangeForm):
    """The old password and, twice, the new one."""


class ProfileForm(PortalModelForm):
    """Name, phone, language and script, and the numbers of the morning."""

    class Meta:
        model = User
        fields = ["full_name", "phone", "language", "daily_digest"]


class CoverForm(PortalModelForm):
    """Who is away, who stands in, from when until when."""

    class Meta:
        model = Cover
        fields = ["municipality", "absent", "covering", "valid_from", "valid_until"]

    fieldsets = {
        _("Who"): ["municipality", "absent", "covering"],
        _("When"): ["valid_from", "valid_until"],
    }

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        places = Municipality.objects.all()
        if not scope.everything:
            places = places.filter(pk__in=scope.municipalities)
        self.fields["municipality"].queryset = places
        if len(places) == 1:
            self.fields["municipality"].initial = places[0]
        people = User.objects.working_in(scope, OFFICE).order_by("full_name")
        self.fields["absent"].queryset = people
        self.fields["covering"].queryset = people

    def clean(self):
        cleaned = super().clean()
        place, today = cleaned.get("municipality"), timezone.localdate()
        for name in ("absent", "covering"):
            person = cleaned.get(name)
            held = person and Appointment.objects.current(on=today).filter(
                user=person, municipality=place, role__in=OFFICE
            )
            if person and place and not held.exists():
                self.add_error(name, _("This person does not work in this office."))
        until = cleaned.get("valid_until")
        if until and until < today:
            self.add_error("valid_until", _("This day is over."))
        return cleaned
