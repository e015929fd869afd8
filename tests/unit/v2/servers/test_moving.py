"""Moving servers between hosts."""

from __future__ import annotations

import pytest

from novaclient.v2 import servers
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import SERVER


@pytest.fixture
def acted(requests_mock):
    """Return the body of the last action."""
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", json={})
    return lambda: requests_mock.last_request.json()


def _server(nova):
    return nova.servers.resource_class(nova.servers, {"id": "s1"}, loaded=True)


@pytest.mark.parametrize("block_migration", [None, "auto"])
def test_a_server_migrates_its_disks_where_they_are_not_shared(nova, action, block_migration):
    servers.Server(nova.servers, SERVER).live_migrate(block_migration=block_migration)
    assert action()["os-migrateLive"] == {"host": None, "block_migration": "auto"}


@pytest.mark.parametrize("version", ["2.0", "2.24"])
def test_a_live_migration_without_a_word_on_disks_copies_none_up_to_2_24(
    make_client, acted, version
):
    nova = make_client(version)
    body = {"host": "h", "block_migration": False, "disk_over_commit": False}
    _server(nova).live_migrate("h", None)
    assert acted() == {"os-migrateLive": body}
    nova.servers.live_migrate("s1", "h", None, False)
    assert acted() == {"os-migrateLive": body}


def test_a_live_migration_without_a_word_on_disks_leaves_it_to_nova_since_2_25(make_client, acted):
    _server(make_client("2.25")).live_migrate("h", None)
    assert acted() == {"os-migrateLive": {"host": "h", "block_migration": "auto"}}


@pytest.mark.parametrize("version", ["2.0", "2.13"])
def test_an_evacuation_without_a_word_on_storage_says_nothing_of_it(make_client, acted, version):
    nova = make_client(version)
    for evacuate in (
        lambda: _server(nova).evacuate("h", None),
        lambda: nova.servers.evacuate("s1", "h", on_shared_storage=None),
    ):
        evacuate()
        assert acted() == {"evacuate": {"host": "h"}}


@pytest.mark.parametrize("force", ["False", "no", 1, True])
def test_force_is_sent_as_it_is_given(make_client, acted, force):
    nova = make_client("2.67")
    for owner, before in ((_server(nova), ()), (nova.servers, ("s1",))):
        owner.evacuate(*before, "h", force=force)
        assert acted()["evacuate"] == {"host": "h", "force": force}
        assert type(acted()["evacuate"]["force"]) is type(force)
        owner.live_migrate(*before, "h", "auto", force=force)
        assert acted()["os-migrateLive"]["force"] == force
        assert type(acted()["os-migrateLive"]["force"]) is type(force)


@pytest.mark.parametrize("force", [None, False, "", 0])
def test_no_force_is_not_sent(make_client, acted, force):
    nova = make_client("2.67")
    for owner, before in ((_server(nova), ()), (nova.servers, ("s1",))):
        owner.evacuate(*before, "h", force=force)
        assert acted() == {"evacuate": {"host": "h"}}
        owner.live_migrate(*before, "h", "auto", force=force)
        assert acted() == {"os-migrateLive": {"host": "h", "block_migration": "auto"}}
