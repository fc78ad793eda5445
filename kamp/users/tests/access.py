"""Who may open the pages about people."""

from __future__ import annotations

from kamp.testing.access import ADMINISTRATORS, SIGNED_IN, SIGNED_OUT, Row, World, public, unscoped
from kamp.users.models import Team, User


def someone(world: World) -> User:
    return User.objects.create_user(email="someone@example.com", name="Someone", role="specialist")


def some_team(world: World) -> Team:
    return Team.objects.create(name="Some team")


EVERYBODY = unscoped(SIGNED_IN)
STRANGERS_ONLY = {**dict.fromkeys(SIGNED_IN, 302), **dict.fromkeys(SIGNED_OUT, 200)}
MANAGERS = unscoped(ADMINISTRATORS)
NO_SUCH_KEY = {"uidb36": "1", "key": "no-such-key"}

ROWS = (
    Row(
        name="account_login",
        before_sign_in=True,
        get=STRANGERS_ONLY,
        post={**STRANGERS_ONLY, **dict.fromkeys(SIGNED_OUT, 422)},
    ),
    Row(
        name="account_logout",
        before_sign_in=True,
        get=dict.fromkeys(SIGNED_OUT, 302) | dict.fromkeys(SIGNED_IN, 200),
        post=public(302),
    ),
    Row(name="account_change_password", get=EVERYBODY, post=unscoped(SIGNED_IN, 422)),
    Row(name="account_reset_password", before_sign_in=True, get=public(), post=public(422)),
    Row(name="account_reset_password_done", before_sign_in=True, get=public()),
    Row(
        name="account_reset_password_from_key",
        before_sign_in=True,
        kwargs=lambda world: NO_SUCH_KEY,
        get=public(),
        post=public(),
    ),
    Row(name="account_reset_password_from_key_done", before_sign_in=True, get=public()),
    Row(name="preferences", get=EVERYBODY, post=unscoped(SIGNED_IN, 422)),
    Row(name="set_language", before_sign_in=True, post=public(302)),
    Row(name="saved_view_list", get=EVERYBODY, post=unscoped(SIGNED_IN, 404)),
    Row(
        name="saved_view_keep",
        query="?page=accounts&query=q%3Dx",
        get=EVERYBODY,
        post=unscoped(SIGNED_IN, 302),
        data=lambda world: {"page": "accounts", "name": "Mine", "query": "q=x"},
    ),
    Row(name="saved_view_undo", post=unscoped(SIGNED_IN, 302)),
    Row(name="users:settings_index", get=EVERYBODY),
    Row(name="users:user_list", get=MANAGERS),
    Row(name="users:user_create", get=MANAGERS, post=unscoped(ADMINISTRATORS, 422)),
    Row(
        name="users:user_edit",
        kwargs=lambda world: {"pk": world.once(someone).pk},
        get=MANAGERS,
        post=unscoped(ADMINISTRATORS, 422),
        data=lambda world: {"version": 1},
    ),
    Row(
        name="users:user_invite",
        kwargs=lambda world: {"pk": world.once(someone).pk},
        post=unscoped(ADMINISTRATORS, 302),
    ),
    Row(name="users:team_list", get=MANAGERS),
    Row(name="users:team_create", get=MANAGERS, post=unscoped(ADMINISTRATORS, 422)),
    Row(
        name="users:team_edit",
        kwargs=lambda world: {"pk": world.once(some_team).pk},
        get=MANAGERS,
        post=unscoped(ADMINISTRATORS, 422),
        data=lambda world: {"version": 1},
    ),
    Row(name="users:role_list", get=MANAGERS),
)
