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

"""The entry to the library: the client factory, and the HTTP side of a client."""

from __future__ import annotations

import contextlib
import copy
import json
import logging
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystone_exceptions
from keystoneauth1 import session as ksession

import novaclient
from novaclient import api_versions, exceptions, jsonbody, masking, utils
from novaclient.i18n import _

if TYPE_CHECKING:
    import builtins
    from collections.abc import Collection

    import requests

    from novaclient.extension import Extension
    from novaclient.v2.client import Client as ClientV2

#: Old names of arguments, with the names that replaced them (None: nothing did).
_OLD_ARGUMENTS = {
    "api_key": "password",
    "auth_plugin": None,
    "auth_system": None,
    "bypass_url": "endpoint_override",
    "interface": "endpoint_type",
    "no_cache": "os_cache",
    "proxy_tenant_id": None,
    "proxy_token": None,
    "tenant_id": "project_id",
    "tenant_name": "project_name",
    "volume_service_name": None,
}

_UNAUTHORIZED = 401

#: The arguments that say whether a request is sent again, see :class:`novaclient.retries.Policy`.
_RETRY_OPTIONS = frozenset(
    {
        "connect_retries",
        "connect_retry_delay",
        "status_code_retries",
        "status_code_retry_delay",
        "retriable_status_codes",
        "retry_posts",
    }
)


class _Alternates(threading.local):
    """The clients that talk to another service in this thread, each with its type."""

    stack: tuple[tuple[SessionClient, str], ...] = ()


_alternates = _Alternates()


class _Timings:
    """What a client and its views note together."""

    def __init__(self) -> None:
        self.times: list[tuple[str, float, float]] = []


# LegacyJsonAdapter.request() would decode the body, which SessionClient.request() does once.
_request: Callable[..., requests.Response] = adapter.Adapter.request


class _LibraryVersion:
    """Reads the version of the library when it is asked for."""

    def __get__(self, instance: object, owner: type | None = None) -> str:
        return novaclient.__version__


