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

"""Microversions: parsing, comparing, negotiating, and methods that depend on them."""

from __future__ import annotations

import functools
import inspect
import logging
import warnings
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import CodeType, MethodType
from typing import TYPE_CHECKING, Any, TypeVar, cast

import novaclient
from novaclient import exceptions
from novaclient.i18n import _

if TYPE_CHECKING:
    import requests

LOG = logging.getLogger(__name__)

LEGACY_HEADER_NAME = "X-OpenStack-Nova-API-Version"
HEADER_NAME = "OpenStack-API-Version"
SERVICE_TYPE = "compute"

#: The newest microversion that this library knows.
MAX_VERSION = "2.104"

#: Versions that are still accepted, with what they mean today.
REPLACEMENT_VERSIONS = {"1.1": "2"}

#: The first and the last microversion that have something.
_Span = tuple["APIVersion", "APIVersion"]

#: An argument, its position without self, and its span.
_Gate = tuple[str, int, "APIVersion", "APIVersion"]

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


@functools.total_ordering
class APIVersion:
    """A version of the Compute API, such as 2.53.

    Made without a text it is the *null* version, which stands for "none in particular".

    :param version_str: ``MAJOR.MINOR``, where MINOR may be ``latest``.
    :raises novaclient.exceptions.UnsupportedVersion: if the text is not of that form.
    :ivar ver_major: The major part; 0 in the null version.
    :ivar ver_minor: The minor part; ``float("inf")`` for ``latest``.
    """

    def __init__(self, version_str: str | None = None) -> None:
        self.ver_major: int = 0
        self.ver_minor: float = 0
        if version_str is None:
            return
        major, _point, minor = str(version_str).partition(".")
        try:
            self.ver_major = _number(major)
            self.ver_minor = float("inf") if minor == "latest" else _number(minor)
            valid = self.ver_major > 0 and self.ver_minor >= 0
        except ValueError:
            valid = False
        if not valid:
            raise exceptions.UnsupportedVersion(
                _(
                    "Invalid format of client version '%s'. Expected format 'X.Y', "
                    "where X is a major part and Y is a minor part of version."
                )
                % version_str
            )

    def __str__(self) -> str:
        if self.is_latest():
            return f"Latest API Version Major: {self.ver_major}"
        return f"API Version Major: {self.ver_major}, Minor: {self.ver_minor}"

    def __repr__(self) -> str:
        return f"<APIVersion: {'null' if self.is_null() else self.get_string()}>"

    def is_null(self) -> bool:
        """Say whether this stands for no version in particular."""
        return self.ver_major == 0 and self.ver_minor == 0

    def is_latest(self) -> bool:
        """Say whether this is ``MAJOR.latest``."""
        return self.ver_minor == float("inf")

    def _key(self) -> tuple[int, float]:
        return self.ver_major, self.ver_minor

    def _key_of(self, other: object) -> tuple[int, float]:
        if not isinstance(other, APIVersion):
            raise TypeError(
                _("'%(other)s' should be an instance of '%(cls)s'")
                % {"other": other, "cls": self.__class__}
            )
        return other._key()

    def __lt__(self, other: object) -> bool:
        return self._key() < self._key_of(other)

    def __eq__(self, other: object) -> bool:
        return self._key() == self._key_of(other)

    def __hash__(self) -> int:
        return hash(self._key())

    def matches(self, min_version: APIVersion, max_version: APIVersion) -> bool:
        """Say whether this version lies in a range, both ends included.

        :param min_version: The lower end; a null version leaves it open.
        :param max_version: The upper end; a null version leaves it open.
        :return: True if it does.
        :raises ValueError: if this is the null version.
        """
        if self.is_null():
            raise ValueError(_("Null APIVersion doesn't support 'matches'."))
        above = min_version.is_null() or min_version <= self
        below = max_version.is_null() or self <= max_version
        return above and below

    def at_least(self, version_str: str) -> bool:
        """Say whether this version is a given one or newer.

        The null version asks the server for none, and gets what 2.0 gets.

        :param version_str: The version to compare with, such as ``"2.53"``.
        :return: True if it is.
        """
        key = (2, 0) if self.is_null() else self._key()
        return key >= _parsed(version_str)._key()

    def get_string(self) -> str:
        """Return the version as text, such as ``"2.53"``.

        :raises ValueError: if this is the null version.
        """
        if self.is_null():
            raise ValueError(_("Null APIVersion cannot be converted to string."))
        minor = "latest" if self.is_latest() else self.ver_minor
        return f"{self.ver_major}.{minor}"


