"""Addresses of what waits for somebody."""

from django.urls import path, re_path

from core.pages import bulk
from mcr_portal import calendar_views, work_views

urlpatterns = [
    path("", work_views.WorkList.as_view(), name="work_list"),
    path(
        "calendar/", calendar_views.CalendarAddress.as_view(), name="calendar_address"
    ),
    path("many/", bulk.BulkList.as_view(), name="bulk_list"),
    path("many/<int:pk>/", bulk.BulkDetail.as_view(), name="bulk_detail"),
    path("many/<int:pk>/undo/", bulk.BulkUndo.as_view(), name="bulk_undo"),
    path("many/<int:pk>/results.xlsx", bulk.BulkSheet.as_view(), name="bulk_sheet"),
    path("many/<int:pk>/print.pdf", bulk.BulkPaper.as_view(), name="bulk_paper"),
    re_path(
        r"^many/(?P<pk>[0-9]{1,19})/(?P<step>cancel|retry)/$",
        bulk.BulkStep.as_view(),
        name="bulk_step",
    ),
]
