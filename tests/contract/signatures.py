"""Whether a function accepts every call that a signature of the contract allows."""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
KEYWORD = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)

# The library's private marker for "argument not given".
UNSET = object()

Parameters = Sequence[inspect.Parameter]


def parse(signature: str, module: types.ModuleType) -> Parameters:
    """Return the parameters of a signature of the contract."""
    tree = ast.parse(f"lambda {signature.replace('<unset>', 'UNSET')[1:-1]}: 0", mode="eval")
    names = {**vars(module), "UNSET": UNSET}
    function = eval(compile(tree, signature, "eval"), names)
    return tuple(inspect.signature(function).parameters.values())


def actual(function: Callable[..., Any]) -> Parameters:
    """Return the parameters of a function of the library."""
    return tuple(inspect.signature(function).parameters.values())


def problems(expected: Parameters, found: Parameters) -> Iterator[str]:
    """Yield the differences that break a call which the contract allows.

    Parameters keep their name, their order and their default. The library may have additional
    parameters if they are optional. Annotations do not matter.
    """
    by_name = {parameter.name: parameter for parameter in found}
    positional = [parameter for parameter in found if parameter.kind in POSITIONAL]
    for index, parameter in enumerate(expected):
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            if parameter.kind not in [other.kind for other in found]:
                yield f"does not accept {parameter}"
            continue
        same = by_name.pop(parameter.name, None)
        if same is None:
            yield f"has no parameter {parameter}"
        elif parameter.kind in POSITIONAL and positional[index : index + 1] != [same]:
            yield f"has {same} at another position"
        elif parameter.kind in KEYWORD and same.kind not in KEYWORD:
            yield f"does not accept {parameter} by name"
        elif not _same_default(parameter.default, same.default):
            yield f"has {same} instead of {parameter}"
    for parameter in by_name.values():
        if parameter.default is parameter.empty and parameter.kind in (*POSITIONAL, *KEYWORD):
            yield f"requires {parameter}, which is new"


def _same_default(expected: Any, found: Any) -> bool:
    if expected is UNSET:
        return is_private_marker(found)
    return type(expected) is type(found) and bool(expected == found)


def is_private_marker(value: Any) -> bool:
    """Tell whether a default is a private marker, which no caller would pass."""
    plain = (type(None), bool, int, float, str, bytes, tuple, list, dict, set)
    return value is not inspect.Parameter.empty and not isinstance(value, plain)


def accepts_operands(expected: Parameters, found: Parameters) -> bool:
    """Tell whether a special method accepts its operands, which are passed by position."""
    needed = [parameter for parameter in found if parameter.default is parameter.empty]
    required = [parameter for parameter in needed if parameter.kind in POSITIONAL]
    most = len([parameter for parameter in found if parameter.kind in POSITIONAL])
    return len(required) <= len(expected) <= most
