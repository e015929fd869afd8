# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The table of the operations that the fake cloud knows.

An operation is a function with a decorator; it takes a :class:`Call` and the variables of its
path, and returns the JSON of the response::

    @operation("GET", "/flavors/{flavor}")
    def show(call: Call, flavor: str) -> Json:
        return {"flavor": _view(call, _find(call, flavor))}
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib import parse

from novaclient import _attributes
from novaclient._api_version import APIVersion, parsed
from novaclient.testing._bodies import is_within, unexpected
from novaclient.testing._errors import NotInFake, bad_request, forbidden, not_found

if TYPE_CHECKING:
    from novaclient.testing._bodies import Kind, Object
    from novaclient.testing._records import User
    from novaclient.testing._state import State

#: The JSON of a response; None if it has no body.
Json = dict[str, Any] | None

#: The path of all actions of servers, which differ in the key of the body.
ACTIONS = "/servers/{server}/action"


@dataclass(frozen=True)
class Reply:
    """A response whose status or headers are not those of its operation.

    :ivar status: The HTTP status.
    :ivar body: The JSON, or None.
    :ivar headers: Further headers.
    """

    status: int
    body: Json = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Call:
    """A request to an operation.

    :ivar state: What the cloud knows.
    :ivar user: Who sends it.
    :ivar version: The microversion.
    :ivar url: The URL of the endpoint.
    :ivar path: The path below it.
    :ivar query: The query, a list of values for each name.
    :ivar body: The decoded JSON of the body, or None.
    :ivar request_id: The id of the request.
    """

    state: State
    user: User
    version: APIVersion
    url: str
    path: str
    query: dict[str, list[str]]
    body: Any
    request_id: str

    def at_least(self, version: str) -> bool:
        """Say whether the microversion is a given one or newer."""
        return self.version.at_least(version)

    def value(self, name: str) -> str | None:
        """Return the value of a name of the query, or None."""
        values = self.query.get(name)
        return values[0] if values else None

    def visible(self, cls: str, view: dict[str, Any]) -> dict[str, Any]:
        """Leave out of a view the keys that Nova does not send at the microversion, to the user.

        :param cls: The name of the resource class in the library's table of attributes.
        :param view: The view, with all keys.
        """
        return {key: view[key] for key in view if self._has(cls, key)}

    def _has(self, cls: str, key: str) -> bool:
        first, last = _attributes.SPANS.get(cls, {}).get(key, ("2.1", None))
        if not is_within(self.version, first, last):
            return False
        limited = _attributes.ADMINISTRATORS.get(cls, {})
        if self.user.admin or key not in limited:
            return True
        until = limited[key]
        return until is not None and self.version > parsed(until)

    def links(self, collection: str, resource_id: str) -> list[dict[str, str]]:
        """Return the links of a resource."""
        bookmarks = self.url.rpartition("/")[0]
        return [
            {"rel": "self", "href": f"{self.url}/{collection}/{resource_id}"},
            {"rel": "bookmark", "href": f"{bookmarks}/{collection}/{resource_id}"},
        ]


@dataclass(frozen=True)
class Query:
    """What an operation takes in the query.

    :ivar names: The names that the fake cloud implements, each with its first microversion.
    :ivar absent: Those that Nova implements as well, each with its first microversion.
    :ivar strict: The first microversion at which Nova refuses any other name, if there is one.
    :ivar closed: Whether the fake cloud does not know which other names there are.
    """

    names: Mapping[str, str]
    absent: Mapping[str, str]
    strict: str | None = "2.75"
    closed: bool = False

    def check(self, query: Collection[str], version: APIVersion) -> None:
        """Refuse what Nova refuses, and raise NotInFake for what Nova alone implements."""
        unknown = [n for n in query if not version.at_least(self.names.get(n, "3.0"))]
        for name in unknown:
            if self.closed or version.at_least(self.absent.get(name, "3.0")):
                raise NotInFake(f"the query parameter {name!r}")
        if unknown and self.strict is not None and version.at_least(self.strict):
            bad_request(unexpected(unknown))


def names(*each: str, **later: str) -> dict[str, str]:
    """Return names of a query with their first microversions.

    :param each: Those that all microversions have.
    :param later: The others, and their first microversions.
    """
    return {**dict.fromkeys(each, "2.1"), **later}


#: No name of a query. Up to 2.101, Nova ignores those that it does not know.
NO_QUERY = Query({}, {}, strict="2.102")
#: No name of a query. Nova ignores all.
ANY_QUERY = Query({}, {}, strict=None)


