# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The exceptions of the library.

.. code-block:: text

    Exception
    ├── ClientException                  a response that is not a success
    │   ├── BadRequest                   400
    │   │   └── InvalidIdentifier        an id that no URL can hold; nothing was sent
    │   ├── Unauthorized                 401
    │   ├── Forbidden                    403
    │   ├── NotFound                     404
    │   ├── MethodNotAllowed             405
    │   ├── NotAcceptable                406
    │   ├── Conflict                     409
    │   ├── HTTPNotImplemented           501
    │   ├── RetryAfterException          a response that may say when to retry
    │   │   ├── OverLimit                413
    │   │   ├── RateLimit                429
    │   │   └── ServiceUnavailable       503
    │   └── UnexpectedResponse           a success with a body that the API does not define
    ├── UnsupportedVersion               a version that client or server does not support
    ├── VersionNotFoundForAPIMethod      a method that does not exist at this microversion
    ├── UnsupportedConsoleType           a console type that does not exist
    ├── NoUniqueMatch                    more than one resource matches a search
    ├── CommandError                     an invalid argument
    ├── ResourceInErrorState             a resource that was waited for has failed
    │   └── OperationFailed              the operation that was waited for has failed
    ├── InstanceInDeletedState           an old name, not raised by the library
    ├── ResourceNotFound                 an old name, not raised by the library
    ├── WaitTimeout                      a wait took longer than its timeout
    ├── ListingChanged                   a listing changed too much to be continued
    └── ExceptionGroup
        └── WaitFailures                 what went wrong in a wait that kept going
    AttributeError
    └── UnsupportedAttribute             an argument that does not exist at this microversion
    RuntimeError
    └── InvalidUsage                     an old name, not raised by the library
    UserWarning
    ├── ExtensionWarning                 an extension could not be loaded
    ├── IncompleteListWarning            a result is incomplete, though no limit was given
    ├── PartialListWarning               a list has rows of cells that do not respond
    └── UnknownNameWarning               a key or an attribute that does not exist

Failures to connect or to authenticate are exceptions of :mod:`keystoneauth1.exceptions`.

Whatever a wait raises, of these or others, says how far it came: ``ready`` and ``pending`` are
lists of resources, ``failed`` is a mapping of resources to exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests


def _printable(string: str) -> str:
    """Escape lone surrogates, which JSON may hold but terminals and files don't accept."""
    try:
        string.encode()
    except UnicodeEncodeError:
        return string.encode("utf-8", "backslashreplace").decode()
    return string


def _rebuild(cls: type[BaseException], args: tuple[Any, ...]) -> Any:
    return cls.__new__(cls, *args)


