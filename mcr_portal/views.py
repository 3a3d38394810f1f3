"""Health for the load balancer and the pages of every error."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from psycopg2.errors import DeadlockDetected, LockNotAvailable

AWAY = (OperationalError, InterfaceError)
# Two changed the same rows at one moment; one of them was stopped and may simply send it again.
BUSY = (DeadlockDetected, LockNotAvailable)


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
    """A fault of ours; a page of its own when somebody else was first, or while the database is away."""
    fault = sys.exc_info()[1]
    if isinstance(getattr(fault, "__cause__", None), BUSY):
        return _again("busy.html", seconds=2)
    if isinstance(fault, AWAY):
        return _again("503.html", seconds=30)
    return HttpResponse(plain("500.html"), status=500)


def _again(name: str, *, seconds: int) -> HttpResponse:
    later = {"Retry-After": str(seconds)}
    return HttpResponse(plain(name), status=503, headers=later)


def plain(name: str) -> str:
    """A page that needs neither database nor user."""
    return render_to_string(name)


def csrf_failure(request, reason=""):
    """A form older than its session: what was typed is still in the browser."""
    return render(request, "csrf_failure.html", status=403)
