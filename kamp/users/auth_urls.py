"""Sign-in, sign-out, password reset and change: the views of allauth at our addresses, and no other of its views."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("password/", views.password_change, name="account_change_password"),
    path("reset/", views.password_reset, name="account_reset_password"),
    path("reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    path("reset/<uidb36>-<key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
    path("reset/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
]
