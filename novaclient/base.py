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

"""What every manager and every resource has in common."""

from __future__ import annotations

import abc
import builtins
import contextlib
import copy
import enum
import inspect
import threading
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from novaclient import exceptions, masking, paging, utils
from novaclient.i18n import _

if TYPE_CHECKING:
    from typing import Generic

    import requests

    from novaclient.api_versions import APIVersion
    from novaclient.client import SessionClient


class Unset(enum.Enum):
    """The type of :data:`UNSET`."""

    UNSET = "argument not given"

    def __repr__(self) -> str:
        return "<unset>"


#: Stands for "argument not given" where None means something else.
UNSET: Final = Unset.UNSET

# Held while an object of several threads is changed in more than one step; never in a request.
_changing = threading.Lock()


def getid(obj: Any) -> Any:
    """Return the id of a resource, and anything else as it is.

    :param obj: A resource, or its id.
    :return: The id.
    """
    return getattr(obj, "id", obj)


def known_id(obj: Any) -> Any:
    """Return the id of a resource that must have one, and anything else as it is.

    :param obj: A resource, or its id.
    :return: The id.
    :raises novaclient.exceptions.InvalidIdentifier: if a resource has no id.
    """
    value = getid(obj)
    if isinstance(value, Resource):
        raise exceptions.InvalidIdentifier(_("%r has no id.") % value)
    return value


def path(*segments: Any) -> str:
    """Build the path of a URL from literal words, ids and resources.

    :param segments: The segments, in order; a resource stands for its id.
    :return: The path.
    :raises novaclient.exceptions.InvalidIdentifier: if an id can't stand in a path, or a
        resource has no id.
    """
    return utils.path(*[s if isinstance(s, str) else known_id(s) for s in segments])


class RequestIdMixin:
    """The ids under which the server logged the requests that made an object."""

    # Most resources come in lists and have no ids of their own: theirs is never made.
    _request_ids: list[Any] | None = None

    def request_ids_setup(self) -> None:
        """Begin with no ids."""
        self._request_ids = []

    @property
    def request_ids(self) -> list[Any]:
        """The ids, in the order of the requests; None for an answer without an id."""
        if self._request_ids is None:
            # In one step, so that no thread replaces the list of another.
            ids: list[Any] = self.__dict__.setdefault("_request_ids", [])
            return ids
        return self._request_ids

    def append_request_ids(self, resp: Any) -> None:
        """Add the ids of answers, each id once.

        :param resp: An answer, an id, a list of these, or None.
        """
        if resp is None:
            return
        ids = self.request_ids
        for item in resp if isinstance(resp, list) else (resp,):
            request_id = _request_id(item)
            if request_id not in ids:
                ids.append(request_id)


def _request_id(response_or_id: Any) -> Any:
    headers = getattr(response_or_id, "headers", None)
    if headers is None:
        return response_or_id
    return headers.get("x-openstack-request-id") or headers.get("x-compute-request-id")


# What a resource is made of, and no key of the JSON.
_OWN_ATTRIBUTES = frozenset({"manager", "_info", "_loaded", "_request_ids"})


