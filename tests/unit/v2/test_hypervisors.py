from __future__ import annotations

import pytest

from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    ("limit", "query"), [(None, ""), (0, "?limit=0"), (3, "?limit=3"), ("3", "?limit=3")]
)
def test_a_limit_that_is_given_is_sent(nova, requests_mock, limit, query):
    requests_mock.get(f"{ENDPOINT}/os-hypervisors/detail", json={"hypervisors": []})
    nova.hypervisors.list(limit=limit)
    assert requests_mock.last_request.url == f"{ENDPOINT}/os-hypervisors/detail{query}"


def test_a_limit_that_is_no_number_is_refused(nova, requests_mock):
    with pytest.raises(ValueError, match="many"):
        nova.hypervisors.list(limit="many")
    assert requests_mock.call_count == 0
