# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The HTTP side of a client: one request, one response."""

from __future__ import annotations

import builtins
import contextlib
import copy
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystone_exceptions
from keystoneauth1 import session as ksession

import novaclient
from novaclient import _proxies, api_versions, exceptions, jsonbody, masking, utils
from novaclient.retries import Policy, RetryOptions

if TYPE_CHECKING:
    import requests

_UNAUTHORIZED = 401

_RETRY_OPTIONS = frozenset(RetryOptions.__annotations__)


class _Alternates(threading.local):
    """The clients that use another service in this thread, each with the type of the service."""

    stack: tuple[tuple[SessionClient, str], ...] = ()


_alternates = _Alternates()


class _Timings:
    """The timings that a client shares with its views."""

    def __init__(self) -> None:
        self.times: list[tuple[str, float, float]] = []


# LegacyJsonAdapter.request() would decode the body, which SessionClient.request() does once.
_request: Callable[..., requests.Response] = adapter.Adapter.request


class _LibraryVersion:
    """Reads the version of the library on first use, because that takes time."""

    def __get__(self, instance: object, owner: type | None = None) -> str:
        return novaclient.__version__


class SessionClient(adapter.LegacyJsonAdapter):
    """The HTTP side of a client: a keystoneauth adapter that speaks microversions and JSON.

    :param api_version: The microversion, a string or an
        :class:`~novaclient.api_versions.APIVersion`.
    :param timings: Whether to record how long each request takes.
    :param args: Arguments of :class:`keystoneauth1.adapter.Adapter`.
    :param kwargs: Arguments of :class:`keystoneauth1.adapter.Adapter`, and those of
        :class:`~novaclient.retries.RetryOptions`.
    """

    __module__ = "novaclient.client"

    client_name: str | None = "python-novaclient"
    client_version: Any = _LibraryVersion()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        api_version = kwargs.pop("api_version", None) or api_versions.APIVersion()
        if not isinstance(api_version, api_versions.APIVersion):
            api_version = api_versions.get_api_version(api_version)
        self.api_version: api_versions.APIVersion = api_version
        self.timings: bool = kwargs.pop("timings", False)
        self._timings = _Timings()
        self.retry_posts: bool = kwargs.pop("retry_posts", False)
        super().__init__(*args, **kwargs)
        if not (kwargs.get("rate_limit") or kwargs.get("concurrency")):
            # Without a limit it is only a lock, which a forked child may find held forever.
            self._rate_semaphore: Any = contextlib.nullcontext()
        self._nova = self.service_type

    if TYPE_CHECKING:

        def get(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...
        def post(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...
        def put(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...
        def delete(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a request.

        :param url: The path below the endpoint of the service, or a complete URL.
        :param method: The HTTP method, in upper or lower case.
        :param kwargs: ``body`` is sent as JSON; the rest are arguments of
            :meth:`keystoneauth1.session.Session.request`, and those of
            :class:`novaclient.retries.RetryOptions`. With ``raise_exc=False`` an error response is
            returned like a success.
        :return: The response, and its decoded body (None if it is empty or not JSON).
        :raises novaclient.exceptions.ClientException: if the response is not a success.
        :raises keystoneauth1.exceptions.ClientException: if there is no response, or the login
            fails.
        """
        method = method.upper()
        headers = {"Accept": "application/json", **(kwargs.get("headers") or {})}
        kwargs["headers"] = headers
        for_nova = self.service_type == self._nova and "endpoint_filter" not in kwargs
        if for_nova:
            api_versions.update_headers(headers, self.api_version)
        if "body" in kwargs:
            kwargs["json"] = kwargs.pop("body")
        # keystoneauth would raise its own exceptions.
        raise_exc = kwargs.pop("raise_exc", None)
        kwargs["raise_exc"] = False
        _proxies.spare_search(self.session, kwargs)
        kwargs.setdefault("hooks", _hooks(self.session))
        if self._logger.isEnabledFor(logging.DEBUG):
            kwargs.setdefault("logger", self._masked_logger.of_request(url, kwargs.get("json")))
        else:
            # Nobody is listening: don't let keystoneauth format log records.
            kwargs.setdefault("log", False)
            kwargs.setdefault("logger", self._masked_logger)

        if self.timings:
            with utils.record_time(self.times, True, method, url):
                resp = self._send(url, method, kwargs)
        else:
            resp = self._send(url, method, kwargs)

        body = _body(resp)
        # 300 is how Nova lists its API versions: a success. Any other 3xx is a redirect that
        # keystoneauth did not follow, so the request was not carried out.
        if resp.status_code > 300 and (raise_exc or raise_exc is None):
            error = exceptions.from_response(resp, body, url, method)
            raise masking.RequestSecrets(url, kwargs.get("json")).hide_in_error(error)
        return resp, body

    @property
    def logger(self) -> Any:
        """The logger of requests and responses; what they log is masked. It can be set."""
        return self._logger

    @logger.setter
    def logger(self, value: Any) -> None:
        # keystoneauth would log by itself, with secrets, if it were given no logger.
        self._logger = value or logging.getLogger("keystoneauth.session")
        self._masked_logger = masking.MaskedLogger(self._logger)

    @property
    def service_type(self) -> str | None:
        """The type of the service in the catalog. It can be set."""
        for client, service_type in reversed(_alternates.stack):
            if client is self:
                return service_type
        return self._service_type

    @service_type.setter
    def service_type(self, value: str | None) -> None:
        self._service_type = value

    @contextlib.contextmanager
    def alternate_service_type(self, service_type: str) -> Iterator[None]:
        """Use another service in a ``with`` statement, in the current thread only.

        :param service_type: The type of the service in the catalog.
        """
        before = _alternates.stack
        _alternates.stack = (*before, (self, service_type))
        try:
            yield
        finally:
            _alternates.stack = before

    def at_microversion(self, api_version: api_versions.APIVersion) -> SessionClient:
        """Return a view of this client that uses another microversion.

        :param api_version: The microversion.
        :return: The view. It shares the session, the logger and the timings.
        """
        view = copy.copy(self)
        view.api_version = api_version
        return view

    def _send(self, url: str, method: str, kwargs: dict[str, Any]) -> requests.Response:
        if (
            self.connect_retries
            or self.status_code_retries
            or not _RETRY_OPTIONS.isdisjoint(kwargs)
        ):
            return self._send_again(url, method, kwargs)
        if method in ("POST", "PATCH") and not self.retry_posts:
            # The session may be configured to retry.
            kwargs["connect_retries"] = 0
        return self._send_once(url, method, kwargs)

    def _send_again(self, url: str, method: str, kwargs: dict[str, Any]) -> requests.Response:
        options: Any = {name: kwargs.pop(name, getattr(self, name)) for name in _RETRY_OPTIONS}
        # keystoneauth would retry a POST too, and does not read a date in Retry-After.
        kwargs.update(connect_retries=0, status_code_retries=0)
        return Policy(options, self.session).send(
            method, lambda: self._send_once(url, method, kwargs)
        )

    def _send_once(self, url: str, method: str, kwargs: dict[str, Any]) -> requests.Response:
        renews_token = (
            isinstance(self.session, ksession.Session)
            and kwargs.get("allow_reauth", True)
            and kwargs.get("authenticated") is not False
        )
        if renews_token:
            kwargs = {**kwargs, "allow_reauth": False}
        try:
            resp = _request(self, url, method, **kwargs)
            refused = renews_token and resp.status_code == _UNAUTHORIZED
            if refused and self._has_new_token(resp, kwargs.get("auth")):
                # A request with a refused token was not carried out, whatever its method.
                return _request(self, url, method, **kwargs)
            return resp
        except RecursionError:
            if not jsonbody.is_deep(kwargs.get("json")):
                raise
            raise exceptions.CommandError(
                f"The body of {method} {masking.mask_url(url)} is nested too deeply to be sent."
            ) from None
        except ValueError as error:
            # A body that can't be encoded is the caller's mistake; a redirect to something that
            # is not a URL is the server's.
            json.dumps(kwargs.get("json"), default=str)
            raise keystone_exceptions.UnknownConnectionError(
                f"{method} {url} can't be sent, or leads to what is not a URL: {error}", error
            ) from error

    def _has_new_token(self, resp: requests.Response, auth: Any) -> bool:
        """Return whether the token that was refused has been, or can be, replaced.

        keystoneauth itself would discard the current token even if another thread has just
        obtained it, and would give up while another thread logs in.
        """
        auth = auth or self.auth
        if auth is None and self.session.auth is None:
            return False
        refused = getattr(getattr(resp, "request", None), "headers", None)

        def is_another() -> bool:
            # This logs in, if another thread has discarded the token.
            current = self.session.get_auth_headers(auth) or {}
            return refused is not None and any(
                refused.get(name) != value for name, value in current.items()
            )

        # Another thread may discard it between the two.
        return is_another() or self.session.invalidate(auth) or is_another()

    def of_service(self, service_type: str) -> ServiceClient:
        """Return a view of this client that uses another service of the cloud.

        :param service_type: The type of the service in the catalog, such as ``image``.
        :return: The view. It shares the session; this client is not changed.
        """
        return ServiceClient(self, service_type)

    @property
    def times(self) -> builtins.list[tuple[str, float, float]]:
        """The timings; see :meth:`get_timings`. They can be set."""
        return self._timings.times

    @times.setter
    def times(self, value: builtins.list[tuple[str, float, float]]) -> None:
        self._timings.times = value

    def get_timings(self) -> builtins.list[tuple[str, float, float]]:
        """Return the method and URL, the start and the end of each request."""
        return self.times

    def reset_timings(self) -> None:
        """Start a new list of timings. Lists returned before are not changed."""
        self.times = []


class ServiceClient:
    """The HTTP side of a client for another service than Nova.

    :param client: The HTTP side of the client.
    :param service_type: The type of the service in the catalog.
    """

    __module__ = "novaclient.client"

    def __init__(self, client: SessionClient, service_type: str) -> None:
        self._client = client
        self._service_type = service_type

    def get(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a GET request.

        :param url: The path below the endpoint of the service.
        :param kwargs: Arguments of :meth:`SessionClient.request`.
        :return: The response, and its decoded body (None if it is empty or not JSON).
        """
        if self._client.service_type != self._service_type:
            # The service name and the endpoint override are those of Nova.
            kwargs["endpoint_filter"] = {
                "service_type": self._service_type,
                "service_name": None,
            }
            kwargs["endpoint_override"] = None
        return self._client.get(url, **kwargs)


#: Bodies up to this size in bytes, such as a page of servers, are read at once.
_AT_ONCE = 2**23
#: Larger ones are read in pieces of this size.
_PIECE = 2**20


class _WholeBody:
    """Lets requests read the body of a response at once.

    By itself it reads pieces of 10 kB and joins them. For a page of servers that takes longer
    than receiving it.

    :param raw: The response of urllib3.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def stream(self, _size: int, decode_content: bool | None = None) -> Iterable[bytes]:
        """Return the body in as few pieces as possible, whatever size is requested."""
        length = getattr(self._raw, "length_remaining", None)
        if length is not None and length <= _AT_ONCE:
            return (self._raw.read(decode_content=decode_content),)
        # Python allocates memory for all that is to be read, and the server may lie about that.
        pieces: Iterable[bytes] = self._raw.stream(_PIECE, decode_content=decode_content)
        return pieces

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


def _prepare_to_read(resp: requests.Response, **_: Any) -> None:
    resp.raw = _WholeBody(resp.raw)
    if resp.encoding not in _COMMON_ENCODINGS and not _can_decode(resp.encoding):
        # keystoneauth logs the text of a response, and some encodings make that fail.
        resp.encoding = "utf-8"


_COMMON_ENCODINGS = (None, "utf-8", "UTF-8", "ISO-8859-1")


def _can_decode(encoding: str) -> bool:
    if any(name in encoding.lower() for name in ("escape", "punycode")):
        # Codecs of Python's own: they decode JSON to something else, or warn of its backslashes.
        return False
    try:
        str(bytes(range(256)), encoding, errors="replace")
    except (LookupError, TypeError):
        # requests ignores such an encoding.
        return True
    except ValueError:
        return False
    return True


def _hooks(session: Any) -> dict[str, builtins.list[Callable[..., Any]]]:
    """Return the hooks of a request, which are called when the headers have arrived.

    With hooks of a request, requests leaves out those of the session; so they are included.
    """
    others: Any = ()
    if isinstance(session, ksession.Session):
        # A keystoneauth session may use any object that has a request() method.
        hooks = getattr(session.session, "hooks", None)
        others = (hooks.get("response") if isinstance(hooks, Mapping) else None) or ()
    return {"response": [_prepare_to_read, *([others] if callable(others) else others)]}


def _body(resp: requests.Response) -> Any:
    content = resp.content
    if not content:
        return None
    try:
        return jsonbody.loads(content)
    except ValueError:
        # The method that needs a body judges it.
        return None
