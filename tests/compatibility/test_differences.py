"""What the release lacks or does otherwise: it ends in clear exceptions."""

from __future__ import annotations

import uuid

import pytest

from novaclient import api_versions, exceptions


def has(release, microversion):
    """Tell whether a release serves a microversion."""
    return api_versions.APIVersion(release.newest).at_least(microversion)


def test_only_train_has_agents(any_nova, release):
    if has(release, "2.88"):
        with pytest.raises(exceptions.ClientException) as caught:
            any_nova.agents.list()
        assert caught.value.code == 410
    else:
        assert any_nova.agents.list() == []


def test_only_train_resets_the_network_of_a_server(any_nova, boot, release):
    server = boot(any_nova)
    if has(release, "2.88"):
        with pytest.raises(exceptions.ClientException) as caught:
            server.reset_network()
        assert caught.value.code in {404, 410}
    else:
        server.reset_network()
        server.wait_for(timeout=60, poll_interval=0.1)


def test_a_resize_that_no_host_takes_is_refused_at_once_by_train_only(
    any_nova, boot, huge, release
):
    server = boot(any_nova)
    if has(release, "2.88"):
        server.resize(huge)
        with pytest.raises(exceptions.OperationFailed):
            server.wait_for("VERIFY_RESIZE", timeout=60, poll_interval=0.1)
    else:
        with pytest.raises(exceptions.BadRequest, match="No valid host"):
            server.resize(huge)


def test_resetting_the_state_is_recorded_as_an_action_except_by_train(any_nova, boot, release):
    server = boot(any_nova)
    server.reset_state("active")
    actions = {each.action for each in any_nova.instance_action.list(server)}
    assert ("resetState" in actions) is has(release, "2.88")


def test_the_image_of_a_server_has_its_properties_since_2_98(nova, boot, release):
    properties = boot(nova).image.get("properties", {})
    assert ("architecture" in properties) is has(release, "2.98")
    assert ("base_image_ref" in properties) is (release.name == "epoxy")


def test_images_are_cached_since_2_81(nova, cloud, release):
    aggregate = nova.aggregates.create(f"cached-{uuid.uuid4()}", None)
    try:
        aggregate.add_host(cloud.computes[0])
        if has(release, "2.81"):
            assert aggregate.cache_images([cloud.image_id]) == ()
        else:
            with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.81"):
                aggregate.cache_images([cloud.image_id])
        aggregate.remove_host(cloud.computes[0])
    finally:
        aggregate.delete()


def test_shares_exist_since_2_97(nova, boot, release):
    server, share_id = boot(nova), str(uuid.uuid4())
    error = exceptions.NotFound if has(release, "2.97") else exceptions.VersionNotFoundForAPIMethod
    with pytest.raises(error, match=r"2\.97|could not be found"):
        server.get_share(share_id)


@pytest.mark.parametrize(
    ("first", "error", "call"),
    [
        ("2.85", TypeError, lambda nova: nova.volumes.update_server_volume(
            "s", "a", "b", delete_on_termination=True)),
        ("2.90", exceptions.UnsupportedAttribute, lambda nova: nova.servers.create(
            "x", "image", "1", nics="none", hostname="x")),
        ("2.102", TypeError, lambda nova: nova.flavors.list(name="m1")),
        ("2.104", TypeError, lambda nova: nova.servers.update(
            "s", pinned_availability_zone=None)),
    ],
)  # fmt: skip
def test_an_argument_that_the_release_lacks_says_since_when_it_exists(
    connect, release, first, error, call
):
    before = api_versions.APIVersion(f"2.{api_versions.APIVersion(first).ver_minor - 1}")
    version = min(before, api_versions.APIVersion(release.newest))
    with pytest.raises(error, match=first):
        call(connect(version))


@pytest.mark.parametrize(
    ("version", "path"), [("2.1", "/servers/{id}/tags"), ("2.60", "/servers/{id}/topology")]
)
def test_a_route_that_does_not_exist_at_the_microversion_is_not_found(
    connect, boot, version, path
):
    nova = connect(version)
    server = boot(nova)
    with pytest.raises(exceptions.NotFound) as caught:
        nova.client.get(path.format(id=server.id))
    assert caught.value.code == 404


def test_a_route_of_a_later_release_is_not_found(nova, boot, release):
    server = boot(nova)
    if has(release, "2.97"):
        assert nova.client.get(f"/servers/{server.id}/shares")[1] == {"shares": []}
    else:
        with pytest.raises(exceptions.NotFound) as caught:
            nova.client.get(f"/servers/{server.id}/shares")
        assert caught.value.code == 404
