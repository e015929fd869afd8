# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The errors that a fake cloud responds with, and the one that it raises."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

#: What Nova calls an error with a status; the others are "computeFault".
_NAMES = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
    409: "conflictingRequest",
    413: "overLimit",
    415: "badMediaType",
    429: "overLimit",
    501: "notImplemented",
    503: "serviceUnavailable",
}


class NotInFake(NotImplementedError):
    """A request asks for something that the fake cloud does not implement."""


class Fault(Exception):
    """An error response of Nova.

    :param status: The HTTP status.
    :param message: The message in the body.
    :param retry_after: The seconds in the header ``Retry-After``.
    """

    def __init__(self, status: int, message: str, retry_after: int | None = None) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, Any]:
        """The body of the response."""
        details: dict[str, Any] = {"code": self.status, "message": self.message}
        if self.retry_after is not None and self.status in (413, 429):
            details["retryAfter"] = self.retry_after
        return {_NAMES.get(self.status, "computeFault"): details}


def bad_request(message: str) -> NoReturn:
    """Respond with status 400."""
    raise Fault(400, message)


def require_uuid(text: str) -> None:
    """Refuse an id that is no UUID."""
    try:
        uuid.UUID(text)
    except ValueError:
        bad_request(f"Invalid uuid {text}")


def forbidden(message: str) -> NoReturn:
    """Respond with status 403."""
    raise Fault(403, message)


def not_found(message: str = "The resource could not be found.") -> NoReturn:
    """Respond with status 404."""
    raise Fault(404, message)


def conflict(message: str) -> NoReturn:
    """Respond with status 409."""
    raise Fault(409, message)
