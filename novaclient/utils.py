# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Helpers that several modules need: paths, query strings, finding resources, warnings."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib import parse

from novaclient import exceptions

VALID_KEY_REGEX = re.compile(r"[\w\.\- :]+$", re.UNICODE)

# What RFC 3986 allows in a path segment besides letters, digits and "-._~". The space is left to
# requests to encode: fake sessions in tests of programs expect "/flavors/256 MB Server".
_SAFE_IN_SEGMENT = "!$&'()*+,;=:@ "

# What str() calls for an object that has no string of its own.
_REPR: Any = object.__str__

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_Pairs = Mapping[str, Any] | Iterable[tuple[str, Any]]


def path(*segments: object) -> str:
    """Build the path of a URL, with every segment percent-encoded.

    :param segments: The segments in order, unencoded: words, ids and names.
    :return: The path, with a slash before each segment.
    :raises novaclient.exceptions.InvalidIdentifier: if a segment is empty, ``.`` or ``..``,
        which would lead to another resource, has a lone surrogate, or is an object that has no
        string of its own.
    """
    return "/" + "/".join(map(_segment, segments))


def _segment(value: object) -> str:
    text = str(plain(value))
    if text.isascii() and text.replace("-", "").replace("_", "").isalnum():
        # Most segments are words and UUIDs, which need no encoding.
        return text
    if text in ("", ".", ".."):
        raise exceptions.InvalidIdentifier(f"{text!r} is no valid id or name.")
    try:
        return parse.quote(text, safe=_SAFE_IN_SEGMENT)
    except UnicodeEncodeError as error:
        raise _unencodable(text) from error


def plain(value: Any) -> Any:
    """Return a value that is an id or a name, or has one as its string, such as a UUID.

    :param value: The value.
    :return: The value itself.
    :raises novaclient.exceptions.InvalidIdentifier: if its string would be its ``repr``.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if type(value).__str__ is _REPR or isinstance(value, bytes | bytearray):
        kind = type(value).__name__
        raise exceptions.InvalidIdentifier(
            f"An object of type {kind!r} can't be sent: it is neither an id nor a name."
        )
    return value


def _unencodable(text: object) -> exceptions.InvalidIdentifier:
    return exceptions.InvalidIdentifier(f"{text!r} can't stand in a URL: it has a lone surrogate.")


def encoded(params: Any, **how: Any) -> str:
    """Encode parameters as :func:`urllib.parse.urlencode` does.

    :param params: The parameters.
    :param how: Further arguments of ``urlencode()``.
    :return: The query string, without ``?``.
    :raises novaclient.exceptions.InvalidIdentifier: if they have a lone surrogate, or an object
        that has no string of its own.
    """
    for _name, value in params.items() if isinstance(params, Mapping) else params:
        plain(value)
    try:
        return parse.urlencode(params, **how)
    except UnicodeEncodeError as error:
        raise _unencodable(error.object) from error


def prepare_query_string(params: _Pairs | None) -> str:
    """Build the query string of a URL.

    :param params: The parameters, a dict or a list of pairs, in which a name may be repeated.
    :return: ``?name=value&…``, sorted by name; an empty string if there are no parameters.
    """
    if params is None:
        return ""
    pairs = params.items() if isinstance(params, Mapping) else params
    query = encoded(sorted(pairs, key=lambda pair: pair[0]))
    return f"?{query}" if query else ""


def get_url_with_filter(url: str, filters: _Pairs | None) -> str:
    """Append a query string to a URL.

    :param url: The URL, without a query string.
    :param filters: The parameters, as in :func:`prepare_query_string`.
    :return: The URL with the query string, if there are parameters.
    """
    return url + prepare_query_string(filters) if filters else url


def without_none(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that were given, where None means not given.

    :param params: The parameters.
    """
    return {name: value for name, value in params.items() if value is not None}


