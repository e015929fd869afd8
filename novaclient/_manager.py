# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Managers: they turn URLs and JSON into resources.

:mod:`novaclient.base` is where these classes are imported from.
"""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Callable, Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from novaclient import exceptions, paging, utils
from novaclient._request_ids import (
    WITH_META,
    DictWithMeta,
    ListWithMeta,
    StrWithMeta,
    TupleWithMeta,
    WithMeta,
)
from novaclient._resource import Resource, changing
from novaclient._unexpected import is_not_json, shown, unexpected

if TYPE_CHECKING:
    from typing import Generic

    import requests

    from novaclient.adapter import SessionClient
    from novaclient.api_versions import APIVersion

ResourceT = TypeVar("ResourceT", bound=Resource)


#: How many of the matches an exception names.
_SHOWN_MATCHES = 5


class HookableMixin:
    """A class whose behavior extensions can add to."""

    __module__ = "novaclient.base"

    _hooks_map: ClassVar[dict[str, list[Callable[..., Any]]]] = {}

    @classmethod
    def add_hook(cls, hook_type: str, hook_func: Callable[..., Any]) -> None:
        """Add a function that is called for this class and its subclasses.

        :param hook_type: When to call it, such as ``"modify_body_for_create"``.
        :param hook_func: The function.
        """
        with changing:
            if "_hooks_map" not in cls.__dict__:
                cls._hooks_map = {}
            cls._hooks_map.setdefault(hook_type, []).append(hook_func)

    @classmethod
    def run_hooks(cls, hook_type: str, *args: Any, **kwargs: Any) -> None:
        """Call the functions that were added for a type of hook.

        :param hook_type: The type of hook.
        :param args: Arguments of the functions.
        :param kwargs: Arguments of the functions.
        """
        for owner in reversed(cls.__mro__):
            for hook_func in owner.__dict__.get("_hooks_map", {}).get(hook_type, ()):
                hook_func(*args, **kwargs)


if TYPE_CHECKING:

    class _OfResource(HookableMixin, Generic[ResourceT]):
        """Tells type checkers which resource a manager returns."""

else:
    # Generic would add itself to the base classes that programs see.
    _OfResource = {ResourceT: HookableMixin}


class Manager(_OfResource[ResourceT]):
    """The operations on one kind of resource.

    :param api: The client, of :class:`novaclient.v2.client.Client`.
    """

    __module__ = "novaclient.base"

    #: The class of the resources.
    resource_class: Any = None

    def __init__(self, api: Any) -> None:
        self.api = api

    def __class_getitem__(cls, item: Any) -> Any:
        return cls

    @property
    def client(self) -> SessionClient:
        """The HTTP side of the client."""
        client: SessionClient = self.api.client
        return client

    @property
    def api_version(self) -> APIVersion:
        """The microversion of the client."""
        version: APIVersion = self.api.api_version
        return version

    def _list(
        self,
        url: str,
        response_key: str,
        obj_class: Any = None,
        body: Any = None,
        filters: Any = None,
    ) -> ListWithMeta[Any]:
        """List the resources of a collection.

        :param url: The path of the collection.
        :param response_key: The key of the response body that holds the list.
        :param obj_class: The class of the resources; by default, :attr:`resource_class`.
        :param body: A body to send with POST. Without it, the request is a GET.
        :param filters: The parameters of the query string.
        :return: The resources.
        """
        url = utils.get_url_with_filter(url, filters)
        if body:
            resp, content = self.client.post(url, body=body)
        else:
            resp, content = self.client.get(url)
        rows = self._rows(content, response_key, resp, url)
        items = ListWithMeta(_loaded(obj_class or self.resource_class, self, rows), resp)
        # In the list of instance actions the key is just "links".
        items.has_more = paging.has_next(
            content.get(f"{response_key}_links") or content.get("links")
        )
        return items

    def _get(self, url: str, response_key: str | None, filters: Any = None) -> ResourceT:
        """Get a resource.

        :param url: The path of the resource.
        :param response_key: The key of the response body that holds it; None for the whole body.
        :param filters: The parameters of the query string.
        :return: The resource.
        """
        url = utils.get_url_with_filter(url, filters)
        resp, content = self.client.get(url)
        info = self._mapping(content, response_key, resp, url)
        resource: ResourceT = self.resource_class(self, info, loaded=True, resp=resp)
        return resource

    def _create(
        self,
        url: str,
        body: Any,
        response_key: str,
        return_raw: bool = False,
        obj_class: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Create a resource.

        :param url: The path of its collection.
        :param body: The request body. Hooks ``modify_body_for_create`` may change it.
        :param response_key: The key of the response body that holds the resource.
        :param return_raw: Return the value of the key instead of a resource.
        :param obj_class: The class of the resource; by default, :attr:`resource_class`.
        :param kwargs: Further arguments of the hooks.
        :return: The resource. The server may have sent only some of its attributes.
        """
        self.run_hooks("modify_body_for_create", body, **kwargs)
        resp, content = self.client.post(url, body=body)
        if return_raw:
            content = self._content(content, response_key, resp, url)
            return self._with_meta(content, resp, url)
        info = self._mapping(content, response_key, resp, url)
        return (obj_class or self.resource_class)(self, info, resp=resp)

    def _delete(self, url: str) -> WithMeta:
        """Delete a resource.

        :param url: The path of the resource.
        :return: The response body, normally empty: an empty tuple.
        """
        resp, content = self.client.delete(url)
        return self._unread(content, resp)

    def _update(
        self, url: str, body: Any, response_key: str | None = None, **kwargs: Any
    ) -> ResourceT | StrWithMeta:
        """Update a resource.

        :param url: The path of the resource.
        :param body: The request body. Hooks ``modify_body_for_update`` may change it.
        :param response_key: The key of the response body that holds the resource; None for the
            whole body.
        :param kwargs: Further arguments of the hooks.
        :return: The resource, or an empty string if the response has no body.
        """
        self.run_hooks("modify_body_for_update", body, **kwargs)
        resp, content = self.client.put(url, body=body)
        if not content and not is_not_json(resp):
            return StrWithMeta("", resp)
        info = self._mapping(content, response_key, resp, url)
        return cast("ResourceT", self.resource_class(self, info, resp=resp))

    def _only_match(self, matches: ListWithMeta[ResourceT], wanted: Any) -> ResourceT:
        """Return the only match of a search, with the request ids of the search.

        :param matches: What was found.
        :param wanted: What was searched for: a name, or a dict of attributes.
        :return: The match.
        :raises novaclient.exceptions.NotFound: if there is no match.
        :raises novaclient.exceptions.NoUniqueMatch: if there is more than one.
        """
        kind = self.resource_class.__name__
        if not matches:
            raise exceptions.NotFound(404, f"No {kind} matching {shown(wanted)}.")
        if len(matches) > 1:
            if isinstance(wanted, str):
                raise exceptions.NoUniqueMatch(utils.several_found(kind.lower(), wanted))
            found = ", ".join(repr(match) for match in matches[:_SHOWN_MATCHES])
            more = "" if len(matches) <= _SHOWN_MATCHES else ", …"
            raise exceptions.NoUniqueMatch(
                f"{len(matches)} resources match {shown(wanted)}: {found}{more}"
            )
        match = matches[0]
        match.append_request_ids(matches.request_ids)
        return match

    def _get_mapping(self, url: str, response_key: str | None = None) -> DictWithMeta:
        """Get a dict that is not a resource.

        :param url: The path of the request.
        :param response_key: The key of the response body that holds it; None for the whole body.
        :return: The dict with the request id.
        """
        return self._to_mapping(self.client.get(url), url, response_key)

    def _to_mapping(
        self,
        response_and_body: tuple[requests.Response, Any],
        url: str,
        response_key: str | None = None,
    ) -> DictWithMeta:
        """Return the dict in the response to any request.

        :param response_and_body: What a method of :attr:`client` returned.
        :param url: The path of the request.
        :param response_key: The key of the response body that holds the dict; None for the
            whole body.
        :return: The dict with the request id.
        """
        resp, body = response_and_body
        return DictWithMeta(self._mapping(body, response_key, resp, url), resp)

    def _delete_each(self, urls: Iterable[str]) -> TupleWithMeta:
        """Delete several things, one request for each.

        :param urls: Their paths.
        :return: An empty tuple with the ids of all requests.
        """
        deleted = TupleWithMeta((), None)
        for url in urls:
            deleted.append_request_ids(self._delete(url).request_ids)
        return deleted

    def _content(self, content: Any, key: str, resp: requests.Response, url: str) -> Any:
        if not isinstance(content, dict) or key not in content:
            raise unexpected(resp, url, f"there is no {key!r} in it")
        return content[key]

    def _mapping(
        self, content: Any, key: str | None, resp: requests.Response, url: str
    ) -> dict[str, Any]:
        info = content if key is None else self._content(content, key, resp, url)
        if not isinstance(info, dict):
            raise unexpected(resp, url, f"{key or 'body'!r} is not an object")
        return info

    def _rows(
        self, content: Any, key: str, resp: requests.Response, url: str
    ) -> builtins.list[dict[str, Any]]:
        rows = self._content(content, key, resp, url)
        if isinstance(rows, dict) and "values" in rows:
            rows = rows["values"]
        # The types of all rows first, without a step of Python for each of thousands.
        if not isinstance(rows, list) or not (
            {dict}.issuperset(map(type, rows)) or all(isinstance(row, dict) for row in rows)
        ):
            raise unexpected(resp, url, f"{key!r} is not a list of objects")
        return rows

    def _with_meta(self, content: Any, resp: requests.Response, url: str) -> WithMeta:
        try:
            return self.convert_into_with_meta(content, resp)
        except TypeError as error:
            raise unexpected(resp, url, str(error)) from error

    def _unread(self, content: Any, resp: requests.Response) -> WithMeta:
        """Return a body that no method needs: whatever it is, the call succeeded.

        :param content: The decoded body.
        :param resp: The response.
        :return: The body, or an empty tuple if its type cannot carry request ids.
        """
        try:
            return self.convert_into_with_meta(content, resp)
        except TypeError:
            return TupleWithMeta((), resp)

    def _text(self, content: Any, key: str, resp: requests.Response, url: str) -> str:
        text = self._content(content, key, resp, url)
        if not isinstance(text, str):
            raise unexpected(resp, url, f"{key!r} is not a string")
        return text

    def convert_into_with_meta(self, item: Any, resp: Any) -> WithMeta:
        """Attach request ids to a plain value.

        :param item: A string, bytes, a list, a tuple or a dict; None stands for an empty tuple.
        :param resp: The response, a list of request ids, or None.
        :return: The value, as one of the classes ``…WithMeta``.
        :raises TypeError: if the value is of another type.
        """
        if item is None:
            return TupleWithMeta((), resp)
        for kind, make in WITH_META:
            if isinstance(item, kind):
                return make(item, resp)
        raise TypeError(f"a {type(item).__name__} can't carry request ids")

    @contextlib.contextmanager
    def alternate_service_type(
        self, default: str, allowed_types: Container[str | None] = ()
    ) -> Iterator[None]:
        """Send the requests made in a ``with`` statement to another service.

        Kept for extensions. The requests of other threads are not affected.

        :param default: The type of the service.
        :param allowed_types: If the client already uses one of these types, nothing changes.
        """
        if self.client.service_type in allowed_types:
            yield
            return
        with self.client.alternate_service_type(default):
            yield


def _loaded(make: Any, manager: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Return the resources of a list."""
    if getattr(make, "__init__", None) is Resource.__init__:
        # By position: with a keyword, Python would make a dict for each of thousands.
        return [make(manager, row, True) for row in rows]
    return [make(manager, row, loaded=True) for row in rows]
