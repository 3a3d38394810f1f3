"""The portal's addresses with the floors and the stock admin beside them."""

from django.urls import include, path

from bench import floors, stock_admin

urlpatterns = [
    path("floor/bare/", floors.bare, name="floor_bare"),
    path("floor/user/", floors.user, name="floor_user"),
    path("floor/raw/", floors.raw, name="floor_raw"),
    path("stock/", stock_admin.site.urls),
    path("", include("mcr_portal.urls")),
]
