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

"""Small things that several modules need."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib import parse

from novaclient import exceptions
from novaclient.i18n import _

VALID_KEY_REGEX = re.compile(r"[\w\.\- :]+$", re.UNICODE)

# What RFC 3986 allows in a path segment beside letters, digits and "-._~"; and the space, which
# requests encodes: programs that replace the session know flavors as "/flavors/256 MB Server".
_SAFE_IN_SEGMENT = "!$&'()*+,;=:@ "

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_Pairs = Mapping[str, Any] | Iterable[tuple[str, Any]]


def path(*segments: object) -> str:
    """Build the path of a URL.

    :param segments: The segments, in order; ids and names that a caller gave may stand among
        them as they are.
    :return: The path, with a slash before each segment.
    :raises novaclient.exceptions.InvalidIdentifier: if a segment is empty, ``.`` or ``..``,
        which would lead to another resource.
    """
    return "/" + "/".join(map(_segment, segments))


def _segment(value: object) -> str:
    text = str(value)
    if text.isascii() and text.replace("-", "").replace("_", "").isalnum():
        # Most are words and UUIDs, with nothing to encode.
        return text
    if text in ("", ".", ".."):
        raise exceptions.InvalidIdentifier(_("%r is no valid id or name.") % text)
    try:
        return parse.quote(text, safe=_SAFE_IN_SEGMENT)
    except UnicodeEncodeError as error:
        raise _unencodable(text) from error


def _unencodable(text: object) -> exceptions.InvalidIdentifier:
    return exceptions.InvalidIdentifier(
        _("%r can't stand in a URL: it has a lone surrogate.") % (text,)
    )


def encoded(params: Any, **how: Any) -> str:
    """Encode parameters as :func:`urllib.parse.urlencode` does.

    :param params: The parameters.
    :param how: Further arguments of ``urlencode()``.
    :return: The query string, without ``?``.
    :raises novaclient.exceptions.InvalidIdentifier: if they have a lone surrogate.
    """
    try:
        return parse.urlencode(params, **how)
    except UnicodeEncodeError as error:
        raise _unencodable(error.object) from error


def prepare_query_string(params: _Pairs | None) -> str:
    """Turn parameters into the query string of a URL.

    :param params: The parameters, None for none; of the same name, several may stand in a list
        of pairs.
    :return: ``?name=value&…``, sorted by name, or an empty string.
    """
    if params is None:
        return ""
    pairs = params.items() if isinstance(params, Mapping) else params
    query = encoded(sorted(pairs, key=lambda pair: pair[0]))
    return f"?{query}" if query else ""


def get_url_with_filter(url: str, filters: _Pairs | None) -> str:
    """Append a query string to a URL that has none.

    :param url: The URL.
    :param filters: The parameters of the query string, None for none.
    :return: The URL with them.
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
    return {name: int(value) if name in names else value for name, value in params.items()}


