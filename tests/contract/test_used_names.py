"""Every name of ``used_names.md``: what released services and tools use of the library."""

from __future__ import annotations

import inspect
import pkgutil
import re
from typing import Any

import pytest
from keystoneauth1 import adapter

from novaclient import api_versions, base, client
from novaclient.v2 import client as v2_client
from novaclient.v2 import servers
from tests.contract import sessions
from tests.contract.tables import DATA

_ROW = re.compile(r"^\| `([^`(]+)(?:\(\))?`(?: \(([\w.]+)\))? \|", re.MULTILINE)

#: openstackclient reads it from its own object that makes clients.
NOT_OURS = "_api_version"


def _tables() -> dict[str, list[tuple[str, str]]]:
    """Return the rows, each a name and perhaps its class, by the heading above their table."""
    text = (DATA / "used_names.md").read_text("utf-8")
    _, *parts = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    return {
        heading: _ROW.findall(table)
        for heading, table in zip(parts[::2], parts[1::2], strict=True)
    }


TABLES = _tables()


def _names(heading: str) -> list[str]:
    rows = TABLES[heading]
    assert rows, heading
    return [name for name, _ in rows if name not in ("**kwargs", NOT_OURS)]


@pytest.fixture(scope="module")
def nova() -> Any:
    """A client, which these tests never let send anything."""
    return client.Client("2.96", session=sessions.new_session())


@pytest.mark.parametrize(
    "path",
    _names("Modules and names imported")
    + _names("Modules imported by a string")
    + _names("Names reached through an imported module"),
)
def test_name_of_a_module(path: str) -> None:
    """Keep what programs import."""
    assert pkgutil.resolve_name(path) is not None


@pytest.mark.parametrize("name", _names("Keyword arguments given to novaclient.client.Client"))
def test_argument_of_the_factory(name: str) -> None:
    """Keep the arguments that programs give by name."""
    taken = [*inspect.signature(client.Client).parameters]
    taken += inspect.signature(v2_client.Client).parameters
    # What else there is goes to the adapter.
    taken += inspect.signature(adapter.Adapter).parameters
    assert name in taken


@pytest.mark.parametrize("name", _names("Members of APIVersion objects (by name)"))
def test_member_of_a_version(name: str) -> None:
    """Keep what programs ask a version."""
    assert hasattr(api_versions.APIVersion("2.1"), name)


@pytest.mark.parametrize("name", _names("Members of the client object itself"))
def test_member_of_a_client(nova: Any, name: str) -> None:
    """Keep what programs ask a client."""
    assert getattr(nova, name) is not None


@pytest.mark.parametrize("path", _names("Manager methods (client.MANAGER.METHOD)"))
def test_method_of_a_manager(nova: Any, path: str) -> None:
    """Keep the calls that programs make."""
    manager, method = path.split(".")
    assert callable(getattr(getattr(nova, manager), method))


@pytest.mark.parametrize(("name", "path"), TABLES["Members of resource objects (by name)"])
def test_member_of_a_resource(name: str, path: str) -> None:
    """Keep what programs ask a resource of one kind."""
    assert hasattr(pkgutil.resolve_name(f"novaclient.v2.{path}"), name)


@pytest.mark.parametrize(
    "name",
    _names("Base members and private names of resources and managers (by name)"),
)
def test_member_of_every_resource(nova: Any, name: str) -> None:
    """Keep what programs ask any resource."""
    server = servers.Server(nova.servers, {"id": "1"}, loaded=True)
    assert isinstance(server, base.Resource)
    assert hasattr(server, name)
