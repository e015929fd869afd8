"""Compares the library with a row, at every microversion of its outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from tests.contract import call, compare, tables

if TYPE_CHECKING:
    from tests.contract.changes import Deviation
    from tests.contract.server import Server


class Failure(NamedTuple):
    """The differences at a microversion."""

    mv: str
    differences: list[str]
    result: call.Result


def check(row: tables.Row, deviations: Iterable[Deviation], server: Server) -> str | None:
    """Return a report of the differences, or None if there are none."""
    failures = []
    for mv, contract in row.outcomes():
        expected = contract
        for deviation in deviations:
            expected = deviation.apply(row.id, mv, expected)
        result = call.perform(row, mv, server)
        found = compare.differences(expected, result.outcome)
        if expected is not contract and not compare.differences(contract, result.outcome):
            found.append("the library agrees with the contract: the deviation is obsolete")
        if found:
            failures.append(Failure(mv, found, result))
    return _report(row, failures) if failures else None


def _report(row: tables.Row, failures: list[Failure]) -> str:
    """Return the first failure in full, and all microversions at which the row fails."""
    first = failures[0]
    lines = [f"{row.id} at microversion {first.mv}", *_indented(str(row))]
    lines += [f"  {difference}" for difference in first.differences]
    lines += _indented(first.result.traceback())
    if len(failures) > 1:
        lines.append(f"  fails at: {tables.ranges([failure.mv for failure in failures])}")
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]
