"""The list of jobs."""

from django.utils.translation import gettext_lazy as _

from kamp.shared.tables import Column, Kind, Phone, Table

JOBS = Table(
    key="jobs",
    default="-created",
    columns=(
        Column(key="job", label=_("Job"), value="job", template="jobs/_job_cell.html", phone=Phone.MAIN),
        Column(key="state", label=_("State"), value="job.state", template="jobs/_state_cell.html", phone=Phone.END),
        Column(key="author", label=_("Asked for by"), value="job.created_by.name", template="jobs/_author_cell.html"),
        Column(
            key="created",
            label=_("Asked for"),
            value="job.created_at",
            kind=Kind.MOMENT,
            sort="created_at",
            nullable=False,
            phone=Phone.SECOND,
        ),
        Column(key="duration", label=_("Duration"), value="duration"),
        Column(key="attempts", label=_("Tries"), value="job.attempts", kind=Kind.NUMBER),
        Column(key="actions", label=_("Action"), value="pk", template="jobs/_action_cell.html", export=False),
    ),
)
