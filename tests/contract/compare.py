"""The differences between the outcome in a table and the actual one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MISSING = object()


def differences(expected: Any, actual: Any) -> list[str]:
    """Return one line for each difference, which begins with its place."""
    if expected == actual and _canonical(expected) == _canonical(actual):
        return []
    return list(_differences(expected, actual, ""))


def _canonical(outcome: Any) -> str:
    """Return a string that distinguishes 1, True and 1.0, unlike ``==``."""
    return json.dumps(outcome, sort_keys=True)


def _differences(expected: Any, actual: Any, where: str) -> Iterator[str]:
    if isinstance(expected, re.Pattern):
        if not isinstance(actual, str) or not expected.fullmatch(actual):
            yield f"{where}: expected a string like {expected.pattern!r}, got {actual!r}"
    elif isinstance(expected, dict) and isinstance(actual, dict):
        yield from _dict_differences(expected, actual, where)
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _list_differences(expected, actual, where)
    elif type(expected) is not type(actual) or expected != actual:
        yield f"{where}: expected {_shown(expected)}, got {_shown(actual)}"


def _dict_differences(
    expected: dict[str, Any], actual: dict[str, Any], where: str
) -> Iterator[str]:
    # The descriptions of exceptions and of other objects may be incomplete.
    is_object = "$instance" in expected or {"type", "str"} <= expected.keys()
    for name in sorted(expected.keys() | actual.keys()):
        wanted, found = expected.get(name, MISSING), actual.get(name, MISSING)
        if is_object and name == "attributes":
            wanted = {} if wanted is MISSING else wanted
            found = {key: found[key] for key in wanted if key in found}
        elif is_object and name == "str" and wanted is None:
            continue
        yield from _differences(wanted, found, f"{where}.{name}" if where else name)


def _list_differences(expected: list[Any], actual: list[Any], where: str) -> Iterator[str]:
    for index in range(max(len(expected), len(actual))):
        wanted = expected[index] if index < len(expected) else MISSING
        found = actual[index] if index < len(actual) else MISSING
        yield from _differences(wanted, found, f"{where}[{index}]")


def _shown(value: Any) -> str:
    return "nothing" if value is MISSING else repr(value)