def _number(text: str) -> int:
    """Read a number that is written as Python would write it.

    :raises ValueError: if the text is none.
    """
    number = int(text)
    if text != str(number):
        raise ValueError(text)
    return number


@functools.cache
def _parsed(version_str: str) -> APIVersion:
    return APIVersion(version_str)


class VersionedMethod:
    """One implementation of a method, with the microversions that it serves.

    :param name: The full name of the method, ``module.Class.method``.
    :param start_version: The first microversion.
    :param end_version: The last microversion.
    :param func: The implementation.
    """

    def __init__(
        self,
        name: str,
        start_version: APIVersion,
        end_version: APIVersion,
        func: Callable[..., Any],
    ) -> None:
        self.name = name
        self.start_version = start_version
        self.end_version = end_version
        self.func = func

    def __str__(self) -> str:
        return f"Version Method {self.name}: min: {self.start_version}, max: {self.end_version}"

    def __repr__(self) -> str:
        return f"<VersionedMethod {self.name}>"


def get_available_major_versions() -> list[str]:
    """Return the major versions of the API that the library speaks."""
    return ["2"]


def check_major_version(api_version: APIVersion) -> None:
    """Refuse a major version that the library does not speak.

    :param api_version: The version to check; the null version passes.
    :raises novaclient.exceptions.UnsupportedVersion: if its major part is another.
    """
    available = get_available_major_versions()
    if not api_version.is_null() and str(api_version.ver_major) not in available:
        raise exceptions.UnsupportedVersion(
            _("Invalid client version '%(version)s'. Major part should be '%(major)s'")
            % {"version": api_version.get_string(), "major": "', '".join(available)}
        )


def check_version(api_version: APIVersion) -> None:
    """Refuse a microversion that the library does not speak.

    :param api_version: The version to check.
    :raises novaclient.exceptions.UnsupportedVersion: if it is null, or lies outside
        ``novaclient.API_MIN_VERSION`` … ``novaclient.API_MAX_VERSION``.
    """
    minimum, maximum = novaclient.API_MIN_VERSION, novaclient.API_MAX_VERSION
    if api_version.is_null() or not api_version.matches(minimum, maximum):
        raise exceptions.UnsupportedVersion(
            _(
                "This client does not speak version %(version)s of the Compute API; "
                "it speaks %(minimum)s to %(maximum)s."
            )
            % {
                "version": "'null'" if api_version.is_null() else api_version.get_string(),
                "minimum": minimum.get_string(),
                "maximum": maximum.get_string(),
            }
        )


def check_argument(
    api_version: APIVersion, name: str, start_version: str, end_version: str | None = None
) -> None:
    """Refuse a part of an argument, such as a key, that the microversion does not have.

    Whole arguments are refused by :func:`arguments`.

    :param api_version: The microversion of the client.
    :param name: The name of the part.
    :param start_version: The first microversion that has it.
    :param end_version: The last microversion that has it; None if there is no last.
    :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have it.
    """
    too_old = not api_version.at_least(start_version)
    too_new = end_version is not None and api_version > APIVersion(end_version)
    if too_old or too_new:
        raise exceptions.UnsupportedAttribute(name, start_version, end_version)


def get_api_version(version_string: str | float) -> APIVersion:
    """Parse what a user gives as version.

    :param version_string: ``2``, ``2.X`` or ``2.latest`` as text or number; ``1.1`` is
        deprecated and means 2.0.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: if it is malformed, or its major part is
        not 2.
    """
    return parse_api_version(version_string, stacklevel=3)


def parse_api_version(version_string: str | float, stacklevel: int) -> APIVersion:
    """Parse what a user gives as version, and warn at the line of the user.

    :param version_string: As in :func:`get_api_version`.
    :param stacklevel: How many calls up the line of the user is.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: as in :func:`get_api_version`.
    """
    text = str(version_string)
    if text in REPLACEMENT_VERSIONS:
        warnings.warn(
            _("Version %(old)s is deprecated, use version %(new)s instead.")
            % {"old": text, "new": REPLACEMENT_VERSIONS[text]},
            DeprecationWarning,
            stacklevel=stacklevel,
        )
        text = REPLACEMENT_VERSIONS[text]
    if text.removeprefix("-").isdecimal():
        text += ".0"
    api_version = APIVersion(text)
    check_major_version(api_version)
    return api_version


