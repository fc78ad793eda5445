"""The embedded servers as the tests themselves use them."""

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_a_real_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, current_setting('listen_addresses')")
        version, addresses = cursor.fetchone()
    assert connection.vendor == "postgresql"
    assert version >= 140000
    assert addresses == ""


def test_the_cache_is_a_real_server():
    cache.set("key", {"a": 1}, 5)
    assert cache.get("key") == {"a": 1}
    assert cache._cache.get_client().info("server")["redis_version"]
