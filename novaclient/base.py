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
import enum
import inspect
import re
from collections.abc import Callable, Container, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from novaclient import exceptions, masking, paging, utils
from novaclient._resource import (
    WITH_META,
    BytesWithMeta,
    DictWithMeta,
    ListWithMeta,
    RequestIdMixin,
    Resource,
    StrWithMeta,
    TupleWithMeta,
    WithMeta,
    changing,
    request_id_of,
)
from novaclient.i18n import _

if TYPE_CHECKING:
    from typing import Generic

    import requests

    from novaclient.api_versions import APIVersion
    from novaclient.client import SessionClient

__all__ = [
    "UNSET",
    "BootingManagerWithFind",
    "BytesWithMeta",
    "DictWithMeta",
    "HookableMixin",
    "ListWithMeta",
    "Manager",
    "ManagerWithFind",
    "RequestIdMixin",
    "Resource",
    "StrWithMeta",
    "TupleWithMeta",
    "Unset",
    "WithMeta",
    "getid",
    "is_not_json",
    "known_id",
    "malformed",
    "path",
    "unexpected",
]


class Unset(enum.Enum):
    """The type of :data:`UNSET`."""

    UNSET = "argument not given"

    def __repr__(self) -> str:
        return "<unset>"


#: Stands for "argument not given" where None means something else.
UNSET: Final = Unset.UNSET


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


ResourceT = TypeVar("ResourceT", bound=Resource)


class HookableMixin:
    """A class whose behaviour extensions can add to."""

    _hooks_map: ClassVar[dict[str, list[Callable[..., Any]]]] = {}

    @classmethod
    def add_hook(cls, hook_type: str, hook_func: Callable[..., Any]) -> None:
        """Have a function called for this class and the classes below it.

        :param hook_type: When it is called, such as ``"modify_body_for_create"``.
        :param hook_func: The function.
        """
        with changing:
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
        items = ListWithMeta(_loaded(obj_class or self.resource_class, self, rows), resp)
        # Of instance actions the key is only "links".
        items.has_more = paging.has_next(
            answer.get(f"{response_key}_links") or answer.get("links")
        )
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
        return self._unread(answer, resp)

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
        if not answer and not is_not_json(resp):
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

    def _unread(self, answer: Any, resp: requests.Response) -> WithMeta:
        """Return what the server sent where nobody needs it: whatever it is, the call succeeded.

        :param answer: The decoded body.
        :param resp: The response.
        :return: The body, or an empty tuple if it can't carry request ids.
        """
        try:
            return self.convert_into_with_meta(answer, resp)
        except TypeError:
            return TupleWithMeta((), resp)

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
        for kind, make in WITH_META:
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
    :param problem: What is wrong with the body, in the middle of a sentence; a body that is not
        JSON at all is described as such.
    :return: The exception, ready to be raised.
    """
    method = getattr(getattr(resp, "request", None), "method", None) or _("a request")
    place = {"method": method, "url": masking.mask_url(url)}
    if is_not_json(resp):
        kind = resp.headers.get("Content-Type", _("no content type"))
        message = f"The response to {method} {place['url']} is not JSON ({kind})."
        details = _text_without_secrets(resp, url)
    else:
        message = _(
            "The answer to %(method)s %(url)s is not what the Compute API promises: %(problem)s."
        ) % {**place, "problem": problem}
        details = None
    return exceptions.UnexpectedResponse(
        resp.status_code,
        message,
        details=details,
        request_id=request_id_of(resp),
        url=url,
        method=method,
    )


def is_not_json(resp: Any) -> bool:
    """Say whether a response has a body that is not JSON.

    :param resp: The response.
    """
    content = getattr(resp, "content", None)
    if not isinstance(content, bytes) or not content.strip():
        return False
    from novaclient import jsonbody

    try:
        jsonbody.loads(content)
    except ValueError:
        return True
    return False


_KEYS = "|".join(map(re.escape, sorted(masking.SECRET_KEYS)))

# A secret and what stands before it, in a text that may break off: in JSON, in JSON that is a
# string in JSON, in XML, and in "key: value".
_SECRET_IN_TEXT = (
    rf"(?is)(\\+[\"'](?:{_KEYS})\\+[\"']\s*:\s*\\+[\"']).*?(?=\\+[\"']|\Z)"
    rf"|([\"'](?:{_KEYS})[\"']\s*:\s*\")(?:[^\"\\]|\\.)*+"
    rf"|([\"'](?:{_KEYS})[\"']\s*:\s*')(?:[^'\\]|\\.)*+"
    rf"|(<(?:{_KEYS})>)[^<]*"
    rf"|(\b(?:{_KEYS})[\"']?\s*[:=]\s*)[^\s\"',<}}\]]+"
)


def _text_without_secrets(resp: requests.Response, url: str) -> str | None:
    """Return the text of a response that is not JSON, without secrets of either side."""
    from novaclient import jsonbody

    text = exceptions.text_of(resp)
    if text is None:
        return None
    sent = getattr(getattr(resp, "request", None), "body", None)
    try:
        body = jsonbody.loads(sent.encode() if isinstance(sent, str) else sent or b"null")
    except ValueError:
        body = None
    text = masking.Echo(url, body).hide(text)
    lowered = text.lower()
    # The expression takes long with a long text, which as a rule has none of the keys.
    if not any(key.lower() in lowered for key in masking.SECRET_KEYS):
        return text
    return re.sub(
        _SECRET_IN_TEXT,
        lambda match: match[match.lastindex or 0] + masking.MASK,
        masking.mask_url(text),
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


def _loaded(make: Any, manager: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Make the resources of a list."""
    if getattr(make, "__init__", None) is Resource.__init__:
        # By position: a name would make a dict for each of what may be thousands.
        return [make(manager, row, True) for row in rows]
    return [make(manager, row, loaded=True) for row in rows]


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
