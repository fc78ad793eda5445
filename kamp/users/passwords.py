"""The rule on the length of passwords, with a sentence of our own."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Django's rule; its sentence has no Italian since Django 5.2 changed the placeholder."""

    def get_error_message(self) -> str:
        """What to do, in the language of the page."""
        text = ngettext(
            "Choose a password of at least %(count)d character.",
            "Choose a password of at least %(count)d characters.",
            self.min_length,
        )
        return text % {"count": self.min_length}
