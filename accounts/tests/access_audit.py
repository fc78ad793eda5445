"""Who may open and fill audits."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Audit, ChoiceCriterion, RelationshipBreak
from kamp.testing.access import READERS, SELLERS, Row, World, scoped

STEERING = ("manager", "administrator")


def slug(world: World) -> dict[str, str]:
    return {"slug": world.account.slug}


def criterion(world: World) -> ChoiceCriterion:
    return ChoiceCriterion.objects.create(account=world.account, key="offer", weight=20)


def broken(world: World) -> RelationshipBreak:
    today = timezone.localdate()
    return RelationshipBreak.objects.create(account=world.account, kind="notice", cause="rival", happened_on=today)


def submitted(world: World) -> Audit:
    return Audit.objects.create(
        account=world.account,
        number=1,
        state="submitted",
        opened_at=timezone.now(),
        submitted_at=timezone.now(),
        completeness=40,
        snapshot={"score": {"total": "40", "quadrants": {}}},
    )


def of_audit(world: World) -> dict[str, Any]:
    return {**slug(world), "number": world.once(submitted).number}


def section(name: str, field: str, value: str) -> Row:
    """A section: seen by readers, saved by sellers, one field at a time."""

    def data(world: World) -> dict[str, Any]:
        return {"field": field, field: value, "seen": "[]"}

    return Row(name=f"accounts:{name}", kwargs=slug, get=scoped(READERS), post=scoped(SELLERS), data=data)


ROWS = (
    section("audit", "item-hg2", "not_known"),
    section("audit_relationship", "relationship.x2", "3"),
    section("audit_attractiveness", "attractiveness.fit", "7"),
    Row(
        name="accounts:audit_choice",
        kwargs=slug,
        get=scoped(READERS),
        post=scoped(SELLERS),
        data=lambda world: {
            "field": f"ours-{world.once(criterion).pk}",
            f"ours-{world.once(criterion).pk}": "7",
            "seen": "[]",
        },
    ),
    Row(name="accounts:choice_change", kwargs=slug, post=scoped(SELLERS, 302)),
    Row(name="accounts:break_create", kwargs=slug, get=scoped(SELLERS), post=scoped(SELLERS, 422)),
    Row(
        name="accounts:break_end",
        kwargs=lambda world: {**slug(world), "pk": world.once(broken).pk},
        post=scoped(SELLERS, 302),
    ),
    Row(name="accounts:audit_close", kwargs=slug, get=scoped(SELLERS), post=scoped(SELLERS, 409)),
    Row(name="accounts:audit_version", kwargs=of_audit, get=scoped(READERS)),
    Row(name="accounts:audit_confirm", kwargs=of_audit, post=scoped(STEERING, 302)),
    Row(
        name="accounts:audit_send_back", kwargs=of_audit, post=scoped(STEERING, 302), data=lambda world: {"reason": "?"}
    ),
    Row(name="accounts:audit_withdraw", kwargs=of_audit, post=scoped(SELLERS, 302)),
)
