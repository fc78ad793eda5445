"""Which plan a new action is for, where the address does not say."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kamp.shared.addresses import address_of
from kamp.shared.folding import fold
from planning.models import AccountPlan

SHOWN = 26  # one more than the page lists: it then says that there are more


def show_plans(request: HttpRequest, plans: QuerySet[AccountPlan]) -> HttpResponse:
    """The page that asks for the plan; ``plans`` are those the person may choose from, ``?q=`` narrows them."""
    text = request.GET.get("q", "").strip()[:80]
    if text:
        plans = plans.filter(Q(account__search_key__contains=fold(text)) | Q(name__folded__contains=fold(text)))
    found = list(plans.order_by("account__name_key", "pk")[:SHOWN])
    context = {"plans": found, "q": text, "url": address_of("reviews:action_new")}
    return render(request, "planning/actions/action_pick.html", context)
