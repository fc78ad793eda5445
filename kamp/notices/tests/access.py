"""Who may open the pages of the inbox: everybody her own, nobody another one's."""

from __future__ import annotations

import datetime

from kamp.notices.addresses import mail_off_url
from kamp.notices.models import Digest, DigestState, Notice, ReminderPreference
from kamp.testing.access import SIGNED_IN, VISITORS, Row, World, public, unscoped

NOW = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
EVENT = {
    "uid": "trial@kamp",
    "starts_at": "2026-11-26T10:00:00+00:00",
    "ends_at": "2026-11-26T11:00:00+00:00",
    "sequence": 0,
    "place": "",
}


def notice(world: World) -> Notice:
    """A contract deadline of the owner's."""
    return Notice.objects.create(
        user=world.users["owner"],
        source="contracts",
        key="contract:1",
        stage="30",
        due_on=datetime.date(2026, 12, 20),
        account_id=world.account.pk,
        params={"account": world.account.name, "contract": "Service", "notice": "20 December", "end": "31 January"},
        url=world.account.get_absolute_url(),
        event=EVENT,
        created_at=NOW,
    )


def mail(world: World) -> Digest:
    """A mail of the owner's that nobody knows about."""
    return Digest.objects.create(
        user=world.users["owner"],
        day=NOW.date(),
        due_at=NOW,
        made_at=NOW,
        next_try_at=NOW,
        message_id="<trial@kamp>",
        state=DigestState.UNKNOWN,
    )


def without_mails(world: World) -> str:
    """The token of somebody who ended the mails already: the same again changes nothing, whoever asks."""
    person = world.users["owner"]
    ReminderPreference.objects.update_or_create(user=person, defaults={"by_mail": False})
    return mail_off_url(person).rstrip("/").rpartition("/")[2]


def own(code: int) -> dict[str, int]:
    """``code`` for the person herself, and as if it did not exist for everybody else."""
    return {**dict.fromkeys(VISITORS, 404), **dict.fromkeys(("anonymous", "former"), 302), "owner": code}


EVERYBODY = unscoped(SIGNED_IN)


def one(world: World) -> dict[str, int]:
    return {"pk": world.once(notice).pk}


def one_mail(world: World) -> dict[str, int]:
    return {"pk": world.once(mail).pk}


ROWS = (
    Row(name="notices:inbox", get=EVERYBODY),
    Row(name="notices:read_all", post=unscoped(SIGNED_IN, 302)),
    Row(name="notices:undo", post=unscoped(SIGNED_IN, 302)),
    Row(name="notices:read", kwargs=one, post=own(302)),
    Row(name="notices:later", kwargs=one, post=own(302), data=lambda world: {"until": "2099-01-01"}),
    Row(name="notices:again", kwargs=one, post=own(302)),
    Row(name="notices:calendar", kwargs=one, get=own(200)),
    Row(name="notices:preferences", get=EVERYBODY, post=unscoped(SIGNED_IN, 422)),
    Row(name="notices:send_again", kwargs=one_mail, post=own(302)),
    Row(name="notices:dismiss", kwargs=one_mail, post=own(302)),
    Row(
        name="notices:mail_off",
        before_sign_in=True,
        without_token=True,
        kwargs=lambda world: {"token": world.once(without_mails)},
        get=public(),
        post=public(),
    ),
)
