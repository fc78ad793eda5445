"""The account plan, the team that develops it, and its frozen versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.change_note import sums_changed
from accounts.permissions import in_scope
from kamp.shared.addresses import address_of
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import kept_as_it_is, recorded
from planning.enums import InvestmentType, PlanState, TeamRole
from planning.phases.keys import phase_choices

if TYPE_CHECKING:
    from kamp.users.models import User


class AccountPlanQuerySet(models.QuerySet["AccountPlan"]):
    """Filters over plans only."""

    def visible_to(self, user: User) -> Self:
        """The plans of the accounts in the scope of ``user``; being on a plan's team brings its account into scope."""
        return self.filter(in_scope(user, "account__"))

    def current(self) -> Self:
        """Plans that are neither closed nor archived."""
        return self.exclude(state__in=[PlanState.CLOSED, PlanState.ARCHIVED])


@recorded(exclude=["updated_at"])
class AccountPlan(Dated, Versioned):
    """What a team wants to reach with an account, in seven phases (method §9). Archived, never deleted.

    ``starts_on`` is the first day of a month, ``ends_on`` the last day of one; ``archived_from`` is the state to come
    back to.
    """

    account = models.ForeignKey("accounts.KeyAccount", models.PROTECT, verbose_name=_("account"), related_name="plans")
    name = models.CharField(_("name"), max_length=120)
    scope = models.TextField(
        _("scope"), blank=True, help_text=_("Which business, sites or products of the account the plan is about")
    )
    state = models.CharField(_("state"), max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("Empty: that of the account"))
    investment_type = models.CharField(_("investment type"), max_length=12, choices=InvestmentType.choices, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    archived_from = models.CharField(max_length=12, blank=True, editable=False)

    objects: ClassVar[models.Manager[AccountPlan]] = AccountPlanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("account plan")
        verbose_name_plural = _("account plans")
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="plan_ends_after_start")
        ]
        indexes = [
            models.Index(fields=["account", "-starts_on", "-id"], name="plan_account_idx"),
            models.Index(fields=["-starts_on", "-id"], name="plan_start_idx"),
            models.Index(fields=["state", "-starts_on", "-id"], name="plan_state_idx"),
        ]
        triggers = [sums_changed()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("planning:plan_detail", self.pk)

    @property
    def is_open(self) -> bool:
        """Whether its content may be changed at all."""
        return self.state in {PlanState.DRAFT, PlanState.ACTIVE, PlanState.APPROVED}


@recorded()
class TeamMember(Versioned):
    """Somebody of ours on the team of a plan. ``phases`` are those given; a seller and a market manager have all.

    A service keeps ``AccountMember`` rows (role plan_team) in step, by which the member sees the account.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="plans")
    role = models.CharField(_("role"), max_length=16, choices=TeamRole.choices, default=TeamRole.SPECIALIST)
    subject = models.CharField(_("subject"), max_length=80, blank=True, help_text=_("For example: technical, legal"))
    phases = ArrayField(
        models.CharField(max_length=20, choices=phase_choices), verbose_name=_("phases"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="team_member_unique")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_lead(self) -> bool:
        """Whether the member works on every phase."""
        return self.role in {TeamRole.SELLER, TeamRole.MARKET_MANAGER}


class PlanVersion(models.Model):
    """The plan as it was at an approval or a review; never changed. ``snapshot`` holds the parts by name."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=200)
    snapshot = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("plan version")
        verbose_name_plural = _("plan versions")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_unique")]
        triggers = [kept_as_it_is()]

    def __str__(self) -> str:
        return str(self.number)
