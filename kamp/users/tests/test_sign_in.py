"""Sign-in, lockout, reset and what ends a session (quality C15–C21, C25)."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from kamp.users.invitations import invitation_link
from kamp.users.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SIGN_IN = "/auth/sign-in/"
RESET = "/auth/reset/"


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": email, "password": password, **extra})


def link_in(message) -> str:
    return re.search(r"http://testserver(/auth/reset/\S+)", message.body).group(1)


def choose_password(client: Client, link: str, password: str):
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_signs_in_and_starts_a_new_session(client):
    user = make_user()
    client.get(SIGN_IN)
    client.session["planted"] = "1"
    client.cookies["sessionid"] = "planted-by-somebody"
    answer = sign_in(client, user.email.upper())
    assert answer.status_code == 302
    assert client.cookies["sessionid"].value != "planted-by-somebody"
    assert client.get("/settings/").status_code == 200


def test_wrong_password_unknown_address_and_closed_access_look_alike(client):
    known, closed = make_user(), make_user(is_active=False)
    answers = [
        sign_in(client, known.email, "wrong-password"),
        sign_in(client, "nobody@example.com", "wrong-password"),
        sign_in(client, closed.email, "wrong-password"),
    ]
    texts = {re.sub(r'value="[^"]*"|[A-Za-z0-9]{64}', "", answer.content.decode()) for answer in answers}
    assert {answer.status_code for answer in answers} == {422}
    assert len(texts) == 1


def test_sixth_failure_is_refused_even_with_the_right_password_and_others_are_not(client):
    user, other = make_user(), make_user()
    for _attempt in range(5):
        assert sign_in(client, user.email, "wrong-password").status_code == 422
    refused = sign_in(client, user.email)
    assert refused.status_code == 429
    assert not refused.wsgi_request.user.is_authenticated
    assert sign_in(Client(), other.email).status_code == 302


@pytest.fixture
def _no_redis(settings):
    """A port nobody listens on, as after Redis died."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.mark.usefixtures("_no_redis")
def test_without_redis_nobody_comes_in_and_the_page_says_what_to_do(client):
    user = make_user()
    assert client.get(SIGN_IN).status_code == 200
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for url, field in ((SIGN_IN, "login"), (RESET, "email")):
        answer = client.post(url, {field: user.email, "password": PASSWORD})
        page = answer.content.decode()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert f'value="{user.email}"' in page
        assert PASSWORD not in page
        assert "Try again in a minute" in page
        assert not answer.wsgi_request.user.is_authenticated


def test_who_is_signed_in_works_on_without_redis(client, request):
    user = make_user()
    sign_in(client, user.email)
    request.getfixturevalue("_no_redis")
    assert client.get("/settings/").status_code == 200
    refused = client.post("/auth/password/", {"oldpassword": PASSWORD, "password1": "x" * 12, "password2": "x" * 12})
    assert refused.status_code == 503
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_closing_access_ends_the_open_session(client):
    user = make_user()
    sign_in(client, user.email)
    user.is_active = False
    user.save()
    assert client.get("/settings/").status_code == 302


def test_changed_password_ends_the_other_sessions(client):
    user, elsewhere = make_user(), Client()
    sign_in(client, user.email)
    sign_in(elsewhere, user.email)
    new = "another-long-password"
    changed = client.post("/auth/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed.status_code == 302
    assert client.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302


def test_reset_by_mail_works_once_and_in_the_language_of_the_person(client):
    user = make_user(language="en")
    assert client.post(RESET, {"email": user.email.upper()}).status_code == 302
    link = link_in(mail.outbox[0])
    assert mail.outbox[0].to == [user.email]
    assert choose_password(client, link, "another-long-password").status_code == 302
    assert sign_in(Client(), user.email, "another-long-password").status_code == 302
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_reset_of_an_unknown_address_answers_alike_and_mails_nobody(client):
    make_user(is_active=False, email="closed@example.com")
    for email in ("nobody@example.com", "closed@example.com"):
        answer = client.post(RESET, {"email": email})
        assert (answer.status_code, answer["Location"]) == (302, "/auth/reset/sent/")
    assert mail.outbox == []


@pytest.mark.parametrize(
    "given",
    [
        ["{user}", "thief@example.com"],
        ["thief@example.com", "{user}"],
        ["{user},thief@example.com"],
        ["{user} thief@example.com"],
        ["{user}\nbcc:thief@example.com"],
        ['{"email": "{user}"}'],
        ["ｐerson@example.com"],
    ],
)
def test_reset_mails_only_the_stored_address(client, given):
    user = make_user(email="person@example.com")
    client.post(RESET, {"email": [text.replace("{user}", user.email) for text in given]})
    assert {address for message in mail.outbox for address in message.to} <= {user.email}


def test_reset_link_is_made_for_the_host_we_serve_and_lives_an_hour(client):
    user = make_user()
    answer = client.post(RESET, {"email": user.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert mail.outbox == []
    assert settings.PASSWORD_RESET_TIMEOUT <= 3600


def test_reset_link_dies_with_a_changed_address(client):
    user = make_user()
    client.post(RESET, {"email": user.email})
    user.email = "moved@example.com"
    user.save()
    page = client.get(link_in(mail.outbox[0]), follow=True)
    assert "password1" not in page.content.decode()


def test_invitation_lets_choose_a_password(client):
    user = make_user()
    user.set_unusable_password()
    user.save()
    assert choose_password(client, invitation_link(user), "a-first-long-password").status_code == 302
    assert sign_in(Client(), user.email, "a-first-long-password").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https:evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aX: y",
        "https://evil.example/",
    ],
)
def test_next_leads_nowhere_else(client, target):
    user = make_user()
    answers = [
        sign_in(client, user.email, next=target),
        client.post(reverse("set_language"), {"language": "en", "next": target}),
        client.post(reverse("account_logout"), {"next": target}),
    ]
    for answer in answers:
        assert "evil" not in answer["Location"]
        assert not answer["Location"].startswith(("javascript", "//", "\\"))
        assert "\n" not in answer["Location"]


def test_sign_out_ends_the_session(client):
    user = make_user()
    sign_in(client, user.email)
    kept = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    stale = Client()
    stale.cookies["sessionid"] = kept
    assert stale.get("/settings/").status_code == 302


def test_nobody_signs_up(client):
    for path in ("/auth/signup/", "/auth/sign-up/"):
        assert client.get(path).status_code == 404


def test_says_how_long_a_password_must_be():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_password("Molino-24")
    assert refused.value.messages == ["Choose a password of at least 10 characters."]
    validate_password("Molino-245")


@override_settings(LANGUAGE_CODE="it")
def test_language_before_and_after_sign_in(client):
    client.post(reverse("set_language"), {"language": "en"})
    assert 'lang="en"' in client.get(SIGN_IN).content.decode()
    user = make_user(language="it")
    sign_in(client, user.email)
    assert 'lang="it"' in client.get("/settings/").content.decode()
    client.post(reverse("set_language"), {"language": "en"})
    user.refresh_from_db()
    assert user.language == "en"
