"""Where each account stands, kept as differences from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.permissions import in_scope
from portfolio.enums import EXCLUDED, NOT_ASSESSED, mark
from portfolio.models.run import AMOUNT, ClassificationRun

if TYPE_CHECKING:
    from django.db.models import Manager

    from kamp.users.models import User

OPEN = Q(to_run__isnull=True)


class ClassificationQuerySet(models.QuerySet["Classification"]):
    """Filters over classifications only."""

    def visible_to(self, user: User, scope: Q | None = None) -> Self:
        """Those of the accounts in the scope of ``user``; ``scope`` is ``in_scope(user)`` if it is at hand already."""
        return self.filter(in_scope(user, prefix="account__") if scope is None else of_account(scope))

    def at(self, run: ClassificationRun, *, latest: bool = False) -> Self:
        """The state as ``run`` left it. ``latest``: no later run is there, so the open rows are it."""
        if latest:
            return self.filter(OPEN)
        return self.filter(Q(to_run__gt=run.pk) | OPEN, from_run__lte=run.pk)

    def in_cell(self, matrix: str, *cells: str) -> Self:
        """Accounts in one of ``cells`` of ``matrix``; also NOT_ASSESSED or EXCLUDED."""
        marks = [mark(matrix, cell) for cell in cells]
        return self.filter(cells__contains=marks) if len(marks) == 1 else self.filter(cells__overlap=marks)

    def on(self, matrix: str) -> Self:
        """Accounts with a class on ``matrix``."""
        return self.exclude(cells__contains=[mark(matrix, NOT_ASSESSED)]).exclude(
            cells__contains=[mark(matrix, EXCLUDED)]
        )

    def with_values(self, *metrics: str) -> Self:
        """Annotates each stored value as ``value_<metric>``, None where it is missing; sorting by it has an index."""
        return self.annotate(**{f"value_{metric}": stored_value(metric) for metric in metrics})


def stored_value(metric: str) -> Cast:
    """The stored value of ``metric`` as a number, to ten decimals: what rows are sorted by."""
    return Cast(KeyTextTransform(metric, "metrics"), models.DecimalField(max_digits=38, decimal_places=10))


def of_account(condition: Q) -> Q:
    """A condition on accounts as one on what belongs to an account."""
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        moved.children.append(of_account(child) if isinstance(child, Q) else (f"account__{child[0]}", child[1]))
    return moved


# Values the open rows can be sorted by: those of the axes of all matrices (a test compares).
SORTED = (
    "relation_x",
    "relation_y",
    "contribution",
    "gap",
    "relative_strength",
    "attractiveness",
    "potential",
    "margin",
)


class Classification(models.Model):
    """The classes of one account on all matrices, from ``from_run`` until before ``to_run`` (None: still).

    A run writes a row only for an account whose figures, classes or place changed. ``metrics``: facts and axis values
    by key as decimal texts, missing ones left out; ``levels``: the level an axis with several was measured at.
    ``margin``: the contribution of the run's ``margin_level``, None if unknown. Segment and team are those at the time
    of the run. ``cells`` and ``flags`` hold ``mark(matrix, key)``; ``computed`` the cells that the figures give, of the
    matrices where a person set another. Never edited. Integrity comes from the run that
    writes the rows in bulk, not from a trigger per row.
    """

    derived = True  # does not keep an account from going when its import is undone

    account = models.ForeignKey(
        "accounts.KeyAccount", models.CASCADE, related_name="classifications", db_constraint=False, db_index=False
    )
    from_run = models.ForeignKey(
        ClassificationRun, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    to_run = models.ForeignKey(
        ClassificationRun, models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    segment = models.ForeignKey(
        "accounts.Segment", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    team = models.ForeignKey(
        "users.Team", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    revenue = models.DecimalField(_("revenue"), **AMOUNT)
    margin = models.DecimalField(_("margin"), **AMOUNT, null=True)
    metrics = models.JSONField(default=dict)
    levels = models.JSONField(default=dict)
    cells = ArrayField(models.CharField(max_length=81))
    flags = ArrayField(models.CharField(max_length=81), default=list)
    computed = ArrayField(models.CharField(max_length=81), default=list)
    digest = models.BigIntegerField()

    objects: ClassVar[Manager[Classification]] = ClassificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        constraints = [
            models.UniqueConstraint(fields=["account", "from_run"], name="classification_unique"),
            models.UniqueConstraint(fields=["account"], name="classification_open", condition=OPEN),
            models.CheckConstraint(condition=Q(to_run__gt=F("from_run")), name="classification_forwards"),
        ]
        indexes = [
            models.Index(F("revenue").desc(), F("id"), name="class_revenue_idx"),
            models.Index(F("revenue").desc(), F("id"), name="class_open_revenue_idx", condition=OPEN),
            models.Index(fields=["segment"], name="class_segment_idx", condition=OPEN),
            models.Index(fields=["team"], name="class_team_idx", condition=OPEN),
            GinIndex(fields=["cells"], name="class_cells_idx", condition=OPEN, fastupdate=False),
            *(
                models.Index(
                    stored_value(metric).desc(nulls_last=True),
                    F("id"),
                    name=f"class_{metric}_idx",
                    condition=OPEN,
                )
                for metric in SORTED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} from {self.from_run_id}"

    def cell_on(self, matrix: str) -> str:
        """The key of the cell on ``matrix``, NOT_ASSESSED or EXCLUDED; "" if the matrix was not there yet."""
        return next(iter(self._of(self.cells, matrix)), "")

    def computed_on(self, matrix: str) -> str:
        """The key of the cell that the figures give on ``matrix``, whatever a person set."""
        return next(iter(self._of(self.computed, matrix)), "") or self.cell_on(matrix)

    def flags_on(self, matrix: str) -> list[str]:
        """The keys of the flags on ``matrix``."""
        return self._of(self.flags, matrix)

    @staticmethod
    def _of(marks: list[str], matrix: str) -> list[str]:
        return [text.removeprefix(f"{matrix}:") for text in marks if text.startswith(f"{matrix}:")]


class ClassMove(models.Model):
    """An account that a run found in another cell than the run before it."""

    derived = True

    run = models.ForeignKey(
        ClassificationRun, models.CASCADE, related_name="moves", db_constraint=False, db_index=False
    )
    account = models.ForeignKey("accounts.KeyAccount", models.CASCADE, related_name="class_moves", db_constraint=False)
    matrix = models.CharField(max_length=40)
    from_cell = models.CharField(max_length=40)
    to_cell = models.CharField(max_length=40)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("class change")
        verbose_name_plural = _("class changes")
        constraints = [
            models.UniqueConstraint(fields=["matrix", "run", "account"], name="class_move_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.matrix}: {self.from_cell} → {self.to_cell}"
