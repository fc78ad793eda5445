"""The inbox: what waits, what is put off, what is over; and what one does with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kamp.notices import services
from kamp.notices.calendar import CONTENT_TYPE, calendar_of
from kamp.notices.letters import entry_of
from kamp.notices.models import Notice
from kamp.notices.selectors import NEWEST_FIRST, Shelf, inbox, sources_for, troubled_mails
from kamp.notices.wording import Told, told
from kamp.shared.addresses import address_of
from kamp.shared.errors import DomainError
from kamp.shared.paging import page_of
from kamp.shared.parts import Pick, Tab
from kamp.shared.returning import page_to_return_to
from kamp.shared.undo import offer_undo
from kamp.shared.views import ScopedView
from kamp.users.models import User


def in_words(user: User, notice: Notice, today: date) -> Told:
    """``notice`` in the language and zone of ``user``, which are those of the request."""
    return told(notice, language=user.language, zone=ZoneInfo(user.time_zone), today=today)


class NoticeView(ScopedView):
    """What the addresses of one's own notices have in common."""

    abstract = True
    permission_required = ""

    @property
    def user(self) -> User:
        """Who asks; these views are closed to who is not signed in."""
        return cast("User", self.request.user)

    def scoped(self) -> QuerySet[Notice]:
        return Notice.objects.visible_to(self.user)

    def notice(self) -> Notice:
        """The notice of the address; 404 when it is not one's own or its account is out of sight."""
        return cast("Notice", get_object_or_404(self.scoped(), pk=self.kwargs["pk"]))

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pk" in self.kwargs:
            self.notice()  # nobody learns of a notice by asking in the wrong way
        return super().http_method_not_allowed(request, *args, **kwargs)

    def back(self) -> HttpResponse:
        """To the part of the inbox one came from."""
        inbox_url, query = address_of("notices:inbox"), self.request.POST.get("back", "")
        asked = inbox_url + query if query.startswith("?") else inbox_url
        return redirect(page_to_return_to(self.request, asked, otherwise=inbox_url))


class Inbox(NoticeView):
    """One's notices, the newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        params, today = request.GET, timezone.localdate()
        shelf = Shelf(params["show"]) if params.get("show") in list(Shelf) else Shelf.NEW
        sources = sources_for(self.user)
        source = next((each.key for each in sources if each.key == params.get("source")), "")
        rows = inbox(self.user, shelf=shelf, today=today, source=source)
        page = page_of(rows, NEWEST_FIRST, params.get("after", ""))
        options = [("", _("everything")), *((each.key, _(each.label)) for each in sources)]
        context = {
            "tabs": self._tabs(shelf),
            "shelf": shelf,
            "page": page,
            "items": [in_words(self.user, notice, today) for notice in page.rows],
            "picks": [Pick(name="source", label=_("About"), options=options, value=source)],
            "keep": [("show", shelf)] if shelf != Shelf.NEW else [],
            "source": source,
            "here": f"?{params.urlencode()}" if params else "",
            "delays": delays(today),
            "mails": troubled_mails(self.user) if shelf is Shelf.NEW else [],
        }
        return render(request, "notices/inbox.html", context)

    def _tabs(self, shelf: Shelf) -> list[Tab]:
        labels = {Shelf.NEW: _("To read"), Shelf.LATER: _("Put off"), Shelf.OVER: _("Read and settled")}
        return [
            Tab(label=label, url="?" if key is Shelf.NEW else f"?show={key}", current=key is shelf)
            for key, label in labels.items()
        ]


def delays(today: date) -> list[tuple[date, str]]:
    """Until when something can be put off, in words."""
    monday = today + timedelta(days=7 - today.weekday())
    return [
        (today + timedelta(days=1), _("Until tomorrow")),
        (monday, _("Until Monday")),
        (today + timedelta(days=14), _("For two weeks")),
        (today + timedelta(days=30), _("For 30 days")),
    ]


class ReadAll(NoticeView):
    """Marks everything that waits as read, of one source if one is shown."""

    def post(self, request: HttpRequest) -> HttpResponse:
        now, source = timezone.now(), request.POST.get("source", "").replace("\0", "")
        rows = inbox(self.user, shelf=Shelf.NEW, today=timezone.localdate(), source=source)
        count = services.mark_read(notices=rows, at=now)
        if count:
            text = ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
            offer_undo(request, text % {"count": count}, _undo(read=now.isoformat()))
        return self.back()


class Read(NoticeView):
    """Marks one notice as read. Asked for when its page is opened (``quietly``), it answers nothing."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = timezone.now()
        services.mark_read(notices=self.scoped().filter(pk=self.notice().pk), at=now)
        if "quietly" in request.POST:
            return HttpResponse(status=204)
        offer_undo(request, _("Marked as read."), _undo(read=now.isoformat()))
        return self.back()


class Later(NoticeView):
    """Puts a notice off until a day."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice, today = self.notice(), timezone.localdate()
        try:
            until = date.fromisoformat(request.POST.get("until", ""))
        except ValueError:
            until = today
        try:
            services.snooze(notice=notice, until=until, today=today)
        except DomainError as problem:
            messages.warning(request, str(problem))
        else:
            offer_undo(request, _("Put off. It comes back with the mail of that day."), _undo(notice=str(notice.pk)))
        return self.back()


class Again(NoticeView):
    """Brings back what was read or put off."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.open_again(notice=self.notice())
        return self.back()


class Undo(NoticeView):
    """Takes back the last step, which stands in the address."""

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET
        try:
            read_at = datetime.fromisoformat(asked.get("read", "").replace(" ", "+"))
            pk = 0
        except ValueError:
            read_at, pk = None, int(asked["notice"]) if asked.get("notice", "")[:18].isdecimal() else 0
        if read_at is not None and timezone.is_aware(read_at):
            services.mark_unread(user=self.user, read_at=read_at)
        elif notice := self.scoped().filter(pk=pk).first():
            services.open_again(notice=notice)
        return self.back()


def _undo(**asked: str) -> str:
    query = QueryDict(mutable=True)
    query.update(asked)
    return f"{address_of('notices:undo')}?{query.urlencode()}"


class CalendarFile(NoticeView):
    """The event of a notice as a file for a calendar."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(self.scoped().filter(event__isnull=False), pk=pk)
        item = in_words(self.user, notice, timezone.localdate())
        content = calendar_of([entry_of(item)], zone=ZoneInfo(self.user.time_zone), at=timezone.now())
        return HttpResponse(
            content,
            content_type=CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="kamp-{notice.pk}.ics"'},
        )
