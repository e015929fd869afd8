"""The directive ``rest-table``, and a check that the reference has every public class."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import lines
import rest_operations
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

LOG = logging.getLogger(__name__)


class RestTable(SphinxDirective):
    """A table for each manager: its methods, their operations, and the microversions."""

    def run(self) -> list[nodes.Node]:
        """Make the sections."""
        text: list[str] = []
        for attribute, group in itertools.groupby(
            rest_operations.rows(), key=lambda row: row.attribute
        ):
            text += [f".. _rest-{attribute}:", "", *lines.title(f"``nova.{attribute}``")]
            text += lines.table(
                map(_cells, group), "rest", ["Method", "Operation", "Microversions"]
            )
        return self.parse_text_to_nodes("\n".join(text), allow_section_headings=True)


def _cells(row: rest_operations.Row) -> list[str]:
    service = {"glance": " of Glance", "neutron": " of Neutron"}.get(row.attribute, "")
    operations = [
        f"``{op.method} {op.path}``{service}" + (f", ``{op.action}``" if op.action else "")
        for op in row.operations
    ]
    versions = [row.versions or "all"]
    versions += [f"``{name}`` {span}" for name, span in row.arguments.items()]
    return [f":meth:`{row.method} <{row.target}>`", ", or ".join(operations), "; ".join(versions)]


def check_reference(app: Sphinx, env: Any) -> None:
    """Log a warning for every public class that is not in the reference."""
    described = env.get_domain("py").objects
    for name in rest_operations.public_classes():
        if name not in described and name.rpartition(".")[0] not in app.config.rest_private:
            LOG.warning("%s is not in the reference", name)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive and the check with Sphinx."""
    app.add_config_value("rest_private", (), "env")
    app.add_directive("rest-table", RestTable)
    app.connect("env-check-consistency", check_reference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
