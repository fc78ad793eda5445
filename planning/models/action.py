"""Who does what by when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import in_scope
from kamp.shared.lookups import Folded
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded
from planning.enums import ActionState

if TYPE_CHECKING:
    from kamp.users.models import User

OPEN = Q(done_at__isnull=True, cancelled_at__isnull=True)


class ActionQuerySet(models.QuerySet["Action"]):
    """Filters over actions only."""

    def visible_to(self, user: User) -> Self:
        """The actions of the plans of accounts in the scope of ``user``."""
        return self.filter(in_scope(user, "plan__account__"))

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(OPEN)

    def late(self, today: datetime.date) -> Self:
        """Open and due before ``today``."""
        return self.filter(OPEN, due__lt=today)


@recorded(exclude=["updated_at"])
class Action(Dated, Versioned):
    """Something one person does for a plan by a day; ``review`` is the one that agreed on it, if one did."""

    plan = models.ForeignKey("AccountPlan", models.CASCADE, related_name="actions")
    review = models.ForeignKey("Review", models.SET_NULL, null=True, blank=True, related_name="actions")
    objective = models.ForeignKey(
        "Objective", models.SET_NULL, verbose_name=_("objective"), null=True, blank=True, related_name="actions"
    )
    strategy = models.ForeignKey(
        "Strategy", models.SET_NULL, verbose_name=_("strategy"), null=True, blank=True, related_name="actions"
    )
    text = models.CharField(_("action"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("who"), related_name="plan_actions"
    )
    due = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    cancelled_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: ClassVar[models.Manager[Action]] = ActionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("due", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(cancelled_at__isnull=True), name="action_done_or_dropped"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "due", "id"], name="action_owner_open_idx", condition=OPEN),
            models.Index(fields=["due", "id"], name="action_open_idx", condition=OPEN),
            models.Index(fields=["plan", "due", "id"], name="action_plan_idx"),
            GinIndex(
                OpClass(Folded("text"), name="gin_trgm_ops"), name="action_text_idx", fastupdate=False, condition=OPEN
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> ActionState:
        if self.done_at is not None:
            return ActionState.DONE
        return ActionState.OPEN if self.cancelled_at is None else ActionState.CANCELLED

    @property
    def is_open(self) -> bool:
        return self.state is ActionState.OPEN
