# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Methods and arguments that depend on the microversion.

:mod:`novaclient.api_versions` is where these names are imported from.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from types import CodeType, MethodType
from typing import Any, TypeVar, cast

from novaclient import exceptions, utils
from novaclient._api_version import APIVersion, parsed

#: The first and the last microversion of a method or an argument.
_Span = tuple["APIVersion", "APIVersion"]

#: The name of an argument, its position without self, and its first and last microversion.
_Gate = tuple[str, int, "APIVersion", "APIVersion"]

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


class VersionedMethod:
    """The implementation of a method for a range of microversions.

    :param name: The full name of the method, ``module.Class.method``.
    :param start_version: The first microversion.
    :param end_version: The last microversion.
    :param func: The implementation.
    """

    __module__ = "novaclient.api_versions"

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


#: The implementations of versioned functions that are in no class, by full name.
_FUNCTIONS: dict[str, list[VersionedMethod]] = {}

#: The implementations of versioned methods of classes whose body is still being executed.
_UNFINISHED: dict[str, list[VersionedMethod]] = {}


def get_substitutions(
    func_name: str | Callable[..., Any], api_version: APIVersion | None = None
) -> list[VersionedMethod]:
    """Return the implementations of a versioned method.

    :param func_name: The method itself, or its full name, ``module.Class.method``.
    :param api_version: Return only those that serve this microversion; by default, all.
    :return: The implementations, the oldest first.
    """
    func = _resolve(func_name) if isinstance(func_name, str) else func_name
    methods = getattr(func, "_versioned_methods", [])
    if api_version is None or api_version.is_null():
        return list(methods)
    return [m for m in methods if api_version.matches(m.start_version, m.end_version)]


def _resolve(name: str) -> Any:
    """Return what a full name stands for, or None if there is no such thing."""
    import pkgutil

    try:
        return pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError):
        return None


def wraps(
    start_version: str,
    end_version: str | None = None,
    *,
    older: Mapping[tuple[str, str], Callable[..., Any]] | None = None,
) -> Callable[[FunctionT], FunctionT]:
    """Limit a method to a range of microversions.

    A call runs the function for ``self.api_version``: the decorated one, or one of ``older``.
    Alternatively, a class may have several decorated methods with the same name, each for a range
    of its own, as extensions do.

    :param start_version: The first microversion.
    :param end_version: The last microversion. By default, there is no last one.
    :param older: The functions for earlier microversions, by the first and last of these.
    :return: A decorator for methods of objects with an ``api_version``.
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
            # So that Python's errors about arguments name the method that was called.
            other.__name__, other.__qualname__ = func.__name__, func.__qualname__
        methods = [VersionedMethod(name, first, last, shape) for first, last, shape in before]
        methods.append(VersionedMethod(name, start, end, func))
        scope = func.__qualname__.rpartition(".")[0]
        if scope and not scope.endswith("<locals>"):
            return cast("FunctionT", _InClassBody(methods))
        methods = _with(_FUNCTIONS.get(name, []), *methods)
        _FUNCTIONS[name] = methods
        return cast("FunctionT", _dispatcher(methods))

    return decorator


class _InClassBody:
    """A versioned method until its class is created, when its ranges are checked."""

    def __init__(self, methods: list[VersionedMethod]) -> None:
        newest = methods[-1]
        functools.update_wrapper(self, newest.func)
        before = _UNFINISHED.get(newest.name, [])
        if before and not _is_below(newest.func, before[-1].func):
            # They were left by a class body that failed.
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
        setattr(owner, name, self._dispatch)

    @functools.cached_property
    def _dispatch(self) -> Callable[..., Any]:
        return _dispatcher(self.methods)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Only called if another decorator was applied on top of wraps().
        return self._dispatch(*args, **kwargs)


def _is_below(func: Callable[..., Any], other: Callable[..., Any]) -> bool:
    """Say whether a function is defined below another in the same file."""
    code, other_code = _code(func), _code(other)
    same_file = code.co_filename == other_code.co_filename
    return same_file and code.co_firstlineno > other_code.co_firstlineno


def _code(func: Any) -> CodeType:
    while hasattr(func, "__wrapped__"):
        func = func.__wrapped__
    return cast("CodeType", func.__code__)


def _with(methods: list[VersionedMethod], *more: VersionedMethod) -> list[VersionedMethod]:
    """Add methods in order; one with the same first microversion replaces the earlier one."""
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

    dispatch._versioned_methods = methods  # type: ignore[attr-defined]
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
    """Explain why a call failed if an argument exists at other microversions only.

    :param methods: All implementations of the method.
    :param func: The implementation that was called.
    :param version: The microversion of the client.
    :param given: The names of the keyword arguments.
    :return: The exception to raise; None if the call failed for another reason.
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
    """Return the ranges of microversions with an argument, over all implementations."""
    spans = []
    for method in methods:
        if name in inspect.signature(method.func).parameters:
            first, last = method.start_version, method.end_version
            limits = getattr(method.func, "_versioned_arguments", {})
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
    return parsed(first), parsed(last)


