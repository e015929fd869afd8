"""What differs between the outcome that a table tells and the one that was seen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MISSING = object()


def differences(expected: Any, actual: Any) -> list[str]:
    """Return one line for each difference, each starting with where it is."""
    if expected == actual and _canonical(expected) == _canonical(actual):
        return []
    return list(_differences(expected, actual, ""))


def _canonical(outcome: Any) -> str:
    """Return a text that tells 1 from True and from 1.0, as ``==`` does not."""
    return json.dumps(outcome, sort_keys=True)


def _differences(expected: Any, actual: Any, where: str) -> Iterator[str]:
    if isinstance(expected, re.Pattern):
        if not isinstance(actual, str) or not expected.fullmatch(actual):
            yield f"{where}: expected text like {expected.pattern!r}, got {actual!r}"
    elif isinstance(expected, dict) and isinstance(actual, dict):
        yield from _dict_differences(expected, actual, where)
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _list_differences(expected, actual, where)
    elif type(expected) is not type(actual) or expected != actual:
        yield f"{where}: expected {_shown(expected)}, got {_shown(actual)}"


def _dict_differences(
    expected: dict[str, Any], actual: dict[str, Any], where: str
) -> Iterator[str]:
    # The forms of an error and of another object leave some things open.
    is_object = "$instance" in expected or {"type", "str"} <= expected.keys()
    for name in sorted(expected.keys() | actual.keys()):
        told, seen = expected.get(name, MISSING), actual.get(name, MISSING)
        if is_object and name == "attributes":
            told = {} if told is MISSING else told
            seen = {key: seen[key] for key in told if key in seen}
        elif is_object and name == "str" and told is None:
            continue
        yield from _differences(told, seen, f"{where}.{name}" if where else name)


def _list_differences(expected: list[Any], actual: list[Any], where: str) -> Iterator[str]:
    for index in range(max(len(expected), len(actual))):
        told = expected[index] if index < len(expected) else MISSING
        seen = actual[index] if index < len(actual) else MISSING
        yield from _differences(told, seen, f"{where}[{index}]")


def _shown(value: Any) -> str:
    return "nothing" if value is MISSING else repr(value)
