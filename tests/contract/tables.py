"""The contract tables of ``data/`` and the rows of ``wire.jsonl``."""

from __future__ import annotations

import functools
import json
import pathlib
from collections.abc import Iterator
from typing import Any, NamedTuple

DATA = pathlib.Path(__file__).with_name("data")

Outcome = dict[str, Any]


def load(name: str) -> Any:
    """Return the contents of a JSON table."""
    return json.loads((DATA / name).read_text("utf-8"))


def minor(microversion: str) -> int:
    """Return 53 for ``2.53``."""
    return int(microversion.partition(".")[2])


def ranges(microversions: list[str]) -> str:
    """Return sorted microversions as ranges, such as ``2.0-2.31, 2.40``."""
    runs: list[list[str]] = []
    for mv in microversions:
        if runs and minor(runs[-1][-1]) + 1 == minor(mv):
            runs[-1].append(mv)
        else:
            runs.append([mv])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


class Row(NamedTuple):
    """One line of ``wire.jsonl``: a call and its outcomes."""

    line: dict[str, Any]

    @property
    def id(self) -> str:
        """The id of the row."""
        return str(self.line["id"])

    @property
    def code(self) -> str | None:
        """The Python code, if the row is code."""
        return self.line.get("code")

    @property
    def responses(self) -> list[dict[str, Any]]:
        """The responses of this row, which take precedence over the common ones."""
        return list(self.line.get("responses", []))

    def outcomes(self) -> Iterator[tuple[str, Outcome]]:
        """Yield each microversion to which the row applies, with its outcome."""
        for entry in self.line["outcomes"]:
            outcome = {key: value for key, value in entry.items() if key in COMPARED}
            first, last = entry["versions"]
            for number in range(minor(first), minor(last) + 1):
                yield f"2.{number}", outcome

    def __str__(self) -> str:
        """Return the call as Python code."""
        if self.code is not None:
            return self.code
        if self.line.get("get"):
            return str(self.line["call"])
        given = [repr(value) for value in self.line.get("args", [])]
        given += [f"{name}={value!r}" for name, value in self.line.get("kwargs", {}).items()]
        return f"{self.line['call']}({', '.join(given)})"


# ``args_after`` is not compared: the library never changes its arguments.
COMPARED = frozenset({"requests", "returns", "raises", "warnings"})


@functools.cache
def wire() -> tuple[Row, ...]:
    """Return every row of ``wire.jsonl``."""
    with (DATA / "wire.jsonl").open(encoding="utf-8") as lines:
        return tuple(Row(json.loads(line)) for line in lines)


@functools.cache
def surface() -> dict[str, Any]:
    """Return ``api_surface.json``."""
    return dict(load("api_surface.json"))