def wanted_version(version: str | float | APIVersion, negotiate: bool = False) -> APIVersion:
    """Parse and check the version given to a client.

    :param version: As in :func:`novaclient.client.Client`.
    :param negotiate: Whether ``2.latest`` is allowed, because it will be negotiated.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: as in :func:`novaclient.client.Client`.
    """
    if isinstance(version, APIVersion):
        check_major_version(version)
    else:
        version = parse_api_version(version, stacklevel=4)
    if version.is_latest():
        if negotiate:
            return version
        raise exceptions.UnsupportedVersion(_("The version should be explicit, not latest."))
    # 2.0 asks for no microversion, which every server serves.
    if version.is_null() or version != APIVersion("2.0"):
        check_version(version)
    return version


def _get_server_version_range(client: Any) -> tuple[APIVersion, APIVersion]:
    version = client.versions.get_current()
    if not getattr(version, "version", None):
        return APIVersion(), APIVersion()
    return _told(version, "min_version"), _told(version, "version")


def _told(version: Any, name: str) -> APIVersion:
    """Read a microversion that the server names."""
    text = getattr(version, name, None)
    cause = None
    if isinstance(text, str):
        try:
            return APIVersion(text)
        except exceptions.UnsupportedVersion as error:
            # Its message blames the caller.
            cause = error
    raise exceptions.UnexpectedResponse(
        200,
        _("%(name)r of the version that the server names is no microversion: %(text)r")
        % {"name": name, "text": text},
        request_id=next(iter(version.request_ids), None),
    ) from cause


def discover_version(client: Any, requested_version: APIVersion) -> APIVersion:
    """Negotiate the microversion with the server.

    ``GET /`` of the endpoint.

    :param client: A client of :func:`novaclient.client.Client`, of any version.
    :param requested_version: The version wanted; ``2.latest`` means the newest that both sides
        speak.
    :return: The version to use.
    :raises novaclient.exceptions.UnsupportedVersion: if the server does not speak it.
    """
    server_start, server_end = _get_server_version_range(client)
    no_microversions = server_start.is_null() and server_end.is_null()
    first, last = novaclient.API_MIN_VERSION, novaclient.API_MAX_VERSION

    if not requested_version.is_latest() and requested_version == APIVersion("2.0"):
        if no_microversions or server_start == first:
            return requested_version
        raise exceptions.UnsupportedVersion(
            _("The server isn't backward compatible with Nova V2 REST API")
        )

    if requested_version.is_latest():
        if no_microversions:
            return APIVersion("2.0")
        if first > server_end:
            raise exceptions.UnsupportedVersion(
                _("Server version is too old.") + " " + _ranges(server_start, server_end)
            )
        if last < server_start:
            raise exceptions.UnsupportedVersion(
                _("Server version is too new.") + " " + _ranges(server_start, server_end)
            )
        return min(last, server_end)

    if no_microversions and not requested_version.is_null():
        raise exceptions.UnsupportedVersion(_("Server doesn't support microversions"))
    if not requested_version.matches(server_start, server_end):
        raise exceptions.UnsupportedVersion(
            _("The specified version isn't supported by server.")
            + " "
            + _ranges(server_start, server_end)
        )
    return requested_version


def _ranges(server_start: APIVersion, server_end: APIVersion) -> str:
    return _(
        "The client valid version range is '%(client_min)s' to '%(client_max)s'. "
        "The server valid version range is '%(server_min)s' to '%(server_max)s'."
    ) % {
        "client_min": novaclient.API_MIN_VERSION.get_string(),
        "client_max": novaclient.API_MAX_VERSION.get_string(),
        "server_min": server_start.get_string(),
        "server_max": server_end.get_string(),
    }


def update_headers(headers: MutableMapping[str, str], api_version: APIVersion) -> None:
    """Put the microversion into the headers of a request.

    :param headers: The headers, which are changed.
    :param api_version: The microversion; nothing is put for 2.0 or the null version.
    """
    if api_version.ver_major != 2 or api_version.ver_minor == 0:
        return
    version = api_version.get_string()
    headers[LEGACY_HEADER_NAME] = version
    if api_version.ver_minor >= 27:
        headers[HEADER_NAME] = f"{SERVICE_TYPE} {version}"


