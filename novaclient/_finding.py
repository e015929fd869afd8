# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Managers that can list their resources, and therefore find them.

:mod:`novaclient.base` is where these classes are imported from.
"""

from __future__ import annotations

import abc
import inspect
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from novaclient import exceptions, paging, utils
from novaclient._manager import Manager, ResourceT
from novaclient._request_ids import ListWithMeta, RequestIdMixin

if TYPE_CHECKING:
    from novaclient._resource import Resource

#: Attributes that a search by name may use. It lists without details, and gets what it finds.
_NAMES = ("name", "human_id", "display_name")


class ManagerWithFind(Manager[ResourceT], metaclass=abc.ABCMeta):
    """A manager that can list its resources, and therefore find them."""

    __module__ = "novaclient.base"

    # How the collection is paged; None if it is not paged.
    _paging: ClassVar[paging.Paging | None] = None

    # The list() that _page() stands for; None if _page() itself calls list().
    _list_of_page: ClassVar[Any] = None

    # Attributes that no two resources of a list have in common: a search for one of them ends
    # with the first match.
    _unique: ClassVar[frozenset[str]] = frozenset()

    # The get() that takes an id and returns what a detailed list has, or more; None without one.
    _get_by_id: ClassVar[Any] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "_page" in vars(cls):
            cls._list_of_page = cls.list

    if TYPE_CHECKING:
        # Each listing has arguments of its own.
        def list(self, *args: Any, **kwargs: Any) -> ListWithMeta[ResourceT]: ...
        def _page(self, *args: Any, **kwargs: Any) -> ListWithMeta[ResourceT]: ...

    else:

        @abc.abstractmethod
        def list(self):
            """List the resources."""

        def _page(self, **arguments):
            # Takes the arguments of list(), and never warns.
            return self.list(**arguments)

    def _listed(self, **arguments: Any) -> ListWithMeta[ResourceT]:
        """Return a page as ``list()`` does, and warn if the list should be complete but is not.

        :param arguments: The arguments of ``list()``.
        """
        if arguments.get("marker") and isinstance(self._paging, paging.Markers):
            arguments["marker"] = self._paging.of(arguments["marker"])
        page = self._page(**arguments)
        return paging.warn_if_cut(page, arguments.get("limit"), arguments.get("marker"))

    def find(self, **kwargs: Any) -> ResourceT:
        """Find the one resource with the given attributes.

        Servers, flavors and server groups are found by their ``id`` with one request, as far as
        ``get()`` finds them.

        :param kwargs: The attributes, such as ``name="web-1"``.
        :return: The resource.
        :raises novaclient.exceptions.NotFound: if there is no such resource.
        :raises novaclient.exceptions.NoUniqueMatch: if there is more than one.
        """
        return self._only_match(self.findall(**kwargs), kwargs)

    def findall(self, **kwargs: Any) -> ListWithMeta[ResourceT]:
        """Find all resources with the given attributes, on all pages of the list.

        The search ends early once it has found a resource by what is unique, such as its id.

        If there are resources, but none has one of the attributes, an
        :class:`~novaclient.exceptions.UnknownNameWarning` says so.

        :param kwargs: The attributes, such as ``status="ACTIVE"``. Where ``list()`` takes them,
            also ``is_public``, ``all_tenants`` and ``deleted``.
        :return: The resources; an empty list if nothing matches.
        """
        wanted = dict(kwargs)
        options, brief = self._search_options(wanted)
        found: ListWithMeta[ResourceT] = ListWithMeta([], None)
        named = self._named(found, kwargs)
        brief = brief and named is None
        is_unique = not self._unique.isdisjoint(wanted)
        unseen = set(wanted)
        example: Any = None
        for item in self._every(found, options) if named is None else [named]:
            if unseen and getattr(item, "is_partial", False) is not True:
                unseen = {name for name in unseen if not _exists(item, name)}
                example = item
            if not _has_attributes(item, wanted):
                continue
            if brief:
                if not hasattr(item, "id"):
                    continue
                item = self.get(item.id)  # type: ignore[attr-defined]
                found.append_request_ids(item.request_ids)
            found.append(item)
            if is_unique:
                break
        if unseen and example is not None:
            _warn_of_unseen(unseen, example, brief)
        return found

    def _named(self, ids: RequestIdMixin, wanted: Mapping[str, Any]) -> ResourceT | None:
        """Get the resource whose id is searched for, instead of listing all.

        :param ids: The object that keeps the request ids.
        :param wanted: The attributes to search for.
        :return: The resource; None if only a list can tell.
        """
        resource_id = wanted.get("id")
        # A list of deleted resources has no others, and get() finds only the others.
        if not self._gets_by_id() or not isinstance(resource_id, str) or "deleted" in wanted:
            return None
        try:
            item: ResourceT = self.get(resource_id)  # type: ignore[attr-defined]
        except exceptions.InvalidIdentifier:
            # Nothing was sent.
            return None
        except (exceptions.BadRequest, exceptions.Forbidden, exceptions.NotFound) as error:
            ids.append_request_ids(error.request_id)
            return None
        ids.append_request_ids(item.request_ids)
        return item if _has_attributes(item, {"id": resource_id}) else None

    def _gets_by_id(self) -> bool:
        get = type(self)._get_by_id
        replaced = "get" in vars(self) or getattr(type(self), "get", None) is not get
        return get is not None and not replaced and self._lists_itself()

    def _lists_itself(self) -> bool:
        """Say whether neither a subclass nor a test has replaced ``list()``."""
        own = type(self)._list_of_page
        return own is None or ("list" not in vars(self) and type(self).list is own)

    def _search_options(self, wanted: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """Return how to list for a search.

        :param wanted: The attributes to search for. Those that the server filters by are removed.
        :return: The arguments of ``list()``, and whether it lists without details.
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
            if search_opts:
                options["search_opts"] = search_opts
        return options, brief

    def _every(self, ids: RequestIdMixin, options: dict[str, Any]) -> Iterator[ResourceT]:
        if self._lists_itself():
            return self._paging_now().walk(self._fetch(ids, options), announced=True)
        return self._every_of_replaced(ids, options)

    def _every_of_replaced(
        self, ids: RequestIdMixin, options: dict[str, Any]
    ) -> Iterator[ResourceT]:
        """Yield all resources with a ``list()`` that a subclass or a test has replaced.

        It may return any iterable, as mocks do, and it may lack the arguments for paging.
        """
        how = self._paging_now()
        parameters = inspect.signature(self.list).parameters.values()
        follows = how.place is None or any(
            p.name == how.place or p.kind is p.VAR_KEYWORD for p in parameters
        )

        def call_list(**place: Any) -> ListWithMeta[ResourceT]:
            with paging.following(self):
                listed = self.list(**options, **place)
            page: ListWithMeta[ResourceT] = ListWithMeta(listed, None)
            page.has_more = getattr(listed, "has_more", False) is True
            ids.append_request_ids(getattr(listed, "request_ids", []))
            return page

        if follows:
            yield from how.walk(call_list, announced=True)
            return
        page = call_list()
        yield from page
        if page.has_more:
            paging.warn(
                f"This search is not complete: list() was replaced and takes no {how.place}; "
                f"it returned {len(page)} items, and the server has more."
            )

    def _paging_now(self) -> paging.Paging | paging.Whole:
        """Return how the collection is paged at the microversion of the client."""
        how = self._paging
        if how is None and "marker" in inspect.signature(self.list).parameters:
            # The manager of an extension.
            how = paging.Markers()
        if how is None or not self.api_version.at_least(how.since):
            return paging.Whole()
        return how

    def _fetch(self, ids: RequestIdMixin, arguments: Mapping[str, Any]) -> paging.Fetch:
        """Return a function that requests a page and keeps its request ids.

        :param ids: The object that keeps the ids.
        :param arguments: The arguments of ``list()`` that all pages have in common.
        """

        def keep_ids(page: ListWithMeta[ResourceT]) -> None:
            ids.append_request_ids(page.request_ids)

        return self._pages(arguments, keep_ids)

    def _iterate(
        self, page_size: int | None, **arguments: Any
    ) -> Generator[ResourceT, None, None]:
        """Return a generator of all resources.

        :param page_size: The maximum number of resources per request.
        :param arguments: The arguments of ``list()`` that all pages have in common.
        :raises ValueError: if ``page_size`` is not a number, or less than 1.
        """

        def keep_ids_on_items(page: ListWithMeta[ResourceT]) -> None:
            for item in page:
                item.append_request_ids(page.request_ids)

        fetch = self._pages(arguments, keep_ids_on_items)
        return self._paging_now().walk(fetch, paging.checked_size(page_size))

    def _pages(
        self,
        arguments: Mapping[str, Any],
        keep_ids: Callable[[ListWithMeta[ResourceT]], None],
    ) -> paging.Fetch:
        """Return a function that requests a page, and warns once of partial items.

        :param arguments: The arguments of ``list()`` that all pages have in common.
        :param keep_ids: Called with each page, to keep its request ids.
        """
        may_warn = self._paging_now().partial

        def fetch(**place: Any) -> ListWithMeta[ResourceT]:
            nonlocal may_warn
            page = self._page(**arguments, **place)
            keep_ids(page)
            if may_warn and paging.warn_if_partial(page):
                may_warn = False
            return page

        return fetch


def _exists(item: Any, name: str) -> bool:
    try:
        return hasattr(item, name)
    except exceptions.UnexpectedResponse:
        # Its value is not what the API promises.
        return True


def _warn_of_unseen(names: Iterable[str], item: Any, brief: bool) -> None:
    """Warn that no resource of a list has these attributes.

    :param names: The names.
    :param item: One of the resources.
    :param brief: Whether the list was one without details.
    """
    kind = type(item)
    known = [n for n in dir(item) if n[0] != "_" and not callable(getattr(kind, n, None))]
    for name in sorted(names):
        problem = f"No {kind.__name__} in the list has an attribute {{!r}}"
        if brief and name not in _NAMES:
            # The full item may have it.
            utils.warn_of_unknown(
                [name], (), f"{problem}: a search by name lists without details."
            )
        else:
            utils.warn_of_unknown([name], known, f"{problem}.")


def _has_attributes(item: Resource, wanted: Mapping[str, Any]) -> bool:
    try:
        return all(getattr(item, name) == value for name, value in wanted.items())
    except AttributeError:
        return False


class BootingManagerWithFind(ManagerWithFind[ResourceT]):
    """A manager whose resources boot: servers."""

    __module__ = "novaclient.base"
