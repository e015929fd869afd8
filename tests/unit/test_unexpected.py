from __future__ import annotations

import types

import pytest
import requests
from requests_mock import ANY

from novaclient import base, client, crypto, exceptions
from tests.unit.conftest import ENDPOINT

HTML = "<html><h1>It works!</h1></html>"
MICROVERSION = {"OpenStack-API-Version": "compute 2.96"}


CALLS = {
    "list": ("GET", "/servers/detail", lambda nova: nova.servers.list()),
    "get": ("GET", "/servers/1", lambda nova: nova.servers.get("1")),
    "update": ("PUT", "/servers/1", lambda nova: nova.servers.update("1", name="x")),
    "create": (
        "POST",
        "/servers",
        lambda nova: nova.servers.create("x", flavor="1", nics="none"),
    ),
    "rebuild": ("POST", "/servers/1/action", lambda nova: nova.servers.rebuild("1", "image")),
    "console": ("POST", "/servers/1/action", lambda nova: nova.servers.get_console_output("1")),
    "password": ("GET", "/servers/1/os-server-password", lambda n: n.servers.get_password("1")),
    "diagnostics": ("GET", "/servers/1/diagnostics", lambda n: n.servers.diagnostics("1")),
    "tags": ("PUT", "/servers/1/tags", lambda nova: nova.servers.set_tags("1", ["a"])),
    "tag list": ("GET", "/servers/1/tags", lambda nova: nova.servers.tag_list("1")),
    "metadata": ("GET", "/servers/1/metadata", lambda nova: nova.servers.list_meta("1")),
    "quota": ("PUT", "/os-quota-sets/1", lambda nova: nova.quotas.update("1", cores=1)),
    "access": ("POST", "/flavors/1/action", lambda n: n.flavor_access.add_tenant_access("1", "p")),
}


@pytest.mark.parametrize(("method", "path", "call"), CALLS.values(), ids=CALLS)
def test_html_with_status_200_is_an_unexpected_response(nova, requests_mock, method, path, call):
    headers = {"Content-Type": "text/html", "x-compute-request-id": "req-1"}
    requests_mock.request(method, f"{ENDPOINT}{path}", text=HTML, headers=headers)
    with pytest.raises(exceptions.UnexpectedResponse) as caught:
        call(nova)
    error = caught.value
    assert f"{method} {path} is not JSON (text/html)" in str(error)
    assert "(HTTP 200) (Request-ID: req-1)" in str(error)
    assert (error.code, error.url, error.method) == (200, path, method)
    assert (error.details, error.request_id) == (HTML, "req-1")


def test_html_with_status_200_from_glance_is_an_unexpected_response(session, requests_mock):
    requests_mock.get(f"{ENDPOINT}/v2/images", text=HTML)
    nova = client.Client("2.1", session=session)
    with pytest.raises(exceptions.UnexpectedResponse, match="is not JSON"):
        nova.glance.list()


@pytest.mark.parametrize("header", ["x-compute-request-id", "x-openstack-request-id"])
def test_an_unexpected_response_keeps_the_request_id_of_either_header(nova, requests_mock, header):
    for body in (HTML, "{}"):
        requests_mock.get(f"{ENDPOINT}/servers/1", text=body, headers={header: "req-1"})
        with pytest.raises(exceptions.UnexpectedResponse) as caught:
            nova.servers.get("1")
        assert caught.value.request_id == "req-1"


KEYS = (
    *("server", "servers", "flavor", "flavors", "password", "output", "tags", "image_id"),
    *("reservation_id", "addresses", "extra_specs", "interfaceAttachment", "flavor_access"),
    *("version", "versions", "security_groups"),
)
VALUES = (None, True, 5, 0.5, "x", [], [5], [None], {}, {"values": 5})

BODIES = [*VALUES, *({key: value} for key in KEYS for value in VALUES)]

ANY_CALLS = {
    **{name: call for name, (_method, _path, call) in CALLS.items()},
    "find": lambda nova: nova.servers.findall(name="x"),
    "list all": lambda nova: nova.servers.list(limit=-1),
    "reservation": lambda nova: nova.servers.create(
        "x", flavor="1", nics="none", reservation_id=True
    ),
    "password": lambda nova: nova.servers.get_password("1"),
    "decrypted password": lambda nova: nova.servers.get_password("1", "nowhere"),
    "console output": lambda nova: nova.servers.get_console_output("1"),
    "console": lambda nova: nova.servers.get_console_url("1", "novnc"),
    "tags": lambda nova: nova.servers.tag_list("1"),
    "set tags": lambda nova: nova.servers.set_tags("1", ["a"]),
    "image": lambda nova: nova.servers.create_image("1", "x"),
    "ips": lambda nova: nova.servers.ips("1"),
    "metadata": lambda nova: nova.servers.list_meta("1"),
    "interface": lambda nova: nova.servers.interface_attach("1", "p", None, None),
    "access": lambda nova: nova.flavor_access.add_tenant_access("1", "t"),
    "flavor": lambda nova: nova.flavors.get("1"),
    "version": lambda nova: nova.versions.get_current(),
    "versions": lambda nova: nova.versions.list(),
}


@pytest.mark.parametrize("call", ANY_CALLS.values(), ids=ANY_CALLS)
def test_any_json_response_raises_no_other_errors_than_those_of_the_library(
    nova, requests_mock, call
):
    others = []
    for body in BODIES:
        for method in ("GET", "POST", "PUT", "DELETE"):
            requests_mock.request(method, ANY, json=body, headers=MICROVERSION)
        try:
            call(nova)
        except (exceptions.ClientException, crypto.DecryptionFailure):
            pass
        except Exception as error:
            others.append((body, error))
    assert others == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", False),
        (b" \r\n", False),
        (b"{}", False),
        (b"null", False),
        (b"{", True),
        (b"ok", True),
    ],
)
def test_a_response_is_not_json_if_its_body_cannot_be_decoded(content, expected):
    response = requests.Response()
    response._content = content
    assert base.is_not_json(response) is expected


def test_a_stand_in_for_a_response_counts_as_json():
    assert base.is_not_json(types.SimpleNamespace(status_code=200)) is False


# Values in the JSON of a resource.


def test_a_malformed_value_is_named_with_its_key_its_class_and_the_request():
    resource = base.Resource(None, {"size": "big"}, resp=["req-1", "req-2"])
    error = base.malformed(resource, "size")
    assert type(error) is exceptions.UnexpectedResponse
    assert (error.code, error.request_id) == (200, "req-1")
    assert "'size' of a Resource is not what the Compute API promises: 'big'" in str(error)


def test_a_missing_value_is_named_as_none():
    error = base.malformed(base.Resource(None, {}), "size")
    assert str(error).endswith("promises: None (HTTP 200)")


def test_a_malformed_value_shows_no_secrets():
    resource = base.Resource(None, {"size": {"adminPass": "s3cr3t"}})
    assert "s3cr3t" not in str(base.malformed(resource, "size"))


@pytest.mark.parametrize("value", ["web-1", 7, None, True])
def test_an_id_or_a_name_is_shown_as_it_is(value):
    assert base.shown(value) == value


def test_an_object_in_place_of_a_name_is_shown_without_its_secrets():
    assert "s3cr3t" not in repr(base.shown({"adminPass": "s3cr3t"}))
