"""Every name of ``used_names.md``, which lists what released services and tools use."""

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

#: openstackclient reads it from an object of its own.
NOT_OURS = "_api_version"


def _tables() -> dict[str, list[tuple[str, str]]]:
    """Return the rows of each table by its heading; a row has a name and, possibly, a class."""
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
    """A client that sends no requests."""
    return client.Client("2.96", session=sessions.new_session())


@pytest.mark.parametrize(
    "path",
    _names("Modules and names imported")
    + _names("Modules imported by a string")
    + _names("Names reached through an imported module"),
)
def test_module_has_the_name(path: str) -> None:
    assert pkgutil.resolve_name(path) is not None


@pytest.mark.parametrize("name", _names("Keyword arguments given to novaclient.client.Client"))
def test_factory_has_the_argument(name: str) -> None:
    accepted = [*inspect.signature(client.Client).parameters]
    accepted += inspect.signature(v2_client.Client).parameters
    # Other arguments are passed on to the adapter.
    accepted += inspect.signature(adapter.Adapter).parameters
    assert name in accepted


@pytest.mark.parametrize("name", _names("Members of APIVersion objects (by name)"))
def test_version_has_the_member(name: str) -> None:
    assert hasattr(api_versions.APIVersion("2.1"), name)


@pytest.mark.parametrize("name", _names("Members of the client object itself"))
def test_client_has_the_member(nova: Any, name: str) -> None:
    assert getattr(nova, name) is not None


@pytest.mark.parametrize("path", _names("Manager methods (client.MANAGER.METHOD)"))
def test_manager_has_the_method(nova: Any, path: str) -> None:
    manager, method = path.split(".")
    assert callable(getattr(getattr(nova, manager), method))


@pytest.mark.parametrize(("name", "path"), TABLES["Members of resource objects (by name)"])
def test_resource_class_has_the_member(name: str, path: str) -> None:
    assert hasattr(pkgutil.resolve_name(f"novaclient.v2.{path}"), name)


@pytest.mark.parametrize(
    "name",
    _names("Base members and private names of resources and managers (by name)"),
)
def test_every_resource_has_the_member(nova: Any, name: str) -> None:
    server = servers.Server(nova.servers, {"id": "1"}, loaded=True)
    assert isinstance(server, base.Resource)
    assert hasattr(server, name)
