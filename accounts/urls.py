"""Addresses of signing in and the profile."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("covers/", views.CoverList.as_view(), name="cover_list"),
    path("covers/add/", views.CoverCreate.as_view(), name="cover_create"),
    path("covers/<int:pk>/end/", views.CoverEnd.as_view(), name="cover_end"),
    path("profile/password/", views.PasswordChange.as_view(), name="password_change"),
]
