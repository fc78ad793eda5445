"""The mail that lets a new user choose a password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kamp.users.models import User


def invitation_link(user: User) -> str:
    """The path on which ``user`` chooses a password; single use, as long-lived as a password reset."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _dash, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


def send_invitation(request: HttpRequest, user: User) -> None:
    """Mails the link, in the language of the person invited."""
    link = request.build_absolute_uri(invitation_link(user))
    with translation.override(user.language):
        body = render_to_string(
            "email/invitation.txt",
            {"user": user, "link": link, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60},
        )
        send_mail(_("Your access to KAMP"), body, None, [user.email])