class _Picklable:
    """Pickles the attributes, since the constructors take other arguments than ``args``."""

    args: tuple[Any, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        # The attributes come last, since an exception may be among its own ``failed``.
        return _rebuild, (type(self), self.args), self.__dict__


class _OfAWait(_Picklable):
    """The base of what waits raise: the wait sets these attributes."""

    ready: list[Any]
    pending: list[Any]
    failed: Mapping[Any, Exception]


class UnsupportedVersion(Exception):
    """A version that the client or the server does not support."""


class VersionNotFoundForAPIMethod(_Picklable, Exception):
    """A method that does not exist at the microversion of the client.

    :ivar version: The microversion of the client, such as ``"2.53"``.
    :ivar method: The name of the method, ``module.Class.method``.
    :ivar available: When the method exists, such as ``"since microversion 2.26"``; None if
        unknown.
    """

    msg_fmt = "API version '%(vers)s' is not supported on '%(method)s' method."
    available: str | None = None

    def __init__(self, version: str, method: str) -> None:
        super().__init__(version, method)
        self.version = version
        self.method = method

    def __str__(self) -> str:
        message = self.msg_fmt % {"vers": self.version, "method": self.method}
        return f"{message} It exists {self.available}." if self.available else message


class UnsupportedAttribute(_Picklable, AttributeError):
    """An argument that does not exist at the microversion of the client.

    :ivar message: The message, which names the argument and its microversions.
    """

    def __init__(
        self, argument_name: str, start_version: str, end_version: str | None = None
    ) -> None:
        versions = f"since microversion {start_version}"
        if end_version:
            versions = f"for microversions {start_version} - {end_version}"
        self.message: str = f"'{argument_name}' argument is only allowed {versions}."
        super().__init__(self.message)


class UnsupportedConsoleType(_Picklable, Exception):
    """A console type that does not exist, or not at the microversion of the client.

    :ivar message: The message, which names the console type.
    """

    def __init__(self, console_type: object) -> None:
        self.message: str = f'Unsupported console_type "{console_type}"'
        super().__init__(self.message)


class CommandError(Exception):
    """An invalid argument."""


class InvalidUsage(RuntimeError):
    """An invalid use of the library. Not raised; kept for programs that catch it."""


class NoUniqueMatch(Exception):
    """More than one resource matches a search for one."""


class ListingChanged(Exception):
    """A listing changed so much between two pages that it can't be continued."""


class ExtensionWarning(UserWarning):
    """An installed extension could not be loaded."""


class IncompleteListWarning(UserWarning):
    """The server sent only a part of the result, though no limit was given."""


class PartialListWarning(UserWarning):
    """Some rows of a list are partial (``is_partial``): their cells do not respond."""


class UnknownNameWarning(UserWarning):
    """A key of an argument, or an attribute of a search, does not exist: likely a typo."""


class ResourceInErrorState(_OfAWait, Exception):
    """A resource that was waited for has failed.

    :ivar obj: The resource.
    :ivar reason: The reason that the server gave, or that none was given.
    """

    def __init__(self, obj: Any, reason: str | None = None) -> None:
        self.obj = obj
        if reason is None:
            fault = getattr(obj, "fault", None)
            reason = _as_string(fault.get("message")) if isinstance(fault, Mapping) else None
        self.reason: str = reason or "no reason was given"
        super().__init__(_printable(self._message()))

    def _message(self) -> str:
        return f"{self.obj} is in error state: {self.reason}"


class OperationFailed(ResourceInErrorState):
    """An operation on a server that was waited for has failed, whatever its status is.

    :ivar obj: The server.
    :ivar reason: The reason that Nova gave, or that none was given.
    :ivar action: The name of the instance action, such as ``resize`` or ``live-migration``.
    :ivar request_id: The id of the request that began it.
    :ivar details: The details of the event that failed, or None: since microversion 2.84, for
        administrators.
    :ivar traceback: Its traceback, as a string, or None: for administrators.
    """

    def __init__(
        self,
        obj: Any,
        reason: str | None = None,
        *,
        action: str,
        request_id: str,
        details: str | None = None,
        traceback: str | None = None,
    ) -> None:
        self.action = action
        self.request_id = request_id
        self.details = details
        self.traceback = traceback
        super().__init__(obj, reason)

    def _message(self) -> str:
        return f"{self.action} of {self.obj} failed: {self.reason} (Request-ID: {self.request_id})"


class InstanceInDeletedState(Exception):
    """Not raised; kept for programs that catch it. :class:`NotFound` is raised instead."""


class ResourceNotFound(Exception):
    """Not raised; kept for programs that catch it. :class:`NotFound` is raised instead."""


class WaitTimeout(_OfAWait, Exception):
    """A wait took longer than its timeout.

    :ivar obj: The resource that was waited for; of several, the first of ``pending``.
    :ivar state: The last known status of the resource.
    :ivar task_state: The task that was in progress then, or None.
    :ivar seconds: The timeout in seconds.
    :ivar pending: The list of all resources that were not in the wanted state in time.
    :ivar awaited: What was awaited, such as ``"ACTIVE"``, or None if unknown.
    :ivar initial: The status and the task when the wait began, such as ``"BUILD (scheduling)"``,
        or None if unknown.
    """

    def __init__(
        self,
        obj: Any,
        state: str,
        seconds: float,
        task_state: str | None = None,
        pending: Sequence[Any] | None = None,
        *,
        awaited: str | None = None,
        initial: str | None = None,
    ) -> None:
        self.obj = obj
        self.state = state
        self.task_state = task_state
        self.seconds = seconds
        self.pending = [obj] if pending is None else list(pending)
        self.awaited = awaited
        self.initial = initial
        last = f"{state} ({task_state})" if task_state else state
        message = f"{obj} is still {last} after {seconds:g} seconds"
        if initial not in (None, last):
            message += f"; it was {initial} at first"
        if awaited is not None:
            message += f"; {awaited} was awaited"
        if len(self.pending) > 1:
            message += f"; {len(self.pending) - 1} more pending"
        super().__init__(_printable(message))


class WaitFailures(_OfAWait, ExceptionGroup[Exception]):
    """What went wrong in a wait that kept going when a resource failed.

    :ivar exceptions: The failures of the resources, and what ended the wait early, such as a
        :class:`WaitTimeout`.
    :ivar ready: The list of the resources that are in the wanted state.
    :ivar pending: The list of the resources that are neither ready nor failed.
    :ivar failed: The mapping of the resources that failed to their exceptions.
    """

    def derive(self, excs: Sequence[Exception]) -> WaitFailures:  # type: ignore[override]
        """Return a group of some of the exceptions, as ``except*`` and ``split()`` need it.

        :param excs: The exceptions.
        :return: The group; it says the same of the wait.
        """
        part = WaitFailures(self.message, excs)
        vars(part).update(vars(self))
        return part


class ClientException(_Picklable, Exception):
    """A response that is not a success.

    :ivar code: The HTTP status of the response.
    :ivar message: The message of the server, or a description of the status.
    :ivar details: Details from the server, or the body if it is not JSON, or None.
    :ivar request_id: The id under which the server logged the request, or None.
    :ivar url: The URL of the request as given to the client, without the endpoint, or None.
    :ivar method: The HTTP method of the request, or None.
    """

    http_status: int
    message: str = "Unknown Error"

    def __init__(
        self,
        code: int | str,
        message: str | None = None,
        details: Any = None,
        request_id: str | None = None,
        url: str | None = None,
        method: str | None = None,
    ) -> None:
        self.code = code
        self.message = message or self.__class__.message
        self.details = details
        self.request_id = request_id
        self.url = url
        self.method = method
        super().__init__(code, self.message)

    def __str__(self) -> str:
        string = f"{self.message} (HTTP {self.code})"
        if self.request_id:
            string += f" (Request-ID: {self.request_id})"
        return string


class RetryAfterException(ClientException):
    """A response that may say when to retry the request.

    :ivar retry_after: The number of seconds to wait before a retry; 0 if the server did not say.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.retry_after: int = retry_after_seconds(kwargs.pop("retry_after", None))
        super().__init__(*args, **kwargs)


class BadRequest(ClientException):
    """400: the request is invalid."""

    http_status = 400
    message = "Bad request"


class InvalidIdentifier(BadRequest, ValueError):
    """An id or a name that can't stand in a URL. Nothing was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(self.http_status, message)

    def __str__(self) -> str:
        return self.message


class Unauthorized(ClientException):
    """401: the token is invalid or has expired."""

    http_status = 401
    message = "Unauthorized"


class Forbidden(ClientException):
    """403: the user is not allowed to do this."""

    http_status = 403
    message = "Forbidden"


class NotFound(ClientException):
    """404: there is no such resource."""

    http_status = 404
    message = "Not found"


class MethodNotAllowed(ClientException):
    """405: the URL does not support the HTTP method."""

    http_status = 405
    message = "Method Not Allowed"


class NotAcceptable(ClientException):
    """406: the server does not support the microversion."""

    http_status = 406
    message = "Not Acceptable"


class Conflict(ClientException):
    """409: the request conflicts with the current state of the resource."""

    http_status = 409
    message = "Conflict"


class OverLimit(RetryAfterException):
    """413: the request is too large, or exceeds a quota or limit."""

    http_status = 413
    message = "Over limit"


class RateLimit(RetryAfterException):
    """429: too many requests within a period of time."""

    http_status = 429
    message = "Rate limit"


class HTTPNotImplemented(ClientException):
    """501: the cloud does not support this operation."""

    http_status = 501
    message = "Not Implemented"


#: The name that Horizon uses.
HttpNotImplemented = HTTPNotImplemented


class ServiceUnavailable(RetryAfterException):
    """503: the server is temporarily unavailable."""

    http_status = 503
    message = "Service Unavailable"


class UnexpectedResponse(ClientException):
    """A success with a body that the API does not define, such as HTML from a proxy."""

    message = "Unexpected response"


_CLASSES: dict[int, type[ClientException]] = {
    cls.http_status: cls
    for cls in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        MethodNotAllowed,
        NotAcceptable,
        Conflict,
        OverLimit,
        RateLimit,
        HTTPNotImplemented,
        ServiceUnavailable,
    )
}


