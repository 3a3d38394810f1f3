"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from accounts.views import Language
from mcr_portal import home, public_urls, views, work_urls

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("work/", include(work_urls)),
    path("", include("cases.urls")),
    path("commissions/", include("commissions.urls")),
    path("housing/", include("housing.urls")),
    path("collective-centres/", include("collective_centers.urls")),
    path("reports/", include("reports.urls")),
    path("account/", include("accounts.urls")),
    path("public/", include(public_urls)),
    path("language/", Language.as_view(), name="language"),
    path("health/", views.health, name="health"),
    path("administration/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
