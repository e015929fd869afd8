# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Decoding of JSON bodies, by orjson where it is installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

_fast: Callable[[bytes], Any]
try:
    import orjson
except ImportError:
    _decode = json.JSONDecoder().decode

    def _fast(content: bytes) -> Any:
        return _decode(content.decode())
else:
    _fast = orjson.loads


#: Bodies with fewer levels can be written as JSON, unless the caller is very deep itself.
_DEEP = 200


def is_deep(value: Any) -> bool:
    """Say whether a value is nested so deeply that it can't be relied on to be written as JSON.

    :param value: The value.
    """
    level = [value]
    for _ in range(_DEEP):
        containers = (item for item in level if isinstance(item, dict | list | tuple))
        below = [item.values() if isinstance(item, dict) else item for item in containers]
        # A value that is in several places counts once, or their number could double each time.
        level = list({id(item): item for items in below for item in items}.values())
        if not level:
            return False
    return True


def loads(content: bytes) -> Any:
    """Decode a JSON body.

    With orjson integers beyond 64 bits, which Nova has no use for, become floats.

    :param content: The body as it came.
    :return: Its value.
    :raises ValueError: if it is not JSON.
    """
    try:
        return _fast(content)
    except (ValueError, RecursionError):
        # The standard library takes more: other encodings, NaN, lone surrogates.
        pass
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
