"""Addresses that need no account (also listed in core/public_routes.py)."""

from django.urls import path

from cases import public_views
from mcr_portal import calendar_views

app_name = "public"

urlpatterns = [
    path("", public_views.PublicHome.as_view(), name="home"),
    path("request/", public_views.RequestStatus.as_view(), name="request_status"),
    path("letter/", public_views.LetterCheck.as_view(), name="letter_check"),
    path(
        "calendar/<str:token>.ics",
        calendar_views.CalendarFile.as_view(),
        name="calendar",
    ),
]
