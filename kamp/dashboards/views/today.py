"""My work: what is late, what comes, what can be refreshed, my accounts, the next review."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.selectors.own_work import owned
from kamp.dashboards.places import place
from kamp.dashboards.seen import Seen
from kamp.dashboards.tiles.words import some_of
from kamp.dashboards.today.engine import Day, day_of
from kamp.dashboards.views.own_map import own_map_of
from kamp.shared import formats
from kamp.shared.templatetags.formats import language
from kamp.shared.views import PermittedView
from planning.selectors.next_review import next_review_of
from planning.selectors.plans import seven_of
from planning.selectors.preparation import preparation_of
from planning.views.reviews.checks import check_steps
from portfolio.panels import load_classes
from portfolio.selectors.moments import one_moment

MORNING_UNTIL, DAY_UNTIL = 12, 18


class Today(PermittedView):
    """The page a rep's day begins on."""

    permission_required = "accounts.view_account"
    permission_reason = gettext_lazy("Your role does not include accounts.")

    def get(self, request: HttpRequest) -> HttpResponse:
        with one_moment():
            return render(request, "dashboards/today.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.localtime()
    seen = Seen.by(request.user, today=now.date(), zone=timezone.get_current_timezone())
    day = day_of(seen)
    return {
        "heading": _greeting(now.hour) % {"name": request.user.name.split(" ")[0].partition("@")[0]},
        "today": seen.today,
        "day": day,
        "said": _sentence(day),
        "actions_url": place("reviews:action_list"),
        "new_action_url": place("reviews:action_new") if request.user.has_perm("planning.edit_plan") else "",
        **_accounts(seen),
        **_review(seen),
        **own_map_of(seen),
    }


def _greeting(hour: int) -> str:
    if hour < MORNING_UNTIL:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if hour < DAY_UNTIL else _("Good evening, %(name)s")


def _sentence(day: Day) -> str:
    """What the day holds, in one sentence or two."""
    if day.is_empty:
        return ""
    parts = []
    if day.late:
        text = ngettext("%(count)s thing is late.", "%(count)s things are late.", len(day.late))
        parts.append(text % {"count": formats.number(len(day.late), language())})
    if day.coming:
        text = ngettext("%(count)s is due within two weeks.", "%(count)s are due within two weeks.", len(day.coming))
        parts.append(text % {"count": formats.number(len(day.coming), language())})
    if not day.late and not day.coming:
        parts.append(_("Nothing is late, and nothing is due within two weeks."))
    return " ".join(parts)


def _accounts(seen: Seen) -> dict[str, Any]:
    """The largest accounts of mine with class, revenue, completeness and the phases of their plan. Five queries."""
    keys = [account.pk for account in seen.own]
    classes = load_classes(keys, seen.user)
    plans = {plan.account_id: plan for plan in seen.plans.filter(account__in=keys).prefetch_related("phases")}
    return {
        "accounts": [
            {
                "account": account,
                "place": classes.get(account.pk),
                "score": seen.scores[account.pk].total,
                "level": seen.scores[account.pk].level,
                "seven": seven_of(plans[account.pk], seen.today) if account.pk in plans else None,
            }
            for account in seen.own
        ],
        "accounts_count": some_of(len(seen.own), owned(seen.user).count()),
    }


def _review(seen: Seen) -> dict[str, Any]:
    """The next review I take part in, with what is still to be prepared."""
    if not seen.user.has_perm("planning.view_plan"):
        return {"review": None, "checks": []}
    review = next_review_of(seen.user, seen.plans, timezone.now())
    checks = check_steps(review, preparation_of(review, as_of=seen.today)) if review else []
    return {"review": review, "checks": checks}
