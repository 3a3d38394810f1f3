"""Signing in and out, the profile and its password."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts import services
from accounts.forms import CoverForm, PasswordForm, ProfileForm, SignInForm
from accounts.models import Cover
from accounts.services import ARRANGE
from core.forms import PortalForm
from core.pages import FormPage, ObjectMixin, Page
from core.rules import SIGNED_IN

MOST_SHOWN = 200


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


class CoverList(Page):
    """Who stands in for whom in the offices of this person, the present and coming ones first."""

    permission = ARRANGE

    def get(self, request):
        covers = Cover.objects.visible_to(request.user, self.permission)
        people = covers.select_related("absent", "covering", "municipality")
        context = {"covers": people.select_related("arranged_by")[:MOST_SHOWN]}
        return render(request, "accounts/cover_list.html", context)


class CoverCreate(FormPage):
    """Say who stands in for whom, from when until when."""

    permission = ARRANGE
    form_class = CoverForm
    title = _("Cover for absence")
    intro = _(
        "On these days the colleague has the role of the person who is away, in this office, besides their own. Where a second person must agree, it stays a second person. It ends by itself."
    )
    submit_label = _("Arrange the cover")

    def form_arguments(self):
        return {"scope": self.request.user.scope_for(self.permission)}

    def save(self, form):
        services.arrange_cover(cover=form.save(commit=False), by=self.request.user)
        return self.cancel_url()

    def cancel_url(self):
        return reverse("accounts:cover_list")


class CoverEnd(ObjectMixin, FormPage):
    """End a cover before its last day."""

    permission = ARRANGE
    queryset = Cover.objects.select_related("absent", "covering")
    form_class = PortalForm
    template_name = "layouts/confirm.html"
    title = _("End the cover today")
    submit_label = _("End the cover today")

    def prepare(self):
        self.object = self.get_object()

    def save(self, form):
        services.end_cover(cover=self.object, by=self.request.user)
        return self.cancel_url()

    def cancel_url(self):
        return reverse("accounts:cover_list")

    def more(self):
        sentence = gettext("%(name)s no longer has the role of %(absent)s.")
        names = {"name": self.object.covering, "absent": self.object.absent}
        return {"consequences": [sentence % names], "record": {"title": self.object}}
