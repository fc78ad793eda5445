"""Users, teams and roles: what an administrator may and may not do (quality C11, C13)."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from kamp.shared.errors import DomainError
from kamp.testing.queries import assert_same_queries
from kamp.users.models import Team, User
from kamp.users.roles import ROLES
from kamp.users.selectors import all_rights, users_matching
from kamp.users.services import create_user, update_user
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = make_user("administrator", language="en", name="Anna Villa")
    client.force_login(user)
    return user


def fields(user: User, **changes: object) -> dict[str, object]:
    return {
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "language": user.language,
        "time_zone": user.time_zone,
        "is_active": "on",
        "version": user.version,
        **changes,
    }


def test_invites_a_person_in_her_language(client, admin):
    team = make_team("North")
    data = {
        "name": "Giulia Ferri",
        "email": "Giulia@Example.com",
        "role": "sales_rep",
        "teams": team.pk,
        "language": "it",
    }
    assert client.post(reverse("users:user_create"), data).status_code == 302
    user = User.objects.get(email="giulia@example.com")
    assert (user.role, list(user.teams.all()), user.has_usable_password()) == ("sales_rep", [team], False)
    assert mail.outbox[0].to == ["giulia@example.com"]
    assert "/auth/reset/" in mail.outbox[0].body


def test_refuses_an_address_twice(client, admin):
    make_user(email="giulia@example.com")
    data = {"name": "Giulia", "email": "GIULIA@example.com", "role": "sales_rep", "language": "it"}
    answer = client.post(reverse("users:user_create"), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"], "at its field"
    assert "exists already" in answer.content.decode()
    assert 'value="GIULIA@example.com"' in answer.content.decode(), "what was typed is kept"


def test_changes_role_and_closes_access(client, admin):
    user = make_user("sales_rep")
    data = fields(user, role="market_manager")
    del data["is_active"]
    assert client.post(reverse("users:user_edit", args=[user.pk]), data).status_code == 302
    user.refresh_from_db()
    assert (user.role, user.is_active, user.version) == ("market_manager", False, 2)


def test_own_role_and_access_are_not_one_s_own_to_change(client, admin):
    for changes in ({"role": "sales_rep"}, {"is_active": ""}):
        answer = client.post(reverse("users:user_edit", args=[admin.pk]), fields(admin, **changes))
        assert answer.status_code == 422
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == ("administrator", True)


def test_teams_are_told_apart_by_more_than_capitals(client, admin):
    team = make_team("North")
    answer = client.post(reverse("users:team_create"), {"name": "NORTH"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    same = {"name": "north", "version": team.version}
    assert client.post(reverse("users:team_edit", args=[team.pk]), same).status_code == 302, "its own in capitals"
    assert Team.objects.get().name == "north"


def test_who_was_never_there_is_not_to_be_assessed(client, admin):
    make_user("specialist", name="Paolo")
    page = client.get(reverse("users:user_list"), {"q": "paolo"}).content.decode()
    assert "never" in page
    assert "not assessed" not in page


def test_last_administrator_stays(admin):
    other = make_user("administrator")
    other.role = "sales_rep"
    update_user(user=other, teams=[], by=admin)
    admin.role = "sales_rep"
    with pytest.raises(DomainError):
        update_user(user=admin, teams=[], by=make_user("administrator", is_active=False))


@pytest.mark.parametrize("role", [role.key for role in ROLES if role.rank > ROLES.get("market_manager").rank])
def test_nobody_gives_a_role_above_the_own(role):
    manager = make_user("market_manager")
    with pytest.raises(DomainError):
        create_user(email="x@example.com", name="X", role=role, teams=[], language="it", by=manager)
    above = make_user(role)
    above.role = "specialist"
    with pytest.raises(DomainError):
        update_user(user=above, teams=[], by=manager)


def test_extra_fields_are_ignored(client, admin):
    user = make_user("specialist")
    extra = {"password": "x", "id": 1, "last_login": "2020-01-01", "created_at": "2020-01-01", "is_superuser": "on"}
    before = User.objects.filter(pk=user.pk).values("password", "last_login", "created_at").get()
    client.post(reverse("users:user_edit", args=[user.pk]), fields(user, **extra))
    assert User.objects.filter(pk=user.pk).values("password", "last_login", "created_at").get() == before


def test_list_costs_the_same_for_one_and_for_thirty(client, admin):
    team = make_team()
    assert_same_queries(
        lambda: client.get(reverse("users:user_list")),
        lambda rows: [make_user("sales_rep", teams=[team]) for _ in range(rows)],
    )


def test_search_finds_by_name_and_by_address(client, admin):
    make_user(name="Giulia Ferri", email="gf@example.com")
    make_user(name="Luca Bonetti", email="lb@example.com", is_active=False)
    page = client.get(reverse("users:user_list"), {"q": "ferri"}).content.decode()
    assert "Giulia Ferri" in page
    assert "Anna Villa" not in page.split("<main", 1)[1]
    assert "Luca Bonetti" not in client.get(reverse("users:user_list")).content.decode()
    assert "Luca Bonetti" in client.get(reverse("users:user_list"), {"closed": "1"}).content.decode()


def test_team_is_made_and_renamed(client, admin):
    client.post(reverse("users:team_create"), {"name": "North"})
    team = Team.objects.get(name="North")
    client.post(reverse("users:team_edit", args=[team.pk]), {"name": "North-East", "version": 1})
    team.refresh_from_db()
    assert (team.name, team.version) == ("North-East", 2)
    again = client.post(reverse("users:team_create"), {"name": "North-East"})
    assert again.status_code == 422


def test_every_right_of_a_role_is_declared_by_an_app():
    declared = [right.key for right in all_rights()]
    assert len(declared) == len(set(declared))
    assert {key for role in ROLES for key in role.rights} == set(declared)


def test_people_are_found_without_their_accents(db: None) -> None:
    zoe = make_user("sales_rep", name="Zoë Brïan")
    for text in ("zoe", "ZOË", "brian"):
        assert list(users_matching(text, closed=False)) == [zoe], text
