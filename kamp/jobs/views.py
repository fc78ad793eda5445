"""The progress of a job, and the administrators' page on all of them."""

from __future__ import annotations

import json
import uuid
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from kamp.jobs import selectors
from kamp.jobs.cards import card_of
from kamp.jobs.models import Job
from kamp.jobs.services import request_cancel, retry
from kamp.jobs.tables import JOBS
from kamp.shared.errors import DomainError
from kamp.shared.paging import page_of
from kamp.shared.parts import Tab
from kamp.shared.views import PermittedView, ScopedView
from kamp.users.models import User

OWN, ALL = "jobs.view_own", "jobs.view_all"


def _person(request: HttpRequest) -> User:
    """Who asks; the views below are closed to who is not signed in."""
    return cast("User", request.user)


class JobView(ScopedView):
    """What the addresses of one job have in common."""

    abstract = True

    def scoped(self) -> QuerySet[Job]:
        return Job.objects.visible_to(_person(self.request)).select_related("pulse", "created_by")

    def in_scope(self) -> bool:
        return self.scoped().filter(pk=self.kwargs["job_id"]).exists()

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.job()  # nobody learns of a job by asking in the wrong way
        return super().http_method_not_allowed(request, *args, **kwargs)

    def job(self) -> Job:
        """The job of the address; 404 outside the scope of the person."""
        job = selectors.job_for(_person(self.request), self.kwargs["job_id"])
        if job is None:
            raise Http404
        return job

    def fragment(self, job: Job) -> HttpResponse:
        """The progress alone; the browser is told once when the job is over."""
        response = render(self.request, "jobs/_progress.html", {"job": job})
        if not job.is_live:
            response.headers["HX-Trigger"] = json.dumps({"job-done": {"id": str(job.pk), "state": job.state}})
        return response


class JobProgress(JobView):
    """A page that can be reloaded and left; with ``?fragment=1`` what it polls."""

    permission_required = OWN

    def get(self, request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
        job = self.job()
        if request.GET.get("fragment") == "1":
            return self.fragment(job)
        return render(request, "jobs/job_detail.html", {"job": job})


class JobCancel(JobView):
    """Asks a job to stop."""

    permission_required = OWN

    def post(self, request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
        try:
            request_cancel(job=self.job(), by=_person(request))
        except DomainError as problem:
            messages.warning(request, str(problem))
        if request.headers.get("HX-Request"):
            return self.fragment(self.job())
        return redirect("jobs:progress", job_id=job_id)


class JobRetry(JobView):
    """A failed job again."""

    permission_required = ALL

    def post(self, request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
        try:
            job = retry(job=self.job(), by=_person(request), at=timezone.now())
        except DomainError as problem:
            messages.warning(request, str(problem))
            return redirect("jobs:progress", job_id=job_id)
        return redirect("jobs:progress", job_id=job.pk)


class JobList(PermittedView, TemplateView):
    """What runs and waits, what failed, what ended today, and whether the machinery is well."""

    permission_required = ALL
    template_name = "jobs/job_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, params, user = timezone.now(), self.request.GET, _person(self.request)
        shown = params.get("show", "live")
        if shown == "failed":
            rows = selectors.failed_jobs(user)
        elif shown == "recent":
            rows = selectors.recent_jobs(user, at=now)
        else:
            shown, rows = "live", selectors.live_jobs(user)
        column, descending = JOBS.sorting(params)
        page = page_of(rows, column.order(descending=descending), params.get("after", ""))
        cards = [card_of(job, user=user, at=now) for job in page.rows]
        return super().get_context_data(
            page=page,
            heads=JOBS.heads(params),
            lines=list(JOBS.lines(cards)),
            shown=shown,
            tabs=_tabs(shown),
            health=selectors.health(at=now),
            **kwargs,
        )


def _tabs(shown: str) -> list[Tab]:
    labels = {"live": _("Running and waiting"), "failed": _("Failed"), "recent": _("Last 24 hours")}
    return [
        Tab(label=label, url="?" if key == "live" else f"?show={key}", current=key == shown)
        for key, label in labels.items()
    ]


class JobHealth(PermittedView):
    """The health of the machinery for a monitor."""

    permission_required = ALL

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(selectors.health(at=timezone.now()).as_json())