def retry_after_seconds(retry_after: Any) -> int:
    """Parse a Retry-After header, which is a number of seconds or a date.

    :param retry_after: The value of the header, or None.
    :return: The number of seconds from now; 0 if there is no header, or it is malformed.
    """
    if not retry_after:
        return 0
    try:
        return max(0, int(retry_after))
    except (TypeError, ValueError):
        return _seconds_until(str(retry_after))


def _seconds_until(date: str) -> int:
    from datetime import UTC, datetime
    from email import utils
    from math import ceil

    try:
        moment = utils.parsedate_to_datetime(date)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, ceil((moment - datetime.now(UTC)).total_seconds()))


def _message_and_details(body: Any) -> tuple[str | None, Any]:
    """Return the message and the details of an error, ``{"itemNotFound": {"message": …}}``."""
    if not isinstance(body, Mapping):
        return None, None
    fault = next(iter(body.values()), None)
    if not isinstance(fault, Mapping):
        fault = body
    message = fault.get("message")
    return _as_string(message), fault.get("details")


def _as_string(message: Any) -> str | None:
    if message is None or isinstance(message, str):
        return message and _printable(message)
    from novaclient import masking

    # JSON may hold secrets, and may be nested too deeply for str().
    return _printable(str(masking.masked(message)))


