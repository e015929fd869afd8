"""A table of the methods of the library, the REST operations they call, and their microversions.

It is generated from the library: the docstring of every method names its operations, and
``api_versions`` knows the ranges of versioned methods and arguments.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import novaclient
from novaclient import api_versions, v2
from novaclient.v2 import client

#: An operation, such as "``POST /servers/{server}/action``, ``reboot``".
_OPERATION = re.compile(
    r"``(?P<method>GET|HEAD|POST|PUT|PATCH|DELETE) (?P<path>[/{][^`]*)``"
    r"(?:, ``(?P<action>[\w-]+)``)?"
)
_SEE = re.compile(r":meth:`[~.]?(?:(?P<manager>\w+)\.)?(?P<method>\w+)`")


class Operation(NamedTuple):
    """A REST operation."""

    method: str
    path: str
    action: str | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (f" {self.action}" if self.action else "")


class Row(NamedTuple):
    """A method in a range of microversions, and the operations that it calls there."""

    attribute: str
    target: str
    method: str
    operations: tuple[Operation, ...]
    versions: str
    arguments: dict[str, str]


def managers() -> dict[str, type]:
    """Return the class of each manager, by the attribute of the client that holds it."""
    return {
        name: getattr(importlib.import_module(attribute._module), attribute._class_name)
        for name, attribute in vars(client.Client).items()
        if isinstance(attribute, client._ManagerAttribute)
    }


def public_classes() -> Iterator[str]:
    """Yield the full name of every public class."""
    for package in (novaclient, v2):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if info.name.startswith(f"{package.__name__}._") or info.name == v2.__name__:
                # Internal, or the package whose modules come next.
                continue
            for cls in classes(importlib.import_module(info.name)):
                yield f"{info.name}.{cls.__name__}"


def classes(module: ModuleType) -> list[type]:
    """Return the public classes of a module or a package, in its order."""
    return [
        value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and inspect.isclass(value)
        and f"{value.__module__}.".startswith(f"{module.__name__}.")
    ]


def methods(owner: type) -> dict[str, Callable[..., Any]]:
    """Return the public methods of a class that are defined in ``novaclient.v2``."""
    own = [cls for cls in owner.__mro__ if cls.__module__.startswith("novaclient.v2.")]
    names = [name for cls in own for name, value in vars(cls).items() if callable(value)]
    return {
        name: getattr(owner, name)
        for name in dict.fromkeys(names)
        if not name.startswith("_") and not inspect.isclass(getattr(owner, name))
    }


def rows() -> Iterator[Row]:
    """Yield the rows of each manager: its methods, then those that only its resource has."""
    for attribute, manager in managers().items():
        yield from _rows(attribute, manager, "", methods(manager))
        resource = manager.resource_class
        own = {n: m for n, m in methods(resource).items() if _OPERATION.search(_docstring(m))}
        yield from _rows(attribute, resource, f"{resource.__name__}.", own)


def _rows(
    attribute: str, owner: type, prefix: str, of_owner: dict[str, Callable[..., Any]]
) -> Iterator[Row]:
    for name, method in of_owner.items():
        for implementation, versions in _implementations(method):
            # The docstring of an older shape leaves out the operation if it is the same.
            operations = _operations(implementation, owner) or _operations(method, owner)
            if operations:
                yield Row(
                    attribute,
                    f"{owner.__module__}.{owner.__qualname__}.{name}",
                    prefix + name,
                    operations,
                    versions,
                    _arguments(implementation),
                )


def _implementations(method: Callable[..., Any]) -> Iterator[tuple[Callable[..., Any], str]]:
    versioned = getattr(method, "_versioned_methods", None)
    if not versioned:
        yield method, ""
    for each in versioned or ():
        first, last = each.start_version, each.end_version
        yield each.func, span(first, last)


def _arguments(method: Any) -> dict[str, str]:
    ranges: dict[str, Any] = {}
    while method is not None:
        ranges.update(getattr(method, "_versioned_arguments", {}))
        method = getattr(method, "__wrapped__", None)
    pairs = {
        k: each if isinstance(each, tuple) else (each, "2.latest") for k, each in ranges.items()
    }
    return {
        name: span(*(api_versions.APIVersion(version) for version in pair))
        for name, pair in pairs.items()
    }


def span(first: api_versions.APIVersion, last: api_versions.APIVersion) -> str:
    """Say in words which microversions a range has."""
    if last.is_latest():
        return f"since {first.get_string()}"
    if first == api_versions.APIVersion("2.0"):
        return f"up to {last.get_string()}"
    return f"{first.get_string()} to {last.get_string()}"


def _docstring(method: Callable[..., Any]) -> str:
    return inspect.getdoc(method) or ""


def first_line(thing: Callable[..., Any]) -> str:
    """Return the first sentence of the docstring of a class or a method."""
    return _docstring(thing).partition("\n")[0]


def _operations(method: Callable[..., Any], manager: type) -> tuple[Operation, ...]:
    docstring = _docstring(method)
    found = tuple(Operation(*match.groups()) for match in _OPERATION.finditer(docstring))
    if found:
        return found
    # The docstring of a method that is only a second name refers to the first.
    see = _SEE.search(docstring.splitlines()[0])
    if see is None:
        return ()
    module = importlib.import_module(manager.__module__)
    owner = getattr(module, see["manager"]) if see["manager"] else manager
    return _operations(getattr(owner, see["method"]), owner)
