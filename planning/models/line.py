"""Phase 6: the lines of the sales plan, with what they are expected to bring month by month."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Confidence
from accounts.models.change_note import sums_changed
from kamp.shared.record import kept_as_it_is, recorded
from planning.enums import LineKind, LineState
from planning.models.row import PlanRow, scale

MONEY = {"max_digits": 18, "decimal_places": 2, "null": True, "blank": True}
NOT_NEGATIVE = [MinValueValidator(0)]
SHARE = [MinValueValidator(0), MaxValueValidator(100)]


def _in_order(first: str, second: str, name: str) -> models.CheckConstraint:
    unknown = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return models.CheckConstraint(condition=unknown | Q(**{f"{second}__gte": F(first)}), name=name)


@recorded(exclude=["updated_at"])
class PlanLine(PlanRow):
    """An area of intervention (method §9.2): a result for the customer, revenue, time, people, investments.

    Amounts are in the plan's currency, ``probability`` and ``contribution`` in percent; None = not given. The best
    estimate is the sum of the months (LineRevenue); ``low`` and ``high`` stand around that sum. For a defence line
    revenue is the loss avoided. ``starts_on`` is the first day of a month, ``ends_on`` the last day of one,
    ``benefits_from`` the first day of the month of the first benefits. ``product_line`` and ``unit`` tie it to sales;
    ``without_investment`` says that none is needed, so that none given is not taken for none.
    """

    area = models.CharField(_("area of intervention"), max_length=200)
    offer = models.ForeignKey(
        "OfferPanelItem",
        models.PROTECT,
        verbose_name=_("item of the offer panel"),
        null=True,
        blank=True,
        related_name="lines",
    )
    product_line = models.ForeignKey(
        "accounts.ProductLine", models.PROTECT, verbose_name=_("product line"), null=True, blank=True, related_name="+"
    )
    unit = models.CharField(_("customer unit"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind.choices, default=LineKind.NEW)
    state = models.CharField(
        _("state"), max_length=12, choices=LineState.choices, default=LineState.PROPOSED, editable=False
    )

    result = models.TextField(_("result for the customer"), blank=True)
    result_measure = models.CharField(_("measured by"), max_length=120, blank=True)
    result_unit = models.CharField(_("unit of measure"), max_length=20, blank=True)
    result_baseline = models.DecimalField(_("today"), max_digits=18, decimal_places=4, null=True, blank=True)
    result_target = models.DecimalField(_("target"), max_digits=18, decimal_places=4, null=True, blank=True)
    customer_benefit = models.DecimalField(_("worth to the customer per year"), **MONEY, validators=NOT_NEGATIVE)
    customer_cost = models.DecimalField(_("cost to the customer per year"), **MONEY, validators=NOT_NEGATIVE)
    adoption_cost = models.DecimalField(_("cost of adopting it, once"), **MONEY, validators=NOT_NEGATIVE)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.ASSUMED
    )

    low = models.DecimalField(_("low estimate"), **MONEY, validators=NOT_NEGATIVE)
    high = models.DecimalField(_("high estimate"), **MONEY, validators=NOT_NEGATIVE)
    planned_price = models.DecimalField(
        _("planned price per unit"), max_digits=18, decimal_places=4, null=True, blank=True, validators=NOT_NEGATIVE
    )
    probability = models.DecimalField(
        _("probability"), max_digits=5, decimal_places=2, null=True, blank=True, validators=SHARE
    )
    contribution = models.DecimalField(
        _("contribution"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
    )

    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    benefits_from = models.DateField(_("first benefits"), null=True, blank=True)

    contacts = models.ManyToManyField(
        "accounts.Person", through="LineContact", verbose_name=_("people at the customer"), blank=True, related_name="+"
    )
    leads = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="LineLead", verbose_name=_("our people"), blank=True, related_name="+"
    )
    without_investment = models.BooleanField(_("needs no investment"), default=False)
    return_reason = models.TextField(_("why in spite of a negative value"), blank=True)
    recovery = models.TextField(_("how the margin recovers"), blank=True)

    class Meta:
        verbose_name = _("plan line")
        verbose_name_plural = _("plan lines")
        ordering = ("starts_on", "pk")
        constraints = [
            _in_order("starts_on", "ends_on", "line_ends_after_start"),
            _in_order("low", "high", "line_low_below_high"),
            scale("probability", 0, 100, constraint="line_probability_0_to_100"),
            scale("contribution", -100, 100, constraint="line_contribution_within_100"),
        ]
        indexes = [models.Index(fields=["plan", "starts_on", "id"], name="plan_line_plan_idx")]
        triggers = [sums_changed()]

    def __str__(self) -> str:
        return self.area


@recorded(level=pghistory.Statement)
class LineRevenue(models.Model):
    """Expected revenue (or avoided loss) of a line in the month that begins on ``month``: the best estimate."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="revenues")
    month = models.DateField(_("month"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("expected revenue")
        verbose_name_plural = _("expected revenue")
        ordering = ("month",)
        constraints = [
            models.UniqueConstraint(fields=["line", "month"], name="line_revenue_unique"),
            models.CheckConstraint(condition=Q(month__day=1), name="line_revenue_first_of_month"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="line_revenue_not_negative"),
        ]
        triggers = [sums_changed()]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount}"


@recorded(level=pghistory.Statement)
class LineContact(models.Model):
    """Somebody of the customer a line is worked out with."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("interlocutor")
        verbose_name_plural = _("interlocutors")
        constraints = [models.UniqueConstraint(fields=["line", "person"], name="line_contact_unique")]

    def __str__(self) -> str:
        return str(self.person)


@recorded(level=pghistory.Statement)
class LineLead(models.Model):
    """Somebody of ours who works on a line."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("one of ours on a line")
        verbose_name_plural = _("our people on lines")
        constraints = [models.UniqueConstraint(fields=["line", "user"], name="line_lead_unique")]

    def __str__(self) -> str:
        return str(self.user)


@recorded(level=pghistory.Statement)
class Milestone(models.Model):
    """Something a line must have reached by ``due``."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="milestones")
    due = models.DateField(_("due"))
    text = models.CharField(_("milestone"), max_length=160)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.text


class LineMove(models.Model):
    """A step a line took, with who, when and why; append-only."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="moves")
    move = models.CharField(_("move"), max_length=20)
    from_state = models.CharField(max_length=12, choices=LineState.choices)
    to_state = models.CharField(max_length=12, choices=LineState.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("move of a plan line")
        verbose_name_plural = _("moves of plan lines")
        ordering = ("-at", "-pk")
        triggers = [kept_as_it_is()]
        indexes = [models.Index(fields=["line", "-at", "-id"], name="line_move_line_idx")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.move}"
