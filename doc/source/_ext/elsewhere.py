"""References to classes that another project documents under a name other than programs use."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: Names that Requests documents, by the names of their classes.
_DOCUMENTED = {
    "requests.models.Response": "requests.Response",
    "requests.sessions.Session": "requests.Session",
    "builtins.list": "list",
}


def _rename(_app: Sphinx, _env: Any, node: nodes.Element, _text: Any) -> None:
    """Change the target of a reference before intersphinx searches for it."""
    target = node.get("reftarget", "")
    package, _, name = target.rpartition(".")
    if package == "keystoneauth1.exceptions" and name[0].isupper():
        # Their own modules are where keystoneauth documents its exceptions.
        found = getattr(importlib.import_module(package), name)
        target = f"{found.__module__}.{name}"
    node["reftarget"] = _DOCUMENTED.get(target, target)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx, before intersphinx."""
    app.connect("missing-reference", _rename, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
