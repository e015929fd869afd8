# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Decoding JSON bodies, with orjson if it is installed."""

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


#: Bodies with fewer levels can be encoded, unless the call stack is nearly full already.
_DEEP = 200


def is_deep(value: Any) -> bool:
    """Say whether a value is nested so deeply that encoding it as JSON may fail.

    :param value: The value.
    :return: True if it is.
    """
    level = [value]
    for _ in range(_DEEP):
        containers = (item for item in level if isinstance(item, dict | list | tuple))
        below = [item.values() if isinstance(item, dict) else item for item in containers]
        # A value in several places counts once; otherwise a level could have twice as many values
        # as the one above it.
        level = list({id(item): item for items in below for item in items}.values())
        if not level:
            return False
    return True


def loads(content: bytes) -> Any:
    """Decode a JSON body.

    With orjson, integers beyond 64 bits become floats. Nova sends no such integers.

    :param content: The body.
    :return: The decoded value.
    :raises ValueError: if the body is not JSON.
    """
    try:
        return _fast(content)
    except (ValueError, RecursionError):
        # The standard library accepts more: other encodings, NaN, lone surrogates.
        pass
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
