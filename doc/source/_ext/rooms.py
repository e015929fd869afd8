"""Documents a class in the module that exports it, although an internal module defines it.

Sphinx searches for ``#:`` comments, and for the names in annotations, only in the module that
``__module__`` of the class names. It would list the internal base classes of a manager, and does
not know what is imported for type checkers only.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from types import ModuleType
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


def _import_types(module: ModuleType) -> None:
    """Import what a module imports for type checkers only, so that annotations become links."""
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            imports = [s for s in statement.body if isinstance(s, ast.Import | ast.ImportFrom)]
            exec(compile(ast.Module(imports, []), module.__name__, "exec"), vars(module))  # noqa: S102


def _evaluate_annotations(module: ModuleType) -> None:
    """Evaluate the annotations of classes in the module that defines them."""
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.ClassDef):
            cls = vars(module)[statement.name]
            annotations = inspect.get_annotations(cls, globals=vars(module), eval_str=True)
            if annotations:
                cls.__annotations__ = annotations


def _collect(_app: Sphinx) -> None:
    found = pkgutil.walk_packages(novaclient.__path__, "novaclient.")
    modules = [importlib.import_module(info.name) for info in found]
    for module in modules:
        _import_types(module)
    analyzers = {}
    for module in modules:
        _evaluate_annotations(module)
        analyzers[module.__name__] = ModuleAnalyzer.for_module(module.__name__)
        analyzers[module.__name__].analyze()
    for public_module, names in _exported().items():
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


def _show_factories(
    _app: Sphinx,
    _what: str,
    _name: str,
    _obj: Any,
    _options: Any,
    signature: str | None,
    result: Any,
) -> tuple[str | None, Any]:
    """Write the default of a field that a factory makes in such a way that Sphinx can parse it."""
    return signature and signature.replace("<factory>", "..."), result


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the functions to the events of Sphinx."""
    app.connect("builder-inited", _collect)
    app.connect("autodoc-process-bases", _show_bases)
    app.connect("autodoc-process-signature", _show_factories)
    return {"parallel_read_safe": True}
