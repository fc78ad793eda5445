"""How allauth is bent to KAMP: nobody signs up alone, an administrator makes users."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from kamp.users.models import User


class AccountAdapter(DefaultAccountAdapter):
    """No public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display_name(user: User) -> str:
    """The name shown in mails and messages of allauth."""
    return user.name
