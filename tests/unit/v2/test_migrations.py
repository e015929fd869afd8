"""Migrations of all servers."""

from __future__ import annotations

from novaclient.v2.migrations import Migration
from tests.unit.conftest import ENDPOINT, limits_as_sent


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(Migration(None, {})) == "<Migration: unknown-id>"


@limits_as_sent
def test_a_limit_is_sent_unchanged(nova, requests_mock, limit, query):
    url = f"{ENDPOINT}/os-migrations"
    requests_mock.get(url, json={"migrations": []})
    nova.migrations.list(limit=limit)
    assert requests_mock.last_request.url == f"{url}{query}"