def renamed(params: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return parameters under the names that the API has for them.

    :param params: The parameters, by the names of Python arguments.
    :param names: The names of the API, where they differ.
    """
    return {names.get(name, name): value for name, value in params.items()}


def find_resource(
    manager: Any,
    name_or_id: Any,
    wrap_exception: bool = True,
    **find_args: Any,
) -> Any:
    """Find a resource by what a person types: its id, its name or its human id.

    :param manager: The manager of the resources, which can ``get()`` and ``find()``.
    :param name_or_id: The id, the name or the human id.
    :param wrap_exception: Raise CommandError whatever is wrong.
    :param find_args: More arguments of ``find()``, such as ``all_tenants=True``.
    :return: The resource.
    :raises novaclient.exceptions.CommandError: if there is none, or more than one.
    :raises novaclient.exceptions.NotFound: the same with ``wrap_exception=False``: none.
    :raises novaclient.exceptions.NoUniqueMatch: the same: more than one.
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

    message = _("No %(kind)s with a name or ID of '%(name)s' exists.") % {
        "kind": kind,
        "name": name_or_id,
    }
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
    """Say whether a value is a text that looks like a UUID."""
    from oslo_utils import uuidutils

    return isinstance(value, str) and uuidutils.is_uuid_like(value)


def is_integer_like(val: Any) -> bool:
    """Say whether a value is an integer, or a text that holds one."""
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
    """Return the first environment variable that is set and not empty.

    :param args: The names of the variables, in order.
    :param default: What to return when none is; by default, an empty text.
    """
    for name in args:
        value = os.environ.get(name)
        if value:
            return value
    return kwargs.get("default", "")


def safe_issubclass(*args: Any) -> bool:
    """Say whether a value is a class below another, where it may not be a class at all."""
    try:
        return issubclass(*args)
    except TypeError:
        return False


@contextlib.contextmanager
def record_time(
    times: list[tuple[str, float, float]], enabled: bool, *args: str
) -> Iterator[None]:
    """Note how long the body of a ``with`` statement took.

    :param times: The notes, each a label, the start and the end in seconds since the epoch.
    :param enabled: Whether to note anything.
    :param args: The words of the label.
    """
    if not enabled:
        yield
        return
    start = time.time()
    yield
    times.append((" ".join(args), start, time.time()))


def validate_flavor_metadata_keys(keys: Iterable[str]) -> None:
    """Refuse keys that Nova does not take as extra specs of a flavor.

    :param keys: The keys.
    :raises novaclient.exceptions.CommandError: at the first that is bad.
    """
    for key in keys:
        if not VALID_KEY_REGEX.match(key):
            raise exceptions.CommandError(
                _(
                    'Invalid key: "%s". Keys may only contain letters, numbers, spaces, '
                    "underscores, periods, colons and hyphens."
                )
                % key
            )


# What extensions call for their part of the program "nova", which is gone.

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


if not TYPE_CHECKING:  # so that type checkers refuse names that are not there

    def __getattr__(name: str) -> Any:
        problem = f"module {__name__!r} has no attribute {name!r}"
        if name in _OF_THE_PROGRAM:
            problem += ": it was only of use to the program 'nova', which is gone"
        raise AttributeError(problem)


def arg(*args: Any, **kwargs: Any) -> Callable[[FunctionT], FunctionT]:
    """Do nothing: there is no program ``nova`` that could offer an argument of a command.

    Kept, like the three functions below, so that extensions which have commands can be imported.

    :param args: Ignored; names of the argument.
    :param kwargs: Ignored; what it is like.
    :return: A decorator that returns the function as it is.
    """
    return _unchanged


def add_arg(func: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Do nothing, see :func:`arg`.

    :param func: The function of a command.
    :param args: Ignored; names of the argument.
    :param kwargs: Ignored; what it is like.
    """


def service_type(stype: str) -> Callable[[FunctionT], FunctionT]:
    """Do nothing, see :func:`arg`.

    :param stype: Ignored; the type of the service that a command talks to.
    :return: A decorator that returns the function as it is.
    """
    return _unchanged


def unauthenticated(func: FunctionT) -> FunctionT:
    """Do nothing, see :func:`arg`.

    :param func: The function of a command.
    :return: The function as it is.
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
    """Print objects as lines of plain text, for commands of extensions.

    :param objs: The objects, such as resources.
    :param fields: The titles of the columns. A column shows the attribute of its title, or of
        its title in lower case with underscores.
    :param formatters: Functions by the title of a column, which make its text of an object.
    :param sortby_index: The number of the column to sort by; by default the order stays.
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
    """Print a dict as lines of plain text, for commands of extensions.

    :param d: The dict; its lines are sorted by the keys.
    :param dict_property: The title of the column of the keys.
    :param dict_value: The title of the column of the values.
    :param wrap: Ignored; values are not wrapped.
    """
    rows = sorted([str(key), _cell(value)] for key, value in d.items())
    _print_rows([[dict_property, dict_value], *rows])


def _field(obj: Any, title: str) -> Any:
    name = title.replace(" ", "_")
    # Few keys of the Compute API have capitals.
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