def check_headers(response: requests.Response, api_version: APIVersion) -> None:
    """Warn in the log if an answer does not say that the server spoke a microversion.

    :param response: The answer.
    :param api_version: The microversion of the request.
    """
    if api_version.ver_minor == 0:
        return
    name = HEADER_NAME if api_version.ver_minor >= 27 else LEGACY_HEADER_NAME
    if name not in response.headers:
        LOG.warning(
            _(
                "Your request was processed by a Nova API which does not support microversions "
                "(%s header is missing from response). Warning: Response may be incorrect."
            ),
            name,
        )


#: The implementations of versioned methods by the full name of the method.
_METHODS: dict[str, list[VersionedMethod]] = {}

#: The same of classes whose body is still being executed.
_UNFINISHED: dict[str, list[VersionedMethod]] = {}


def get_substitutions(
    func_name: str | Callable[..., Any], api_version: APIVersion | None = None
) -> list[VersionedMethod]:
    """Return the implementations of a versioned method.

    :param func_name: The method itself, or its full name, ``module.Class.method``.
    :param api_version: Return only those that serve this microversion; by default, all.
    :return: The implementations, the oldest first.
    """
    if not isinstance(func_name, str):
        methods = getattr(func_name, "versioned_methods", [])
    else:
        methods = _METHODS.get(func_name, [])
    if api_version is None or api_version.is_null():
        return list(methods)
    return [m for m in methods if api_version.matches(m.start_version, m.end_version)]


def wraps(
    start_version: str,
    end_version: str | None = None,
    *,
    older: Mapping[tuple[str, str], Callable[..., Any]] | None = None,
) -> Callable[[FunctionT], FunctionT]:
    """Make a method exist only from one microversion to another.

    The method is called with the shape that ``self.api_version`` has: that of the decorated
    function, or one of ``older``. Several decorated methods of one name in a class, each for its
    own range, do the same; extensions use that form.

    :param start_version: The first microversion.
    :param end_version: The last microversion; by default, there is no last.
    :param older: The functions for earlier microversions, by their first and last one.
    :return: A decorator for methods of objects that have an ``api_version``.
    :raises novaclient.exceptions.UnsupportedVersion: if a version is malformed.
    """
    start = APIVersion(start_version)
    end = APIVersion(end_version or f"{start.ver_major}.latest")
    before = [
        (APIVersion(first), APIVersion(last), func)
        for (first, last), func in (older or {}).items()
    ]

    def decorator(func: FunctionT) -> FunctionT:
        name = f"{func.__module__}.{func.__qualname__}"
        for _first, _last, other in before:
            # Python's errors about arguments name the method that was called.
            other.__name__, other.__qualname__ = func.__name__, func.__qualname__
        methods = [VersionedMethod(name, first, last, shape) for first, last, shape in before]
        methods.append(VersionedMethod(name, start, end, func))
        scope = func.__qualname__.rpartition(".")[0]
        if scope and not scope.endswith("<locals>"):
            return cast("FunctionT", _InClassBody(methods))
        methods = _with(_METHODS.get(name, []), *methods)
        _METHODS[name] = methods
        return cast("FunctionT", _dispatcher(methods))

    return decorator


class _InClassBody:
    """A versioned method until its class is made, which is when its ranges are checked."""

    def __init__(self, methods: list[VersionedMethod]) -> None:
        newest = methods[-1]
        functools.update_wrapper(self, newest.func)
        before = _UNFINISHED.get(newest.name, [])
        if before and not _is_below(newest.func, before[-1].func):
            # What is there was left by a class body that failed.
            before = []
        self.methods = _with(before, *methods)
        _UNFINISHED[newest.name] = self.methods

    def __set_name__(self, owner: type, name: str) -> None:
        public_name = f"{owner.__module__}.{owner.__qualname__}.{name}"
        for method in self.methods:
            _UNFINISHED.pop(method.name, None)
            method.name = public_name
        for older, newer in zip(self.methods, self.methods[1:], strict=False):
            if newer.start_version <= older.end_version:
                raise TypeError(f"the ranges of {older} and {newer} overlap")
        _METHODS[public_name] = self.methods
        setattr(owner, name, self._dispatch)

    @functools.cached_property
    def _dispatch(self) -> Callable[..., Any]:
        return _dispatcher(self.methods)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Only reached under a decorator that was put above wraps().
        return self._dispatch(*args, **kwargs)


