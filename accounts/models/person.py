"""People at the customer and their part in its decisions."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessLevel, AdopterType, Attitude, BusinessFunction, Confidence, DmuRole, RelationDepth
from kamp.shared.lookups import Folded
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"], level=pghistory.Statement)
class Person(Dated, Versioned):
    """Someone who works at the customer."""

    account = models.ForeignKey("KeyAccount", models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    reports_to = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("reports to"), null=True, blank=True, related_name="reports"
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    data_import = models.ForeignKey("DataImport", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reports_to=models.F("id")), name="person_not_own_boss")
        ]
        indexes = [
            GinIndex(
                *(OpClass(Folded(column), name="gin_trgm_ops") for column in ("name", "job_title", "email")),
                name="person_search_idx",
                fastupdate=False,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def part(self) -> DmuMember:
        """The person's part in decisions; an empty one when nothing is known about it."""
        return self.dmu if hasattr(self, "dmu") else DmuMember(person=self)

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@recorded(exclude=["updated_at"], level=pghistory.Statement)
class DmuMember(Dated, Versioned):
    """A person's part in the decision-making unit (method §10). The fields of ``OPINIONS`` are sensitive.

    ``stance_on`` is the day one of the opinions was last given, ``confirmed_on`` the day what is here was confirmed.
    ``depth`` is what the relationship is, ``wanted_depth`` what it should become.
    """

    OPINIONS = ("influence", "attitude", "depth", "wanted_depth", "adopter_type", "note")

    person = models.OneToOneField(Person, models.CASCADE, related_name="dmu")
    roles = ArrayField(
        models.CharField(max_length=20, choices=DmuRole.choices), verbose_name=_("roles"), default=list, blank=True
    )
    influence = models.PositiveSmallIntegerField(_("influence"), null=True, blank=True)
    attitude = models.SmallIntegerField(_("attitude"), null=True, blank=True)
    access_level = models.CharField(_("level"), max_length=12, choices=AccessLevel.choices, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.ASSUMED
    )
    # Imports insert people with the columns they know: the others have their defaults in the database, too.
    function = models.CharField(
        _("function"), max_length=12, choices=BusinessFunction.choices, blank=True, default="", db_default=""
    )
    adopter_type = models.CharField(
        _("takes up what is new"), max_length=16, choices=AdopterType.choices, blank=True, default="", db_default=""
    )
    depth = models.CharField(
        _("what they do for us"), max_length=12, choices=RelationDepth.choices, blank=True, default="", db_default=""
    )
    wanted_depth = models.CharField(
        _("wanted relationship"), max_length=12, choices=RelationDepth.choices, blank=True, default="", db_default=""
    )
    our_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who of ours"),
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.TextField(_("private note"), blank=True, default="", db_default="")
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    stance_on = models.DateField(_("opinions given on"), null=True, blank=True)

    class Meta:
        verbose_name = _("DMU member")
        verbose_name_plural = _("DMU members")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(influence__isnull=True) | models.Q(influence__range=(1, 5)),
                name="dmu_influence_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(attitude__isnull=True) | models.Q(attitude__range=(-2, 2)),
                name="dmu_attitude_minus2_to_2",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def roles_display(self) -> list[str]:
        """The roles in the present language."""
        return [str(DmuRole(role).label) for role in self.roles]

    @property
    def attitude_display(self) -> str:
        """The attitude in the present language, "" when not known."""
        return "" if self.attitude is None else str(Attitude(self.attitude).label)
