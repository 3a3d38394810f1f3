"""What surrounds every request: its id, the reader's language, sign-in by default, and the scope in one transaction."""

import uuid

from django.conf import settings
from django.contrib.auth.middleware import (
    LoginRequiredMiddleware as DjangoLoginRequired,
)
from django.db import IntegrityError, transaction
from django.shortcuts import render
from django.utils import translation

from core import constraints
from core.public_routes import PUBLIC_ROUTES
from core.scoping import NOBODY, acting


class RequestIdMiddleware:
    """Gives each request the id that stands on its audit rows and in the log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = str(uuid.uuid4())
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        if getattr(request, "user", None) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class LanguageMiddleware:
    """Speaks the reader's language: chosen on this page, else of the profile, else of the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self._chosen(request) or translation.get_language_from_request(
            request
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Vary", "Accept-Language, Cookie")
        return response

    def _chosen(self, request) -> str | None:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if cookie in dict(settings.LANGUAGES):
            return cookie
        return request.user.language if request.user.is_authenticated else None


class LoginRequiredMiddleware(DjangoLoginRequired):
    """Nobody comes in without signing in, except on the listed public routes."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.resolver_match.view_name in PUBLIC_ROUTES:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class ScopeMiddleware:
    """Serves the request, rendering included, in one transaction that knows who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        scope = request.user.scope if request.user.is_authenticated else NOBODY
        request.has_failed = False
        try:
            with acting(scope, request_id=request.id):
                response = self.get_response(request)
                if response.status_code >= 500 or request.has_failed:
                    transaction.set_rollback(True)
        except IntegrityError as refusal:
            if not constraints.is_about_another_place(refusal):
                raise
            # Known only at the end: while this person typed, another office took the file over.
            with acting(scope, request_id=request.id):
                return render(request, "moved_away.html", status=409)
        return response

    def process_exception(self, request, exception):
        # Django turns the exception into a page, which may still ask the database;
        # what the view did before must not stay.
        request.has_failed = True
