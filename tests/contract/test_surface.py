"""Every public name of ``api_surface.json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from novaclient import client
from tests.contract import deviations, sessions, surface, tables

MODULES = tables.surface()["modules"]


def _members(kind: str) -> list[tuple[str, str]]:
    """Return module and name of what is kept: all but what only the command line used."""
    return [
        (module, name)
        for module, members in MODULES.items()
        for name, described in members.get(kind, {}).items()
        if not described.get("cli") or f"{module}.{name}" in deviations.KEPT
    ]


def _none(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("module", MODULES)
def test_module(module: str) -> None:
    """Keep constants and reexports."""
    _none(surface.module_problems(module))


@pytest.mark.parametrize(("module", "name"), _members("functions"))
def test_function(module: str, name: str) -> None:
    """Take the calls that the signature of a function allows."""
    _none(surface.function_problems(module, name))


@pytest.mark.parametrize(("module", "name"), _members("classes"))
def test_class(module: str, name: str) -> None:
    """Keep bases, attributes, properties and methods of a class."""
    _none(surface.class_problems(module, name))


def test_client_attributes() -> None:
    """Keep a manager behind each attribute of a client."""
    nova = client.Client("2.1", session=sessions.new_session())
    _none(surface.client_problems(nova))


@pytest.mark.parametrize("path", deviations.GONE)
def test_gone(path: str) -> None:
    """Do without what deviations.md drops."""
    owner, _, name = path.rpartition(".")
    assert not hasattr(surface.resolve(owner), name)


def _paths() -> Iterator[str]:
    """Yield the dotted name of everything that the contract describes."""
    for module, members in tables.surface()["modules"].items():
        for kind in ("constants", "functions", "classes"):
            for name, described in members.get(kind, {}).items():
                yield f"{module}.{name}"
                if kind == "classes":
                    for part in ("attributes", "methods"):
                        yield from (f"{module}.{name}.{x}" for x in described.get(part, ()))


def test_deviations_are_of_the_contract() -> None:
    """Name what the contract describes, with a reason."""
    changed = {**deviations.SIGNATURES, **deviations.VALUES}
    listed = changed.keys() | deviations.GONE.keys() | deviations.KEPT.keys()
    assert listed <= set(_paths())
    assert all(replaced.reason for replaced in changed.values())
    assert all(deviations.GONE.values())
    assert all(deviations.KEPT.values())
