# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The exceptions of the library.

.. code-block:: text

    Exception
    ├── ClientException                  an answer that is not a success
    │   ├── BadRequest                   400
    │   │   └── InvalidIdentifier        an id that no URL can hold; nothing was sent
    │   ├── Unauthorized                 401
    │   ├── Forbidden                    403
    │   ├── NotFound                     404
    │   ├── MethodNotAllowed             405
    │   ├── NotAcceptable                406
    │   ├── Conflict                     409
    │   ├── HTTPNotImplemented           501
    │   ├── RetryAfterException          an answer that says when to try again
    │   │   ├── OverLimit                413
    │   │   ├── RateLimit                429
    │   │   └── ServiceUnavailable       503
    │   └── UnexpectedResponse           a success whose body is not what the API promises
    ├── UnsupportedVersion               a version that the client or the server does not speak
    ├── VersionNotFoundForAPIMethod      a method that does not exist at this microversion
    ├── UnsupportedConsoleType
    ├── NoUniqueMatch                    find() met more than one
    ├── CommandError                     an argument that makes no sense
    ├── ResourceInErrorState             what was waited for has failed
    ├── InstanceInDeletedState           an old name; the library does not raise it
    ├── ResourceNotFound                 an old name; the library does not raise it
    ├── WaitTimeout                      what was waited for did not come in time
    └── ListingChanged                   a listing changed so much that it can't go on
    AttributeError
    └── UnsupportedAttribute             an argument that does not exist at this microversion
    RuntimeError
    └── InvalidUsage
    UserWarning
    ├── ExtensionWarning                 an installed extension that could not be loaded
    └── IncompleteListWarning            a call got a part, and no limit was asked for

