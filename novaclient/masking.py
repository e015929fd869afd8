# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Keeping secrets out of debug logs."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

#: What stands in the log for a secret.
MASK = "***"

_SECRET_KEYS = frozenset(
    {
        "adminPass",
        "contents",
        "OS-EXT-SRV-ATTR:user_data",
        "password",
        "private_key",
        "token",
        "user_data",
    }
)

# The token in the address of a console, plain or encoded in the value of another parameter.
_TOKEN_IN_URL = re.compile(r"(token(?:=|%3D)|/os-console-auth-tokens/)[^&\"'\s?]+", re.IGNORECASE)

# How keystoneauth logs a body: at the end of the line of the request, or on a line of its own.
# The first of these begins it: a later one stands in the body.
_BODY = re.compile(r"(RESP BODY: |.*? -d ')(.*?)('?)", re.DOTALL)


class MaskedLogger(logging.LoggerAdapter[logging.Logger]):
    """A logger that hides passwords, tokens, keys and user data.

    :param logger: The logger that everything goes to.
    """

    def process(self, msg: Any, kwargs: Any) -> tuple[Any, Any]:
        """Hide the secrets of a message."""
        return mask(str(msg)), kwargs


def mask(message: str) -> str:
    """Hide the secrets of a line that keystoneauth logs.

    :param message: The line.
    :return: The line without secrets.
    """
    match = _BODY.fullmatch(message)
    if match is None:
        return _TOKEN_IN_URL.sub(rf"\1{MASK}", message)
    before, body, after = match.groups()
    before = _TOKEN_IN_URL.sub(rf"\1{MASK}", before)
    try:
        decoded = json.loads(body)
    except ValueError:
        # What can't be understood can't be searched for secrets either.
        return f"{before}<{len(body)} characters that are not JSON>{after}"
    return before + json.dumps(_masked(decoded)) + after


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: MASK if key in _SECRET_KEYS and item else _masked(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_masked(item) for item in value]
    if isinstance(value, str):
        return _TOKEN_IN_URL.sub(rf"\1{MASK}", value)
    return value