def _in_words(spans: list[_Span]) -> str:
    """Describe ranges of microversions, such as ``since microversion 2.26``."""
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
    if first == parsed("2.0"):
        return f"up to microversion {last.get_string()}"
    if first == last:
        return f"at microversion {first.get_string()}"
    return f"at microversions {first.get_string()} to {last.get_string()}"


def arguments(
    *,
    raises: type[TypeError] | type[exceptions.UnsupportedAttribute] = TypeError,
    **ranges: str | tuple[str, str],
) -> Callable[[FunctionT], FunctionT]:
    """Limit arguments of a method to ranges of microversions.

    An argument that is given at another microversion is refused with an exception that names the
    microversions with it.

    :param raises: TypeError, as if the method lacked the argument; or
        :class:`~novaclient.exceptions.UnsupportedAttribute`, which is not raised if the value is
        the default, or if the default is None and the value is false.
    :param ranges: For each argument, the first microversion, or a tuple of the first and the last.
    :return: A decorator for methods of objects with an ``api_version``.
    """

    def decorator(func: FunctionT) -> FunctionT:
        names = func.__code__.co_varnames
        gates = []
        for name, limits in ranges.items():
            # Positions are counted without self.
            gates.append((name, names.index(name) - 1, *_span(limits)))
        signature = inspect.signature(func)

        @functools.wraps(func)
        def checked(self: Any, *args: Any, **kwargs: Any) -> Any:
            version: APIVersion = self.api_version
            for name, position, first, last in gates:
                given = name in kwargs or len(args) > position
                if not given or version.is_null() or version.matches(first, last):
                    continue
                if raises is exceptions.UnsupportedAttribute:
                    value = kwargs[name] if name in kwargs else args[position]
                    default = signature.parameters[name].default
                    if value is not default and (value or default is not None):
                        raise _unsupported(name, first, last)
                elif name in kwargs:
                    raise _unexpected(func, name, [(first, last)], version)
                else:
                    raise _too_many(func, gates, name, len(args), version)
            return func(self, *args, **kwargs)

        # Some ways to read the parameters, such as getfullargspec(), ignore __wrapped__.
        checked.__signature__ = signature  # type: ignore[attr-defined]
        # Shown in the documentation.
        checked._versioned_arguments = ranges  # type: ignore[attr-defined]
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
    """Make the error for a positional argument that does not exist at a microversion.

    :param func: The method.
    :param gates: The ranges of its arguments.
    :param name: The name of the argument.
    :param given: The number of positional arguments that were given, without self.
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
    """Limit a function to microversions up to a given one, and warn that it is deprecated.

    :param version: The last microversion with the function.
    :return: A decorator for functions whose first argument has an ``api_version``.
    """

    def decorator(func: FunctionT) -> FunctionT:
        @functools.wraps(func)
        def deprecated(*args: Any, **kwargs: Any) -> Any:
            utils.warn_caller(
                f"The {func.__module__} module is deprecated and will be removed.",
                DeprecationWarning,
            )
            return func(*args, **kwargs)

        return wraps("2.0", version)(cast("FunctionT", deprecated))

    return decorator
