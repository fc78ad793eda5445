"""For templates of any app that show a job: ``{% include "jobs/_progress.html" with job=job %}`` needs nothing else."""

from __future__ import annotations

from django import template
from django.utils import timezone

from kamp.jobs.cards import JobCard, card_of, duration
from kamp.jobs.models import Job

register = template.Library()
register.filter("duration", duration)


@register.simple_tag(takes_context=True)
def job_card(context: template.Context, job: Job) -> JobCard:
    """``job`` as the person of the request sees it now."""
    request = context.get("request")
    return card_of(job, user=request.user if request else None, at=timezone.now())