def text_of(response: Any) -> str | None:
    """Return the body of a response that is not JSON, whatever its encoding.

    :param response: The response.
    :return: The body as a string; None if it is empty.
    """
    content = getattr(response, "content", None)
    text: Any
    if isinstance(content, bytes):
        try:
            text = str(content, response.encoding or "utf-8", errors="replace")
        except (LookupError, TypeError, ValueError):
            # The encoding is unknown, or not one of strings.
            text = str(content, "utf-8", errors="replace")
    else:
        text = getattr(response, "text", None)
    return text if isinstance(text, str) and text.strip() else None


def request_id_of(response: Any, *, of_error: bool = False) -> str | None:
    """Return the id under which the server logged a request.

    :param response: The response to the request.
    :param of_error: Whether the id is for an exception.
    :return: The id; None if the response has none.
    """
    headers: Mapping[str, Any] = response.headers or {}
    openstack, compute = map(headers.get, ("x-openstack-request-id", "x-compute-request-id"))
    # Nova sends the same id in both headers. Should they differ, the contract wants the first
    # for results ("base.request_ids#openstack-id-wins") and the second for exceptions
    # (deviations.md).
    return (compute or openstack) if of_error else (openstack or compute)


def is_transient(error: Exception) -> bool:
    """Say whether a failure is transient, so that another attempt may succeed.

    These are the failures that waits tolerate, for programs that poll by themselves. The
    ``retry_after`` of a :class:`RetryAfterException` says how many seconds to wait before the
    next attempt. Whether to repeat a request other than a GET is another question: the server
    may have carried it out.

    :param error: The exception that was raised.
    :return: True if there was no connection, or the status of the response was 413, 429 or 5xx
        other than 501.
    """
    if isinstance(error, ClientException):
        if isinstance(error, RetryAfterException):
            return True
        # A program may have raised it with a code that is no number.
        is_server_error = str(error.code).isdecimal() and int(error.code) >= 500
        return is_server_error and not isinstance(error, HTTPNotImplemented)
    # Importing it takes longer than importing this module.
    from keystoneauth1 import exceptions as keystone

    if isinstance(error, keystone.HttpError):
        # No new token was issued. Older releases of keystoneauth have no class for 429.
        status = error.http_status
        return status == 429 or (status >= 500 and status != 501)
    return isinstance(error, keystone.RetriableConnectionFailure | keystone.UnknownConnectionError)


def from_response(
    response: requests.Response, body: Any, url: str | None, method: str | None = None
) -> ClientException:
    """Make the exception for a response that is not a success.

    :param response: The response.
    :param body: Its decoded JSON body; None if it is empty or not JSON.
    :param url: The URL of the request as given to the client.
    :param method: The HTTP method of the request.
    :return: The exception, of the class for the status.
    """
    code = response.status_code
    headers: Mapping[str, Any] = response.headers or {}
    cls = _CLASSES.get(code, ClientException)
    message, details = _message_and_details(body)
    if not body:
        details = text_of(response)
    if message in ("", "n/a"):
        message = None
    if message is None and cls is ClientException:
        message = getattr(response, "reason", None)
    more: dict[str, Any] = {}
    if issubclass(cls, RetryAfterException):
        more["retry_after"] = headers.get("retry-after")
    request_id = request_id_of(response, of_error=True)
    return cls(code, message, details, request_id, url, method, **more)
