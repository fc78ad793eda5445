"""The review of a plan: when, who, what about; frozen when it is closed (method §9.5)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import in_scope
from kamp.shared.addresses import address_of
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded
from planning.enums import ReviewState
from planning.kinds.reviews import AGENDA, TIERS, Tier, tier_choices

if TYPE_CHECKING:
    from kamp.users.models import User

AHEAD = (ReviewState.PLANNED, ReviewState.PREPARED, ReviewState.IN_MEETING)


class ReviewQuerySet(models.QuerySet["Review"]):
    """Filters over reviews only."""

    def visible_to(self, user: User) -> Self:
        """The reviews of the plans of accounts in the scope of ``user``."""
        return self.filter(in_scope(user, "plan__account__"))

    def ahead(self) -> Self:
        """Not closed, missed or cancelled: still to be held, whatever the date."""
        return self.filter(state__in=AHEAD)

    def held(self) -> Self:
        return self.filter(state=ReviewState.CLOSED)


@recorded(exclude=["updated_at", "snapshot"])
class Review(Dated, Versioned):
    """A review of a plan. ``starts_at`` is a moment, ``time_zone`` the one it was planned in, ``length`` in minutes.

    When closed it keeps ``snapshot`` (what the next one is compared with), the version of the plan it was compared
    with and the one it produced, and either ``next_on`` or ``no_next_reason``.
    """

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="reviews")
    tier = models.CharField(_("kind"), max_length=12, choices=tier_choices)
    occasion = models.CharField(
        _("occasion"), max_length=160, blank=True, help_text=_("What triggered it, if it is out of rhythm")
    )
    starts_at = models.DateTimeField(_("starts"))
    time_zone = models.CharField(_("time zone"), max_length=50)
    length = models.PositiveSmallIntegerField(_("length, minutes"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ReviewState.choices, default=ReviewState.PLANNED)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("led by"), related_name="led_reviews"
    )
    participants = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("participants"), related_name="reviews", blank=True
    )
    guests = models.CharField(
        _("guests"), max_length=300, blank=True, help_text=_("People of the customer, outside experts")
    )
    summary = models.TextField(_("minutes"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="next")
    next_on = models.DateField(_("next review"), null=True, blank=True, editable=False)
    no_next_reason = models.CharField(_("why there is no next one"), max_length=300, blank=True, editable=False)
    snapshot = models.JSONField(null=True, editable=False)
    version_compared = models.ForeignKey("PlanVersion", models.PROTECT, null=True, editable=False, related_name="+")
    version_produced = models.ForeignKey("PlanVersion", models.PROTECT, null=True, editable=False, related_name="+")
    started_at = models.DateTimeField(_("opened"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    objects: ClassVar[models.Manager[Review]] = ReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(length__range=(10, 600)), name="review_length_range"),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.CLOSED)
                | (
                    Q(closed_at__isnull=False, snapshot__isnull=False, version_produced__isnull=False)
                    & (Q(next_on__isnull=False) | ~Q(no_next_reason=""))
                ),
                name="review_closed_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "starts_at"], name="review_plan_idx"),
            models.Index(fields=["state", "starts_at", "id"], name="review_state_idx"),
            models.Index(fields=["lead", "state", "starts_at"], name="review_lead_idx"),
        ]

    def __str__(self) -> str:
        return self.tier_label

    def get_absolute_url(self) -> str:
        return address_of("reviews:review_detail", self.pk)

    @property
    def tier_spec(self) -> Tier:
        return TIERS.get(self.tier)

    @property
    def tier_label(self) -> str:
        """What kind of review it is, in the present language."""
        return gettext(self.tier_spec.label)

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.length)

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def is_being_held(self) -> bool:
        return self.state == ReviewState.IN_MEETING

    @property
    def is_closed(self) -> bool:
        return self.state == ReviewState.CLOSED

    @property
    def is_missed(self) -> bool:
        return self.state == ReviewState.MISSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == ReviewState.CANCELLED


@recorded()
class AgendaItem(Versioned):
    """A point of the agenda of a review: fixed ones by ``key`` of the catalogue, own ones by ``title``."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16, blank=True)
    title = models.CharField(_("point"), max_length=160, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    note = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("agenda point")
        verbose_name_plural = _("agenda points")
        ordering = ("position", "pk")
        constraints = [models.CheckConstraint(condition=~Q(key="") | ~Q(title=""), name="agenda_item_named")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the point is called, in the present language."""
        return gettext(AGENDA.get(self.key).label) if self.key in AGENDA else self.title

    @property
    def question(self) -> str:
        """What the point is to answer; "" for one of our own."""
        return gettext(AGENDA.get(self.key).question) if self.key in AGENDA else ""


@recorded()
class ReviewRhythm(Versioned):
    """The tier somebody chose for a plan; without a row it follows from the class of the account."""

    plan = models.OneToOneField("AccountPlan", models.CASCADE, related_name="rhythm")
    tier = models.CharField(_("rhythm"), max_length=12, choices=tier_choices)

    class Meta:
        verbose_name = _("review rhythm")
        verbose_name_plural = _("review rhythms")

    def __str__(self) -> str:
        return gettext(TIERS.get(self.tier).label)
