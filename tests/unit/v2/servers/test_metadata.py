"""Metadata and tags."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.unit.conftest import ENDPOINT


def test_metadata_of_the_caller_is_not_changed(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers/s1/metadata", json={"metadata": {"a": "b"}})
    metadata = {"a": "b"}
    nova.servers.set_meta("s1", metadata)
    assert metadata == {"a": "b"}


@pytest.mark.parametrize("method", ["delete_meta"])
def test_each_key_is_deleted_by_a_request_whose_id_is_kept(nova, requests_mock, method):
    for key in "ab":
        requests_mock.delete(
            f"{ENDPOINT}/servers/s1/metadata/{key}",
            status_code=204,
            headers={"x-compute-request-id": f"req-{key}"},
        )
    response = getattr(nova.servers, method)("s1", ["a", "b"])
    assert (response, response.request_ids) == ((), ["req-a", "req-b"])


def test_a_server_has_a_tag_if_nova_returns_204(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags/a%2Fb", status_code=204)
    assert nova.servers.has_tag("s1", "a/b") is True


def test_a_server_does_not_have_a_tag_that_is_not_in_its_list(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags/web", status_code=404)
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags", json={"tags": ["db"]})
    assert nova.servers.has_tag("s1", "web") is False


def test_the_tag_of_a_server_that_does_not_exist_is_not_found(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags/web", status_code=404)
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags", status_code=404)
    with pytest.raises(exceptions.NotFound):
        nova.servers.has_tag("s1", "web")


def test_metadata_can_be_replaced(nova, requests_mock):
    requests_mock.put(f"{ENDPOINT}/servers/s1/metadata", json={"metadata": {"a": "b"}})
    assert nova.servers.replace_meta("s1", {"a": "b"}) == {"metadata": {"a": "b"}}
    assert requests_mock.last_request.json() == {"metadata": {"a": "b"}}
