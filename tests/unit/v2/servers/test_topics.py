"""The topics from which the manager of servers and the servers inherit do not show."""

from __future__ import annotations

import pickle
import typing

import pytest

from novaclient import api_versions, base, exceptions
from novaclient.v2 import servers

METHODS = [
    *(f"ServerManager.{name}" for name in ("get", "create", "lock", "live_migrate", "tag_list")),
    *(f"ServerManager.{name}" for name in ("_action", "list", "wait_for")),
    *(f"Server.{name}" for name in ("stop", "live_migrate", "attach_volume", "list_shares")),
]


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_named_as_if_the_class_itself_defined_it(name):
    owner, _, method_name = name.partition(".")
    method = getattr(getattr(servers, owner), method_name)
    assert method.__module__ == "novaclient.v2.servers"
    assert method.__qualname__ == name
    assert pickle.loads(pickle.dumps(method)) is method


@pytest.mark.parametrize("owner", [servers.ServerManager, servers.Server])
def test_implementations_are_found_by_the_name_of_the_class(owner):
    name = f"novaclient.v2.servers.{owner.__name__}.live_migrate"
    found = api_versions.get_substitutions(name)
    assert [(method.name, method.func.__qualname__) for method in found] == [
        (name, f"{owner.__name__}.live_migrate")
    ] * 2
    assert found == api_versions.get_substitutions(owner.live_migrate)


def test_the_types_of_a_method_can_be_read_at_run_time():
    hints = typing.get_type_hints(servers.ServerManager.stop)
    assert hints == {"server": servers.Server | str, "return": base.TupleWithMeta}


def test_the_error_of_a_wrong_call_names_the_class(nova):
    with pytest.raises(TypeError, match=r"ServerManager\.pause\(\) got an unexpected keyword"):
        nova.servers.pause("s1", why="x")
    with pytest.raises(TypeError, match=r"Server\.detach_volume\(\) missing 1 required"):
        servers.Server(nova.servers, {"id": "s1"}).detach_volume()


def test_the_error_of_another_microversion_names_the_class(make_client):
    server = servers.Server(make_client("2.96").servers, {"id": "s1"})
    with pytest.raises(
        exceptions.VersionNotFoundForAPIMethod, match=r"'novaclient\.v2\.servers\.Server\.list_sh"
    ):
        server.list_shares()


def test_a_hook_of_the_manager_runs_for_methods_of_every_topic(nova, action):
    class Managers(servers.ServerManager):
        pass

    Managers.add_hook("modify_body_for_action", lambda body, **kw: body.update(added=True))
    Managers(nova).pause("s1")
    assert action() == {"pause": None, "added": True}
