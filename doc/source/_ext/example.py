"""The directive ``example``: a program of ``examples/``, introduced by its docstring."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

import lines
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

FOLDER = Path(__file__).parents[3] / "examples"


class Example(SphinxDirective):
    """A section with the docstring of a program and then its code."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the section."""
        name = f"{self.arguments[0]}.py"
        path = FOLDER / name
        if not path.exists():
            raise self.error(f"there is no {path}")
        module = ast.parse(path.read_text(encoding="utf-8"))
        from_here = os.path.relpath(path, self.env.doc2path(self.env.docname).parent)
        text = [
            f".. _example-{path.stem}:",
            "",
            *lines.title(name, "-"),
            ast.get_docstring(module) or "",
            "",
            f".. literalinclude:: {from_here}",
            "    :language: python",
            f"    :caption: examples/{name}",
            f"    :lines: {(module.body[0].end_lineno or 0) + 2}-",
            "",
            f"Download :download:`{name} <{from_here}>`.",
        ]
        return self.parse_text_to_nodes("\n".join(text), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive with Sphinx."""
    app.add_directive("example", Example)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
