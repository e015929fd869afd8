"""Which microversions the server supports: requested once, and remembered."""

from __future__ import annotations

import gc
import weakref

import pytest
from keystoneauth1 import exceptions as keystone
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

import novaclient
from novaclient import api_versions, client, exceptions
from tests.unit.conftest import ENDPOINT
from tests.unit.test_threads import THREADS, at_once


def _document(minimum="2.1", maximum="2.60"):
    return {"version": {"id": "v2.1", "min_version": minimum, "version": maximum}}


@pytest.fixture
def offer(requests_mock):
    """Let the server at an endpoint support a range, and return what counts its requests."""

    def offer_range(minimum="2.1", maximum="2.60", endpoint=ENDPOINT):
        return requests_mock.get(endpoint, json=_document(minimum, maximum))

    return offer_range


@pytest.mark.parametrize(
    ("minimum", "maximum", "version", "result"),
    [
        ("2.1", "2.60", "2", True),
        ("2.1", "2.60", "2.0", True),
        ("2.1", "2.60", 2.1, True),
        ("2.1", "2.60", "2.60", True),
        ("2.1", "2.60", "2.61", False),
        ("2.1", "2.60", api_versions.APIVersion("2.60"), True),
        ("2.1", "2.60", api_versions.APIVersion("2.61"), False),
        ("2.1", "2.9999", "2.104", True),
        ("2.10", "2.60", "2.10", True),
        ("2.10", "2.60", "2.9", False),
        ("2.10", "2.60", "2.0", False),
    ],
)
def test_a_microversion_is_supported_within_the_range_of_the_server(
    nova, offer, minimum, maximum, version, result
):
    offer(minimum, maximum)
    assert nova.supports(version) is result


@pytest.mark.parametrize("document", [_document("", ""), {"version": {"id": "v2.0"}}])
@pytest.mark.parametrize(("version", "result"), [("2.0", True), ("2.1", False), ("2.60", False)])
def test_a_server_without_microversions_supports_requests_without_one(
    nova, requests_mock, document, version, result
):
    requests_mock.get(ENDPOINT, json=document)
    assert nova.supports(version) is result


def test_what_the_library_does_not_support_is_false_and_nothing_is_sent(nova, offer):
    offered = offer(maximum="2.9999")
    beyond = f"2.{novaclient.API_MAX_VERSION.ver_minor + 1}"
    assert nova.supports(beyond) is False
    assert not offered.called


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2.latest", "should be explicit, not latest"),
        (api_versions.APIVersion("2.latest"), "should be explicit, not latest"),
        ("3.1", "Major part should be '2'"),
        ("new", "Invalid format of client version 'new'"),
        (api_versions.APIVersion(), "does not support version 'null'"),
    ],
    ids=str,
)
def test_what_is_no_microversion_is_refused_before_anything_is_sent(nova, offer, version, message):
    offered = offer()
    with pytest.raises(exceptions.UnsupportedVersion, match=message):
        nova.supports(version)
    assert not offered.called


# One request


def test_the_range_is_requested_once(nova, offer):
    offered = offer()
    assert [nova.supports(v) for v in ("2.60", "2.61", "2.0")] == [True, False, True]
    assert offered.call_count == 1


def test_the_range_is_requested_without_a_microversion(nova, offer):
    offered = offer()
    nova.supports("2.60")
    headers = offered.last_request.headers
    assert not {"OpenStack-API-Version", "X-OpenStack-Nova-API-Version"} & set(headers)


def test_clients_of_a_session_and_their_views_share_what_is_known(make_client, offer):
    offered = offer()
    one, other = make_client("2.1"), make_client("2.96")
    assert one.at_microversion("2.60").supports("2.60")
    assert one.supports("2.60")
    assert other.supports("2.60")
    assert offered.call_count == 1


def test_each_session_requests_it(offer):
    offered = offer()
    for _ in range(2):
        session = ksession.Session(auth=token_endpoint.Token(ENDPOINT, "TOKEN"))
        assert client.Client("2.1", session=session).supports("2.60")
    assert offered.call_count == 2


def test_each_endpoint_of_a_session_has_its_own_range(make_client, offer):
    here = offer(maximum="2.60", endpoint="http://here.example/v2.1")
    there = offer(maximum="2.90", endpoint="http://there.example/v2.1")
    one = make_client(endpoint_override="http://here.example/v2.1")
    other = make_client(endpoint_override="http://there.example/v2.1")
    for _ in range(2):
        assert [nova.supports("2.79") for nova in (one, other)] == [False, True]
    assert (here.call_count, there.call_count) == (1, 1)


class _InRegions(token_endpoint.Token):
    """Credentials for a cloud with several regions, or for a project of it."""

    project_id = None
    slash = ""

    def get_endpoint(self, session, region_name=None, **kwargs):
        return f"http://{region_name}.example/v2.1/p1{self.slash}"

    def get_project_id(self, session, **kwargs):
        return self.project_id


