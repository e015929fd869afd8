"""The terms in which deviations from the contract are written."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.contract.tables import Outcome, minor

# Returns the expected outcome at a microversion, from the outcome in the table.
Change = Callable[[str, Outcome], Outcome]


class Deviation(NamedTuple):
    """Rows of ``wire.jsonl`` whose outcome differs from the table."""

    reason: str
    rows: Mapping[str, Change]

    def apply(self, row: str, mv: str, outcome: Outcome) -> Outcome:
        """Return the expected outcome of a row at a microversion."""
        return self.rows[row](mv, outcome) if row in self.rows else outcome


class Replaced(NamedTuple):
    """The replacement of a signature or a value of ``api_surface.json``."""

    reason: str
    by: Any
    versions: tuple[str, str] | None = None

    def holds_at(self, mv: str | None) -> bool:
        """Tell whether it applies at a microversion, which is None if there are none."""
        if self.versions is None or mv is None:
            return True
        return minor(self.versions[0]) <= minor(mv) <= minor(self.versions[1])


def since(first: str, change: Change) -> Change:
    """Apply a change since a microversion."""
    return lambda mv, outcome: change(mv, outcome) if minor(mv) >= minor(first) else outcome


def until(last: str, change: Change) -> Change:
    """Apply a change up to a microversion."""
    return lambda mv, outcome: change(mv, outcome) if minor(mv) <= minor(last) else outcome


def raises(kind: str, message: str | re.Pattern[str] | None, /, **attributes: Any) -> Change:
    """Expect an exception instead of the outcome in the table.

    :param message: Its message, or None for any message.
    """
    error = {"type": kind, "str": message, "attributes": attributes}

    def change(mv: str, outcome: Outcome) -> Outcome:
        kept = {name: item for name, item in outcome.items() if name not in ("returns", "raises")}
        return {**kept, "raises": error}

    return change


def returns(kind: str, value: Any) -> Change:
    """Expect a plain value instead of the outcome in the table."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        kept = {name: item for name, item in outcome.items() if name not in ("returns", "raises")}
        return {**kept, "returns": {"type": kind, "value": value}}

    return change


def instead(**new: Any) -> Change:
    """Expect another outcome instead of the one in the table."""
    return lambda mv, outcome: Outcome(new)


def warns(message: str) -> Change:
    """Expect a warning besides the outcome in the table."""
    return lambda mv, outcome: {**outcome, "warnings": [["UserWarning", message]]}


def replaces(*where: str | int, by: Any) -> Change:
    """Expect another value at one place of the outcome in the table."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        changed = copy.deepcopy(outcome)
        inner: Any = changed
        for step in where[:-1]:
            inner = inner[step]
        inner[where[-1]] = by
        return changed

    return change


def changes(*several: Change) -> Change:
    """Apply several changes."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        for one in several:
            outcome = one(mv, outcome)
        return outcome

    return change


def removes(*where: str | int) -> Change:
    """Expect no value at one place of the outcome in the table."""

    def change(mv: str, outcome: Outcome) -> Outcome:
        changed = copy.deepcopy(outcome)
        inner: Any = changed
        for step in where[:-1]:
            inner = inner[step]
        del inner[where[-1]]
        return changed

    return change


def rewrites(pattern: str, by: str) -> Change:
    """Replace a pattern in all strings of the outcome in the table."""

    def rewritten(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(pattern, by, value)
        if isinstance(value, list):
            return [rewritten(item) for item in value]
        if isinstance(value, dict):
            return {name: rewritten(item) for name, item in value.items()}
        return value

    return lambda mv, outcome: rewritten(outcome)


def response_error(
    kind: str, message: str, status: int, method: str, url: str, details: str | None = None
) -> Change:
    """Expect an exception about the response with request id ``req-1``."""
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
    """Expect an UnexpectedResponse about the response with request id ``req-1``."""
    message = f"The response to {method} {url} is not what the Compute API promises: {problem}."
    return response_error("UnexpectedResponse", message, status, method, url)
