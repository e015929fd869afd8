"""Failures raise the right exceptions, with request ids."""

from __future__ import annotations

import contextlib
import json
import socket
import uuid

import pytest
from keystoneauth1 import exceptions as keystone_exceptions

from novaclient import client, exceptions
from tests.functional import waiting


def test_a_wrong_password_is_unauthorized(cloud):
    nova = client.Client(
        "2.96", cloud.admin.username, "wrong", cloud.admin.project_id, cloud.auth_url,
        user_domain_id="default",
    )  # fmt: skip
    with pytest.raises(keystone_exceptions.Unauthorized) as caught:
        nova.servers.list()
    assert caught.value.request_id


def test_an_unknown_server_is_not_found(any_nova):
    with pytest.raises(exceptions.NotFound) as caught:
        any_nova.servers.get(str(uuid.uuid4()))
    assert caught.value.request_id.startswith("req-")
    assert caught.value.code == 404


def test_an_unknown_flavor_is_not_found(any_nova):
    with pytest.raises(exceptions.NotFound) as caught:
        any_nova.flavors.get("no-such-flavor")
    assert caught.value.request_id


def test_creating_flavors_is_forbidden_for_members(connect, cloud):
    with pytest.raises(exceptions.Forbidden) as caught:
        connect("2.96", cloud.member).flavors.create("mine", 512, 1, 1)
    assert caught.value.request_id


def test_a_member_cannot_get_servers_of_other_projects(connect, cloud, nova, boot):
    server = boot(nova)
    with pytest.raises(exceptions.NotFound):
        connect("2.96", cloud.member).servers.get(server.id)


def test_invalid_input_is_a_bad_request(nova, cloud):
    with pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.create("", cloud.image_id, nova.flavors.find(ram=512), nics="none")
    assert caught.value.request_id
    assert "name" in caught.value.message


def test_unknown_image_is_a_bad_request(nova):
    with pytest.raises(exceptions.BadRequest):
        nova.servers.create("x", str(uuid.uuid4()), nova.flavors.find(ram=512), nics="none")


def test_stopping_a_stopped_server_is_a_conflict(nova, boot):
    server = boot(nova)
    server.stop()
    waiting.for_status(server, "SHUTOFF")
    with pytest.raises(exceptions.Conflict) as caught:
        server.stop()
    assert caught.value.request_id


def test_unknown_region_has_no_endpoint(connect):
    with pytest.raises(keystone_exceptions.EndpointNotFound):
        connect(region_name="Mars").servers.list()


def test_unreachable_host_is_a_connect_failure():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v3"
        nova = client.Client("2.96", "u", "p", "x", url)
        with pytest.raises(keystone_exceptions.ConnectFailure):
            nova.servers.list()


def test_an_invalid_filter_is_named_in_the_message(nova):
    with pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.list(search_opts={"changes-since": "yesterday"})
    assert "changes-since" in str(caught.value)


def test_resetting_the_network_is_no_longer_supported(nova, boot):
    with pytest.raises(exceptions.ClientException) as caught:
        boot(nova).reset_network()
    assert caught.value.code in (404, 410)


def test_a_token_that_nova_rejects_is_renewed(connect_separately):
    nova = connect_separately()
    nova.servers.list()
    auth = nova.client.session.auth
    state = json.loads(auth.get_auth_state())
    auth.set_auth_state(json.dumps({**state, "auth_token": "invalid"}))
    nova.servers.list()
    assert json.loads(auth.get_auth_state())["auth_token"] != "invalid"


def test_a_post_works_with_retries_and_a_timeout(connect_separately):
    nova = connect_separately(connect_retries=2, status_code_retries=2, timeout=60)
    group = nova.server_groups.create("retried", "affinity")
    group.delete()


@pytest.fixture
def connect_separately(cloud):
    """A function that creates clients which do not share their sessions."""
    with contextlib.ExitStack() as stack:

        def create_client(**kwargs):
            user = cloud.admin
            nova = client.Client(
                "2.91", user.username, user.password, user.project_id, cloud.auth_url,
                user_domain_id=user.user_domain_id, **kwargs,
            )  # fmt: skip
            return stack.enter_context(nova)

        yield create_client