def _is_below(func: Callable[..., Any], other: Callable[..., Any]) -> bool:
    """Say whether a function stands below another in the same source."""
    code, other_code = _code(func), _code(other)
    same_file = code.co_filename == other_code.co_filename
    return same_file and code.co_firstlineno > other_code.co_firstlineno


def _code(func: Any) -> CodeType:
    while hasattr(func, "__wrapped__"):
        func = func.__wrapped__
    return cast("CodeType", func.__code__)


def _with(methods: list[VersionedMethod], *more: VersionedMethod) -> list[VersionedMethod]:
    """Add methods in order; one of the same start replaces what was there."""
    by_start = {method.start_version: method for method in (*methods, *more)}
    return sorted(by_start.values(), key=lambda method: method.start_version)


def _dispatcher(methods: list[VersionedMethod]) -> Callable[..., Any]:
    newest = methods[-1]
    chosen: dict[tuple[int, float], Callable[..., Any]] = {}

    @functools.wraps(newest.func)
    def dispatch(self: Any, *args: Any, **kwargs: Any) -> Any:
        version: APIVersion = self.api_version
        func = chosen.get((version.ver_major, version.ver_minor))
        if func is None:
            func = _choose(methods, version)
            chosen[version.ver_major, version.ver_minor] = func
        try:
            return func(self, *args, **kwargs)
        except TypeError as error:
            refusal = _refusal(methods, func, version, kwargs)
            if refusal is None:
                raise
            raise refusal from error

    dispatch.versioned_methods = methods  # type: ignore[attr-defined]
    return dispatch


def _choose(methods: list[VersionedMethod], version: APIVersion) -> Callable[..., Any]:
    if version.is_null():
        return methods[-1].func
    for method in reversed(methods):
        if version.matches(method.start_version, method.end_version):
            return method.func
    error = exceptions.VersionNotFoundForAPIMethod(version.get_string(), methods[-1].name)
    error.available = _in_words([(m.start_version, m.end_version) for m in methods])
    raise error


def _refusal(
    methods: list[VersionedMethod],
    func: Callable[..., Any],
    version: APIVersion,
    given: Iterable[str],
) -> TypeError | None:
    """Explain a call that failed because an argument exists at other microversions only.

    :param methods: All implementations of the method.
    :param func: The implementation that was called.
    :param version: The microversion of the client.
    :param given: The names of the arguments that were given by name.
    :return: The error to raise; None if the call failed for another reason.
    """
    parameters = inspect.signature(func).parameters
    if version.is_null() or any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return None
    for name in given:
        if name not in parameters:
            spans = _spans_of_argument(methods, name)
            return _unexpected(func, name, spans, version) if spans else None
    return None


def _spans_of_argument(methods: list[VersionedMethod], name: str) -> list[_Span]:
    """Return the microversions at which any implementation takes an argument."""
    spans = []
    for method in methods:
        if name in inspect.signature(method.func).parameters:
            first, last = method.start_version, method.end_version
            limits = getattr(method.func, "versioned_arguments", {})
            if name in limits:
                own_first, own_last = _span(limits[name])
                first, last = max(first, own_first), min(last, own_last)
            if first <= last:
                spans.append((first, last))
    return spans


def _unexpected(
    func: Callable[..., Any], name: str, spans: list[_Span], version: APIVersion
) -> TypeError:
    return TypeError(
        f"{func.__qualname__}() got an unexpected keyword argument {name!r}: "
        f"it exists {_in_words(spans)}, not at {version.get_string()}"
    )


def _span(limits: str | tuple[str, str]) -> _Span:
    first, last = limits if isinstance(limits, tuple) else (limits, "2.latest")
    return APIVersion(first), APIVersion(last)


def _in_words(spans: list[_Span]) -> str:
    """Name ranges of microversions, in order: ``since microversion 2.26`` and the like."""
    joined: list[_Span] = []
    for first, last in spans:
        if joined and _follows(joined[-1][1], first):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return " and ".join(_span_in_words(first, last) for first, last in joined)


def _follows(last: APIVersion, first: APIVersion) -> bool:
    return (last.ver_major, last.ver_minor + 1) == (first.ver_major, first.ver_minor)


