"""Compares the library with ``api_surface.json``."""

from __future__ import annotations

import importlib
import inspect
import re
import types
from collections.abc import Callable, Iterator
from typing import Any

import novaclient
from novaclient import api_versions
from tests.contract import deviations, signatures, tables

CONSTRUCTORS = ("__new__", "__init__")
OBSOLETE = "agrees with the contract: the deviation is obsolete"


def module_problems(name: str) -> Iterator[str]:
    """Yield the differences in the constants and reexports of a module."""
    module = importlib.import_module(name)
    described = tables.surface()["modules"][name]
    for constant, expected in described.get("constants", {}).items():
        yield from _value_problems(module, name, constant, expected)
    for alias, target in described.get("reexports", {}).items():
        if getattr(module, alias, None) is not resolve(target):
            yield f"{name}.{alias} is not {target}"


def function_problems(module_name: str, name: str) -> Iterator[str]:
    """Yield the differences in a function."""
    module = importlib.import_module(module_name)
    described = tables.surface()["modules"][module_name]["functions"][name]
    path = f"{module_name}.{name}"
    if not hasattr(module, name):
        yield f"{path} is missing"
        return
    yield from _signature_problems(path, described["signature"], module, getattr(module, name))


def class_problems(module_name: str, name: str) -> Iterator[str]:
    """Yield the differences in a class."""
    module = importlib.import_module(module_name)
    described = tables.surface()["modules"][module_name]["classes"][name]
    path = f"{module_name}.{name}"
    if not hasattr(module, name):
        yield f"{path} is missing"
        return
    cls = getattr(module, name)
    for base in described["bases"]:
        if not issubclass(cls, _base(module, base)):
            yield f"{path} is not a subclass of {base}"
    for attribute, expected in described.get("attributes", {}).items():
        yield from _value_problems(cls, path, attribute, expected)
    for attribute, expected in described.get("properties", {}).items():
        yield from _property_problems(cls, f"{path}.{attribute}", attribute, expected)
    for method, variants in described.get("methods", {}).items():
        yield from _method_problems(cls, module, f"{path}.{method}", method, variants)
    yield from _special_method_problems(cls, module, path, described.get("special_methods", {}))


def client_problems(nova: Any) -> Iterator[str]:
    """Yield the attributes that a client lacks."""
    described = tables.surface()["client_attributes"]
    for attribute, manager in described["managers"].items():
        if not isinstance(getattr(nova, attribute, None), resolve(manager)):
            yield f"nova.{attribute} is not a {manager}"
    for attribute in described["other"]:
        if not hasattr(nova, attribute):
            yield f"nova.{attribute} is missing"


def resolve(dotted: str) -> Any:
    """Return the object with a dotted name."""
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _base(module: types.ModuleType, name: str) -> type:
    """Return a base class by its name in the source of a module, as the contract has it."""
    if name == "adapter.LegacyJsonAdapter":
        name = "keystoneauth1.adapter.LegacyJsonAdapter"
    elif "." in name:
        name = f"novaclient.{name}"
    else:
        owner = module.__name__ if hasattr(module, name) else "builtins"
        name = f"{owner}.{name}"
    found: type = resolve(name)
    return found


def _value_problems(owner: Any, path: str, name: str, expected: Any) -> Iterator[str]:
    path = f"{path}.{name}"
    if path in deviations.GONE:
        return
    if not hasattr(owner, name):
        yield f"{path} is missing"
        return
    value = getattr(owner, name)
    if path in deviations.VALUES:
        if _is_as_described(value, expected):
            yield f"{path} {OBSOLETE}"
        expected = deviations.VALUES[path].by
    if not _is_as_described(value, expected):
        yield f"{path} is {value!r} instead of {expected!r}"


def _is_as_described(value: Any, expected: Any) -> bool:
    """Tell whether a value matches its description in the contract."""
    if isinstance(expected, dict) and "pattern" in expected:
        return isinstance(value, re.Pattern) and value.pattern == expected["pattern"]
    described = re.fullmatch(r"<(\w+) ?(.*)>", expected) if isinstance(expected, str) else None
    if described is None:
        value = list(value) if isinstance(value, tuple) else value
        return type(value) is type(expected) and bool(value == expected)
    if described[1] == "class":
        return isinstance(value, type) and value.__name__ == described[2]
    if described[1] == "APIVersion":
        return bool(value == api_versions.APIVersion(described[2]))
    return type(value).__name__ == described[1]


