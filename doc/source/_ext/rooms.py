"""Documents a class in the module that exports it, although an internal module defines it.

Sphinx searches for ``#:`` comments only in the module that ``__module__`` of the class names, and
for the types of attributes only in the class itself. It would list the internal base classes.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING, Any

from sphinx.pycode import ModuleAnalyzer

import novaclient

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _exported() -> dict[str, set[str]]:
    """Return the names of the classes that each module exports, and of its own constants."""
    exported: dict[str, set[str]] = {}
    for info in pkgutil.walk_packages(novaclient.__path__, "novaclient."):
        module = importlib.import_module(info.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if not inspect.isclass(value) or value.__module__ == info.name:
                exported.setdefault(info.name, set()).add(name)
    return exported


def _inherit_types(module: str, name: str) -> None:
    cls = getattr(importlib.import_module(module), name)
    if inspect.isclass(cls):
        for base in cls.__mro__[1:]:
            if base.__module__.startswith(f"{cls.__module__}."):
                cls.__annotations__ = {**inspect.get_annotations(base), **cls.__annotations__}


def _collect(_app: Sphinx) -> None:
    analyzers = {}
    for info in pkgutil.walk_packages(novaclient.__path__, "novaclient."):
        analyzers[info.name] = ModuleAnalyzer.for_module(info.name)
        analyzers[info.name].analyze()
    for public_module, names in _exported().items():
        for name in names:
            _inherit_types(public_module, name)
        comments = analyzers[public_module].attr_docs
        for analyzer in analyzers.values():
            if not analyzer.modname.startswith(public_module.rpartition(".")[0]):
                continue
            for (scope, name), lines in analyzer.attr_docs.items():
                if (scope or name) in names:
                    comments.setdefault((scope, name), lines)


def _show_bases(_app: Sphinx, _name: str, obj: type, _options: Any, bases: list[type]) -> None:
    inner = f"{obj.__module__}."
    if all(base.__module__.startswith(inner) for base in bases):
        outside = (c for c in obj.__mro__[1:] if not c.__module__.startswith(inner))
        bases[:] = [next(outside)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the functions to the events of Sphinx."""
    app.connect("builder-inited", _collect)
    app.connect("autodoc-process-bases", _show_bases)
    return {"parallel_read_safe": True}
