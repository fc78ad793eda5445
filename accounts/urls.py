"""Addresses of accounts."""

from django.urls import path

from accounts.views import account_page, accounts

app_name = "accounts"
urlpatterns = [
    path("", accounts.AccountList.as_view(), name="account_list"),
    path("<slug:slug>/", account_page.Overview.as_view(), name="account_detail"),
]
