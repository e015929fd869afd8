"""Every public name of ``api_surface.json`` exists and is as described."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from novaclient import client
from tests.contract import deviations, sessions, surface, tables

MODULES = tables.surface()["modules"]


def _members(kind: str) -> list[tuple[str, str]]:
    """Return module and name of all members, except those that only the program used."""
    return [
        (module, name)
        for module, members in MODULES.items()
        for name, described in members.get(kind, {}).items()
        if not described.get("cli") or f"{module}.{name}" in deviations.KEPT
    ]


def _assert_none(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("module", MODULES)
def test_constants_and_reexports_of_a_module(module: str) -> None:
    _assert_none(surface.module_problems(module))


@pytest.mark.parametrize(("module", "name"), _members("functions"))
def test_signature_of_a_function(module: str, name: str) -> None:
    _assert_none(surface.function_problems(module, name))


@pytest.mark.parametrize(("module", "name"), _members("classes"))
def test_members_of_a_class(module: str, name: str) -> None:
    _assert_none(surface.class_problems(module, name))


def test_attributes_of_a_client() -> None:
    nova = client.Client("2.1", session=sessions.new_session())
    _assert_none(surface.client_problems(nova))


@pytest.mark.parametrize("path", deviations.GONE)
def test_removed_names_do_not_exist(path: str) -> None:
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


def test_every_deviation_is_in_the_contract_and_has_a_reason() -> None:
    changed = deviations.SIGNATURES.keys() | deviations.VALUES.keys()
    listed = changed | deviations.GONE.keys() | deviations.KEPT.keys()
    assert listed <= set(_paths())
    signatures = [each for several in deviations.SIGNATURES.values() for each in several]
    assert all(each.reason for each in (*signatures, *deviations.VALUES.values()))
    assert all(deviations.GONE.values())
    assert all(deviations.KEPT.values())