A failure to reach the server or to log in is an exception of :mod:`keystoneauth1.exceptions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from novaclient.i18n import _

if TYPE_CHECKING:
    import requests


def _printable(text: str) -> str:
    """Escape lone surrogates, which the server may send and no terminal or file takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _rebuild(cls: type[BaseException], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    exception = cls.__new__(cls, *args)
    exception.__dict__.update(state)
    return exception


class _Picklable:
    """Pickle by attributes, because the constructors take more than ``args`` keeps."""

    args: tuple[Any, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class UnsupportedVersion(Exception):
    """A version that the client, or the server, does not speak."""


class VersionNotFoundForAPIMethod(_Picklable, Exception):
    """A method that does not exist at the microversion of the client.

    :ivar version: The microversion of the client, as text.
    :ivar method: The method, as ``module.Class.method``.
    :ivar available: The microversions that have the method, such as ``since microversion 2.26``;
        None if that is not known.
    """

    msg_fmt = "API version '%(vers)s' is not supported on '%(method)s' method."
    available: str | None = None

    def __init__(self, version: str, method: str) -> None:
        super().__init__(version, method)
        self.version = version
        self.method = method

    def __str__(self) -> str:
        text = self.msg_fmt % {"vers": self.version, "method": self.method}
        return f"{text} It exists {self.available}." if self.available else text


class UnsupportedAttribute(_Picklable, AttributeError):
    """An argument that does not exist at the microversion of the client.

    :ivar message: What is wrong, in a sentence.
    """

    def __init__(
        self, argument_name: str, start_version: str, end_version: str | None = None
    ) -> None:
        if end_version:
            self.message = _(
                "'%(name)s' argument is only allowed for microversions %(start)s - %(end)s."
            ) % {"name": argument_name, "start": start_version, "end": end_version}
        else:
            self.message = _(
                "'%(name)s' argument is only allowed since microversion %(start)s."
            ) % {"name": argument_name, "start": start_version}
        super().__init__(self.message)


class UnsupportedConsoleType(_Picklable, Exception):
    """A kind of console that does not exist, or not at the microversion of the client.

    :ivar message: What is wrong, in a sentence.
    """

    def __init__(self, console_type: object) -> None:
        self.message = _('Unsupported console_type "%s"') % console_type
        super().__init__(self.message)


class CommandError(Exception):
    """An argument that makes no sense."""


class InvalidUsage(RuntimeError):
    """A use of the library that can't work."""


class NoUniqueMatch(Exception):
    """More than one resource matches where one was asked for."""


class ListingChanged(Exception):
    """A listing changed so much, between two pages, that its place can't be found again."""


class ExtensionWarning(UserWarning):
    """An extension was found, and could not be loaded."""


class IncompleteListWarning(UserWarning):
    """The server sent a part of what was asked for without a limit."""


class ResourceInErrorState(_Picklable, Exception):
    """A resource that was waited for has failed.

    :ivar obj: The resource.
    """

    def __init__(self, obj: Any, reason: str | None = None) -> None:
        self.obj = obj
        fault = getattr(obj, "fault", None)
        if reason is None and isinstance(fault, Mapping):
            reason = _as_text(fault.get("message"))
        text = _("%(resource)s is in error state: %(reason)s")
        reason = reason or _("no reason was given")
        super().__init__(_printable(text % {"resource": obj, "reason": reason}))


class InstanceInDeletedState(Exception):
    """A server that was deleted while the program ``nova`` waited for it.

    Kept for programs that name it. :class:`NotFound` is what the library raises.
    """


class ResourceNotFound(Exception):
    """A resource that the program ``nova`` did not find.

    Kept for programs that name it. :class:`NotFound` is what the library raises.
    """


class WaitTimeout(_Picklable, Exception):
    """What was waited for did not come in time.

    :ivar obj: The resource that was waited for; of several, the first that is not there.
    :ivar state: The last state of it that was seen.
    :ivar task_state: The task that was under way then, or None.
    :ivar seconds: How long it was waited for.
    :ivar pending: All resources that are not there.
    """

    def __init__(
        self,
        obj: Any,
        state: str,
        seconds: float,
        task_state: str | None = None,
        pending: Sequence[Any] | None = None,
    ) -> None:
        self.obj = obj
        self.state = state
        self.task_state = task_state
        self.seconds = seconds
        self.pending = [obj] if pending is None else list(pending)
        text = _("%(resource)s is still %(state)s after %(seconds)g seconds") % {
            "resource": obj,
            "state": f"{state} ({task_state})" if task_state else state,
            "seconds": seconds,
        }
        if len(self.pending) > 1:
            text += f"; {len(self.pending) - 1} more pending"
        super().__init__(_printable(text))


class ClientException(_Picklable, Exception):
    """An answer of the server that is not a success.

    :ivar code: The HTTP status of the answer.
    :ivar message: What the server says is wrong.
    :ivar details: More of it, or None; for an answer that is not JSON, its text.
    :ivar request_id: The id under which the server logged the request, or None.
    :ivar url: The URL of the request, as the client asked for it, or None.
    :ivar method: The HTTP method of the request, or None.
    """

    http_status: int
    message = "Unknown Error"

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
        text = f"{self.message} (HTTP {self.code})"
        if self.request_id:
            text += f" (Request-ID: {self.request_id})"
        return text


class RetryAfterException(ClientException):
    """An answer that says when to try again.

    :ivar retry_after: The seconds to wait, 0 if the server did not say.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.retry_after = retry_after_seconds(kwargs.pop("retry_after", None))
        super().__init__(*args, **kwargs)


class BadRequest(ClientException):
    """400: the server does not understand the request."""

    http_status = 400
    message = "Bad request"


class InvalidIdentifier(BadRequest, ValueError):
    """An id or a name that no URL can hold; nothing was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(self.http_status, message)

    def __str__(self) -> str:
        return self.message


class Unauthorized(ClientException):
    """401: the credentials are wrong or have expired."""

    http_status = 401
    message = "Unauthorized"


class Forbidden(ClientException):
    """403: the user may not do this."""

    http_status = 403
    message = "Forbidden"


class NotFound(ClientException):
    """404: there is no such thing."""

    http_status = 404
    message = "Not found"


class MethodNotAllowed(ClientException):
    """405: the URL does not take this HTTP method."""

    http_status = 405
    message = "Method Not Allowed"


class NotAcceptable(ClientException):
    """406: the server does not speak the microversion."""

    http_status = 406
    message = "Not Acceptable"


class Conflict(ClientException):
    """409: the resource is not in a state that allows this."""

    http_status = 409
    message = "Conflict"


class OverLimit(RetryAfterException):
    """413: too much at once."""

    http_status = 413
    message = "Over limit"


class RateLimit(RetryAfterException):
    """429: too many requests in a time."""

    http_status = 429
    message = "Rate limit"


class HTTPNotImplemented(ClientException):
    """501: this cloud can't do this."""

    http_status = 501
    message = "Not Implemented"


#: The name that Horizon uses.
HttpNotImplemented = HTTPNotImplemented


class ServiceUnavailable(RetryAfterException):
    """503: the server can't answer now."""

    http_status = 503
    message = "Service Unavailable"


class UnexpectedResponse(ClientException):
    """A success whose body is not what the API promises, such as HTML from a proxy."""

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
    """Read a Retry-After header, which holds seconds or a date.

    :param retry_after: What it holds, or None.
    :return: The seconds from now on; 0 if there is no header, or nobody can read it.
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
    """Find what a decoded error body says: ``{"itemNotFound": {"message": …}}`` and the like."""
    if not isinstance(body, Mapping):
        return None, None
    fault = next(iter(body.values()), None)
    if not isinstance(fault, Mapping):
        fault = body
    message = fault.get("message")
    return _as_text(message), fault.get("details")


def _as_text(message: Any) -> str | None:
    if message is None or isinstance(message, str):
        return message and _printable(message)
    from novaclient import masking

    # It may hold secrets, and be nested too deeply for Python to show it.
    return _printable(str(masking.masked(message)))


def text_of(response: Any) -> str | None:
    """Return the text of an answer that is not JSON, however it is encoded.

    :param response: The answer.
    :return: The text; None if there is none.
    """
    content = getattr(response, "content", None)
    text: Any
    if isinstance(content, bytes):
        try:
            text = str(content, response.encoding or "utf-8", errors="replace")
        except (LookupError, TypeError, ValueError):
            # No such encoding, or one that is not for this.
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


def from_response(
    response: requests.Response, body: Any, url: str | None, method: str | None = None
) -> ClientException:
    """Make the exception that says what an answer says.

    :param response: The answer.
    :param body: Its decoded JSON body, None if it has none.
    :param url: The URL of the request, as the client asked for it.
    :param method: The HTTP method of the request.
    :return: An exception of the class that belongs to the status, ready to be raised.
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
    arguments: dict[str, Any] = {
        "code": code,
        "message": message,
        "details": details,
        "request_id": request_id_of(response, of_error=True),
        "url": url,
        "method": method,
    }
    if issubclass(cls, RetryAfterException):
        arguments["retry_after"] = headers.get("retry-after")
    return cls(**arguments)
