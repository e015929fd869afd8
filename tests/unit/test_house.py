"""The house as the contributor guide draws it: who imports whom, and where each test is."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

import novaclient

PACKAGE = Path(novaclient.__file__).parent
TESTS = Path(__file__).parent

#: From the roof to the ground. A module imports from lower floors; modules of one floor may
#: import each other, but not in a circle.
FLOORS = (
    {"testing._cloud"},
    {"testing.*"},
    {"testing._lists"},
    {"testing._operations"},
    {"testing._bodies", "testing._http", "testing._state"},
    {"testing._clock", "testing._errors", "testing._records", "testing._states"},
    {"client", "v2.shell"},
    {"options", "v2.client"},
    {"extension", "shell", "v2.*"},
    {"base"},
    {"_finding"},
    {"_manager"},
    {"adapter", "bulk", "paging", "waiting"},
    {"_resource", "_unexpected", "retries", "session"},
    {"_config", "_request_ids", "api_versions", "transport"},
    {"_attributes", "_negotiation", "_versioned"},
    {"_api_version", "credentials", "utils"},
    {
        "_clock",
        "_dates",
        "_memory",
        "_proxies",
        "crypto",
        "exceptions",
        "i18n",
        "jsonbody",
        "masking",
    },
)

#: The ``__init__`` modules of packages. They only offer names of the modules inside.
FACES = {"", "testing", "testing._servers", "v2", "v2.servers"}

#: A resource names its manager as a type; the manager makes the resource.
PAIRS = {("v2.servers.resource", "v2.servers.manager")}

#: Test modules about a topic instead of a module of the package, and what each is about.
TOPICS = {
    "code": "the docstrings, parameters and microversions of all modules",
    "deep_json": "deeply nested JSON, from the decoder to the repr of a resource",
    "documentation": "what the documentation is made from, and what it must name",
    "faults": "everything that a server may do wrong, as the user guide lists it",
    "guide_promises": "what the user guide promises",
    "house": "how the modules of the package and their tests are arranged",
    "imports": "what importing each module imports",
    "package": "the installed package, and the names that its packages offer",
    "resource_vars": "what vars() of a resource shows, which is a topic of its own",
    "resources_as_arguments": "resources and times as arguments of all methods",
    "secrets": "secrets, which no log, message or repr shows",
    "testing.refusals": "requests that the fake cloud refuses, of all resources",
    "threads": "clients that are shared by threads",
    "tls": "certificates",
    "v2.at_microversion": "views of a client at another microversion",
    "v2.iterate": "iterate() of all managers",
    "v2.short_methods": "methods of resources, and those of managers that they call",
    "v2.servers.down_cells": "servers in cells that do not respond, in lists, searches and waits",
    "v2.servers.operations": "waits that know the operation that was begun through a server",
}

#: Modules without a test module of their own, and the reason.
NOT_MIRRORED = {
    "": "it only offers names; test_package.py and test_imports.py read them",
    "options": "it only has types, which tests/typing checks",
    "v2": "it only offers names; test_package.py and test_imports.py read them",
    **{
        f"testing.{name}": "the tests of the real cloud run on it: tests/fake"
        for name in (
            "_errors",
            "_events",
            "_flavors",
            "_hypervisors",
            "_keypairs",
            "_limits",
            "_lists",
            "_migrations",
            "_records",
            "_server_groups",
            "_services",
            "_state",
            "_states",
            "_usage",
            "_versions",
            "_zones",
            "_servers.actions",
            "_servers.creating",
            "_servers.guests",
            "_servers.images",
            "_servers.labels",
            "_servers.life",
            "_servers.lists",
            "_servers.moving",
            "_servers.networks",
            "_servers.progress",
            "_servers.scheduling",
            "_servers.views",
            "_servers.volumes",
        )
    },
    "testing": "it only offers names; test_package.py and test_imports.py read them",
    "v2._operations": "its tests need servers: v2/servers/test_operations.py",
    "v2.servers.options": "it only has types, which tests/typing checks",
    "v2.servers": "it only offers names, which all tests of servers import from it",
}


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
    package = f"{name.partition('.')[0]}.*"
    for each in (name, package):
        for number, floor in enumerate(FLOORS):
            if each in floor:
                return number
    return None


def test_the_imports_are_found():
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
def test_no_module_has_more_than_600_lines(name):
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize("name", MODULES)
def test_every_module_names_its_licence_in_two_lines(name):
    lines = MODULES[name].read_text(encoding="utf-8").splitlines()[:3]
    assert lines == [
        "# SPDX-FileCopyrightText: The python-novaclient authors",
        "# SPDX-License-Identifier: Apache-2.0",
        "",
    ]


# The tests mirror the package.


def _mirrored(name):
    """Return the name of a module without the underscore that makes it internal."""
    package, point, module = name.rpartition(".")
    return f"{package}{point}{module.removeprefix('_')}"


TEST_MODULES = {
    ".".join((*path.relative_to(TESTS).parent.parts, path.stem.removeprefix("test_")))
    for path in TESTS.rglob("test_*.py")
}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_has_a_test_module(name):
    assert (_mirrored(name) in TEST_MODULES) is (name not in NOT_MIRRORED)


@pytest.mark.parametrize("name", sorted(TEST_MODULES))
def test_every_test_module_is_about_a_module_or_a_topic(name):
    assert (name in map(_mirrored, MODULES)) is (name not in TOPICS)


def test_every_exception_from_the_mirror_is_needed():
    assert TOPICS.keys() <= TEST_MODULES
    assert NOT_MIRRORED.keys() <= MODULES.keys()
