"""What the pages of one review share: whose it is, its head, its three modes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kamp.shared.addresses import address_of
from kamp.shared.errors import Denied
from kamp.shared.parts import Crumb, Tab
from kamp.shared.views import ScopedView
from kamp.users.models import User
from planning.enums import ReviewState
from planning.kinds.review_moves import MOVES, moves_from
from planning.models import AccountPlan, Review
from planning.selectors.reviews import people_for, reviews_of

HOLD = "planning.hold_review"
PREPARE, RUN, CLOSE, RECORD = "prepare", "run", "close", "record"


class ReviewPage(ScopedView):
    """A page of one review in the person's scope."""

    abstract = True
    permission_required = "planning.view_plan"
    permission_reason = gettext_lazy("Reviews are held by who sells to the account or steers its market.")
    template_name: ClassVar[str] = ""

    def scoped(self) -> QuerySet[Review]:
        return reviews_of(self.request.user)

    def in_scope(self) -> bool:
        return Review.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).exists()

    def review(self) -> Review:
        return get_object_or_404(self.scoped(), pk=self.kwargs["pk"])

    def page(self, request: HttpRequest, review: Review, status: int = 200, **content: Any) -> HttpResponse:
        """The template with the head and ``content``."""
        return render(request, self.template_name, {**head_of(review, request.user), **content}, status=status)


class HoldReview(ReviewPage):
    """Changes something about a review: needs the right to hold them."""

    abstract = True
    permission_required = HOLD


def head_of(review: Review, user: User) -> dict[str, Any]:
    """Title, path and what may be done."""
    crumbs = [
        Crumb(label=_("Reviews"), url=address_of("reviews:review_list")),
        Crumb(label=review.plan.account.name, url=review.plan.account.get_absolute_url()),
        Crumb(label=review.tier_label),
    ]
    return {
        "review": review,
        "plan": review.plan,
        "account": review.plan.account,
        "crumbs": crumbs,
        "may_hold": user.has_perm(HOLD) and review.plan.is_open,
        "can": dict.fromkeys(MOVES.keys(), False) | dict.fromkeys(moves_from(review.state), True),
    }


def mode_of(review: Review, asked: str) -> str:
    """Which of the modes to show: the one asked for if the state allows it, else the one that comes next."""
    if review.state == ReviewState.CLOSED:
        return RECORD
    if review.state == ReviewState.IN_MEETING:
        return asked if asked in {PREPARE, CLOSE} else RUN
    return PREPARE


def tabs_of(review: Review, mode: str) -> list[Tab]:
    """Prepare, run, close; the last two once the meeting is open."""
    url = review.get_absolute_url()
    tabs = [Tab(label=_("Prepare"), url=f"{url}?mode={PREPARE}", current=mode == PREPARE)]
    if review.state == ReviewState.IN_MEETING:
        tabs.append(Tab(label=_("Hold"), url=url, current=mode == RUN))
        tabs.append(Tab(label=_("Close"), url=address_of("reviews:review_close", review.pk), current=mode == CLOSE))
    return tabs


def people_of(review: Review) -> QuerySet[User]:
    """Who can be asked to this review, those who are in it included."""
    return people_for(review.plan, also=User.objects.filter(pk__in=[review.lead_id]) | review.participants.all())


def check_holds(user: User, plan: AccountPlan) -> None:
    """Raises 403 for somebody who sees the plan but holds no reviews."""
    if not user.has_perm(HOLD):
        owner = plan.account.owner
        who = _("%(name)s, who owns the account, can do it.") % {"name": owner} if owner else ""
        raise PermissionDenied(Denied(str(ReviewPage.permission_reason), who=who))
