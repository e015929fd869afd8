from __future__ import annotations

import pytest
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import plugin
from keystoneauth1 import session as ksession

from novaclient import client, exceptions

CURRENT = {"version": {"id": "v2.1", "version": "2.96", "min_version": "2.1"}}


@pytest.fixture
def at_endpoint(make_client):
    """Create a client whose endpoint is a given URL."""
    return lambda url: make_client(endpoint_override=url)


@pytest.mark.parametrize(
    "endpoint", ["http://x.example/v2.1", "http://x.example/v2.1/", "http://x.example/compute"]
)
def test_the_current_version_is_requested_from_the_endpoint(at_endpoint, requests_mock, endpoint):
    requests_mock.get(endpoint, json=CURRENT)
    version = at_endpoint(endpoint).versions.get_current()
    assert (version.version, repr(version)) == ("2.96", "<Version: v2.1>")


def test_the_version_of_an_endpoint_with_a_project_is_requested_one_level_up(
    at_endpoint, requests_mock
):
    requests_mock.get("http://x.example/v2.1/p1", status_code=404)
    requests_mock.get("http://x.example/v2.1/", json=CURRENT)
    assert at_endpoint("http://x.example/v2.1/p1").versions.get_current().id == "v2.1"


def test_the_version_is_none_if_the_server_requires_authentication(at_endpoint, requests_mock):
    requests_mock.get("http://x.example/v2.1", status_code=401)
    assert at_endpoint("http://x.example/v2.1").versions.get_current() is None


def test_a_server_without_a_version_document_is_not_found(at_endpoint, requests_mock):
    requests_mock.get("http://x.example/v2.1", status_code=404)
    requests_mock.get("http://x.example/", status_code=404)
    with pytest.raises(exceptions.NotFound):
        at_endpoint("http://x.example/v2.1").versions.get_current()


def test_an_endpoint_with_the_path_of_a_version_is_not_blamed(at_endpoint, requests_mock):
    requests_mock.get("http://x.example/v2.1", json={"versions": []})
    with pytest.raises(exceptions.UnexpectedResponse, match="there is no 'version' in it"):
        at_endpoint("http://x.example/v2.1").versions.get_current()


@pytest.mark.parametrize("response", [{"versions": [{"id": "v2.1"}]}, {"choices": []}], ids=str)
@pytest.mark.parametrize(
    "call",
    [
        lambda make_client, url: make_client("2.latest", endpoint_override=url, negotiate=True),
        lambda make_client, url: make_client("2.60", endpoint_override=url, negotiate=True),
        lambda make_client, url: make_client(endpoint_override=url).supports("2.60"),
        lambda make_client, url: make_client(endpoint_override=url).versions.get_current(),
    ],
    ids=["latest", "2.60", "supports", "get_current"],
)
def test_an_endpoint_without_the_path_of_a_version_is_an_error_that_says_so(
    make_client, requests_mock, response, call
):
    requests_mock.get("http://x.example:8774", json=response)
    with pytest.raises(exceptions.UnexpectedResponse) as caught:
        call(make_client, "http://x.example:8774")
    assert str(caught.value).startswith(
        "The response to GET http://x.example:8774 is not what the Compute API promises: the path "
        "of a version, such as /v2.1, is missing from the endpoint."
    )


@pytest.mark.parametrize(
    ("endpoint", "listed_at"),
    [
        ("http://x.example/v2.1", "http://x.example/"),
        ("http://x.example/v2.1/p1", "http://x.example/"),
        ("http://x.example/compute/v2.1/p1", "http://x.example/compute"),
        ("http://x.example/compute", "http://x.example/compute"),
        ("http://x.example:8774/v2/", "http://x.example:8774/"),
        ("http://v2.1.example/compute", "http://v2.1.example/compute"),
        ("http://x.example/v2x/v2.1", "http://x.example/v2x"),
    ],
)
def test_all_versions_are_listed_above_the_endpoint(
    at_endpoint, requests_mock, endpoint, listed_at
):
    requests_mock.get(listed_at, json={"versions": [{"id": "v2.0"}, {"id": "v2.1"}]})
    versions = at_endpoint(endpoint).versions.list()
    assert [version.id for version in versions] == ["v2.0", "v2.1"]
    assert requests_mock.last_request.url == listed_at


class _NowhereAuth(plugin.BaseAuthPlugin):
    def get_token(self, session, **kwargs):
        return "TOKEN"

    def get_endpoint(self, session, **kwargs):
        return None


@pytest.mark.parametrize("call", ["get_current", "list"])
def test_without_an_endpoint_an_exception_of_keystoneauth_is_raised(call):
    nova = client.Client("2.1", session=ksession.Session(auth=_NowhereAuth()))
    with pytest.raises(kexceptions.EndpointNotFound):
        getattr(nova.versions, call)()
