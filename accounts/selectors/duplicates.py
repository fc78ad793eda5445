"""Accounts that may be the one somebody is about to make a second time."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from accounts.models import KeyAccount
from kamp.shared.folding import fold
from kamp.users.models import User

ALIKE = 0.55
SHOWN = 5


def similar_accounts(*, user: User, name: str, vat: str = "") -> list[KeyAccount]:
    """At most five accounts in the scope of ``user`` with the same VAT number or a very similar name, likest first.

    ``ALIKE`` is the trigram similarity (0–1) of the folded names from which two count as similar.
    """
    folded = fold(name)
    found = (
        KeyAccount.objects.visible_to(user)
        .filter(Q(search_key__trigram_word_similar=folded) | (Q(vat=vat) if vat else Q(pk__in=[])))
        .annotate(likeness=TrigramSimilarity("name_key", folded))
        .filter(Q(likeness__gte=ALIKE) | (Q(vat=vat) if vat else Q(pk__in=[])))
        .order_by("-likeness", "pk")
    )
    return list(found[:SHOWN])
