"""Addresses of reports."""

from django.urls import path, re_path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.ReportList.as_view(), name="report_list"),
    path("new/<slug:key>/", views.ReportRequest.as_view(), name="report_request"),
    path("nightly/<slug:key>/", views.Nightly.as_view(), name="nightly"),
    path("runs/<int:pk>/", views.RunDetail.as_view(), name="run_detail"),
    re_path(
        r"^runs/(?P<pk>[0-9]{1,19})/(?P<format_name>xlsx|csv|pdf)/$",
        views.RunFile.as_view(),
        name="run_file",
    ),
    re_path(
        r"^runs/(?P<pk>[0-9]{1,19})/(?P<step>cancel|retry)/$",
        views.RunStep.as_view(),
        name="run_step",
    ),
]
