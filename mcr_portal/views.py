"""Health for the load balancer and the pages of every error."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

AWAY = (OperationalError, InterfaceError)


def health(request):
    """Whether the portal can answer: the database is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """A fault of ours; while the database is away, the page that says so."""
    away = isinstance(sys.exc_info()[1], AWAY)
    name, status = ("503.html", 503) if away else ("500.html", 500)
    response = HttpResponse(plain(name), status=status)
    if away:
        response["Retry-After"] = "30"
    return response


def plain(name: str) -> str:
    """A page that needs neither database nor user."""
    return render_to_string(name)


def csrf_failure(request, reason=""):
    """A form older than its session: what was typed is still in the browser."""
    return render(request, "csrf_failure.html", status=403)
