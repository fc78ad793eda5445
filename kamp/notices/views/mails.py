"""The reminder mails: when they come, the ones in trouble, none at all any more."""

from __future__ import annotations

from typing import cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from kamp.notices import services
from kamp.notices.addresses import user_of
from kamp.notices.forms import PreferenceForm
from kamp.notices.models import Digest, ReminderPreference
from kamp.notices.mornings import next_morning
from kamp.notices.selectors import preference_of
from kamp.shared.errors import DomainError
from kamp.shared.views import PermittedView, ScopedView
from kamp.users.models import User


def _person(request: HttpRequest) -> User:
    """Who asks; the views below are closed to who is not signed in."""
    return cast("User", request.user)


class Preferences(PermittedView):
    """When one wants the mail."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        preference = preference_of(_person(request))
        return self._show(request, PreferenceForm(preference=preference), preference)

    def post(self, request: HttpRequest) -> HttpResponse:
        preference = preference_of(_person(request))
        form = PreferenceForm(request.POST, preference=preference)
        if not form.is_valid():
            return self._show(request, form, preference, status=422)
        services.choose(user=_person(request), **form.cleaned_data)
        messages.success(request, _("Your preferences are saved."))
        return redirect("notices:preferences")

    def _show(
        self, request: HttpRequest, form: PreferenceForm, preference: ReminderPreference, status: int = 200
    ) -> HttpResponse:
        zone = ZoneInfo(_person(request).time_zone)
        coming = next_morning(preference.hour, weekends=preference.weekends, now=timezone.now(), zone=zone)
        context = {"form": form, "preference": preference, "coming": coming.due_at, "zone": zone.key.replace("_", " ")}
        return render(request, "notices/preferences.html", context, status=status)


class MailView(ScopedView):
    """What the addresses of one's own mails have in common."""

    abstract = True
    permission_required = ""

    def scoped(self) -> QuerySet[Digest]:
        person = _person(self.request)
        return Digest.objects.filter(user=person) if person.role_spec.rights else Digest.objects.none()

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        get_object_or_404(self.scoped(), pk=self.kwargs["pk"])
        return super().http_method_not_allowed(request, *args, **kwargs)


class SendAgain(MailView):
    """Sends a mail again that did not go out, or of which nobody knows."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(self.scoped(), pk=pk)
        try:
            services.send_again(mail=mail, at=timezone.now())
        except DomainError as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, _("The mail is on its way to %(address)s.") % {"address": _person(request).email})
        return redirect("notices:inbox")


class Dismiss(MailView):
    """The mail is not needed any more, or it arrived."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.let_be(mail=get_object_or_404(self.scoped(), pk=pk), at=timezone.now())
        return redirect("notices:inbox")


@method_decorator(csrf_exempt, name="dispatch")
class MailOff(View):
    """Ends the mails to the person of the token, without signing in: the mail's own link, and its one-click POST."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._show(request, self._person(token), done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        person = self._person(token)
        services.no_more_mails(user_id=person.pk)
        return self._show(request, person, done=True)

    def _person(self, token: str) -> User:
        person = User.objects.filter(pk=user_of(token) or 0, is_active=True).first()
        if person is None:
            raise Http404
        return person

    def _show(self, request: HttpRequest, person: User, *, done: bool) -> HttpResponse:
        with translation.override(person.language):
            return render(request, "notices/mail_off.html", {"person": person, "done": done})