class _Declared:
    """An attribute that a class of resources names: a key of the JSON.

    Without it, each look-up would first have to fail before ``__getattr__`` is asked; now only
    that of a missing key has to. What is set on a resource itself wins.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, resource: Resource | None, owner: type | None = None) -> Any:
        if resource is not None and self._name in resource._info:
            return resource._info[self._name]
        raise AttributeError(self._name)


class Resource(RequestIdMixin):
    """A thing of the cloud: a view on the JSON that the server sent.

    The keys of the JSON are read as attributes. A resource that holds only a part (as after
    ``create()``) loads the rest once, when a missing attribute is read.

    :param manager: The manager that made it.
    :param info: The JSON, decoded.
    :param loaded: Whether this is all that there is.
    :param resp: The answer that it came with, or a list of request ids.
    """

    #: Whether :attr:`human_id` is made from the name.
    HUMAN_ID: ClassVar[bool] = False
    #: The attribute that holds the name.
    NAME_ATTR: ClassVar[str] = "name"

    manager: Any
    # Empty until it is set, as in a copy that is being made.
    _info: dict[str, Any] = MappingProxyType({})  # type: ignore[assignment]
    # Some of Nova's lists wrap each item into an object with this one key.
    _wrapper: ClassVar[str | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in inspect.get_annotations(cls):
            if name not in _OWN_ATTRIBUTES and not any(name in vars(c) for c in cls.__mro__):
                setattr(cls, name, _Declared(name))

    def __init__(
        self, manager: Any, info: dict[str, Any], loaded: bool = False, resp: Any = None
    ) -> None:
        self.manager = manager
        self._info = info
        self._loaded = loaded
        if resp is not None:
            self.append_request_ids(resp)

    def __getattr__(self, name: str) -> Any:
        # Reached only for what is neither on the class nor set on the object.
        try:
            return self._attributes[name]
        except KeyError:
            pass
        # Python and its tools probe for names that begin with an underscore.
        if not name.startswith("_"):
            if not self._loaded:
                if name == "id":
                    # Without an id there is nothing to load.
                    self._loaded = True
                else:
                    self.get()
            # Loaded just now, maybe by another thread.
            if name in self._attributes:
                return self._attributes[name]
        error = AttributeError(name, name=name, obj=self)
        error.add_note(
            f"{type(self).__name__} has no attribute {name!r}, and neither has the JSON that "
            f"the server sent{'' if self.__dict__.get('_loaded') else ' so far'}."
        )
        raise error

    @property
    def _attributes(self) -> dict[str, Any]:
        info = self._info
        if not self._wrapper:
            return info
        wrapped = info.get(self._wrapper, info)
        return wrapped if isinstance(wrapped, dict) else info

    def __delattr__(self, name: str) -> None:
        attributes = self._attributes
        if name in self.__dict__ or name not in attributes:
            super().__delattr__(name)
            return
        # What the server sent may be shared with a copy, or be the caller's.
        with _changing:
            rest = {key: value for key, value in self._attributes.items() if key != name}
            wrapper = self._wrapper
            if wrapper is not None and wrapper in self._info:
                rest = {**self._info, wrapper: rest}
            self._info = rest

    def __dir__(self) -> Iterable[str]:
        own = (name for name in super().__dir__() if hasattr(type(self), name))
        return sorted({*own, *self.__dict__, *self._attributes})

    def __repr__(self) -> str:
        info = masking.masked(self._info)
        pairs = ", ".join(f"{key}={info[key]}" for key in sorted(info))
        return f"<{type(self).__name__} {pairs}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Resource) or type(self) is not type(other):
            return NotImplemented
        if hasattr(self, "id") and hasattr(other, "id"):
            return bool(self.id == other.id)
        return self._info == other._info

    # Resources can change, and were never hashable.
    __hash__ = None  # type: ignore[assignment]

    def __deepcopy__(self, memo: dict[int, Any]) -> Resource:
        # The manager holds the connection to the cloud, which copies share.
        twin = copy.copy(self)
        twin.__dict__.update(
            {k: copy.deepcopy(v, memo) for k, v in self.__dict__.items() if k != "manager"}
        )
        return twin

    def __getstate__(self) -> dict[str, Any]:
        # A connection can't be pickled: what comes back is the data, with no way to load more.
        return {**self.__dict__, "manager": None, "_loaded": True}

    def __copy__(self) -> Resource:
        twin = self.__class__.__new__(self.__class__)
        twin.__dict__.update(self.__dict__)
        twin._request_ids = list(self.request_ids)
        return twin

    @property
    def api_version(self) -> APIVersion:
        """The microversion of the client."""
        return cast("APIVersion", self.manager.api_version)

    @property
    def human_id(self) -> str | None:
        """The name as it could stand in a URL, or None."""
        if not self.HUMAN_ID:
            return None
        name = getattr(self, self.NAME_ATTR, None)
        if not isinstance(name, str):
            return None
        from oslo_utils import strutils

        return strutils.to_slug(name)

    def _at_hand(self, name: str) -> Any:
        """Return an attribute without loading: what names a resource is needed to load it."""
        attributes = self.__dict__ if name in self.__dict__ else self._attributes
        try:
            return attributes[name]
        except KeyError:
            raise AttributeError(name, name=name, obj=self) from None

    def get(self) -> None:
        """Load the resource anew.

        Attributes that the server does not send any more keep their old value. A resource of
        another kind than its manager's can't be loaded and stays as it is.

        :raises novaclient.exceptions.NotFound: if it is gone.
        """
        new = self._load()
        if new is not None:
            self._refresh(new._info)
            self.append_request_ids(new.request_ids)
        self._loaded = True

    def _load(self) -> Resource | None:
        """Get the resource from the server, or None if it is none that can be got."""
        kind = getattr(self.manager, "resource_class", None)
        if not hasattr(self.manager, "get") or (kind is not None and not isinstance(self, kind)):
            return None
        return cast("Resource | None", self.manager.get(self.id))

    def _refresh(self, info: Mapping[str, Any]) -> None:
        with _changing:
            attributes = {**self._attributes, **info}
            if self._wrapper in self._info:
                self._info = {**self._info, self._wrapper: attributes}
            else:
                self._info = attributes
        for key in info:
            self.__dict__.pop(key, None)

    def is_loaded(self) -> bool:
        """Say whether this is all that there is."""
        return self._loaded

    def set_loaded(self, val: bool) -> None:
        """Say that this is all that there is.

        :param val: Whether it is.
        """
        self._loaded = val

    def set_info(self, key: str, value: Any) -> None:
        """Set an attribute, and the key of the JSON with it.

        :param key: The name.
        :param value: The value.
        """
        self._refresh({key: value})

    def to_dict(self) -> dict[str, Any]:
        """Return a copy of the JSON."""
        return copy.deepcopy(self._info)


ItemT = TypeVar("ItemT")
ResourceT = TypeVar("ResourceT", bound=Resource)


class ListWithMeta(list[ItemT], RequestIdMixin):
    """A list with the ids of the requests that made it.

    :param values: The items.
    :param resp: The answer that they came with, a list of request ids, or None.
    """

    #: Whether the server said that it has more items than it sent.
    has_more: bool = False

    def __init__(self, values: Iterable[ItemT], resp: Any) -> None:
        super().__init__(values)
        self.append_request_ids(resp)

    def __repr__(self) -> str:
        return repr([masking.masked(item) for item in self])


class DictWithMeta(dict[str, Any], RequestIdMixin):
    """A dict with the ids of the requests that made it.

    :param values: The items.
    :param resp: The answer that they came with, a list of request ids, or None.
    """

    def __init__(self, values: Mapping[str, Any], resp: Any) -> None:
        super().__init__(values)
        self.append_request_ids(resp)

    def __repr__(self) -> str:
        return repr(masking.masked(self))


class TupleWithMeta(tuple[Any, ...], RequestIdMixin):
    """A tuple with the ids of the requests that made it.

    :param values: The items.
    :param resp: The answer that they came with, a list of request ids, or None.
    """

    def __new__(cls, values: Iterable[Any], resp: Any) -> TupleWithMeta:
        return super().__new__(cls, values)

    def __init__(self, values: Iterable[Any], resp: Any) -> None:
        self.append_request_ids(resp)

    def __repr__(self) -> str:
        return repr(tuple(masking.masked(item) for item in self))


class StrWithMeta(str, RequestIdMixin):
    """A text with the ids of the requests that made it.

    :param value: The text.
    :param resp: The answer that it came with, a list of request ids, or None.
    """

    def __new__(cls, value: str, resp: Any) -> StrWithMeta:
        return super().__new__(cls, value)

    def __init__(self, values: str, resp: Any) -> None:
        self.append_request_ids(resp)


class BytesWithMeta(bytes, RequestIdMixin):
    """Bytes with the ids of the requests that made them.

    :param value: The bytes.
    :param resp: The answer that they came with, a list of request ids, or None.
    """

    def __new__(cls, value: bytes, resp: Any) -> BytesWithMeta:
        return super().__new__(cls, value)

    def __init__(self, values: bytes, resp: Any) -> None:
        self.append_request_ids(resp)


WithMeta = ListWithMeta[Any] | DictWithMeta | TupleWithMeta | StrWithMeta | BytesWithMeta

_WITH_META: tuple[tuple[type, Callable[[Any, Any], WithMeta]], ...] = (
    (str, StrWithMeta),
    (bytes, BytesWithMeta),
    (list, ListWithMeta),
    (dict, DictWithMeta),
    (tuple, TupleWithMeta),
)


class HookableMixin:
    """A class whose behaviour extensions can add to."""

    _hooks_map: ClassVar[dict[str, list[Callable[..., Any]]]] = {}

    @classmethod
    def add_hook(cls, hook_type: str, hook_func: Callable[..., Any]) -> None:
        """Have a function called for this class and the classes below it.

        :param hook_type: When it is called, such as ``"modify_body_for_create"``.
        :param hook_func: The function.
        """
        with _changing:
            if "_hooks_map" not in cls.__dict__:
                cls._hooks_map = {}
            cls._hooks_map.setdefault(hook_type, []).append(hook_func)

    @classmethod
    def run_hooks(cls, hook_type: str, *args: Any, **kwargs: Any) -> None:
        """Call the functions that were added for an occasion.

        :param hook_type: The occasion.
        :param args: What the functions get.
        :param kwargs: What the functions get.
        """
        for owner in reversed(cls.__mro__):
            for hook_func in owner.__dict__.get("_hooks_map", {}).get(hook_type, ()):
                hook_func(*args, **kwargs)


if TYPE_CHECKING:

    class _OfResource(HookableMixin, Generic[ResourceT]):
        """Lets type checkers know which resource a manager makes."""

else:
    # Generic would add itself to the base classes that programs see.
    _OfResource = {ResourceT: HookableMixin}


class Manager(_OfResource[ResourceT]):
    """The operations on one kind of resource.

    :param api: The client, of :class:`novaclient.v2.client.Client`.
    """

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
        """Get a collection.

        :param url: The path of the collection.
        :param response_key: The key of the answer that holds it.
        :param obj_class: The class of its items; by default, :attr:`resource_class`.
        :param body: Send this by POST instead of a GET.
        :param filters: The parameters of the query string.
        :return: The items.
        """
        url = utils.get_url_with_filter(url, filters)
        if body:
            resp, answer = self.client.post(url, body=body)
        else:
            resp, answer = self.client.get(url)
        rows = self._rows(answer, response_key, resp, url)
        make = obj_class or self.resource_class
        items = ListWithMeta([make(self, row, loaded=True) for row in rows], resp)
        # Of instance actions the key is only "links".
        items.has_more = _has_next(answer.get(f"{response_key}_links") or answer.get("links"))
        return items

    def _get(self, url: str, response_key: str | None, filters: Any = None) -> ResourceT:
        """Get one resource.

        :param url: Its path.
        :param response_key: The key of the answer that holds it, None for the whole answer.
        :param filters: The parameters of the query string.
        :return: The resource.
        """
        url = utils.get_url_with_filter(url, filters)
        resp, answer = self.client.get(url)
        info = self._mapping(answer, response_key, resp, url)
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
        """Make a resource by POST.

        :param url: The path of its collection.
        :param body: What to send; hooks ``modify_body_for_create`` may change it.
        :param response_key: The key of the answer that holds the resource.
        :param return_raw: Return what the key holds, and no resource.
        :param obj_class: The class of the resource; by default, :attr:`resource_class`.
        :param kwargs: What the hooks get beside the body.
        :return: The resource, of which the server may have sent only a part.
        """
        self.run_hooks("modify_body_for_create", body, **kwargs)
        resp, answer = self.client.post(url, body=body)
        if return_raw:
            content = self._content(answer, response_key, resp, url)
            return self._with_meta(content, resp, url)
        info = self._mapping(answer, response_key, resp, url)
        return (obj_class or self.resource_class)(self, info, resp=resp)

    def _delete(self, url: str) -> WithMeta:
        """Delete a resource.

        :param url: Its path.
        :return: What the server answered, as a rule nothing: an empty tuple.
        """
        resp, answer = self.client.delete(url)
        return self._with_meta(answer, resp, url)

    def _update(
        self, url: str, body: Any, response_key: str | None = None, **kwargs: Any
    ) -> ResourceT | StrWithMeta:
        """Change a resource by PUT.

        :param url: Its path.
        :param body: What to send; hooks ``modify_body_for_update`` may change it.
        :param response_key: The key of the answer that holds it, None for the whole answer.
        :param kwargs: What the hooks get beside the body.
        :return: The resource, or an empty text if the server answered nothing.
        """
        self.run_hooks("modify_body_for_update", body, **kwargs)
        resp, answer = self.client.put(url, body=body)
        if not answer:
            return StrWithMeta("", resp)
        info = self._mapping(answer, response_key, resp, url)
        return cast("ResourceT", self.resource_class(self, info, resp=resp))

    def _content(self, answer: Any, key: str, resp: requests.Response, url: str) -> Any:
        if not isinstance(answer, dict) or key not in answer:
            raise unexpected(resp, url, _("there is no %r in it") % key)
        return answer[key]

    def _mapping(
        self, answer: Any, key: str | None, resp: requests.Response, url: str
    ) -> dict[str, Any]:
        info = answer if key is None else self._content(answer, key, resp, url)
        if not isinstance(info, dict):
            raise unexpected(resp, url, _("%r is not an object") % (key or "body"))
        return info

    def _rows(
        self, answer: Any, key: str, resp: requests.Response, url: str
    ) -> builtins.list[dict[str, Any]]:
        rows = self._content(answer, key, resp, url)
        if isinstance(rows, dict) and "values" in rows:
            rows = rows["values"]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise unexpected(resp, url, _("%r is not a list of objects") % key)
        return rows

    def _with_meta(self, content: Any, resp: requests.Response, url: str) -> WithMeta:
        try:
            return self.convert_into_with_meta(content, resp)
        except TypeError as error:
            raise unexpected(resp, url, str(error)) from error

    def _text(self, answer: Any, key: str, resp: requests.Response, url: str) -> str:
        text = self._content(answer, key, resp, url)
        if not isinstance(text, str):
            raise unexpected(resp, url, _("%r is not a text") % key)
        return text

    def convert_into_with_meta(self, item: Any, resp: Any) -> WithMeta:
        """Give a plain value the ids of the requests that made it.

        :param item: A text, bytes, a list, a tuple, a dict, or None for an empty tuple.
        :param resp: The answer that it came with, a list of request ids, or None.
        :return: The value, of one of the classes ``…WithMeta``.
        :raises TypeError: if the value is of another type.
        """
        if item is None:
            return TupleWithMeta((), resp)
        for kind, make in _WITH_META:
            if isinstance(item, kind):
                return make(item, resp)
        raise TypeError(f"a {type(item).__name__} can't carry request ids")

    @contextlib.contextmanager
    def alternate_service_type(
        self, default: str, allowed_types: Container[str | None] = ()
    ) -> Iterator[None]:
        """Send the requests of a ``with`` statement to another service.

        Kept for extensions. Other threads go on talking to the service that they talk to.

        :param default: The type of the service.
        :param allowed_types: Types that are left as they are.
        """
        if self.client.service_type in allowed_types:
            yield
            return
        with self.client.alternate_service_type(default):
            yield


def unexpected(resp: requests.Response, url: str, problem: str) -> exceptions.UnexpectedResponse:
    """Make the exception for a success whose body is not what the API promises.

    :param resp: The answer.
    :param url: The URL of the request, as the client asked for it.
    :param problem: What is wrong with the body, in the middle of a sentence.
    :return: The exception, ready to be raised.
    """
    method = getattr(resp.request, "method", None) or _("a request")
    return exceptions.UnexpectedResponse(
        resp.status_code,
        _("The answer to %(method)s %(url)s is not what the Compute API promises: %(problem)s.")
        % {"method": method, "url": masking.mask_url(url), "problem": problem},
        request_id=_request_id(resp),
        url=url,
        method=method,
    )


def malformed(resource: Resource, key: str) -> exceptions.UnexpectedResponse:
    """Make the exception for a part of a resource that is not what the API promises.

    :param resource: The resource.
    :param key: The key of its JSON that is wrong, or missing.
    :return: The exception, ready to be raised.
    """
    return exceptions.UnexpectedResponse(
        200,
        _("%(key)r of a %(kind)s is not what the Compute API promises: %(value)r")
        % {"key": key, "kind": type(resource).__name__, "value": resource._info.get(key)},
        request_id=next(iter(resource.request_ids), None),
    )


def _has_next(links: Any) -> bool:
    if not isinstance(links, list):
        return False
    return any(isinstance(link, dict) and link.get("rel") == "next" for link in links)


class ManagerWithFind(Manager[ResourceT], metaclass=abc.ABCMeta):
    """A manager that can list, and therefore find."""

    # How the collection is paged, None for not at all.
    _paging: ClassVar[paging.Paging | None] = None

    if TYPE_CHECKING:
        # Each listing has arguments of its own.
        def list(self, *args: Any, **kwargs: Any) -> ListWithMeta[ResourceT]: ...
        def _page(self, *args: Any, **kwargs: Any) -> ListWithMeta[ResourceT]: ...

    else:

        @abc.abstractmethod
        def list(self):
            """List the resources."""

        def _page(self, **arguments):
            # As list(), with its arguments, but it never warns.
            return self.list(**arguments)

    def find(self, **kwargs: Any) -> ResourceT:
        """Find the one resource with the given attributes.

        :param kwargs: The attributes, such as ``name="web-1"``.
        :return: The resource.
        :raises novaclient.exceptions.NotFound: if there is none.
        :raises novaclient.exceptions.NoUniqueMatch: if there is more than one.
        """
        matches = self.findall(**kwargs)
        if not matches:
            kind = self.resource_class.__name__
            wanted = masking.masked(kwargs)
            raise exceptions.NotFound(404, _("No %s matching %s.") % (kind, wanted))
        if len(matches) > 1:
            found = ", ".join(repr(match) for match in matches[:_SHOWN_MATCHES])
            more = "" if len(matches) <= _SHOWN_MATCHES else ", …"
            raise exceptions.NoUniqueMatch(
                _("%(count)s resources match %(wanted)s: %(found)s")
                % {
                    "count": len(matches),
                    "wanted": masking.masked(kwargs),
                    "found": found + more,
                }
            )
        match = matches[0]
        match.append_request_ids(matches.request_ids)
        return match

    def findall(self, **kwargs: Any) -> ListWithMeta[ResourceT]:
        """Find all resources with the given attributes, on every page of the listing.

        :param kwargs: The attributes, such as ``status="ACTIVE"``; further ``is_public``,
            ``all_tenants`` and ``deleted`` where the listing takes them.
        :return: The resources, an empty list if there are none.
        """
        wanted = dict(kwargs)
        options, brief = self._search_options(wanted)
        found: ListWithMeta[ResourceT] = ListWithMeta([], None)
        for item in self._every(found, options):
            if not _has_attributes(item, wanted):
                continue
            if brief:
                if not hasattr(item, "id"):
                    continue
                item = self.get(item.id)  # type: ignore[attr-defined]
                found.append_request_ids(item.request_ids)
            found.append(item)
        return found

    def _search_options(self, wanted: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Say how to list for a search.

        :param wanted: What is searched for; what the server does by itself is taken out.
        :return: The arguments of ``list()``, and whether it lists briefly.
        """
        parameters = inspect.signature(self.list).parameters
        options: dict[str, Any] = {}
        brief = "detailed" in parameters and not wanted.keys().isdisjoint(_NAMES)
        if "detailed" in parameters:
            options["detailed"] = not brief
        if "is_public" in parameters and "is_public" in wanted:
            options["is_public"] = wanted["is_public"]
            if wanted["is_public"] is None:
                del wanted["is_public"]
        if "search_opts" in parameters:
            search_opts: dict[str, Any] = {
                k: wanted.pop(k) for k in ("all_tenants", "deleted") if k in wanted
            }
            name = next((wanted[k] for k in _NAMES if wanted.get(k) is not None), None)
            if name is not None:
                search_opts["name"] = name
            options["search_opts"] = search_opts
        return options, brief

    def _every(self, ids: RequestIdMixin, options: dict[str, Any]) -> Iterator[ResourceT]:
        return self._paging_now().walk(self._fetch(ids, options), announced=True)

    def _paging_now(self) -> paging.Paging | paging.Whole:
        """Say how the collection is paged at the microversion of the client."""
        how = self._paging
        if how is None and "marker" in inspect.signature(self.list).parameters:
            # A manager of an extension.
            how = paging.Markers()
        if how is None or not self.api_version.at_least(how.since):
            return paging.Whole()
        return how

    def _fetch(self, ids: RequestIdMixin, arguments: Mapping[str, Any]) -> paging.Fetch:
        """Return a function that asks for a page, and keeps the ids of its requests.

        :param ids: What gets the ids.
        :param arguments: The arguments of the listing.
        """

        def fetch(**place: Any) -> ListWithMeta[ResourceT]:
            page = self._page(**arguments, **place)
            ids.append_request_ids(page.request_ids)
            return page

        return fetch

    def _iterate(
        self, page_size: int | None, **arguments: Any
    ) -> Generator[ResourceT, None, None]:
        """Return a generator of all resources.

        :param page_size: Ask for at most so many at once.
        :param arguments: The arguments of the listing.
        :raises ValueError: if ``page_size`` is no number, or less than one.
        """

        def fetch(**place: Any) -> ListWithMeta[ResourceT]:
            page = self._page(**arguments, **place)
            for item in page:
                item.append_request_ids(page.request_ids)
            return page

        return self._paging_now().walk(fetch, paging.checked_size(page_size))


#: How many of the matches an exception names.
_SHOWN_MATCHES = 5

#: What a search by name may be called; it lists briefly and loads what it finds.
_NAMES = ("name", "human_id", "display_name")


def _has_attributes(item: Resource, wanted: Mapping[str, Any]) -> bool:
    try:
        return all(getattr(item, name) == value for name, value in wanted.items())
    except AttributeError:
        return False


class BootingManagerWithFind(ManagerWithFind[ResourceT]):
    """A manager whose resources boot: servers."""
