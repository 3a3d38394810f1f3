"""What the frame around every page needs; built once per request and only when drawn."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string


def frame(request) -> dict:
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request) -> dict:
    shown = {
        "languages": _languages(),
        "demo": settings.DEMO,
        "home_url": reverse("public:home"),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return shown
    return shown | {
        "home_url": reverse("home"),
        # The top of the house knows the whole menu; this floor only asks for it.
        "navigation": import_string(settings.NAVIGATION)(request),
        "user_name": str(user),
        "user_place": import_string(settings.USER_PLACE)(user),
        "search_url": reverse(settings.SEARCH_ROUTE),
        "search_query": request.GET.get("q", ""),
        "sign_out_url": reverse("accounts:sign_out"),
        "profile_url": reverse("accounts:profile"),
    }


def _languages() -> list[dict]:
    current = translation.get_language()
    return [
        {"code": code, "name": name, "current": code == current}
        for code, name in settings.LANGUAGES
    ]