@dataclass(frozen=True)
class Operation:
    """An operation.

    :ivar method: The HTTP method.
    :ivar path: The path, with variables in braces.
    :ivar action: The key of the body, for actions.
    :ivar function: What carries it out.
    :ivar status: The status of a success.
    :ivar since: The first microversion that has it.
    :ivar until: The last one, if it was removed.
    :ivar rule: The rule of Nova's policy, if it is for administrators only.
    :ivar body: What the body must be; None for operations without one.
    :ivar query: What the query may have.
    :ivar service: The type of the service in the catalog.
    """

    method: str
    path: str
    action: str | None
    function: Callable[..., Json | Reply]
    status: int
    since: str
    until: str | None
    rule: str | None
    body: Kind | None
    query: Query
    service: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (f" {self.action}" if self.action else "")

    def exists(self, version: APIVersion) -> bool:
        """Say whether a microversion has the operation."""
        return is_within(version, self.since, self.until)

    def variables(self, path: str) -> tuple[str, ...] | None:
        """Return the variables of a path, or None if it is not a path of this operation."""
        match = _pattern(self.path).fullmatch(path)
        return match and tuple(map(parse.unquote, match.groups()))

    def carry_out(self, call: Call) -> Reply:
        """Carry out a request, as :func:`carry_out` does."""
        if self.rule is not None and not call.user.admin:
            forbidden(f"Policy doesn't allow {self.rule} to be performed.")
        self.query.check(call.query, call.version)
        if self.body is not None:
            self.body.check(call.body, "", call.version)
        result = self.function(call, *(self.variables(call.path) or ()))
        return result if isinstance(result, Reply) else Reply(self.status, result)


@functools.cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "([^/]+)", path))


_table: list[Operation] = []

Function = Callable[..., Json | Reply]


def operation(
    method: str,
    path: str,
    *,
    status: int = 200,
    since: str = "2.1",
    until: str | None = None,
    rule: str | None = None,
    body: Kind | None = None,
    query: Query | None = None,
    service: str = "compute",
) -> Callable[[Function], Function]:
    """Enter a function into the table; the parameters are those of :class:`Operation`."""
    if query is None:
        query = NO_QUERY if method == "GET" else ANY_QUERY
    return _entering(method, path, None, status, since, until, rule, body, query, service)


def action(
    name: str,
    body: Object,
    *,
    path: str = ACTIONS,
    status: int = 202,
    since: str = "2.1",
    until: str | None = None,
    rule: str | None = None,
) -> Callable[[Function], Function]:
    """Enter a function that carries out an action, by default of servers, into the table.

    :param name: The key of the body.
    :param body: What the whole body must be.
    :param path: The path of the actions.
    """
    return _entering("POST", path, name, status, since, until, rule, body, ANY_QUERY, "compute")


def _entering(
    method: str, path: str, action: str | None, *others: Any
) -> Callable[[Function], Function]:
    """Return a decorator that enters a function into the table.

    :param others: The values of :class:`Operation` after its function.
    """

    def enter(function: Function) -> Function:
        _table.append(Operation(method, path, action, function, *others))
        return function

    return enter


def all_operations() -> tuple[Operation, ...]:
    """Return all operations of the table."""
    return tuple(_table)


def named(name: str) -> str:
    """Return the name of an operation as it was given, if there is one.

    :param name: The name, such as ``POST /servers``; that of all actions stands for each.
    :raises ValueError: if there is no such operation.
    """
    known = {str(each) for each in _table} | {f"{each.method} {each.path}" for each in _table}
    if name in known:
        return name
    import difflib

    same = [each for each in sorted(known) if _shape(each) == _shape(name)]
    similar = same or difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {similar[0]!r}?" if similar else ""
    raise ValueError(f"the fake cloud has no operation {name!r}{hint}")


def _shape(name: str) -> str:
    """Return the name of an operation without the names of its variables."""
    return re.sub(r"\{\w+\}", "{}", name)


def matching(service: str, method: str, path: str, body: Any) -> list[Operation]:
    """Return the operations that a request may mean, which differ in their microversions.

    :raises NotInFake: if the fake cloud has none.
    """
    found = [
        entry
        for entry in _table
        if entry.method == method
        and entry.service == service
        and entry.variables(path) is not None
        and (entry.action is None or entry.action in (body or ()))
    ]
    if not found:
        keys = f" with {next(iter(body))!r}" if body and path.endswith("/action") else ""
        raise NotInFake(f"{method} {path}{keys} of the service {service!r}")
    return found


def carry_out(operations: list[Operation], call: Call) -> Reply:
    """Carry out a request.

    :param operations: Those that it may mean.
    :param call: The request.
    :raises Fault: if Nova refuses it.
    :raises NotInFake: if it asks for something that the fake cloud does not implement.
    """
    entry = next((each for each in operations if each.exists(call.version)), None)
    return not_found() if entry is None else entry.carry_out(call)