def test_each_region_has_its_own_range(offer):
    session = ksession.Session(auth=_InRegions("", "TOKEN"))
    for region, newest in (("north", "2.60"), ("south", "2.90")):
        offer(maximum=newest, endpoint=f"http://{region}.example/v2.1/p1")
    regions = [client.Client("2.1", session=session, region_name=r) for r in ("north", "south")]
    assert [nova.supports("2.79") for nova in regions] == [False, True]


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_endpoint_that_ends_with_the_project_needs_one_request(requests_mock, offer, slash):
    auth = _InRegions("", "TOKEN")
    auth.project_id, auth.slash = "p1", slash
    nova = client.Client("2.1", session=ksession.Session(auth=auth), region_name="north")
    offer(endpoint="http://north.example/v2.1/")
    assert nova.supports("2.60")
    assert [r.url for r in requests_mock.request_history] == ["http://north.example/v2.1/"]


def test_a_session_without_credentials_can_be_used_with_a_known_endpoint(offer):
    offer()
    nova = client.Client("2.1", session=ksession.Session(), endpoint_override=ENDPOINT)
    assert nova.supports("2.60")


def test_what_is_known_is_released_with_the_session(offer):
    offer()
    nova = client.Client(
        "2.1", session=ksession.Session(auth=token_endpoint.Token(ENDPOINT, "TOKEN"))
    )
    nova.supports("2.60")
    session = weakref.ref(nova.client.session)
    del nova
    gc.collect()
    assert session() is None


# Negotiation


def test_after_negotiation_nothing_more_is_sent(make_client, offer):
    offered = offer()
    nova = make_client("2.latest", negotiate=True)
    assert [nova.supports("2.60"), nova.supports("2.61")] == [True, False]
    assert offered.call_count == 1


def test_negotiation_always_requests_the_range_and_renews_what_is_known(nova, make_client, offer):
    offer(maximum="2.60")
    assert not nova.supports("2.79")
    upgraded = offer(maximum="2.90")
    assert not nova.supports("2.79")
    make_client("2.latest", negotiate=True)
    assert nova.supports("2.79")
    assert upgraded.call_count == 1


def test_a_refused_negotiation_remembers_the_range(make_client, offer):
    offered = offer()
    with pytest.raises(exceptions.UnsupportedVersion):
        make_client("2.90", negotiate=True)
    assert not make_client("2.1").supports("2.90")
    assert offered.call_count == 1


def test_a_401_during_negotiation_says_nothing_about_the_range(make_client, requests_mock, offer):
    requests_mock.get(ENDPOINT, status_code=401)
    nova = make_client("2.latest", negotiate=True)
    offer()
    assert nova.supports("2.60")


# Failures


@pytest.mark.parametrize(
    ("response", "error", "message"),
    [
        ({"status_code": 401}, exceptions.Unauthorized, "401"),
        ({"status_code": 403}, exceptions.Forbidden, "403"),
        ({"status_code": 404}, exceptions.NotFound, "404"),
        ({"status_code": 503}, exceptions.ServiceUnavailable, "503"),
        ({"text": "<html>Log in"}, exceptions.UnexpectedResponse, f"{ENDPOINT} is not JSON"),
        ({"json": {"versions": []}}, exceptions.UnexpectedResponse, "version"),
        ({"json": _document("2.1", "new")}, exceptions.UnexpectedResponse, "not a microversion"),
        ({"exc": keystone.ConnectFailure("down")}, keystone.ConnectFailure, "down"),
    ],
    ids=repr,
)
def test_a_failure_is_raised_and_not_remembered(
    nova, requests_mock, offer, response, error, message
):
    requests_mock.get(ENDPOINT, **response)
    requests_mock.get("http://compute.example/", status_code=404)
    with pytest.raises(error, match=message):
        nova.supports("2.60")
    offer()
    assert nova.supports("2.60")


# Threads


def test_threads_that_begin_together_send_one_request(cloud, log_in):
    cloud.respond("GET", "/compute/v2.1", _document())
    with log_in() as nova:
        views = [nova.at_microversion(f"2.{minor}") for minor in range(1, THREADS + 1)]
        assert (
            at_once([lambda view=view: view.supports("2.60") for view in views])
            == [True] * THREADS
        )
    assert len(cloud.sent("GET", "/compute/v2.1")) == 1


def test_threads_of_two_endpoints_send_one_request_to_each(cloud, log_in):
    cloud.respond("GET", "/compute/v2.1", _document())
    cloud.respond("GET", "/other/v2.1", _document(maximum="2.90"))
    with log_in() as nova:
        session = nova.client.session
        other = client.Client("2.1", session=session, endpoint_override=f"{cloud.url}/other/v2.1")
        jobs = [lambda: nova.supports("2.79"), lambda: other.supports("2.79")]
        assert at_once(jobs * THREADS) == [False, True] * THREADS
    assert len(cloud.sent("GET", "/compute/v2.1")) == len(cloud.sent("GET", "/other/v2.1")) == 1


def test_a_client_whose_microversion_the_server_refuses_can_still_negotiate(
    make_client, requests_mock
):
    def refuse_newer(request, context):
        if request.headers.get("X-OpenStack-Nova-API-Version") == "2.96":
            context.status_code = 406
            return {}
        return _document(maximum="2.60")

    requests_mock.get(ENDPOINT, json=refuse_newer)
    nova = make_client("2.96")
    latest = api_versions.APIVersion("2.latest")
    assert api_versions.discover_version(nova, latest).get_string() == "2.60"
