"""The house: no module imports one above it, as the contributor guide draws it."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

import novaclient

PACKAGE = Path(novaclient.__file__).parent

#: From the roof to the ground. A module imports from lower floors; modules of one floor may
#: import each other, but not in a circle.
FLOORS = (
    {"client", "v2.shell"},
    {"v2.client"},
    {"extension", "shell", "v2.*"},
    {"base"},
    {"_finding"},
    {"_manager"},
    {"adapter", "bulk", "paging", "waiting"},
    {"_resource", "_unexpected", "retries", "session"},
    {"api_versions", "credentials", "transport"},
    {"_versioned"},
    {"_api_version", "utils"},
    {"crypto", "exceptions", "i18n", "jsonbody", "masking"},
)

#: The faces of packages: they offer names of the modules inside.
FACES = {"", "v2", "v2.servers"}

#: A resource names its manager as a type; the manager makes the resource.
PAIRS = {("v2.servers.resource", "v2.servers.manager")}


def _name(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {_name(path): path for path in PACKAGE.rglob("*.py")}
ROOMS = sorted(MODULES.keys() - FACES)


def _imports(name):
    """Return the modules that a module imports anywhere: at its top, in functions, for types."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
        else:
            continue
        for dotted in names:
            if dotted.split(".")[0] == "novaclient":
                found.add(dotted.partition(".")[2])
    return (found & MODULES.keys()) - FACES - {name}


GRAPH = {name: {other for other in _imports(name) if (name, other) not in PAIRS} for name in ROOMS}


def _floor(name):
    for number, floor in enumerate(FLOORS):
        if name in floor:
            return number
    return next(n for n, floor in enumerate(FLOORS) if "v2.*" in floor and name[:3] == "v2.")


def test_the_imports_are_seen():
    assert {"api_versions", "exceptions", "masking"} <= GRAPH["adapter"]
    assert "v2.client" in GRAPH["client"]


@pytest.mark.parametrize("name", ROOMS)
def test_every_module_has_a_floor(name):
    assert _floor(name) is not None


@pytest.mark.parametrize("name", ROOMS)
def test_no_module_imports_one_above_it(name):
    above = {other for other in GRAPH[name] if _floor(other) < _floor(name)}
    assert not above


def test_no_modules_import_each_other_in_a_circle():
    # Raises a CycleError that names the circle.
    assert list(graphlib.TopologicalSorter(GRAPH).static_order())


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_longer_than_a_reader_can_take_in(name):
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize("name", MODULES)
def test_every_module_names_its_licence_in_two_lines(name):
    lines = MODULES[name].read_text(encoding="utf-8").splitlines()[:3]
    assert lines == [
        "# SPDX-FileCopyrightText: The python-novaclient authors",
        "# SPDX-License-Identifier: Apache-2.0",
        "",
    ]
