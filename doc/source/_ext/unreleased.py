"""Heads the release notes that are not released yet with the version that is being developed.

reno heads them 0.0.0 before the first tag, and 19.0.0-5 five commits after a tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_UNRELEASED = re.compile(r"0\.0\.0|[\d.]+-\d+")


def _name_the_version(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname != "releasenotes":
        return
    for title in doctree.findall(nodes.title):
        if _UNRELEASED.fullmatch(title.astext()):
            title[:] = [nodes.Text(app.config.version)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, before it collects the titles."""
    app.connect("doctree-read", _name_the_version, priority=100)
    return {"parallel_read_safe": True}
