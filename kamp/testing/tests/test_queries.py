"""The query counter finds what it is there to find."""

import pytest
from django.contrib.auth.models import Group, Permission

from kamp.testing.queries import assert_same_queries

pytestmark = pytest.mark.django_db


def grow(number: int) -> None:
    permission = Permission.objects.first()
    for _ in range(number):
        Group.objects.create(name=f"group {Group.objects.count()}").permissions.add(permission)


def test_a_list_with_one_query_passes():
    assert assert_same_queries(lambda: list(Group.objects.all()), grow, at_most=1) == 1


def test_a_query_for_each_row_is_found_and_shown():
    with pytest.raises(AssertionError, match=r"(?s)2 queries for 1 rows, 31 for 30.*auth_permission"):
        assert_same_queries(lambda: [list(group.permissions.all()) for group in Group.objects.all()], grow)


def test_the_same_query_twice_is_found():
    with pytest.raises(AssertionError, match="the same query twice"):
        assert_same_queries(lambda: [list(Group.objects.all()), list(Group.objects.all())], grow)