def _span_in_words(first: APIVersion, last: APIVersion) -> str:
    if last.is_latest():
        return f"since microversion {first.get_string()}"
    if first == _parsed("2.0"):
        return f"up to microversion {last.get_string()}"
    if first == last:
        return f"at microversion {first.get_string()}"
    return f"at microversions {first.get_string()} to {last.get_string()}"


def arguments(
    *,
    raises: type[TypeError] | type[exceptions.UnsupportedAttribute] = TypeError,
    **ranges: str | tuple[str, str],
) -> Callable[[FunctionT], FunctionT]:
    """Make arguments of a method exist only from one microversion to another.

    At another microversion, giving the argument is an error that names the microversions that
    have it.

    :param raises: TypeError, as if the method lacked the argument; or
        :class:`~novaclient.exceptions.UnsupportedAttribute`, only if the value is not the default,
        nor false where the default is None.
    :param ranges: For each argument, its first microversion, or its first and its last.
    :return: A decorator for methods of objects that have an ``api_version``.
    """

    def decorator(func: FunctionT) -> FunctionT:
        names = func.__code__.co_varnames
        gates = []
        for name, limits in ranges.items():
            # Positional arguments are counted without self.
            gates.append((name, names.index(name) - 1, *_span(limits)))
        defaults = {p.name: p.default for p in inspect.signature(func).parameters.values()}

        @functools.wraps(func)
        def checked(self: Any, *args: Any, **kwargs: Any) -> Any:
            version: APIVersion = self.api_version
            for name, position, first, last in gates:
                given = name in kwargs or len(args) > position
                if not given or version.is_null() or version.matches(first, last):
                    continue
                if raises is exceptions.UnsupportedAttribute:
                    value = kwargs[name] if name in kwargs else args[position]
                    default = defaults[name]
                    if value is not default and (value or default is not None):
                        raise _unsupported(name, first, last)
                elif name in kwargs:
                    raise _unexpected(func, name, [(first, last)], version)
                else:
                    raise _too_many(func, gates, name, len(args), version)
            return func(self, *args, **kwargs)

        # Programs also read parameters in ways that don't look below a decorator.
        checked.__signature__ = inspect.signature(func)  # type: ignore[attr-defined]
        # The documentation shows them.
        checked.versioned_arguments = ranges  # type: ignore[attr-defined]
        return cast("FunctionT", checked)

    return decorator


def _unsupported(
    name: str, first: APIVersion, last: APIVersion
) -> exceptions.UnsupportedAttribute:
    end = None if last.is_latest() else last.get_string()
    return exceptions.UnsupportedAttribute(name, first.get_string(), end)


def _too_many(
    func: Callable[..., Any], gates: list[_Gate], name: str, given: int, version: APIVersion
) -> TypeError:
    """Refuse a positional argument that the microversion does not have, as Python would.

    :param func: The method.
    :param gates: The limits of its arguments.
    :param name: The argument.
    :param given: The number of positional arguments without self.
    :param version: The microversion of the client.
    """
    code = func.__code__
    most = code.co_argcount
    least = most - len(func.__defaults__ or ())
    spans = []
    for gated, position, first, last in gates:
        if position + 1 < code.co_argcount and not version.matches(first, last):
            most -= 1
        if gated == name:
            spans.append((first, last))
    count = f"from {least} to {most}" if least < most else str(most)
    return TypeError(
        f"{func.__qualname__}() takes {count} positional argument{'' if most == 1 else 's'} "
        f"but {given + 1} were given: {name!r} exists {_in_words(spans)}, "
        f"not at {version.get_string()}"
    )


def deprecated_after(version: str) -> Callable[[FunctionT], FunctionT]:
    """Make a function exist only up to a microversion, and warn that it will go.

    :param version: The last microversion that has the function.
    :return: A decorator for functions whose first argument has an ``api_version``.
    """

    def decorator(func: FunctionT) -> FunctionT:
        @functools.wraps(func)
        def deprecated(*args: Any, **kwargs: Any) -> Any:
            warnings.warn(
                _("The %s module is deprecated and will be removed.") % func.__module__,
                DeprecationWarning,
                stacklevel=3,
            )
            return func(*args, **kwargs)

        return wraps("2.0", version)(cast("FunctionT", deprecated))

    return decorator
