"""What holds for the code of all modules: docstrings, parameters, microversions."""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.util
import inspect
import itertools
import pkgutil
import re

import pytest

import novaclient
from novaclient import api_versions, base
from novaclient.v2 import client as client_v2

#: One module needs it, and it does not support the oldest dependencies.
HAS_OPENSTACKSDK = importlib.util.find_spec("openstack") is not None

MODULES = [
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(novaclient.__path__, "novaclient.")
    if info.name != "novaclient._config" or HAS_OPENSTACKSDK
]
PUBLIC_MODULES = [
    module
    for module in (novaclient, *MODULES)
    if not any(part.startswith("_") for part in module.__name__.split("."))
]

#: Imperatives that end like another form of a verb.
IMPERATIVES = {"Bring", "Need", "Feed", "Process", "Pass", "Address", "Ping", "String"}


def _own(module):
    """Yield the public functions and classes that a module defines."""
    for name, value in vars(module).items():
        # The resources of ``servers`` are defined in an internal module.
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(value) or inspect.isfunction(value):
            yield f"{module.__name__}.{name}", value


def _members(cls):
    """Yield what a class defines, and what the topic classes from which it inherits define."""
    for part in cls.__mro__:
        if part is cls or part.__module__.startswith(f"{cls.__module__}."):
            yield from vars(part).items()


def _methods(cls):
    """Yield the public methods of a class; of a versioned one, the newest implementation."""
    for name, value in _members(cls):
        if name.startswith("_"):
            continue
        function = value.__func__ if isinstance(value, staticmethod | classmethod) else value
        if inspect.isfunction(function):
            yield name, function


def _parameters(function):
    """Yield the parameters of a function; of a versioned one, those of all implementations."""
    versions = [method.func for method in api_versions.get_substitutions(function)]
    for implementation in versions or [function]:
        yield from inspect.signature(implementation).parameters.values()


OBJECTS = dict(pair for module in PUBLIC_MODULES for pair in _own(module))
CLASSES = {name: value for name, value in OBJECTS.items() if inspect.isclass(value)}
FUNCTIONS = {
    **{name: value for name, value in OBJECTS.items() if inspect.isfunction(value)},
    **{
        f"{class_name}.{name}": function
        for class_name, cls in CLASSES.items()
        for name, function in _methods(cls)
    },
}
PROPERTIES = {
    f"{class_name}.{name}": value
    for class_name, cls in CLASSES.items()
    for name, value in vars(cls).items()
    if isinstance(value, property) and not name.startswith("_")
}
MANAGER_METHODS = {
    f"{class_name}.{name}": function
    for class_name, cls in CLASSES.items()
    if issubclass(cls, base.Manager)
    for name, function in _methods(cls)
}


def _first_line(thing):
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def test_the_library_was_found():
    assert {"novaclient.client.Client", "novaclient.v2.servers.Server"} <= set(OBJECTS)
    assert "novaclient.v2.servers.ServerManager.evacuate" in MANAGER_METHODS


@pytest.mark.parametrize("module", PUBLIC_MODULES, ids=lambda module: module.__name__)
def test_a_public_module_says_what_it_is(module):
    assert re.fullmatch(r"[A-Z].*\.", _first_line(module))


@pytest.mark.parametrize("name", CLASSES)
def test_a_public_class_says_what_it_is(name):
    # Its own docstring, not an inherited one.
    assert vars(CLASSES[name]).get("__doc__")
    assert re.fullmatch(r"[A-Z0-9].*[.:]", _first_line(CLASSES[name]))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_says_in_one_imperative_sentence_what_it_does(name):
    line = _first_line(FUNCTIONS[name])
    assert re.fullmatch(r"[A-Z].*\.", line), line
    word = line.split()[0]
    if word not in IMPERATIVES:
        assert not re.search(r"([^s]s|ing|ed)$", word), line


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_public_property_says_what_it_is(name):
    assert re.fullmatch(r"[A-Z].*\.", _first_line(PROPERTIES[name]))


@pytest.mark.parametrize("name", MANAGER_METHODS)
def test_every_parameter_of_a_manager_is_described(name):
    function = MANAGER_METHODS[name]
    wanted = {
        parameter.name
        for parameter in _parameters(function)
        if parameter.name != "self"
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    }
    described = set(re.findall(r":param (?:\S+ )?(\w+):", inspect.getdoc(function) or ""))
    assert wanted <= described


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_parameter_is_described_that_does_not_exist(name):
    function = FUNCTIONS[name]
    parameters = list(_parameters(function))
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return
    described = set(re.findall(r":param (?:\S+ )?(\w+):", inspect.getdoc(function) or ""))
    assert described <= {parameter.name for parameter in parameters}


# Microversions in the code.


def _calls(tree):
    """Yield the name and the microversions of each call that takes microversions."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        if name not in ("wraps", "arguments", "at_least", "check_argument", "deprecated_after"):
            continue
        for value in (*node.args, *(keyword.value for keyword in node.keywords)):
            values = value.elts if isinstance(value, ast.Tuple) else [value]
            strings = [v.value for v in values if isinstance(v, ast.Constant)]
            yield name, [t for t in strings if isinstance(t, str) and re.fullmatch(r"\d\.\w+", t)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_microversion_in_the_code_is_supported(module):
    for name, versions in _calls(ast.parse(inspect.getsource(module))):
        for version in map(api_versions.APIVersion, versions):
            if version.get_string() != "2.0":
                assert version >= novaclient.API_MIN_VERSION, (name, version)
            if not version.is_latest():
                assert version <= novaclient.API_MAX_VERSION, (name, version)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_range_of_microversions_begins_before_it_ends(module):
    for name, versions in _calls(ast.parse(inspect.getsource(module))):
        assert versions == sorted(versions, key=api_versions.APIVersion), name


VERSIONED = {
    f"{class_name}.{name}": method
    for class_name, cls in CLASSES.items()
    for name, method in _members(cls)
    if api_versions.get_substitutions(method)
}


@pytest.mark.parametrize("name", VERSIONED)
def test_a_versioned_method_leaves_no_gap_between_its_implementations(name):
    methods = api_versions.get_substitutions(VERSIONED[name])
    for older, newer in itertools.pairwise(methods):
        assert newer.start_version.ver_minor == older.end_version.ver_minor + 1


# Managers.

ATTRIBUTES = {
    name: value for name, value in vars(client_v2.Client).items() if hasattr(value, "_class_name")
}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_of_the_client_creates_its_manager(nova, name):
    manager = getattr(nova, name)
    assert isinstance(manager, base.Manager)
    assert type(manager).__name__ == ATTRIBUTES[name]._class_name
    assert manager.api is nova


@functools.cache
def _annotations():
    tree = ast.parse(inspect.getsource(client_v2.Client))
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in tree.body[0].body
        if isinstance(node, ast.AnnAssign)
    }


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_of_the_client_is_annotated_with_its_manager(name):
    assert _annotations()[name] == f"_ManagerAttribute[{ATTRIBUTES[name]._class_name}]"


@pytest.mark.parametrize(
    "name", [name for name, cls in CLASSES.items() if issubclass(cls, base.Manager)]
)
def test_every_manager_names_its_resource_class(name):
    if CLASSES[name].__module__ != base.__name__:
        assert issubclass(CLASSES[name].resource_class, base.Resource)
