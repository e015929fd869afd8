"""The documentation: what is generated from the docstrings, and that it is complete."""

from __future__ import annotations

import ast
import csv
import importlib.util
import pkgutil
import re
import runpy
from pathlib import Path

import pytest

import novaclient

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "doc" / "source"
ROUTES = ROOT / "tests" / "contract" / "data" / "routes.csv"

#: Methods that send no request.
WITHOUT_REQUEST = {("servers", "boot_volume"), ("servers", "transform_userdata")}


def _load():
    path = SOURCE / "_ext" / "rest_operations.py"
    spec = importlib.util.spec_from_file_location("rest_operations", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rest_operations = _load()


@pytest.fixture(scope="module")
def table():
    return list(rest_operations.rows())


def _shape(path):
    """Return a path without its query and without the names of its ids."""
    return re.sub(r"\{\w+\}", "{}", path.partition("?")[0])


def test_every_method_of_a_manager_names_its_operation(table):
    named = {(row.attribute, row.method) for row in table}
    methods = {
        (attribute, name)
        for attribute, manager in rest_operations.managers().items()
        for name in rest_operations.methods(manager)
    }
    assert methods - named == WITHOUT_REQUEST


def test_every_live_operation_of_nova_is_in_the_table(table):
    with ROUTES.open(encoding="utf-8", newline="") as file:
        live = [row for row in csv.DictReader(file) if row["live_at_2.104"] == "yes"]
    called = {
        (op.method, _shape(op.path), op.action or "") for row in table for op in row.operations
    }
    missing = {
        (row["http_method"], _shape(row["path"]), row["action"])
        for row in live
        if row["http_method"] != "HEAD"
    } - called
    assert not missing


@pytest.mark.parametrize(
    ("attribute", "method", "versions", "arguments"),
    [
        ("servers", "list", "", {}),
        ("servers", "lock", "", {"reason": "since 2.73"}),
        ("servers", "live_migrate", "since 2.25", {"force": "2.30 to 2.67"}),
        ("services", "force_down", "2.11 to 2.52", {}),
        ("migrations", "list", "up to 2.58", {}),
        ("server_shares", "create", "since 2.97", {}),
    ],
)
def test_the_table_shows_the_microversions(table, attribute, method, versions, arguments):
    shown = [
        (row.versions, row.arguments)
        for row in table
        if (row.attribute, row.method) == (attribute, method)
    ]
    assert (versions, arguments) in shown


def test_an_alias_of_a_method_shows_the_same_operations(table):
    operations = {row.method: row.operations for row in table if row.attribute == "aggregates"}
    assert operations["get_details"] == operations["get"]


def _reference():
    """Return the modules and the names that the pages of the reference describe."""
    text = "\n".join(path.read_text() for path in (SOURCE / "reference").rglob("*.rst"))
    pages = {f"novaclient.v2.{name}" for name in re.findall(r"^\.\. manager:: (\S+)", text, re.M)}
    modules = set(re.findall(r"^\.\. automodule:: (\S+)", text, re.M))
    names = set(re.findall(r"^\.\. auto(?:class|function):: (\S+)", text, re.M))
    return pages | modules, names


def test_every_public_class_of_a_resource_is_in_the_reference():
    modules, names = _reference()
    classes = [
        name for name in rest_operations.public_classes() if name.startswith("novaclient.v2.")
    ]
    assert len(classes) > 60
    missing = [c for c in classes if c.rpartition(".")[0] not in modules and c not in names]
    assert missing == []


def test_a_module_is_either_in_the_reference_or_internal():
    described = set().union(*_reference())
    internal = set(runpy.run_path(str(SOURCE / "conf.py"))["rest_private"])
    for info in pkgutil.walk_packages(novaclient.__path__, "novaclient."):
        name = info.name
        hidden = "._" in name or name in internal or name.startswith("novaclient.v2.servers.")
        shown = any(f"{each}.".startswith(f"{name}.") for each in described)
        assert hidden != shown, name


@pytest.mark.parametrize(
    ("attribute", "manager"), rest_operations.managers().items(), ids=rest_operations.managers()
)
def test_every_manager_has_a_page_that_the_table_of_the_reference_names(attribute, manager):
    name = manager.__module__.removeprefix("novaclient.v2.")
    page = SOURCE / "reference" / "managers" / f"{name}.rst"
    assert f".. manager:: {name}\n" in page.read_text()
    assert f"\n    {name}\n" in (SOURCE / "reference" / "index.rst").read_text()


def _annotated():
    """Yield each attribute that a resource annotates in its body, with the line above it."""
    for path in Path(novaclient.__file__).with_name("v2").rglob("*.py"):
        if path.name in ("client.py", "options.py"):
            # These have no resources.
            continue
        text = path.read_text(encoding="utf-8")
        for cls in ast.walk(ast.parse(text)):
            if not isinstance(cls, ast.ClassDef) or cls.name.startswith("_"):
                continue
            for line in cls.body:
                if isinstance(line, ast.AnnAssign):
                    yield (
                        line.target.id,
                        f"{path.stem}.{cls.name}",
                        text.splitlines()[line.lineno - 2],
                    )


def test_every_annotated_attribute_of_a_resource_has_a_comment():
    above = {
        f"{cls}.{name}": line.strip()
        for name, cls, line in _annotated()
        if not name.startswith("_") and name != "manager"
    }
    assert len(above) > 150
    assert [name for name, line in above.items() if not line.startswith("#:")] == []


def test_every_example_is_on_the_page_of_the_examples():
    text = (SOURCE / "examples" / "index.rst").read_text()
    shown = re.findall(r"^\.\. example:: (\w+)$", text, re.M)
    assert sorted(shown) == sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
