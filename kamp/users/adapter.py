"""How allauth is bent to KAMP: nobody signs up alone, and the messages are ours."""

from __future__ import annotations

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kamp.users.models import User


class AccountAdapter(DefaultAccountAdapter):
    """No public sign-up."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail or password not correct."),
        "too_many_login_attempts": _("Too many failed attempts. Wait 15 minutes or reset your password."),
        "enter_current_password": _("Enter your present password."),
        "incorrect_password": _("The present password is not correct."),
        "invalid_password_reset": _("This link has expired or was used already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display_name(user: User) -> str:
    """The name shown in mails and messages of allauth."""
    return user.name
