"""Who may open the portfolio. Its pages are lists: outside one's scope there is nothing on them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kamp.testing.access import OUTSIDE, READERS, Row, World, scoped, unscoped
from portfolio.matrices.catalog import MATRICES
from portfolio.models import ClassificationOverride, ClassificationRun, KeyAccountDecision
from portfolio.services.designation import designate
from portfolio.services.overrides import end_override, override_class
from portfolio.tests.factories import NOON, make_run

ANYBODY = (*READERS, *(name for name in OUTSIDE if name != "nobody"))
EXPORTERS = tuple(name for name in ANYBODY if not name.startswith("specialist"))
STEERERS = ("manager", "manager_out", "administrator")


def run(world: World) -> ClassificationRun:
    return make_run()


def a_run(**kwargs: Any) -> Any:
    """The arguments of an address that needs a run to be there."""

    def made(world: World) -> dict[str, Any]:
        world.once(run)
        return kwargs

    return made


def parameters(world: World) -> dict[str, int]:
    return {"number": world.once(run).parameters.number}


def override(world: World) -> ClassificationOverride:
    return override_class(
        account=world.account,
        spec=MATRICES.get("class"),
        cell="star",
        reason="A tender is coming",
        expires_on=None,
        today=NOON.date(),
        by=world.users["administrator"],
        at=NOON,
    )


def ended(world: World) -> ClassificationOverride:
    return end_override(override=override(world), by=world.users["administrator"], at=NOON)


def decision(world: World) -> KeyAccountDecision:
    return designate(
        account=world.account,
        to="candidate",
        reason="Grows",
        decided_on=NOON.date(),
        by=world.users["administrator"],
        at=NOON,
    )


def step(world: World) -> dict[str, str]:
    world.account.refresh_from_db()
    after = "designated" if world.account.designation == "candidate" else "candidate"
    return {"to": after, "reason": "Grows", "decided_on": "20/11/2026", "seen": world.account.designation}


def later() -> str:
    return f"{timezone.localdate() + datetime.timedelta(200):%d/%m/%Y}"


DECIDERS = ("manager", "administrator")
MATRIX = {"matrix": "value-potential"}
ROWS = (
    Row(name="portfolio:overview", kwargs=a_run(), get=unscoped(ANYBODY)),
    Row(name="portfolio:concentration", kwargs=a_run(), get=unscoped(ANYBODY)),
    Row(name="portfolio:concentration_export", kwargs=a_run(kind="csv"), get=unscoped(EXPORTERS)),
    Row(name="portfolio:parameters", kwargs=parameters, get=unscoped(ANYBODY)),
    Row(name="portfolio:matrix", kwargs=a_run(**MATRIX), get=unscoped(ANYBODY)),
    Row(name="portfolio:cell", kwargs=a_run(**MATRIX, cell="key"), get=unscoped(ANYBODY)),
    Row(name="portfolio:matrix_export", kwargs=a_run(**MATRIX, kind="csv"), get=unscoped(EXPORTERS)),
    Row(name="portfolio:movements", kwargs=a_run(**MATRIX), get=unscoped(ANYBODY)),
    Row(name="portfolio:movements_export", kwargs=a_run(**MATRIX, kind="csv"), get=unscoped(EXPORTERS)),
    Row(
        name="portfolio:override",
        kwargs=lambda world: {"matrix": "class", "slug": world.account.slug},
        get=scoped(DECIDERS),
        post=scoped(DECIDERS, 302),
        data=lambda _world: {"cell": "star", "reason": "A tender is coming", "expires_on": later()},
    ),
    Row(
        name="portfolio:override_end",
        kwargs=lambda world: {"pk": world.once(override).pk},
        post=scoped(DECIDERS, 302),
    ),
    Row(
        name="portfolio:override_resume",
        kwargs=lambda world: {"pk": world.once(ended).pk},
        post=scoped(DECIDERS, 302),
    ),
    Row(
        name="portfolio:designation",
        kwargs=lambda world: {"slug": world.account.slug},
        get=scoped(DECIDERS),
        post=scoped(DECIDERS, 302),
        data=step,
    ),
    Row(
        name="portfolio:designation_undo",
        kwargs=lambda world: {"slug": world.account.slug, "pk": world.once(decision).pk},
        post=scoped(DECIDERS, 302),
    ),
    Row(name="portfolio:recompute", post=unscoped(STEERERS, 302), data=lambda _world: {"as_of": ""}),
)
