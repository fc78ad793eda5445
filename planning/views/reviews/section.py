"""Phase 7 on the pages of a plan: the rhythm, the reviews held and planned, what is agreed and still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.views import ScopedView
from planning.calc.cadence import default_tier
from planning.kinds.reviews import TIERS
from planning.models import AccountPlan, Decision, Review, ReviewRhythm
from planning.phases.keys import REVIEW
from planning.selectors.actions import marked
from planning.selectors.review_agenda import agenda_of, standing_of, with_reviews
from planning.selectors.reviews import open_actions_of
from planning.services.reviews import set_rhythm
from planning.tables.reviews import RHYTHM_WORDS, tier_words
from planning.views.reviews.base import HOLD
from planning.views.reviews.early import early_review

if TYPE_CHECKING:
    from planning.views.phase import PhasePage

SHOWN = 12


def reviews_section(view: PhasePage) -> dict[str, Any]:
    """What phase 7 shows of the plan."""
    user, today = view.request.user, view.today
    rows = list(agenda_of(AccountPlan.objects.filter(pk=view.plan.pk), timezone.get_current_timezone()))
    row = with_reviews(rows)[0] if rows else None
    standing = standing_of(row, today) if row is not None else None
    words, tone = RHYTHM_WORDS[standing.rhythm] if standing else ("", "")
    chosen = ReviewRhythm.objects.filter(plan=view.plan).values_list("tier", flat=True).first() or ""
    by_class = default_tier(view.standing.facts.get("class", ""))
    reviews = Review.objects.filter(plan=view.plan).select_related("lead").order_by("-starts_at", "-pk")
    decisions = Decision.objects.filter(review__plan=view.plan).select_related("owner", "review")
    return {
        "template": "planning/reviews/partials/_plan_section.html",
        "row": row,
        "standing": standing,
        "standing_words": words,
        "standing_tone": tone,
        "reviews": list(reviews[:SHOWN]),
        "decisions": list(decisions.order_by("-created_at", "-pk")[:SHOWN]),
        "actions": marked(open_actions_of(view.plan), user=user, today=today),
        "actions_url": f"{address_of('reviews:action_list')}?plan={view.plan.pk}",
        "here": view.request.path,
        "early": early_review(view.standing, user, today),
        "may_hold": user.has_perm(HOLD) and view.plan.is_open,
        "chosen": chosen,
        "tiers": [("", _("By class: %(tier)s") % {"tier": tier_words(by_class)}), *_rhythms()],
    }


def _rhythms() -> list[tuple[str, str]]:
    return [(tier.key, tier_words(tier.key)) for tier in TIERS if tier.months]


class PlanRhythm(ScopedView):
    """Chooses the rhythm of a plan, or goes back to the one of its class."""

    permission_required = HOLD
    permission_reason = gettext_lazy("Reviews are held by who sells to the account or steers its market.")

    def scoped(self) -> QuerySet[AccountPlan]:
        return AccountPlan.objects.visible_to(self.request.user)

    def in_scope(self) -> bool:
        return self.scoped().filter(pk=self.kwargs["pk"]).exists()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = get_object_or_404(self.scoped(), pk=pk)
        tier = request.POST.get("tier", "")
        if tier and (tier not in TIERS or not TIERS.get(tier).months):
            messages.error(request, _("There is no such rhythm."))
        else:
            try:
                set_rhythm(plan=plan, tier=tier)
            except DomainError as problem:
                messages.error(request, str(problem))
            else:
                messages.success(request, _("The rhythm of reviews is saved."))
        return redirect("planning:phase", pk=pk, phase=REVIEW)
