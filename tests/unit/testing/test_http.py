from __future__ import annotations

import socket
import threading
import warnings

import pytest
import requests
from keystoneauth1 import adapter, exceptions
from keystoneauth1 import session as ksession

from novaclient import client, testing
from novaclient.testing import _http

COMPUTE = {"service_type": "compute"}


@pytest.fixture
def session(cloud):
    return cloud.session()


def test_a_client_takes_the_session(session):
    nova = client.Client("2.96", session=session)
    assert nova.flavors.find(ram=512).name == "m1.tiny"


def test_another_program_takes_the_session(session):
    response = session.get("/flavors", endpoint_filter=COMPUTE)
    assert [flavor["name"] for flavor in response.json()["flavors"]][:2] == ["m1.tiny", "m1.small"]


def test_an_adapter_of_keystoneauth_takes_the_session(cloud, session):
    compute = adapter.Adapter(session, service_type="compute", default_microversion="2.61")
    assert "extra_specs" in compute.get("/flavors/1").json()["flavor"]
    data = compute.get_endpoint_data()
    assert data.min_microversion == (2, 1)
    assert data.max_microversion == (2, 104)


@pytest.mark.filterwarnings("ignore:Support for InfluxDB")
def test_openstacksdk_takes_the_session(cloud, session):
    openstack = pytest.importorskip("openstack", reason="openstacksdk is an extra")
    compute = openstack.connection.Connection(session=session).compute
    with warnings.catch_warnings():
        # openstacksdk calls what it has deprecated itself.
        warnings.simplefilter("ignore", openstack.warnings.RemovedInSDK50Warning)
        assert compute.find_flavor("m1.tiny", ignore_missing=False).ram == 512
        compute.create_keypair(name="mine")
    assert [keypair.name for keypair in cloud.keypairs] == ["mine"]


def test_a_session_is_a_keystoneauth_session(session):
    assert isinstance(session, ksession.Session)


def test_logging_in_sends_no_request(cloud, session):
    assert session.get_token()
    assert session.get_endpoint(**COMPUTE) == "https://fake.example/compute/v2.1"
    assert (session.get_user_id(), session.get_project_id()) == ("demo", "demo")
    assert cloud.requests == []


def test_the_catalog_has_no_service_that_is_not_in_the_fake(session):
    assert session.get_endpoint(service_type="volumev3") is None
    with pytest.raises(exceptions.EndpointNotFound):
        session.get("/volumes", endpoint_filter={"service_type": "volumev3"})


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/compute/v2.1/flavors",
        "http://fake.example/compute/v2.1/flavors",
        "https://fake.example/compute/v2.1.evil/flavors",
    ],
)
def test_another_host_or_service_is_not_in_the_fake(session, url):
    with pytest.raises(testing.NotInFake, match=rf"GET {url}"):
        session.get(url)


def test_a_body_that_is_not_json_is_not_in_the_fake(session):
    with pytest.raises(testing.NotInFake, match="not JSON"):
        session.post("/os-keypairs", data="name=mine", endpoint_filter=COMPUTE)


def test_the_response_is_one_of_requests(session):
    response = session.get("/flavors/1", endpoint_filter=COMPUTE)
    assert isinstance(response, requests.Response)
    assert (response.status_code, response.reason, response.encoding) == (200, "OK", "utf-8")
    assert response.url == response.request.url == "https://fake.example/compute/v2.1/flavors/1"
    assert response.headers["content-type"] == "application/json"
    assert int(response.headers["Content-Length"]) == len(response.content)
    assert response.elapsed.total_seconds() >= 0


def test_a_response_without_a_body_is_empty(session):
    session.post("/os-keypairs", json={"keypair": {"name": "mine"}}, endpoint_filter=COMPUTE)
    response = session.delete("/os-keypairs/mine", endpoint_filter=COMPUTE)
    assert (response.status_code, response.content) == (202, b"")
    assert "Content-Type" not in response.headers


def test_a_response_can_be_streamed(session):
    response = session.get("/flavors/1", endpoint_filter=COMPUTE, stream=True)
    assert b"".join(response.iter_content(10)).startswith(b'{"flavor": {')


def test_the_connection_without_keystoneauth_is_one_of_requests(session):
    seen = []
    headers = {"X-Auth-Token": session.get_token()}
    session.session.get(
        "https://fake.example/compute/v2.1/flavors/1",
        headers=headers,
        hooks={"response": lambda response, **kwargs: seen.append(response.status_code)},
    )
    assert seen == [200]


def test_a_request_without_a_token_is_refused(session):
    response = session.session.get("https://fake.example/compute/v2.1/flavors")
    assert response.status_code == 401
    assert "requires authentication" in response.json()["error"]["message"]


def test_no_socket_is_opened_and_no_thread_started(cloud, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    threads = threading.active_count()
    nova = cloud.client("2.latest", negotiate=True)
    nova.keypairs.create("mine", public_key="ssh-ed25519 AAAA")
    assert nova.flavors.list()
    assert threading.active_count() == threads


@pytest.mark.parametrize(
    ("headers", "version"),
    [
        ({}, ""),
        ({"OpenStack-API-Version": "compute 2.96"}, "2.96"),
        ({"OpenStack-API-Version": b"compute 2.96"}, "2.96"),
        ({"OpenStack-API-Version": "volume 3.5"}, ""),
        ({"X-OpenStack-Nova-API-Version": "2.20"}, "2.20"),
        (
            {"OpenStack-API-Version": "compute 2.30", "X-OpenStack-Nova-API-Version": "2.20"},
            "2.30",
        ),
    ],
)
def test_the_microversion_is_in_one_of_two_headers(headers, version):
    assert _http.microversion(headers) == version
