"""Addresses of commissions, their sittings and what is decided in them."""

from django.urls import path

from commissions import views

app_name = "commissions"

urlpatterns = [
    path("", views.CommissionList.as_view(), name="commission_list"),
    path("add/", views.CommissionCreate.as_view(), name="commission_create"),
    path("<int:pk>/", views.CommissionDetail.as_view(), name="commission_detail"),
    path("<int:pk>/edit/", views.CommissionUpdate.as_view(), name="commission_update"),
    path("<int:pk>/members/add/", views.MemberCreate.as_view(), name="member_create"),
    path("members/<int:pk>/end/", views.MemberEnd.as_view(), name="member_end"),
    path(
        "<int:pk>/sittings/add/", views.SittingCreate.as_view(), name="sitting_create"
    ),
    path("sittings/<int:pk>/", views.SittingDetail.as_view(), name="sitting_detail"),
    path(
        "sittings/<int:pk>/step/<slug:transition>/",
        views.SittingTransition.as_view(),
        name="sitting_transition",
    ),
    path(
        "sittings/<int:pk>/attendance/",
        views.SittingAttendance.as_view(),
        name="sitting_attendance",
    ),
    path("sittings/<int:pk>/fill/", views.AgendaFill.as_view(), name="agenda_fill"),
    path("items/step/", views.ItemsStep.as_view(), name="items_step"),
    path("items/<int:pk>/", views.ItemReview.as_view(), name="item_review"),
    path(
        "items/<int:pk>/prepare/<slug:outcome>/",
        views.ItemPrepare.as_view(),
        name="item_prepare",
    ),
    path(
        "items/<int:pk>/conflict/", views.ItemConflict.as_view(), name="item_conflict"
    ),
    path(
        "items/<int:pk>/conflict/back/",
        views.ItemConflictBack.as_view(),
        name="item_conflict_back",
    ),
    path("minutes/<int:pk>/", views.MinutesDownload.as_view(), name="minutes_download"),
]
