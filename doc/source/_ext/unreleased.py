"""Heads the release notes that are not released yet with the version that is being developed.

reno heads them 0.0.0 before the first tag, and 19.0.0-5 five commits after a tag. It can't read
the history of a shallow clone. There, all notes are shown as those of the version.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from dulwich.repo import Repo
from reno import config, formatter
from reno.sphinxext import ReleaseNotesDirective
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[3]
_UNRELEASED = re.compile(r"0\.0\.0|[\d.]+-\d+")


class _WorkingTree:
    """The notes in the working tree, in place of reno's loader."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, version: str) -> list[tuple[str, str]]:
        return [(path.name, "") for path in sorted(self._folder.glob("*.yaml"))]

    def parse_note_file(self, name: str, _sha: str) -> dict[str, Any]:
        note: dict[str, Any] = yaml.safe_load((self._folder / name).read_text(encoding="utf-8"))
        return note


class ReleaseNotes(ReleaseNotesDirective, SphinxDirective):
    """reno's directive, also for a shallow clone."""

    def run(self) -> list[nodes.Node]:
        """Make the sections."""
        with Repo.discover(str(ROOT)) as repository:
            if not repository.get_shallow():
                return super().run()
        settings = config.Config(str(ROOT), "releasenotes")
        notes = _WorkingTree(ROOT / settings.notespath)
        text = formatter.format_report(notes, settings, [self.config.version], show_source=False)
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _name_the_version(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname != "releasenotes":
        return
    for title in doctree.findall(nodes.title):
        if _UNRELEASED.fullmatch(title.astext()):
            title[:] = [nodes.Text(app.config.version)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, before it collects the titles."""
    app.setup_extension("reno.sphinxext")
    app.add_directive("release-notes", ReleaseNotes, override=True)
    app.connect("doctree-read", _name_the_version, priority=100)
    return {"parallel_read_safe": True}
