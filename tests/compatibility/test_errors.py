"""Failures: exceptions with the status, Nova's message and the request id."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions


@pytest.fixture
def member(connect, cloud, any_nova):
    """A client of the member of a project at both microversions."""
    return connect(any_nova.api_version, cloud.member)


def test_an_unknown_server_is_not_found(any_nova):
    with pytest.raises(exceptions.NotFound, match="could not be found") as caught:
        any_nova.servers.get(str(uuid.uuid4()))
    assert caught.value.request_id.startswith("req-")


def test_what_policies_keep_from_a_member_is_forbidden(member):
    with pytest.raises(exceptions.Forbidden, match="os-services") as caught:
        member.services.list()
    assert caught.value.request_id.startswith("req-")


def test_starting_a_running_server_is_a_conflict(any_nova, boot):
    server = boot(any_nova)
    with pytest.raises(exceptions.Conflict, match="vm_state active") as caught:
        server.start()
    assert caught.value.request_id.startswith("req-")


def test_an_invalid_name_is_a_bad_request(any_nova, cloud):
    flavor = any_nova.flavors.find(ram=512)
    with pytest.raises(exceptions.BadRequest, match="name") as caught:
        any_nova.servers.create("", cloud.image_id, flavor, nics=[{"net-id": cloud.network_id}])
    assert caught.value.request_id.startswith("req-")


def test_an_exceeded_quota_is_forbidden(any_nova, member, cloud):
    any_nova.quotas.update(cloud.member.project_id, instances=0)
    nics = [{"net-id": cloud.network_id}]
    try:
        with pytest.raises(exceptions.Forbidden, match="Quota exceeded") as caught:
            member.servers.create("x", cloud.image_id, member.flavors.find(ram=512), nics=nics)
        assert caught.value.request_id.startswith("req-")
    finally:
        any_nova.quotas.delete(cloud.member.project_id)
