"""What a deviation from the contract consists of."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.contract.tables import Outcome, minor

# What to expect at a microversion instead of an outcome of the table.
Change = Callable[[str, Outcome], Outcome]


class Deviation(NamedTuple):
    """Rows of ``wire.jsonl`` that have another outcome than the table says."""

    reason: str
    rows: Mapping[str, Change]

    def apply(self, row: str, mv: str, outcome: Outcome) -> Outcome:
        """Return the outcome to expect of a row at a microversion."""
        return self.rows[row](mv, outcome) if row in self.rows else outcome


class Replaced(NamedTuple):
    """What stands for a signature or a value of ``api_surface.json``."""

    reason: str
    by: Any
    versions: tuple[str, str] | None = None

    def holds_at(self, mv: str | None) -> bool:
        """Tell whether this is about a microversion; None stands for what has none."""
        if self.versions is None or mv is None:
            return True
        return minor(self.versions[0]) <= minor(mv) <= minor(self.versions[1])


def since(first: str, change: Change) -> Change:
    """Expect the change from a microversion on."""
    return lambda mv, outcome: change(mv, outcome) if minor(mv) >= minor(first) else outcome


def until(last: str, change: Change) -> Change:
    """Expect the change up to a microversion."""
    return lambda mv, outcome: change(mv, outcome) if minor(mv) <= minor(last) else outcome


def raises(kind: str, text: str | re.Pattern[str] | None, **attributes: Any) -> Change:
    """Expect an error instead of what the table says.

    :param text: what the error says; None leaves it open.
    """
    error = {"type": kind, "str": text, "attributes": attributes}

    def change(mv: str, outcome: Outcome) -> Outcome:
        kept = {name: told for name, told in outcome.items() if name not in ("returns", "raises")}
        return {**kept, "raises": error}

    return change


def returns(kind: str, value: Any) -> Change:
    """Expect a plain value instead of what the table says."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        kept = {name: told for name, told in outcome.items() if name not in ("returns", "raises")}
        return {**kept, "returns": {"type": kind, "value": value}}

    return change


def replaces(*where: str | int, by: Any) -> Change:
    """Expect another value at one place of what the table says."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        changed = copy.deepcopy(outcome)
        inner: Any = changed
        for step in where[:-1]:
            inner = inner[step]
        inner[where[-1]] = by
        return changed

    return change


def changes(*several: Change) -> Change:
    """Expect several changes at once."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        for one in several:
            outcome = one(mv, outcome)
        return outcome

    return change


def removes(*where: str | int) -> Change:
    """Expect nothing at one place of what the table says."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        changed = copy.deepcopy(outcome)
        inner: Any = changed
        for step in where[:-1]:
            inner = inner[step]
        del inner[where[-1]]
        return changed

    return change


def rewrites(pattern: str, by: str) -> Change:
    """Expect other words in every text of what the table says."""

    def rewritten(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(pattern, by, value)
        if isinstance(value, list):
            return [rewritten(item) for item in value]
        if isinstance(value, dict):
            return {name: rewritten(item) for name, item in value.items()}
        return value

    return lambda mv, outcome: rewritten(outcome)


def answer_error(
    kind: str, message: str, status: int, method: str, url: str, details: str | None = None
) -> Change:
    """Expect an error about the only answer."""
    return raises(
        f"novaclient.exceptions.{kind}",
        f"{message} (HTTP {status}) (Request-ID: req-1)",
        code=status,
        details=details,
        message=message,
        method=method,
        request_id="req-1",
        url=url,
    )


def unexpected(problem: str, status: int, method: str, url: str) -> Change:
    """Expect an error that says what is wrong with an answer, and where it came from."""
    message = f"The response to {method} {url} is not what the Compute API promises: {problem}."
    return answer_error("UnexpectedResponse", message, status, method, url)
