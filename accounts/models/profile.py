"""What the customer sells and to whom, and when its address and contacts were last looked at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded


@recorded(exclude=["updated_at"])
class AccountProfile(Dated, Versioned):
    """The profile of an account (method §3, H-G1 and H-G2); address and telephone stand in ``KeyAccount``.

    ``contacts_on`` is the day the address and the numbers were last given or found right, ``products_on`` likewise for
    products and markets; None = never by hand.
    """

    account = models.OneToOneField("KeyAccount", models.CASCADE, related_name="profile")
    whatsapp = models.CharField(_("WhatsApp"), max_length=40, blank=True)
    products_sold = models.TextField(_("products they sell"), blank=True)
    markets_served = models.TextField(_("markets they serve"), blank=True)
    contacts_on = models.DateField(_("contacts checked on"), null=True, blank=True)
    products_on = models.DateField(_("products and markets checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.account)
