"""Listings whose limit is the server's to judge."""

from __future__ import annotations

import pytest

from tests.unit.conftest import ENDPOINT

LISTINGS = {
    "migrations": ("/os-migrations", "migrations", ()),
    "instance_action": ("/servers/s1/os-instance-actions", "instanceActions", ("s1",)),
}


@pytest.mark.parametrize(
    ("limit", "query"),
    [
        (None, ""),
        (0, ""),
        ("", ""),
        (3, "?limit=3"),
        ("3", "?limit=3"),
        ("x", "?limit=x"),
        (-1, "?limit=-1"),
    ],
)
@pytest.mark.parametrize("manager", LISTINGS)
def test_a_limit_is_sent_as_it_is_given(nova, requests_mock, manager, limit, query):
    path, key, before = LISTINGS[manager]
    requests_mock.get(f"{ENDPOINT}{path}", json={key: []})
    getattr(nova, manager).list(*before, limit=limit)
    assert requests_mock.last_request.url == f"{ENDPOINT}{path}{query}"
