"""Sign-in, password reset and change: the forms and views of allauth in our words."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.views import LoginView, PasswordChangeView, PasswordResetFromKeyView, PasswordResetView
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
RETRY_AFTER = 60  # seconds
NOT_NOW = _(
    "This is not possible right now: attempts are counted in Redis, and it does not answer. Nothing was changed. "
    "Try again in a minute; if it lasts, tell whoever looks after KAMP."
)


def _in_our_words(form: forms.Form, labels: dict[str, Any]) -> None:
    """Our labels; no placeholders, which vanish when one types."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
        form.fields[name].help_text = ""


class SignInForm(allauth_forms.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"login": _("E-mail"), "password": _("Password")})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetForm(allauth_forms.ResetPasswordForm):
    """The address a reset link goes to. The answer is the same whether it is known or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"email": _("E-mail")})


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password1": _("New password"), "password2": _("New password, again")})
        self.fields["password1"].help_text = _("At least 10 characters")


class ChangeForm(allauth_forms.ChangePasswordForm):
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Present password"),
            "password1": _("New password"),
            "password2": _("New password, again"),
        }
        _in_our_words(self, labels)
        self.fields["password1"].help_text = _("At least 10 characters")


class _HonestStatus:
    """A form with errors is answered with 422, one refused after too many attempts with 429.

    While attempts cannot be counted nobody is let in: 503, with the address as it was typed and what to do. Who is
    signed in works on.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        except RedisError:
            logger.exception("attempts cannot be counted: sign-in and passwords are closed")
            return self._not_now(request)

    def _not_now(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, str(NOT_NOW))
        given = {name: value for name, value in self.get_form_kwargs().items() if name not in {"data", "files"}}  # type: ignore[attr-defined]
        typed = {name: request.POST[name] for name in ("login", "email") if name in request.POST}
        form = self.get_form_class()(**{**given, "initial": typed})  # type: ignore[attr-defined]
        response = self.render_to_response(self.get_context_data(form=form), status=503)  # type: ignore[attr-defined]
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response  # type: ignore[no-any-return]

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response = super().form_invalid(form)  # type: ignore[misc]
        limited = any(error.code == "too_many_login_attempts" for error in form.non_field_errors().as_data())
        response.status_code = 429 if limited else 422
        return response


class SignIn(_HonestStatus, LoginView):
    """Sign-in."""


class Reset(_HonestStatus, PasswordResetView):
    """Asks for a reset link."""


class ResetFromKey(_HonestStatus, PasswordResetFromKeyView):
    """The page the reset link leads to."""


class ChangePassword(_HonestStatus, PasswordChangeView):
    """A signed-in person's own password; the other sessions end."""

    success_url = reverse_lazy("preferences")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response
