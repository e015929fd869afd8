"""The pages of the reference that describe managers and their resources, and the table of them.

``.. managers::`` makes a table of the pages that it names, and adds them to the table of contents.
``.. manager::`` makes such a page from a module: a summary of the manager's methods, then the
manager, then its resources with all their attributes.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import lines
import rest_operations
from rest_operations import first_line
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import stringify_annotation

from novaclient import api_versions, base

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: How autodoc writes the alias.
_WITH_META = stringify_annotation(base.WithMeta, "smart")


class Page(NamedTuple):
    """A module with managers, and the attributes of the client that hold them."""

    module: ModuleType
    managers: dict[str, type]

    @classmethod
    def of(cls, name: str) -> Page:
        """Return the page of a module of :mod:`novaclient.v2`."""
        module = importlib.import_module(f"novaclient.v2.{name}")
        own = rest_operations.classes(module)
        held = [(a, c) for a, c in rest_operations.managers().items() if c in own]
        return cls(module, dict(sorted(held, key=lambda pair: own.index(pair[1]))))

    def others(self) -> list[type]:
        """Return the other public classes: that of the resources, then what belongs to it."""
        first = [manager.resource_class for manager in self.managers.values()]
        own = [c for c in rest_operations.classes(self.module) if c not in self.managers.values()]
        return sorted(own, key=lambda cls: cls not in first)


class Managers(SphinxDirective):
    """A table of managers: the page, the attribute of the client, and what it is."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the table, and an invisible table of contents."""
        rows = [
            [f":doc:`managers/{name}`", f"``nova.{attribute}``", first_line(manager)]
            for name in self.content
            for attribute, manager in Page.of(name).managers.items()
        ]
        text = lines.table(rows, "managers", ["Page", "Attribute", "What it is"])
        text += [".. toctree::", "    :hidden:", ""]
        text += [f"    managers/{name}" for name in self.content]
        return self.parse_text_to_nodes("\n".join(text))


class Manager(SphinxDirective):
    """The page of a module of :mod:`novaclient.v2`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the page."""
        page = Page.of(self.arguments[0])
        text = [f".. py:currentmodule:: {page.module.__name__}", ""]
        for attribute, manager in page.managers.items():
            text += _summary(attribute, manager)
        text += lines.title("Managers" if len(page.managers) > 1 else "Manager")
        for manager in page.managers.values():
            text += _class(page.module, manager)
        others = page.others()
        text += lines.title("Resources" if len(others) > 1 else "Resource")
        for cls in others:
            text += _class(page.module, cls)
        constants = list(_constants(page.module))
        if constants:
            text += lines.title("Constants")
        for name in constants:
            text += [f".. autodata:: {page.module.__name__}.{name}", ""]
        return self.parse_text_to_nodes("\n".join(text), allow_section_headings=True)


def _summary(attribute: str, manager: type) -> list[str]:
    about = first_line(manager)
    text = [
        f"``nova.{attribute}`` is the :class:`{manager.__name__}`: {about[0].lower()}{about[1:]}",
        "",
    ]
    for owner, methods in _groups(manager).items():
        if owner is not manager:
            text += [f".. rubric:: {first_line(owner).rstrip('.')}", ""]
        rows = ([_link(manager, name), _about(manager, name)] for name in methods)
        text += lines.table(rows, "summary")
    return [
        *text,
        f"The REST operations of these methods and their microversions: :ref:`rest-{attribute}`.",
        "",
    ]


def _groups(manager: type) -> dict[type, list[str]]:
    """Return the methods of a manager, by the topic class that has them, or the manager itself."""
    names = list(rest_operations.methods(manager))
    if issubclass(manager, base.ManagerWithFind):
        names = [*names, *(name for name in ("find", "findall") if name not in names)]
    topics = [cls for cls in manager.__bases__ if cls.__module__ != base.__name__]
    groups: dict[type, list[str]] = {cls: [] for cls in (manager, *topics)}
    for name in names:
        owner = next((topic for topic in topics if name in vars(topic)), manager)
        groups[owner].append(name)
    return groups


def _link(manager: type, name: str) -> str:
    # What all managers have is described once, with the base class.
    inherited = name not in rest_operations.methods(manager)
    owner = "novaclient.base.ManagerWithFind" if inherited else manager.__name__
    return f":meth:`{name}() <{owner}.{name}>`"


def _about(manager: type, name: str) -> str:
    method = getattr(manager, name)
    # Here, outside of the class, its own methods need the name of the class.
    about = re.sub(r":meth:`(\w+)`", rf":meth:`~{manager.__name__}.\1`", first_line(method))
    substitutions = api_versions.get_substitutions(method)
    if not substitutions:
        return about
    first = min(each.start_version for each in substitutions)
    last = max(each.end_version for each in substitutions)
    always = first == api_versions.APIVersion("2.0") and last.is_latest()
    if always or "microversion" in about:
        return about
    return f"{about.rstrip('.')} ({rest_operations.span(first, last)})."


def _class(module: ModuleType, cls: type) -> list[str]:
    name = f"{module.__name__}.{cls.__name__}"
    attributes = [f"    .. autoattribute:: {name}.{each}" for each in _attributes(cls)]
    attributes += [f"    .. autoproperty:: {name}.{each}" for each in _properties(cls)]
    methods = [f"    .. automethod:: {name}.{each}" for each in rest_operations.methods(cls)]
    text = [f".. autoclass:: {name}", "    :no-members:"]
    text += ["    :no-show-inheritance:", ""] if cls.__bases__ == (object,) else [""]
    if attributes:
        text += ["    .. rubric:: Attributes", "", *attributes, ""]
    if attributes and methods:
        text += ["    .. rubric:: Methods", ""]
    return [*text, *methods, ""]


def _attributes(cls: type) -> Iterator[str]:
    """Yield the names of the attributes of a class that a ``#:`` comment describes."""
    for part in _parts(cls):
        for scope, name in ModuleAnalyzer.for_module(part.__module__).attr_docs:
            if scope == part.__name__:
                yield name


def _properties(cls: type) -> Iterator[str]:
    for part in _parts(cls):
        for name, value in vars(part).items():
            if isinstance(value, property) and not name.startswith("_"):
                yield name


def _parts(cls: type) -> list[type]:
    """Return a class and the internal classes that it is made of."""
    return [part for part in cls.__mro__ if part.__module__.startswith(cls.__module__)]


def _constants(module: ModuleType) -> Iterator[str]:
    for scope, name in ModuleAnalyzer.for_module(module.__name__).attr_docs:
        if not scope and not name.startswith("_"):
            yield name


def _readable_signature(
    _app: Sphinx, _what: str, _name: str, obj: Any, _options: Any, arguments: str, result: str
) -> tuple[str, str] | None:
    """Hide how managers and resources are made, and show the alias of five result classes."""
    if inspect.isclass(obj) and issubclass(obj, base.Manager | base.Resource):
        return None if obj.__module__ == base.__name__ else ("", "")
    if result and _WITH_META in result:
        return arguments, result.replace(_WITH_META, "~novaclient.base.WithMeta")
    return None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives with Sphinx."""
    app.add_directive("managers", Managers)
    app.add_directive("manager", Manager)
    app.connect("autodoc-process-signature", _readable_signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
