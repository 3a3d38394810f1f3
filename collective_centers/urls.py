"""Addresses of collective centres."""

from django.urls import path

from collective_centers import views

app_name = "collective_centers"

urlpatterns = [
    path("", views.CentreList.as_view(), name="centre_list"),
    path("<int:pk>/", views.CentreDetail.as_view(), name="centre_detail"),
]
