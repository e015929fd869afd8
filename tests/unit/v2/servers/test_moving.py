"""Moving servers between hosts."""

from __future__ import annotations

import pytest

from novaclient.v2 import servers
from tests.unit.v2.servers.conftest import SERVER


def _server(nova):
    return nova.servers.resource_class(nova.servers, {"id": "s1"}, loaded=True)


@pytest.mark.parametrize("block_migration", [None, "auto"])
def test_by_default_nova_chooses_whether_to_migrate_disks(nova, action, block_migration):
    server = servers.Server(nova.servers, SERVER)
    server.live_migrate(block_migration=block_migration)
    assert action()["os-migrateLive"] == {"host": None, "block_migration": "auto"}
    nova.servers.live_migrate(server, block_migration=block_migration)
    assert action()["os-migrateLive"] == {"host": None, "block_migration": "auto"}


@pytest.mark.parametrize("version", ["2.0", "2.24", "2.25", "2.96"])
def test_a_live_migration_needs_only_the_server(make_client, action, version):
    nova = make_client(version)
    _server(nova).live_migrate()
    through_the_server = action()
    nova.servers.live_migrate("s1")
    assert action() == through_the_server


@pytest.mark.parametrize("version", ["2.0", "2.24"])
def test_up_to_2_24_a_live_migration_copies_no_disks_by_default(make_client, action, version):
    nova = make_client(version)
    body = {"host": "h", "block_migration": False, "disk_over_commit": False}
    _server(nova).live_migrate("h", None)
    assert action() == {"os-migrateLive": body}
    nova.servers.live_migrate("s1", "h", None, False)
    assert action() == {"os-migrateLive": body}


def test_since_2_25_nova_chooses_whether_to_copy_disks_by_default(make_client, action):
    _server(make_client("2.25")).live_migrate("h", None)
    assert action() == {"os-migrateLive": {"host": "h", "block_migration": "auto"}}


@pytest.mark.parametrize("version", ["2.0", "2.13"])
def test_on_shared_storage_is_not_sent_by_default(make_client, action, version):
    nova = make_client(version)
    for evacuate in (
        lambda: _server(nova).evacuate("h", None),
        lambda: nova.servers.evacuate("s1", "h", on_shared_storage=None),
    ):
        evacuate()
        assert action() == {"evacuate": {"host": "h"}}


@pytest.mark.parametrize("force", ["False", "no", 1, True])
def test_force_is_sent_unchanged(make_client, action, force):
    nova = make_client("2.67")
    for owner, before in ((_server(nova), ()), (nova.servers, ("s1",))):
        owner.evacuate(*before, "h", force=force)
        assert action()["evacuate"] == {"host": "h", "force": force}
        assert type(action()["evacuate"]["force"]) is type(force)
        owner.live_migrate(*before, "h", "auto", force=force)
        assert action()["os-migrateLive"]["force"] == force
        assert type(action()["os-migrateLive"]["force"]) is type(force)


@pytest.mark.parametrize("force", [None, False, "", 0])
def test_a_false_force_is_not_sent(make_client, action, force):
    nova = make_client("2.67")
    for owner, before in ((_server(nova), ()), (nova.servers, ("s1",))):
        owner.evacuate(*before, "h", force=force)
        assert action() == {"evacuate": {"host": "h"}}
        owner.live_migrate(*before, "h", "auto", force=force)
        assert action() == {"os-migrateLive": {"host": "h", "block_migration": "auto"}}
