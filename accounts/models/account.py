"""The key account, its segment and the people of ours who work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountStatus, Designation, MemberRole
from accounts.models.change_note import account_counts_otherwise, scope_change_triggers, sharing_trigger
from accounts.models.guards import figures_row, no_delete_with_sales, sort_key_triggers
from accounts.permissions import in_scope
from kamp.shared.addresses import address_of
from kamp.shared.folding import fold
from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded

if TYPE_CHECKING:
    from kamp.users.models import User


@recorded(exclude=["updated_at"])
class Segment(Dated, Versioned):
    """A market segment; its managers steer the accounts in it."""

    name = models.CharField(_("name"), max_length=80)
    managers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("market managers"), blank=True, related_name="segments"
    )

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(Lower("name"), name="segment_name_unique")]

    def __str__(self) -> str:
        return self.name


class KeyAccountQuerySet(models.QuerySet["KeyAccount"]):
    """Filters over accounts only."""

    def visible_to(self, user: User) -> Self:
        """The accounts in the scope of ``user`` (accounts.permissions.in_scope), archived ones included."""
        return self.filter(in_scope(user))

    def current(self) -> Self:
        """Accounts that are not archived."""
        return self.filter(archived_at__isnull=True)

    def matching(self, text: str) -> Self:
        """Accounts whose name, code or place contains every word of ``text``; accents and case do not count.

        One or two letters are looked for at the beginning of words only: an index finds those.
        """
        found = self
        for word in fold(text).split()[:8]:
            if len(word) > 2:
                found = found.filter(search_key__contains=word)
            else:
                found = found.filter(models.Q(search_key__startswith=word) | models.Q(search_key__contains=f" {word}"))
        return found


def _order(field: str) -> models.Index:
    return models.Index(fields=[field, "id"], name=f"account_{field}_idx")


@recorded(
    exclude=["updated_at", "name_key", "search_key", "segment_key", "team_key", "owner_key"],
    level=pghistory.Statement,  # imports write thousands at once: recording row by row costs the square of their number
)
class KeyAccount(Dated, Versioned):
    """A customer company, or a part of one (``parent``). Archived, never deleted.

    ``name_key`` and ``search_key`` are folded copies for order and search; ``refresh_keys`` fills them.
    ``segment_key``, ``team_key`` and ``owner_key`` are the names of those for order, kept by triggers of the database.
    """

    code = models.CharField(_("code"), max_length=40, help_text=_("The customer number in your ERP"))
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(
        _("short name"), max_length=14, blank=True, help_text=_("Used where space is short, such as on charts")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("parent account"), null=True, blank=True, related_name="children"
    )
    segment = models.ForeignKey(
        Segment, models.PROTECT, verbose_name=_("segment"), null=True, blank=True, related_name="accounts"
    )
    team = models.ForeignKey(
        "users.Team", models.PROTECT, verbose_name=_("team"), null=True, blank=True, related_name="accounts"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        related_name="owned_accounts",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="AccountMember", related_name="shared_accounts", blank=True
    )
    status = models.CharField(_("status"), max_length=12, choices=AccountStatus.choices, default=AccountStatus.ACTIVE)
    designation = models.CharField(
        _("designation"), max_length=12, choices=Designation.choices, default=Designation.NONE
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("Empty: your own currency"))
    since = models.DateField(_("customer since"), null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(
        _("days to payment"), null=True, blank=True, help_text=_("Average days from invoice to payment (DSO)")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    vat = models.CharField(_("VAT number"), max_length=30, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    name_key = models.CharField(max_length=200, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    segment_key = models.CharField(_("segment"), max_length=80, null=True, editable=False)
    team_key = models.CharField(_("team"), max_length=80, null=True, editable=False)
    owner_key = models.CharField(_("owner"), max_length=120, null=True, editable=False)

    objects: ClassVar[models.Manager[KeyAccount]] = KeyAccountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("name_key", "pk")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="account_code_unique"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="account_not_own_parent"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="account_name_idx"),
            models.Index(fields=["segment", "name_key", "id"], name="account_segment_idx"),
            models.Index(fields=["team", "name_key", "id"], name="account_team_idx"),
            models.Index(fields=["owner", "name_key", "id"], name="account_owner_idx"),
            # Without the list of pending entries: after an import searches would read it from one end to the other.
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="account_search_idx", fastupdate=False),
            *(
                _order(field)
                for field in ("segment_key", "team_key", "owner_key", "status", "designation", "country", "city")
            ),
            models.Index(F("since").desc(nulls_last=True), "id", name="account_since_idx"),
            models.Index(fields=["vat"], name="account_vat_idx", condition=~models.Q(vat="")),
            models.Index(
                fields=["name_key", "id"], name="account_archived_idx", condition=models.Q(archived_at__isnull=False)
            ),
        ]
        triggers = [
            no_delete_with_sales("account"),
            *sort_key_triggers(),
            figures_row(),
            *scope_change_triggers(),
            account_counts_otherwise(),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("accounts:account_detail", self.slug)

    def refresh_keys(self) -> None:
        """Sets the folded copies from name, code and place; call before saving."""
        self.name_key = fold(self.name)[:200]
        self.search_key = fold(self.name, self.code, self.city, self.country)[:400]

    @property
    def display_short(self) -> str:
        """The name for charts: ``short_name``, else the first 14 characters of the name."""
        return self.short_name or self.name[:14].rstrip()


@recorded()
class AccountMember(models.Model):
    """Someone of ours besides the owner who works on the account, and may therefore see it."""

    account = models.ForeignKey(KeyAccount, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.CO_OWNER)

    class Meta:
        verbose_name = _("account member")
        verbose_name_plural = _("account members")
        constraints = [models.UniqueConstraint(fields=["account", "user", "role"], name="account_member_unique")]
        triggers = [sharing_trigger()]

    def __str__(self) -> str:
        return f"{self.user} · {self.account}"
