"""Addresses of buildings and dwellings."""

from django.urls import path

from housing import views

app_name = "housing"

urlpatterns = [
    path("", views.BuildingList.as_view(), name="building_list"),
    path("add/", views.BuildingCreate.as_view(), name="building_create"),
    path("<int:pk>/", views.BuildingDetail.as_view(), name="building_detail"),
    path("<int:pk>/dwellings/add/", views.UnitCreate.as_view(), name="unit_create"),
]
