"""The pages of the documentation, as programs.

The Python blocks of a page run in their order, in one namespace. Besides what a reader sees, a
page may hold two kinds of comments:

``.. first:`` with Python indented below it
    what has to be done before the next block, and would bore a reader;
``.. not run: REASON``
    just before a block that can't run, with the reason.

A block with a caption, Python or YAML, is the file of this name: it is written into the current
folder, from which later blocks can import it.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]

_BEGIN = re.compile(
    r"(?P<indent> *)\.\. (?:code-block:: (?P<language>python|yaml)|(?P<first>first):"
    r"|not run: *(?P<reason>.*))$"
)
_CAPTION = re.compile(r" *:caption: (?P<name>\S+)$")
_OPTION = re.compile(r" *:[\w-]+:")


class Block(NamedTuple):
    """A piece of a page.

    :ivar kind: ``python`` or ``yaml``.
    :ivar line: The line of the page on which the text begins, counted from 1.
    :ivar reason: Why it is not run, None if it is.
    :ivar caption: The name of a file, if it has one.
    """

    kind: str
    line: int
    text: str
    reason: str | None
    caption: str | None


def pages() -> list[Path]:
    """Return the pages that have Python blocks, and the README."""
    found = [ROOT / "README.rst", *sorted((ROOT / "doc" / "source").rglob("*.rst"))]
    return [page for page in found if "code-block:: python" in page.read_text(encoding="utf-8")]


def blocks(text: str) -> Iterator[Block]:
    """Take a page apart.

    :raises ValueError: if a block is not run and no reason is given.
    """
    lines = text.splitlines()
    reason = None
    number = 0
    while number < len(lines):
        begin = _BEGIN.match(lines[number])
        number += 1
        if begin is None:
            if lines[number - 1].strip():
                reason = None
            continue
        if begin["reason"] is not None:
            reason = begin["reason"].strip()
            if not reason:
                raise ValueError(f"line {number} does not say why the block is not run")
            continue
        caption = None
        while number < len(lines) and _OPTION.match(lines[number]):
            if named := _CAPTION.match(lines[number]):
                caption = named["name"]
            number += 1
        while number < len(lines) and not lines[number].strip():
            number += 1
        first, deeper = number, len(begin["indent"]) + 1
        while number < len(lines) and (
            not lines[number].strip() or lines[number].startswith(" " * deeper)
        ):
            number += 1
        code = textwrap.dedent("\n".join(lines[first:number])).rstrip() + "\n"
        yield Block(begin["language"] or "python", first + 1, code, reason, caption)
        reason = None


def names(code: str) -> set[str]:
    """Return the names that a piece of Python reads."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def replace(text: str, words: Mapping[str, str]) -> str:
    """Put what the cloud of the tests has in the place of the words of the guide."""
    for word, value in words.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _, value=value: value, text)
    return text


def run(page: Path, block: Block, namespace: dict[str, Any], words: Mapping[str, str]) -> None:
    """Run a block; what fails is shown with the line of the page."""
    if block.reason is not None:
        return
    text = replace(block.text, words)
    if block.caption:
        Path(block.caption).write_text(text, encoding="utf-8")
    elif block.kind == "python":
        exec(compile("\n" * (block.line - 1) + text, str(page), "exec"), namespace)
