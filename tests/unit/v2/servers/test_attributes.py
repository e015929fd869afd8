"""The attributes of servers."""

from __future__ import annotations

from novaclient.v2 import servers


def test_a_server_has_the_attributes_of_its_base_class():
    server = servers.Server(None, {"id": "s1", "tags": ["one"]}, loaded=True)
    assert (server.id, server.tags) == ("s1", ["one"])
