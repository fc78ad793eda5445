"""The decision-making unit of a customer: its people as a list and on influence × support."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Attitude
from accounts.models import KeyAccount, Person
from accounts.selectors.dmu import Dmu, dmu_of
from accounts.selectors.touches import SHOWN, touches_of
from accounts.services.people import confirm_person
from accounts.views.account_page import AccountPage
from accounts.views.audit_onward import Onward
from accounts.views.dmu_words import Line, advice_of, grid_of, kpis_of, legend, lines_of
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.parts import Tab

PAGE = "accounts:account_dmu"


class DmuPage(AccountPage):
    """Everybody still there, by influence; ``?view=map`` shows the grid. Those who left stand at the end."""

    tab = "people"
    template_name = "accounts/account_dmu.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        account, today = self.account(), timezone.localdate()
        sensitive = request.user.has_perm("accounts.view_sensitive")
        dmu = dmu_of(account.pk, as_of=today)
        lines = in_order(dmu, sensitive=sensitive)
        is_map = request.GET.get("view") == "map"
        rows, unplaced = grid_of(lines)
        touches = list(touches_of(account)[: SHOWN + 1])
        return self.page(
            request,
            account,
            lines=lines,
            former=list(former_people(account, today)),
            is_map=is_map,
            views=_views(account.slug, is_map=is_map),
            rows=rows,
            unplaced=unplaced,
            attitudes=Attitude.choices,
            legend=legend(),
            kpis=kpis_of(dmu, sensitive=sensitive) if dmu.members else [],
            advice=advice_of(account, dmu, today),
            touches=touches[:SHOWN],
            has_more=len(touches) > SHOWN,
            sensitive=sensitive,
            onward=self._back(account),
        )

    def _back(self, account: KeyAccount) -> Onward | None:
        """Only the way back to the audit: what comes next there would cost more than this page."""
        if account.archived_at or not self.request.user.has_perm("accounts.fill_audit"):
            return None
        return Onward(hub=address_of("accounts:audit", account.slug))


def in_order(dmu: Dmu, *, sensitive: bool) -> list[Line]:
    """Everybody still there by influence; by name for who may not see it, whom that order would tell."""
    lines = lines_of(dmu)
    if not sensitive:
        lines.sort(key=lambda line: (line.member.person.name, line.member.person.pk))
    return lines


def former_people(account: KeyAccount, today: datetime.date) -> QuerySet[Person]:
    """Those who left, the last first."""
    return Person.objects.filter(account=account, left_on__lte=today).select_related("dmu").order_by("-left_on", "pk")


def _views(slug: str, *, is_map: bool) -> list[Tab]:
    here = address_of(PAGE, slug)
    return [
        Tab(label=_("List"), url=here, note="table", current=not is_map),
        Tab(label=_("Map"), url=f"{here}?view=map", note="portfolio", current=is_map),
    ]


class PeopleMoved(AccountPage):
    """The former address of the people."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return redirect(PAGE, slug=self.account().slug, permanent=False)


class PersonConfirm(AccountPage):
    """Says that what is known about a person's part is right today."""

    permission_required = "accounts.edit_account"

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        account = self.account()
        person = get_object_or_404(Person.objects.filter(account=account), pk=pk)
        try:
            confirm_person(person=person, by=request.user, at=timezone.now())
        except DomainError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("What is known about %(name)s is confirmed as of today.") % {"name": person})
        return redirect(PAGE, slug=account.slug)
