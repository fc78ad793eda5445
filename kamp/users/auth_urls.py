"""Sign-in, sign-out, password reset and change: the views of allauth we use, and no other of its views."""

from allauth.account import views
from django.urls import path, re_path

from kamp.users import sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("reset/", sign_in.Reset.as_view(), name="account_reset_password"),
    path("reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    path("reset/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # The key has dashes of its own, so the first dash ends the user's part.
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        sign_in.ResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
]