class SessionClient(adapter.LegacyJsonAdapter):
    """The HTTP side of a client: a keystoneauth adapter that speaks microversions and JSON.

    :param api_version: The microversion, as text or :class:`~novaclient.api_versions.APIVersion`.
    :param timings: Whether to note how long each request takes.
    :param retry_posts: Whether a POST that the server may have carried out is sent again, too.
    :param args: Arguments of :class:`keystoneauth1.adapter.Adapter`.
    :param kwargs: Arguments of :class:`keystoneauth1.adapter.Adapter`.
    """

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
            # Without a limit it would only be a lock, which a forked child may find held for ever.
            self._rate_semaphore: Any = contextlib.nullcontext()
        self._nova = self.service_type

    if TYPE_CHECKING:

        def get(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...
        def post(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...
        def put(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...
        def delete(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]: ...

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a request.

        :param url: The path below the endpoint of the service, or a whole URL.
        :param method: The HTTP method.
        :param kwargs: ``body`` is sent as JSON; the rest are arguments of
            :meth:`keystoneauth1.session.Session.request`, and those of
            :class:`novaclient.retries.Policy`. With ``raise_exc=False`` an error response is
            returned like a success.
        :return: The response, and its decoded body (None if it is empty or not JSON).
        :raises novaclient.exceptions.ClientException: if the response is not a success.
        :raises keystoneauth1.exceptions.ClientException: if there is no answer, or no
            authentication.
        """
        method = method.upper()
        headers = {"Accept": "application/json", **(kwargs.get("headers") or {})}
        kwargs["headers"] = headers
        for_nova = self.service_type == self._nova and "endpoint_filter" not in kwargs
        if for_nova:
            api_versions.update_headers(headers, self.api_version)
        if "body" in kwargs:
            kwargs["json"] = kwargs.pop("body")
        # keystoneauth would raise exceptions of its own.
        raise_exc = kwargs.pop("raise_exc", None)
        kwargs["raise_exc"] = False
        kwargs.setdefault("hooks", _hooks(self.session))
        if self._logger.isEnabledFor(logging.DEBUG):
            kwargs.setdefault("logger", self._masked_logger.of_request(url, kwargs.get("json")))
        else:
            # Spare keystoneauth what it prepares for the log in vain.
            kwargs.setdefault("log", False)
            kwargs.setdefault("logger", self._masked_logger)

        if self.timings:
            with utils.record_time(self.times, True, method, url):
                resp = self._send(url, method, kwargs)
        else:
            resp = self._send(url, method, kwargs)

        body = _body(resp)
        if resp.status_code > 300 and (raise_exc or raise_exc is None):
            error = exceptions.from_response(resp, body, url, method)
            raise masking.Echo(url, kwargs.get("json")).hide_in_error(error)
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
        """The type of the service in the catalog; it can be set."""
        for client, service_type in reversed(_alternates.stack):
            if client is self:
                return service_type
        return self._service_type

    @service_type.setter
    def service_type(self, value: str | None) -> None:
        self._service_type = value

    @contextlib.contextmanager
    def alternate_service_type(self, service_type: str) -> Iterator[None]:
        """Talk to another service in a ``with`` statement, in the thread that runs it alone.

        :param service_type: The type of the service in the catalog.
        """
        before = _alternates.stack
        _alternates.stack = (*before, (self, service_type))
        try:
            yield
        finally:
            _alternates.stack = before

    def at_microversion(self, api_version: api_versions.APIVersion) -> SessionClient:
        """Return a view on this client whose requests have another microversion.

        :param api_version: The microversion.
        :return: The view; it shares the session, the logger and the timings.
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
            # The session may have retries of its own.
            kwargs["connect_retries"] = 0
        return self._send_once(url, method, kwargs)

    def _send_again(self, url: str, method: str, kwargs: dict[str, Any]) -> requests.Response:
        from novaclient import retries

        options = {name: kwargs.pop(name, getattr(self, name)) for name in _RETRY_OPTIONS}
        policy = retries.Policy(**{k: v for k, v in options.items() if v is not None})
        # keystoneauth would send a POST again, too, and reads no dates.
        kwargs.update(connect_retries=0, status_code_retries=0)
        return policy.send(method, lambda: self._send_once(url, method, kwargs))

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
                # What is refused like this was not carried out, whatever the method.
                return _request(self, url, method, **kwargs)
            return resp
        except ValueError as error:
            # A body that can't be sent is the caller's affair, a redirect to no URL is not.
            json.dumps(kwargs.get("json"), default=str)
            problem = _("%(method)s %(url)s can't be sent, or leads to what is no URL: %(error)s")
            raise keystone_exceptions.UnknownConnectionError(
                problem % {"method": method, "url": url, "error": error}, error
            ) from error

    def _has_new_token(self, resp: requests.Response, auth: Any) -> bool:
        """Say whether the token that got a 401 has been, or can be, replaced.

        keystoneauth itself would discard the current token even if another thread has just got
        it, and would give up while another thread logs in.
        """
        auth = auth or self.auth
        if auth is None and self.session.auth is None:
            return False
        refused = getattr(getattr(resp, "request", None), "headers", None)

        def is_another() -> bool:
            # This logs in if another thread has discarded the token.
            current = self.session.get_auth_headers(auth) or {}
            return refused is not None and any(
                refused.get(name) != value for name, value in current.items()
            )

        # Another thread may discard it between the two.
        return is_another() or self.session.invalidate(auth) or is_another()

    def of_service(self, service_type: str) -> ServiceClient:
        """Return a view on this client that talks to another service of the cloud.

        :param service_type: The type of the service in the catalog, such as ``image``.
        :return: The view; it shares the session, and changes nothing of this client.
        """
        return ServiceClient(self, service_type)

    @property
    def times(self) -> builtins.list[tuple[str, float, float]]:
        """The timings, see :meth:`get_timings`; they can be set."""
        return self._timings.times

    @times.setter
    def times(self, value: builtins.list[tuple[str, float, float]]) -> None:
        self._timings.times = value

    def get_timings(self) -> builtins.list[tuple[str, float, float]]:
        """Return for each request its method and URL, its start and its end."""
        return self.times

    def reset_timings(self) -> None:
        """Forget the timings; a list that was returned before stays as it is."""
        self.times = []


class ServiceClient:
    """The HTTP side of a client, for a service that is not Nova.

    :param client: The HTTP side of the client.
    :param service_type: The type of the service in the catalog.
    """

    def __init__(self, client: SessionClient, service_type: str) -> None:
        self._client = client
        self._service_type = service_type

    def get(self, url: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a GET request.

        :param url: The path below the endpoint of the service.
        :param kwargs: Arguments of :meth:`SessionClient.request`.
        :return: The answer, and its decoded body (None if it is empty).
        """
        if self._client.service_type != self._service_type:
            # What names Nova in the catalog does not name the other service.
            kwargs["endpoint_filter"] = {
                "service_type": self._service_type,
                "service_name": None,
            }
            kwargs["endpoint_override"] = None
        return self._client.get(url, **kwargs)


#: A body of at most so many bytes is read at once: a page of servers is.
_AT_ONCE = 2**23
#: Another one is read in pieces of so many bytes.
_PIECE = 2**20


class _WholeBody:
    """The body of a response on its way in, to be read at once.

    requests reads in pieces of 10 kB and joins them: for a page of servers, that takes longer
    than to receive it.

    :param raw: The body as urllib3 offers it.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def stream(self, _size: int, decode_content: bool | None = None) -> Iterable[bytes]:
        """Give the body in as few pieces as possible, whatever size of pieces was asked for."""
        length = getattr(self._raw, "length_remaining", None)
        if length is not None and length <= _AT_ONCE:
            return (self._raw.read(decode_content=decode_content),)
        # Python allocates what is to be read, and the length is only what the server says.
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
        # Python's own, which make another text of JSON, or warn of its backslashes.
        return False
    try:
        str(bytes(range(256)), encoding, errors="replace")
    except (LookupError, TypeError):
        # requests can do without such an encoding.
        return True
    except ValueError:
        return False
    return True


def _hooks(session: Any) -> dict[str, builtins.list[Callable[..., Any]]]:
    """Return the hooks of a request: called when the head of an answer is there.

    Beside these, requests would leave out those that the owner of the session put there.
    """
    others = session.session.hooks["response"] if isinstance(session, ksession.Session) else ()
    return {"response": [_prepare_to_read, *([others] if callable(others) else others)]}


def _body(resp: requests.Response) -> Any:
    content = resp.content
    if not content:
        return None
    try:
        return jsonbody.loads(content)
    except ValueError:
        # Whoever needs a body judges it.
        return None


def Client(  # noqa: N802 - the name that programs call
    version: str | float | api_versions.APIVersion,
    username: str | None = None,
    password: str | None = None,
    project_id: str | None = None,
    auth_url: str | None = None,
    *,
    negotiate: bool = False,
    connect_retries: int | None = None,
    connect_retry_delay: float | None = None,
    status_code_retries: int | None = None,
    status_code_retry_delay: float | None = None,
    retriable_status_codes: Collection[int] | None = None,
    retry_posts: bool = False,
    **kwargs: Any,
) -> ClientV2:
    """Make a client for the Compute API.

    Give either credentials or a keystoneauth session. Nothing is sent before the first call,
    unless the version is negotiated.

    :param version: The microversion: ``"2"``, ``"2.X"``, or an
        :class:`~novaclient.api_versions.APIVersion`; ``"2.latest"`` if it is negotiated.
    :param username: The name of the user.
    :param password: The password of the user.
    :param project_id: The id of the project.
    :param auth_url: The URL of the identity service, such as ``https://cloud.example/v3``.
    :param session: A keystoneauth session, instead of credentials. It stays the caller's: the
        client never closes it.
    :param negotiate: Ask the server which microversions it speaks, and take the newest of both
        sides for ``"2.latest"``; another version is only checked.
    :param connect_retries: How often a request is sent again when there is no answer; by
        default, what a given session says, else never.
    :param connect_retry_delay: The seconds before each of these; by default 0.5, 1, 2, … 60.
    :param status_code_retries: How often a request is sent again when the answer is 413, 429
        or 503; by default, never. The server may say how long to wait before that.
    :param status_code_retry_delay: The seconds to wait if it does not; by default 0.5, 1, 2, … 60.
    :param retriable_status_codes: The statuses, instead of these three.
    :param retry_posts: Send a POST again, too, when the server may have carried it out.
    :param kwargs: More arguments of :class:`novaclient.v2.client.Client`.
    :return: The client; it can be used in a ``with`` statement.
    :raises novaclient.exceptions.UnsupportedVersion: if the version is malformed, is
        ``2.latest`` without negotiation, or is one that the library does not speak, or, when
        negotiated, the server.
    """
    api_version = wanted_version(version, negotiate)
    kwargs.update(
        username=username,
        password=password,
        project_id=project_id,
        auth_url=auth_url,
        connect_retries=connect_retries,
        connect_retry_delay=connect_retry_delay,
        status_code_retries=status_code_retries,
        status_code_retry_delay=status_code_retry_delay,
        retriable_status_codes=retriable_status_codes,
        retry_posts=retry_posts,
    )
    _replace_old_arguments(kwargs)
    from novaclient.v2 import client

    nova = client.Client(api_version=api_version, direct_use=False, **kwargs)
    if negotiate:
        # Which versions there are is told without a microversion.
        nova.api_version = api_versions.APIVersion("2.0")
        try:
            nova.api_version = api_versions.discover_version(nova, api_version)
        except BaseException:
            nova.__exit__(None, None, None)
            raise
    return nova


def wanted_version(
    version: str | float | api_versions.APIVersion, negotiate: bool = False
) -> api_versions.APIVersion:
    """Read the version that the caller of one's caller wants.

    :param version: As in :func:`Client`.
    :param negotiate: Whether ``2.latest`` will be negotiated, and passes.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: as in :func:`Client`.
    """
    if isinstance(version, api_versions.APIVersion):
        api_versions.check_major_version(version)
    else:
        version = api_versions.parse_api_version(version, stacklevel=4)
    if version.is_latest():
        if negotiate:
            return version
        raise exceptions.UnsupportedVersion(_("The version should be explicit, not latest."))
    # 2.0 asks for no microversion, which every server serves.
    if version.is_null() or version != api_versions.APIVersion("2.0"):
        api_versions.check_version(version)
    return version


def _replace_old_arguments(arguments: dict[str, Any]) -> None:
    for old, new in _OLD_ARGUMENTS.items():
        if old not in arguments:
            continue
        value = arguments.pop(old)
        message = (
            _(
                "The '%s' argument is deprecated in Ocata and its use may result in errors "
                "in future releases."
            )
            % old
        )
        if new is not None and arguments.get(new) is not None:
            message += " " + _(
                "As '%(new)s' is provided, the '%(old)s' argument will be ignored."
            ) % {"new": new, "old": old}
        elif new is not None:
            message += " " + _("Use '%s' instead.") % new
            arguments[new] = not value if old == "no_cache" else value
        warnings.warn(message, UserWarning, stacklevel=3)


def discover_extensions(*args: Any, **kwargs: Any) -> list[Extension]:
    """Find the installed extensions.

    These are modules of the Python path whose name ends in ``_python_novaclient_ext``, and
    entry points of the group ``novaclient.extension``.

    :param args: Ignored; a version used to stand here.
    :param kwargs: Ignored.
    :return: The extensions, for the argument ``extensions`` of :func:`Client`.
    """
    import importlib
    import pkgutil

    import stevedore

    from novaclient.extension import Extension

    suffix = "_python_novaclient_ext"
    found = []
    for module_info in pkgutil.iter_modules():
        if module_info.name.endswith(suffix):
            module = importlib.import_module(module_info.name)
            name = getattr(module, "extension_name", module_info.name.removesuffix(suffix))
            found.append(Extension(name, module))
    entry_points: Any = stevedore.ExtensionManager("novaclient.extension")
    found.extend(Extension(point.name, point.plugin) for point in entry_points)
    return found
