"""The pages of the documentation, as programs.

The Python blocks of a page run in order, in one namespace. Besides the visible text, a page may
contain two kinds of comments:

``.. first:`` with Python indented below it
    code to run before the next block, which is not shown to readers;
``.. not run: REASON``
    before a block that cannot be run, with the reason.

A Python or YAML block with a caption is a file with this name. It is written to the current
directory, from which later blocks can import it.
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
    """A block of a page.

    :ivar kind: ``python`` or ``yaml``.
    :ivar line: The line of the page on which the code begins, counted from 1.
    :ivar reason: Why it is not run; None if it is run.
    :ivar caption: The name of the file; None if it is not a file.
    """

    kind: str
    line: int
    code: str
    reason: str | None
    caption: str | None


def pages() -> list[Path]:
    """Return the pages with Python blocks, including the README."""
    found = [ROOT / "README.rst", *sorted((ROOT / "doc" / "source").rglob("*.rst"))]
    return [page for page in found if "code-block:: python" in page.read_text(encoding="utf-8")]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page.

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
                raise ValueError(f"line {number} does not give a reason")
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
    """Return the names that Python code reads."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def replace(text: str, words: Mapping[str, str]) -> str:
    """Replace the words that stand for a user of the cloud by the values of the test cloud."""
    for word, value in words.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _, value=value: value, text)
    return text


def run(page: Path, block: Block, namespace: dict[str, Any], words: Mapping[str, str]) -> None:
    """Run a block. Tracebacks have the line of the page."""
    if block.reason is not None:
        return
    code = replace(block.code, words)
    if block.caption:
        Path(block.caption).write_text(code, encoding="utf-8")
    elif block.kind == "python":
        exec(compile("\n" * (block.line - 1) + code, str(page), "exec"), namespace)