def _property_problems(
    cls: type, path: str, name: str, expected: dict[str, bool]
) -> Iterator[str]:
    found = inspect.getattr_static(cls, name, None)
    if not isinstance(found, property):
        yield f"{path} is not a property"
    elif (found.fset is not None) != expected["writable"]:
        yield f"{path} should be {'writable' if expected['writable'] else 'read-only'}"


def _method_problems(
    cls: type, module: types.ModuleType, path: str, name: str, variants: list[dict[str, Any]]
) -> Iterator[str]:
    if path in deviations.GONE:
        return
    if not hasattr(cls, name):
        yield f"{path} is missing"
        return
    found: dict[str, list[str]] = {}
    for mv in _microversions():
        for problem in _problems_at(cls, module, path, name, _variant(variants, mv), mv):
            found.setdefault(problem, []).append(mv)
    for problem, microversions in found.items():
        yield f"{problem} (at {tables.ranges(microversions)})"


def _problems_at(
    cls: type,
    module: types.ModuleType,
    path: str,
    name: str,
    variant: dict[str, Any] | None,
    mv: str,
) -> Iterator[str]:
    method = getattr(cls, name)
    # Compare the function of a bound method, so that the first parameter is included.
    implementation = _implementation(getattr(method, "__func__", method), mv)
    if variant is None and implementation is not None:
        yield f"{path} exists"
    elif variant is not None and implementation is None:
        yield f"{path} does not exist"
    elif variant is not None and implementation is not None:
        yield from _kind_problems(cls, path, name, variant.get("kind"))
        yield from _signature_problems(path, variant["signature"], module, implementation, mv)


def _microversions() -> Iterator[str]:
    last = novaclient.API_MAX_VERSION.get_string()
    return (f"2.{number}" for number in range(tables.minor(last) + 1))


def _variant(variants: list[dict[str, Any]], mv: str) -> dict[str, Any] | None:
    """Return the description of a method at a microversion."""
    for variant in variants:
        first, last = variant.get("microversions", ("2.0", None))
        if tables.minor(first) <= tables.minor(mv) <= tables.minor(last or mv):
            return variant
    return None


def _implementation(method: Callable[..., Any], mv: str) -> Callable[..., Any] | None:
    """Return the implementation of a method at a microversion."""
    if not api_versions.get_substitutions(method):
        return method
    chosen = api_versions.get_substitutions(method, api_versions.APIVersion(mv))
    return chosen[-1].func if chosen else None


def _kind_problems(cls: type, path: str, name: str, kind: str | None) -> Iterator[str]:
    found = inspect.getattr_static(cls, name)
    if kind == "staticmethod" and not isinstance(found, staticmethod):
        yield f"{path} is not a static method"
    if kind == "classmethod" and not isinstance(found, classmethod):
        yield f"{path} is not a class method"
    if kind == "abstract" and not getattr(found, "__isabstractmethod__", False):
        yield f"{path} is not abstract"


def _special_method_problems(
    cls: type, module: types.ModuleType, path: str, described: dict[str, Any]
) -> Iterator[str]:
    # A class may implement either constructor: both are called through the class.
    constructors = [name for name in CONSTRUCTORS if name in described]
    if constructors:
        signature = described[constructors[0]][0]["signature"]
        yield from _signature_problems(path, signature, module, cls, given=1)
    for name in described.keys() - CONSTRUCTORS:
        expected = signatures.parse(described[name][0]["signature"], module)
        if not hasattr(cls, name):
            yield f"{path}.{name} is missing"
        elif not signatures.accepts_operands(expected, signatures.actual(getattr(cls, name))):
            yield f"{path}.{name} accepts other operands"


def _signature_problems(
    path: str,
    signature: str,
    module: types.ModuleType,
    function: Callable[..., Any],
    mv: str | None = None,
    given: int = 0,
) -> Iterator[str]:
    """Compare parameters, except the first ``given`` ones, which Python itself passes."""
    found = signatures.actual(function)
    problems = list(signatures.problems(signatures.parse(signature, module)[given:], found))
    for deviation in deviations.SIGNATURES.get(path, ()):
        if not deviation.holds_at(mv):
            continue
        if not problems:
            yield f"{path} {OBSOLETE}"
        signature = deviation.by
        problems = list(signatures.problems(signatures.parse(signature, module)[given:], found))
    for problem in problems:
        yield f"{path} {problem}"
