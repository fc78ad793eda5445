"""Versions of the method parameters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kamp.shared.errors import DomainError
from kamp.users.models import User
from portfolio.models import MethodParameters
from portfolio.parameters.catalog import PARAMETERS
from portfolio.parameters.spec import ParameterError
from portfolio.parameters.values import Parameters

LOCK = 0x4A10
FIRST_DAY = datetime.date(1900, 1, 1)


@transaction.atomic
def change_parameters(
    *, values: Mapping[str, object], valid_from: datetime.date, reason: str, by: User, at: datetime.datetime
) -> MethodParameters:
    """A new version: the values in force on ``valid_from`` with ``values`` in place of some of them.

    Runs made before keep the version they were made with. Raises DomainError, with the parameter as its field, for
    a value that cannot be taken, and for a change without a reason.
    """
    if not reason.strip():
        raise DomainError(_("Give the reason for the change."), field="reason")
    _lock()
    present = parameters_on(valid_from, at=at)
    try:
        changed = Parameters({**present.values, **values})
    except ParameterError as problem:
        raise DomainError(_message(problem), field=problem.key) from problem
    return MethodParameters.objects.create(
        number=_newest() + 1,
        values=changed.as_dict(),
        valid_from=valid_from,
        reason=reason.strip(),
        author=by,
        recorded_at=at,
    )


@transaction.atomic
def parameters_on(day: datetime.date, *, at: datetime.datetime) -> MethodParameters:
    """The version in force on ``day``: of those valid by then the newest, else the first.

    The first version, the defaults of the method, is written when it is asked for the first time.
    """
    versions = MethodParameters.objects.order_by("-valid_from", "-number")
    found = versions.filter(valid_from__lte=day).first() or versions.last()
    if found is None:
        _lock()
        first = {"values": Parameters().as_dict(), "valid_from": FIRST_DAY, "recorded_at": at}
        found, _made = MethodParameters.objects.get_or_create(number=1, defaults=first)
    return found


def _newest() -> int:
    newest = MethodParameters.objects.order_by("-number").first()
    return newest.number if newest else 0


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _message(problem: ParameterError) -> str:
    """The refusal in the language of the reader; labels of parameters are msgids too."""
    values = {
        name: _(value) if name in ("label", "other") and isinstance(value, str) else value
        for name, value in problem.values.items()
    }
    if problem.key in PARAMETERS:
        values.setdefault("label", _(PARAMETERS.get(problem.key).label))
    return _(problem.message) % values
