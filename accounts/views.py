"""Signing in and out, the profile and its password."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.forms import PasswordForm, ProfileForm, SignInForm
from core.pages import FormPage
from core.rules import SIGNED_IN


class SignIn(auth_views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"status_url": reverse_lazy("public:request_status")}


class SignOut(auth_views.LogoutView):
    """Ends the session and clears what the browser kept."""

    permission = SIGNED_IN

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class Profile(FormPage):
    permission = SIGNED_IN
    form_class = ProfileForm
    template_name = "accounts/profile.html"
    title = _("Profile")

    def form_arguments(self):
        return {"instance": self.request.user}

    def save(self, form):
        form.save()
        return reverse("accounts:profile")

    def cancel_url(self):
        return reverse("home")

    def more(self):
        return {"password_url": reverse("accounts:password_change")}


class PasswordChange(auth_views.PasswordChangeView):
    permission = SIGNED_IN
    template_name = "accounts/password_change.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:profile")
    extra_context = {
        "page": {
            "title": _("Change my password"),
            "cancel_url": reverse_lazy("accounts:profile"),
        }
    }


class Language(View):
    """Choose the language of the pages on this device; the profile keeps the language of letters and notices."""

    http_method_names = ["post"]

    def post(self, request):
        wanted = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
        response = HttpResponseRedirect(wanted if safe else "/")
        language = request.POST.get("language", "")
        if language in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=365 * 24 * 3600,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response
