"""The first way in: a link from the command line leads to a password and to the settings."""

from __future__ import annotations

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kamp.operation import summary
from kamp.users.models import User
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a-password-of-my-own"


def link_for(*arguments: str) -> str:
    said = StringIO()
    call_command("administrator", *arguments, stdout=said)
    return urlsplit(said.getvalue().splitlines()[-1]).path


def choose(link: str) -> Client:
    client = Client()
    page = client.get(link, follow=True)
    assert client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    return client


@pytest.mark.django_db(transaction=True)  # the summary closes its connections
def test_an_empty_installation_says_how_to_come_in_and_lets_one_in():
    assert "manage.py administrator" in summary.text(jobs=False)
    choose(link_for("Nora@Example.com", "--name", "Nora Galli", "--language", "en"))
    assert "manage.py administrator" not in summary.text(jobs=False)
    nora, client = User.objects.get(), Client()
    assert (nora.email, nora.name, nora.role) == ("nora@example.com", "Nora Galli", "administrator")
    client.post("/auth/sign-in/", {"login": nora.email, "password": PASSWORD})
    assert client.get("/settings/people/").status_code == 200


def test_an_administrator_who_lost_the_password_gets_a_new_link():
    anna = make_user("administrator")
    choose(link_for(anna.email))
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize("email", ["new@example.com", "{rep}", "no-address"])
def test_nobody_else_is_let_in_this_way(email: str):
    make_user("administrator")
    rep = make_user("sales_rep")
    with pytest.raises(CommandError):
        link_for(email.replace("{rep}", rep.email))
    assert User.objects.count() == 2