def without_empty(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that say something, where None, 0, False and "" do not.

    :param params: The parameters.
    """
    return {name: value for name, value in params.items() if value}


def with_integers(params: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return parameters of which some are made integers.

    :param params: The parameters.
    :param names: The names of those that must be integers, if they are given.
    :raises ValueError: if one of them is not a number.
    """
    return converted(params, dict.fromkeys(names, int))


def renamed(params: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return parameters under the names that the API has for them.

    :param params: The parameters, by the names of Python arguments.
    :param names: The names of the API, where they differ.
    """
    return {names.get(name, name): value for name, value in params.items()}


def converted(
    params: Mapping[str, Any], converters: Mapping[str, Callable[[Any], Any]]
) -> dict[str, Any]:
    """Return parameters of which some are converted.

    :param params: The parameters.
    :param converters: The functions that convert values, by the names of their parameters.
    """
    return {k: converters[k](value) if k in converters else value for k, value in params.items()}


def find_resource(
    manager: Any,
    name_or_id: Any,
    wrap_exception: bool = True,
    **find_args: Any,
) -> Any:
    """Find a resource by its id, its name or its human id.

    :param manager: The manager of the resources, with ``get()`` and ``find()``.
    :param name_or_id: The id, the name or the human id.
    :param wrap_exception: Raise :class:`~novaclient.exceptions.CommandError` instead of
        ``NotFound`` and ``NoUniqueMatch``.
    :param find_args: Further arguments of ``find()``, such as ``all_tenants=True``.
    :return: The resource.
    :raises novaclient.exceptions.CommandError: if no resource or more than one matches.
    :raises novaclient.exceptions.NotFound: with ``wrap_exception=False``, if no resource
        matches.
    :raises novaclient.exceptions.NoUniqueMatch: with ``wrap_exception=False``, if more than one
        resource matches.
    """
    name_attr = getattr(manager.resource_class, "NAME_ATTR", "name")
    kind = getattr(manager.resource_class, "__name__", "resource").lower()

    if getattr(manager, "is_alphanum_id_allowed", False) or is_uuid(name_or_id):
        with contextlib.suppress(exceptions.NotFound, exceptions.InvalidIdentifier):
            return manager.get(name_or_id)

    try:
        for attribute in (name_attr, "human_id"):
            with contextlib.suppress(exceptions.NotFound):
                return manager.find(**{attribute: name_or_id, **find_args})
    except exceptions.NoUniqueMatch as error:
        message = several_found(kind, name_or_id)
        if wrap_exception:
            raise exceptions.CommandError(message) from error
        raise exceptions.NoUniqueMatch(message) from error

    if is_integer_like(name_or_id):
        with contextlib.suppress(exceptions.NotFound):
            return manager.get(int(name_or_id))

    message = f"No {kind} with a name or ID of '{name_or_id}' exists."
    if wrap_exception:
        raise exceptions.CommandError(message)
    raise exceptions.NotFound(404, message)


def several_found(kind: str, name: object) -> str:
    """Return the message that a name is not unique.

    :param kind: The kind of resource, in lower case.
    :param name: The name that was searched for.
    """
    return f"Multiple {kind} matches found for '{name}', use an ID to be more specific."


def is_uuid(value: object) -> bool:
    """Say whether a value is a string that looks like a UUID.

    :param value: The value.
    :return: True if it is.
    """
    from oslo_utils import uuidutils

    return isinstance(value, str) and uuidutils.is_uuid_like(value)


def is_integer_like(val: Any) -> bool:
    """Say whether a value is an integer or a string that holds one.

    :param val: The value.
    :return: True if it is.
    """
    try:
        int(val)
    except (TypeError, ValueError):
        return False
    return True


def as_integer(value: Any, problem: str) -> int:
    """Return a value as an integer.

    :param value: The value.
    :param problem: The message if it is not an integer.
    :raises novaclient.exceptions.CommandError: if it is not an integer.
    """
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise exceptions.CommandError(problem) from error


def env(*args: str, **kwargs: Any) -> Any:
    """Return the value of the first environment variable that is set and not empty.

    :param args: The names of the variables, in order.
    :param default: What to return if there is no such variable. An empty string by default.
    :return: The value.
    """
    for name in args:
        value = os.environ.get(name)
        if value:
            return value
    return kwargs.get("default", "")


def safe_issubclass(*args: Any) -> bool:
    """Say whether a value is a subclass; unlike ``issubclass``, accept what is not a class.

    :param args: The arguments of ``issubclass``.
    :return: True if it is; False if not, or if the value is not a class.
    """
    try:
        return issubclass(*args)
    except TypeError:
        return False


@contextlib.contextmanager
def record_time(
    times: list[tuple[str, float, float]], enabled: bool, *args: str
) -> Iterator[None]:
    """Record how long the body of a ``with`` statement took.

    :param times: The list to append to: the label, and the start and the end in seconds since
        the epoch.
    :param enabled: Whether to record anything.
    :param args: The words of the label.
    """
    if not enabled:
        yield
        return
    start = time.time()
    yield
    times.append((" ".join(args), start, time.time()))


def validate_flavor_metadata_keys(keys: Iterable[str]) -> None:
    """Check the keys of the extra specs of a flavor.

    :param keys: The keys.
    :raises novaclient.exceptions.CommandError: if Nova does not accept one of them.
    """
    for key in keys:
        if not VALID_KEY_REGEX.match(key):
            raise exceptions.CommandError(
                f'Invalid key: "{key}". Keys may only contain letters, numbers, spaces, '
                "underscores, periods, colons and hyphens."
            )


def warn_caller(message: str, category: type[Warning]) -> None:
    """Issue a warning that points at the line of the program that called the library.

    :param message: The message.
    :param category: The class of the warning.
    """
    level = 1
    frame = sys._getframe()
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("novaclient."):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)


def warn_of_unknown(names: Iterable[Any], known: Collection[str], problem: str) -> None:
    """Warn of each name that does not exist.

    :param names: The names that were given.
    :param known: The names that exist.
    :param problem: What is wrong, as a sentence with ``{!r}`` in place of the name.
    """
    for name in names:
        if name in known:
            continue
        # Rarely needed.
        from difflib import get_close_matches

        close = get_close_matches(str(name), known, 1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        warn_caller(problem.format(name) + hint, exceptions.UnknownNameWarning)


# What extensions called for their commands of the program "nova", which no longer exists.

_OF_THE_PROGRAM = frozenset(
    {
        "do_action_on_many",
        "flatten_dict",
        "format_security_groups",
        "format_servers_list_networks",
        "get_service_type",
        "isunauthenticated",
        "make_field_formatter",
        "pretty_choice_dict",
        "pretty_choice_list",
    }
)


if not TYPE_CHECKING:  # So that type checkers report names that do not exist.

    def __getattr__(name: str) -> Any:
        problem = f"module {__name__!r} has no attribute {name!r}"
        if name in _OF_THE_PROGRAM:
            problem += ": it was only of use to the program 'nova', which is gone"
        raise AttributeError(problem)


def arg(*args: Any, **kwargs: Any) -> Callable[[FunctionT], FunctionT]:
    """Do nothing; formerly declared an argument of a command of the program ``nova``.

    Like the three functions below, it is kept so that extensions with commands can be imported.

    :param args: Ignored.
    :param kwargs: Ignored.
    :return: A decorator that returns the function unchanged.
    """
    return _unchanged


def add_arg(func: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Do nothing, as :func:`arg`.

    :param func: Ignored.
    :param args: Ignored.
    :param kwargs: Ignored.
    """


def service_type(stype: str) -> Callable[[FunctionT], FunctionT]:
    """Do nothing, as :func:`arg`.

    :param stype: Ignored.
    :return: A decorator that returns the function unchanged.
    """
    return _unchanged


def unauthenticated(func: FunctionT) -> FunctionT:
    """Do nothing, as :func:`arg`.

    :param func: The function of a command.
    :return: The function unchanged.
    """
    return func


def _unchanged(func: FunctionT) -> FunctionT:
    return func


def print_list(
    objs: Iterable[Any],
    fields: Sequence[str],
    formatters: Mapping[str, Callable[[Any], Any]] = {},
    sortby_index: int | None = None,
) -> None:
    """Print objects as a plain table, for commands of extensions.

    :param objs: The objects, such as resources.
    :param fields: The titles of the columns. A column shows the attribute that has its title,
        in lower case with underscores, or else with underscores only, as its name.
    :param formatters: A function for each title whose column does not show an attribute; it
        gets the object and returns what to show.
    :param sortby_index: The index of the column to sort by. By default, the order is kept.
    """
    rows = [
        [_cell(formatters[f](o) if f in formatters else _field(o, f)) for f in fields]
        for o in objs
    ]
    if sortby_index is not None:
        rows.sort(key=lambda row: row[sortby_index])
    _print_rows([[*fields], *rows])


def print_dict(
    d: Mapping[str, Any],
    dict_property: str = "Property",
    dict_value: str = "Value",
    wrap: int = 0,
) -> None:
    """Print a dict as a plain table, sorted by key, for commands of extensions.

    :param d: The dict.
    :param dict_property: The title of the column of keys.
    :param dict_value: The title of the column of values.
    :param wrap: Ignored. Values are not wrapped.
    """
    rows = sorted([str(key), _cell(value)] for key, value in d.items())
    _print_rows([[dict_property, dict_value], *rows])


def _field(obj: Any, title: str) -> Any:
    name = title.replace(" ", "_")
    # Most attributes are in lower case, but some keys of the Compute API have capitals.
    for attribute in (name.lower(), name):
        if hasattr(obj, attribute):
            return getattr(obj, attribute)
    return ""


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    text = str(value)
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(text.splitlines())


def _print_rows(rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")
