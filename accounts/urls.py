"""Addresses of signing in and the profile."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("profile/password/", views.PasswordChange.as_view(), name="password_change"),
]
