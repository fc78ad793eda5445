"""Contacts we had with the people of a customer: visits, meetings, calls, messages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import TouchKind
from accounts.models.person import Person
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"])
class Touch(Dated, Versioned):
    """One of our people in contact with some of theirs on a day. ``two_way`` = they answered or were there; only those
    keep a contact active (method §10.5). ``note`` is sensitive.
    """

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="touches")
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=8, choices=TouchKind.choices, default=TouchKind.VISIT)
    two_way = models.BooleanField(_("they took part"), default=True)
    our_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("who of ours"), related_name="+"
    )
    people: models.ManyToManyField = models.ManyToManyField(
        Person, verbose_name=_("with"), through="TouchPerson", related_name="touches"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("contact with people")
        verbose_name_plural = _("contacts with people")
        ordering = ("-date", "-pk")
        indexes = [models.Index(fields=["account", "-date", "-id"], name="touch_account_idx")]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"


@recorded()
class TouchPerson(models.Model):
    """Who of theirs took part."""

    touch = models.ForeignKey(Touch, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.CASCADE, related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["touch", "person"], name="touch_person_unique")]

    def __str__(self) -> str:
        return str(self.person)
