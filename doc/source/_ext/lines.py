"""Lines of reStructuredText, for the directives that generate it."""

from __future__ import annotations

from collections.abc import Iterable


def title(text: str, character: str = "=") -> list[str]:
    """Return the title of a section, underlined with a character."""
    return [text, character * len(text), ""]


def table(rows: Iterable[list[str]], css_class: str, head: list[str] | None = None) -> list[str]:
    """Return a table."""
    lines = [".. list-table::", f"    :class: {css_class}"]
    if head:
        lines.append("    :header-rows: 1")
    lines.append("")
    for first, *others in [head, *rows] if head else rows:
        lines += [f"    * - {first}", *(f"      - {cell}".rstrip() for cell in others)]
    return [*lines, ""]
