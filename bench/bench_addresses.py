"""What the pages of a measurement are about, for one person: an account, a plan, a review; and the queries they make.

Run in a process of its own on the load database: `python bench_addresses.py '{"email": …, "pages": {name: path}}'`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

HTMX = {"HTTP_HX_REQUEST": "true"}


def subjects(email: str) -> dict[str, str]:
    """The largest account with a plan in reviews that the person sees, its plan, and a review ahead of it."""
    from kamp.users.models import User
    from planning.models import AccountPlan, Review

    user = User.objects.get(email=email)
    plans = AccountPlan.objects.visible_to(user).current().select_related("account")
    ahead = Review.objects.visible_to(user).ahead().filter(plan__in=plans.filter(approved_at__isnull=False))
    review = ahead.order_by("-plan__account__figures__revenue").first()
    plan = review.plan if review else plans.order_by("-account__figures__revenue").first()
    found = {"review": f"/reviews/{review.pk}/" if review else "", "plan": "", "account": ""}
    if plan:
        found |= {"plan": f"/plans/{plan.pk}/", "account": plan.account.get_absolute_url()}
    return found


def queries(email: str, pages: dict[str, str]) -> dict[str, list[int]]:
    """By page the number of queries of its second request, and how many of them repeat another."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kamp.users.models import User

    client, found = Client(SERVER_NAME="127.0.0.1"), {}
    client.force_login(User.objects.get(email=email))
    for name, path in pages.items():
        headers: dict[str, Any] = HTMX if path.startswith("~") else {}
        client.get(path.lstrip("~"), **headers)
        with CaptureQueriesContext(connection) as captured:
            client.get(path.lstrip("~"), **headers)
        texts = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        found[name] = [len(texts), len(texts) - len(set(texts))]
    return found


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamp.settings.dev")
    django.setup()
    asked = json.loads(sys.argv[1])
    here = subjects(asked["email"])
    addresses = {name: path.format(**here) for name, path in asked["pages"].items()}
    known = {name: path for name, path in addresses.items() if path.lstrip("~").startswith("/")}
    print(json.dumps([known, queries(asked["email"], known)]))
