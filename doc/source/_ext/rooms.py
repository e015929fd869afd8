"""Shows a class where it is offered, though another, internal module defines it.

Sphinx looks for ``#:`` comments only in the module that ``__module__`` of the class names, and
would show the internal classes that a manager is made of as its bases.
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


def _offered() -> dict[str, set[str]]:
    """Return the names of the classes that a module offers, and its own constants, by module."""
    offered: dict[str, set[str]] = {}
    for info in pkgutil.walk_packages(novaclient.__path__, "novaclient."):
        module = importlib.import_module(info.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if not inspect.isclass(value) or value.__module__ == info.name:
                offered.setdefault(info.name, set()).add(name)
    return offered


def _collect(_app: Sphinx) -> None:
    analyzers = {}
    for info in pkgutil.walk_packages(novaclient.__path__, "novaclient."):
        analyzers[info.name] = ModuleAnalyzer.for_module(info.name)
        analyzers[info.name].analyze()
    for face, names in _offered().items():
        comments = analyzers[face].attr_docs
        for analyzer in analyzers.values():
            if not analyzer.modname.startswith(face.rpartition(".")[0]):
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
    """Register with Sphinx."""
    app.connect("builder-inited", _collect)
    app.connect("autodoc-process-bases", _show_bases)
    return {"parallel_read_safe": True}
