"""What holds for every file: the roll-ups are the sums of the lines, a check says what the import then does."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import ExchangeRate, KeyAccount, SalesLine
from accounts.tests.factories import make_account, make_company, make_product
from accounts.tests.imports.support import apply, assert_rollups_right, bring, check, figures, undo, uploaded

pytestmark = pytest.mark.django_db

D = Decimal
CODES = ("C1", "C2", "C3", "C9")  # the last one does not exist

sales_rows = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "D", "E", ""]),
        st.sampled_from(["2026-01-05", "2026-01-31", "2026-02-01", "2025-12-31", "2026-02-30"]),
        st.sampled_from([*CODES, ""]),
        st.sampled_from(["P1", "P2", "", "P9"]),
        st.sampled_from(["1", "-2", "0.5", "", "x"]),
        st.sampled_from(["10", "-3.3333", "0", "", "1e99"]),
        st.sampled_from(["", "7.25", "-1"]),
        st.sampled_from(["", "USD", "EUR", "CHF"]),
    ),
    min_size=1,
    max_size=12,
)
account_rows = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "N1", "N2", "N3", ""]),
        st.sampled_from(["", "One", "Two", "Nuova"]),
        st.sampled_from(["", "C1", "N1", "N2", "Two", "Nowhere"]),
        st.sampled_from(["", "Food", "Steel"]),
        st.sampled_from(["", "31/12/2025", "later"]),
    ),
    min_size=1,
    max_size=8,
).filter(lambda rows: any(any(row) for row in rows))  # a file of empty rows is refused as one without any


def sales_file(rows: list[tuple[str, ...]]) -> str:
    return "external id;date;account;product;quantity;net amount;cost;currency\n" + "".join(
        ";".join(row) + "\n" for row in rows
    )


@pytest.fixture
def world(db):
    make_company()
    make_account("One", code="C1")
    make_account("Two", code="C2")
    make_account("Three", code="C3")
    make_product("Pump", code="P1", list_price=D("3.3333"), unit_cost=D("1.1111"))
    make_product("Seal", code="P2")
    ExchangeRate.objects.create(currency="USD", date="2026-01-01", rate=D("0.87654321"))


@contextmanager
def for_now():
    """What happens inside is taken back: each example starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


EXAMPLES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EXAMPLES
@given(files=st.lists(st.tuples(sales_rows, st.booleans()), min_size=1, max_size=4))
def test_rollups_adjusted_by_differences_are_what_rebuilding_gives(world, files):
    with for_now():
        for rows, take_back in files:
            data_import = bring("sales", sales_file(rows), partial=True)
            assert_rollups_right()
            if take_back:
                undo(data_import)
                assert_rollups_right()


@EXAMPLES
@given(before=sales_rows, rows=sales_rows)
def test_a_check_says_what_the_import_of_sales_does(world, before, rows):
    with for_now():
        bring("sales", sales_file(before), partial=True)
        kept = list(SalesLine.objects.order_by("pk").values_list())
        checked = check(uploaded("sales", sales_file(rows)))
        assert list(SalesLine.objects.order_by("pk").values_list()) == kept, "a check changes nothing"
        said = figures(checked), checked.problems
        done = apply(checked, partial=True)
        assert (figures(done), done.problems) == said
        assert done.counts["created"] == SalesLine.objects.count() - len(kept)
        again = bring("sales", sales_file(rows), partial=True)
        assert again.counts["created"] == again.counts["updated"] == 0


@EXAMPLES
@given(rows=account_rows)
def test_a_check_says_what_the_import_of_accounts_does(world, rows):
    with for_now():
        text = "code;name;parent;segment;since\n" + "".join(";".join(row) + "\n" for row in rows)
        count = KeyAccount.objects.count()
        checked = check(uploaded("accounts", text))
        assert KeyAccount.objects.count() == count
        said = figures(checked), checked.problems
        done = apply(checked, partial=True)
        assert (figures(done), done.problems) == said
        assert KeyAccount.objects.count() == count + done.counts["created"]
        again = bring("accounts", text, partial=True)
        assert again.counts["created"] == again.counts["updated"] == 0
        assert undo(done).counts["undo"]["kept"] == 0
        assert KeyAccount.objects.count() == count
