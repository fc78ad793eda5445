"""`manage.py administrator EMAIL`: the first way in, and the way back in for an administrator without a password."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from kamp.servers import provision
from kamp.shared.errors import DomainError
from kamp.users.invitations import invitation_link
from kamp.users.services import first_administrator


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ArgumentTypeError(f"{text} is no e-mail address") from None
    return text.lower()


class Command(BaseCommand):
    help = "Make the first administrator and print the link on which the password is chosen; again for one there is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", type=_email)
        parser.add_argument("--name", default="", help="shown in the application, default the address")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="it")

    def handle(self, *args: Any, email: str, name: str, language: str, **options: Any) -> None:
        try:
            user = first_administrator(email=email, name=name, language=language)
        except DomainError as problem:
            raise CommandError(str(problem)) from problem
        base = provision.announced() if provision.announced().startswith("http") else settings.KAMP_BASE_URL
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stdout.write(f"{user.email} chooses a password here, once, within {minutes} minutes:")
        self.stdout.write(base.rstrip("/") + invitation_link(user))
