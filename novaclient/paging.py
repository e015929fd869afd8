# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Listings that consist of several pages.

A collection may change between two pages. As long as the server sorts by something that does not
change, every item that exists throughout is yielded once, in the order of the server; an item that
is created or deleted meanwhile is yielded once or not at all. One page and the ids of the last
:data:`REMEMBERED` items are kept in memory.

How ``nova.servers.list(limit=-1)`` reaches the server, and comes back:

.. code-block:: text

    ServerManager.list(limit=-1)         prepares the arguments of all pages
    └─ ManagerWithFind._fetch()          makes a function that requests a page
    └─ Markers.walk(fetch_page)          here: yields the items of page after page
       └─ Markers._after(marker)         the page after a marker, or if that is
          │                              gone, after an earlier one
          └─ fetch_page(marker=)         keeps the request id of each page
             └─ ServerManager._page()    builds the query string
                └─ Manager._list()       turns the JSON into servers, sets has_more
                   └─ SessionClient.get()     sends GET /servers/detail?marker=…
       └─ _Trail.add_all()             remembers the ids of the page, and finds the new items
       yields new items; the id of the last one is the next marker
    ListWithMeta.extend()                the list of all servers and request ids
"""

from __future__ import annotations

import contextlib
import itertools
import operator
import threading
from collections.abc import Callable, Generator, Hashable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import exceptions, utils

if TYPE_CHECKING:
    from novaclient._request_ids import ListWithMeta

PageT = TypeVar("PageT", bound="ListWithMeta[Any]")

#: The least number of ids that are kept, so that a listing can continue after many deletions.
REMEMBERED = 1000

#: An offset that is larger than any collection.
_BEYOND = 2**31 - 1

#: No server has a page size below this. Nova's default is 1000 items.
_NEVER_CUT = 50

#: Stands for "nothing" where None may be a value.
_NOTHING: Any = object()

#: The marker of an item after which no page can start, since its cell does not respond: Nova would
#: fail with status 500.
_UNUSABLE: Any = object()

_ID = operator.attrgetter("id")

#: How many consecutive requests may bring no new items, besides those that go back to the start of
#: the listing and forward again.
_PATIENCE = 100

#: A listing that meets the same item this often runs in a circle.
_ENOUGH = 3

#: A function that requests a page. Its keyword arguments are ``marker`` or ``offset``, and
#: ``limit``; they are left out if they are None.
Fetch = Callable[..., Any]


class _Trail:
    """The items that were yielded last, the latest at the end."""

    def __init__(self) -> None:
        self._markers: dict[Hashable, Any] = {}
        self.forgot = False

    def __contains__(self, identity: Hashable) -> bool:
        return identity in self._markers

    def __len__(self) -> int:
        return len(self._markers)

    def add(self, identity: Hashable, marker: Any) -> bool:
        """Add an item, or move it to the end, and say whether it is new."""
        if identity is None:
            return True
        new = self._markers.pop(identity, _NOTHING) is _NOTHING
        self._markers[identity] = marker
        return new

    def add_all(self, items: list[Any], identities: list[Any], markers: list[Any]) -> list[Any]:
        """Add the items of a page, or move them to the end, and return those that are new."""
        page = dict(zip(identities, markers, strict=True))
        if len(page) == len(items) and None not in page and self._markers.keys().isdisjoint(page):
            # The usual page, without a step of Python for each item.
            self._markers.update(page)
            return items
        return [
            item
            for item, identity, marker in zip(items, identities, markers, strict=True)
            if self.add(identity, marker)
        ]

    def shorten(self, page_length: int) -> None:
        """Forget the oldest items, but none of the last page.

        Partial items, which are on the first page only, are kept: their cell may respond again,
        and then they come on a later page as well.
        """
        surplus = len(self._markers) - max(REMEMBERED, page_length)
        if surplus <= 0:
            return
        items = iter(self._markers.items())
        oldest = itertools.islice(items, surplus)
        kept = {identity: marker for identity, marker in oldest if marker is _UNUSABLE}
        self.forgot = self.forgot or len(kept) < surplus
        kept.update(items)
        self._markers = kept

    def backwards(self) -> Iterator[Any]:
        """Yield the markers of earlier items, in growing steps back to the oldest."""
        markers = [marker for marker in self._markers.values() if _names(marker)]
        step = 1
        while step < len(markers) - 1:
            yield markers[-1 - step]
            step *= 2
        if len(markers) > 1:
            yield markers[0]


class _Circle:
    """Detects a circle that is too long for the trail, by remembering one item.

    The item is replaced after twice as many pages as the one before (Brent's algorithm). A sound
    listing meets it again only if the item was moved after the trail had forgotten it.
    """

    def __init__(self) -> None:
        self._place: Hashable = _NOTHING
        self._pages = self._left = 1
        self._met = 0

    def closed_by(self, page: list[Any], trail: _Trail) -> bool:
        """Say whether the listing has met the item too often, each time as if it were new.

        :param page: The ids of a page.
        :param trail: The items that were yielded before the page.
        """
        if self._place in page and self._place not in trail:
            self._met += 1
            return self._met == _ENOUGH
        self._left -= 1
        if self._left <= 0 and page[-1] is not None:
            self._place, self._met = page[-1], 0
            self._pages *= 2
            self._left = self._pages
        return False


class Markers:
    """A collection whose pages start after a given item, the marker.

    :param marker: A function that returns the marker of an item.
    :param since: The first microversion with markers.
    :param identity: A function that returns what identifies an item, if that is not the marker.
    :param announced: Whether a page always has a link to the next one if there is one.
    :param gaps: Whether the server filters a page after cutting it, so that a page may be short or
        empty though others follow.
    :param partial: Whether a page may have items whose ``is_partial`` is true. They are yielded,
        but no page starts after them.
    """

    #: The argument of a listing that says where a page starts.
    place = "marker"

    def __init__(
        self,
        marker: Callable[[Any], Any] = _ID,
        since: str = "2.0",
        identity: Callable[[Any], Hashable] | None = None,
        announced: bool = True,
        gaps: bool = False,
        partial: bool = False,
    ) -> None:
        self._marker = marker
        self._identity = identity or marker
        self.since = since
        self.announced = announced
        self._gaps = gaps
        self.partial = partial

    def of(self, item: Any) -> Any:
        """Return the marker of an item.

        :param item: The item, or its marker, which is returned as it is.
        :return: The marker.
        :raises novaclient.exceptions.InvalidIdentifier: if it is neither.
        """
        try:
            return self._marker(item)
        except AttributeError:
            return utils.plain(item)

    def walk(
        self,
        fetch_page: Fetch,
        page_size: int | None = None,
        start: Any = None,
        announced: bool | None = None,
    ) -> Generator[Any, None, None]:
        """Yield all items, page after page.

        :param fetch_page: The function that requests a page.
        :param page_size: The largest number of items to request at once. By default, the server
            decides.
        :param start: The marker to start after. By default, start with the first item.
        :param announced: Whether to stop at a page without a link to the next one. By default, as
            suits the collection.
        :return: A generator of the items.
        :raises novaclient.exceptions.ListingChanged: if all of the last items were deleted.
        :raises novaclient.exceptions.UnexpectedResponse: if there are more items, but the server
            does not send them.
        """
        announced = self.announced if announced is None else announced
        trail = _Trail()
        circle = _Circle()
        marker, limit = start, page_size
        # The markers that were requested since the last new item.
        idle: set[Any] = set()
        while True:
            idle.add(marker)
            page, error = self._after(fetch_page, marker, limit, trail, start)
            if not page:
                if announced or not self._gaps or limit is None:
                    if page.has_more:
                        raise _unreachable(page, "the page that announces them is empty")
                    return
                limit = None
                continue
            expected = page.has_more or (limit is not None and len(page) >= limit)
            more = expected or not announced
            if not more and marker is start:
                # All items are on one page: nothing needs to be remembered.
                yield from page
                return
            markers = _read_all(self._marker, page)
            own = self._identity is not self._marker
            identities = _read_all(self._identity, page) if own else markers
            if self.partial and _has_partial(page):
                markers = [
                    _UNUSABLE if _is_partial(item) else own_marker
                    for item, own_marker in zip(page, markers, strict=True)
                ]
            if self._gaps:
                # A page may be short because it was filtered: request all that the server sends.
                limit = page_size if page.has_more else None
            known = len(trail)
            closed = circle.closed_by(identities, trail)
            new = trail.add_all(page, identities, markers)
            if len(trail) > known:
                idle.clear()
            trail.shorten(len(markers))
            marker = next((m for m in reversed(markers) if m is not _UNUSABLE), _UNUSABLE)
            yield from new
            if not more or marker is _UNUSABLE:
                return
            if not _names(marker):
                if expected:
                    raise _unreachable(page, "the last item it sent has no id")
                return
            if marker in idle or closed:
                # The server ignores the marker.
                if error is not None:
                    raise error
                if expected:
                    raise _unreachable(page, "it sends the same items again")
                return
            # Free the page before the next one is requested.
            del page, new

    def _after(
        self, fetch_page: Fetch, marker: Any, limit: int | None, trail: _Trail, start: Any
    ) -> tuple[Any, exceptions.BadRequest | None]:
        """Get the page after a marker or, if its item was deleted, after an earlier one.

        :return: The page, and the error if the marker was not found.
        """
        try:
            return _request(fetch_page, limit, marker=marker), None
        except exceptions.BadRequest as error:
            if marker is start:
                raise
            gone = error
        for earlier in trail.backwards():
            try:
                return _request(fetch_page, limit, marker=earlier), gone
            except exceptions.BadRequest:
                # This item was deleted as well. The first error is the one to raise.
                continue
        if trail.forgot:
            raise _changed() from gone
        return _request(fetch_page, limit, marker=start), gone


class Offsets:
    """A collection whose pages start at a position.

    Two pages overlap by one item, which shows whether items before it were deleted.
    """

    since = "2.0"
    partial = False
    #: The argument of a listing that says where a page starts.
    place = "offset"

    def walk(
        self, fetch_page: Fetch, page_size: int | None = None, announced: bool = False
    ) -> Generator[Any, None, None]:
        """Yield all items, page after page.

        :param fetch_page: The function that requests a page.
        :param page_size: The largest number of new items to request at once. By default, the
            server decides.
        :param announced: Whether to skip the request that confirms that a short list is complete.
            Pages have no link to the next one.
        :return: A generator of the items.
        :raises novaclient.exceptions.ListingChanged: if all of the last items were deleted, or no
            new items come although the listing does not end.
        :raises novaclient.exceptions.UnexpectedResponse: if there may be more items, but the
            server does not send them.
        """
        limit = None if page_size is None else page_size + 1
        trail = _Trail()
        circle = _Circle()
        offset, longest, back = 0, 0, 1
        # Requests since the last new item, and where that was.
        idle = reached = 0
        honoured = False
        while True:
            if idle > 2 * (reached // max(1, longest - 1)) + _PATIENCE:
                raise exceptions.ListingChanged(
                    f"A listing does not end: its last {idle} pages had no new items."
                )
            page = _request(fetch_page, limit, offset=offset or None)
            idle += 1
            keys = _read_all(_ID, page)
            known = [number for number, key in enumerate(keys) if key in trail]
            if offset and not known:
                # Items before this page were deleted, so that later ones moved to earlier pages.
                offset = max(0, offset - back)
                back = min(2 * back, max(1, longest - 1))
                continue
            if page and trail.forgot and not known:
                raise _changed()
            longest = max(longest, len(keys))
            back = 1
            closed = bool(keys) and circle.closed_by(keys, trail)
            # Items before a known one were yielded as well, or were created since.
            first_new = known[-1] + 1 if known else 0
            for item, key in zip(page[first_new:], keys[first_new:], strict=True):
                if trail.add(key, key):
                    idle, reached = 0, offset
                    yield item
            trail.shorten(len(keys))
            if len(keys) < max(longest, _NEVER_CUT if announced else 2):
                return
            if None in keys:
                raise _unreachable(page, "an item it sent has no id")
            full = limit is not None and len(keys) >= limit
            if offset and first_new == len(keys) and not honoured:
                rest = _read_all(_ID, _request(fetch_page, limit, offset=_BEYOND))
                if rest:
                    # The server ignores the offset.
                    if full or not all(key in trail for key in rest):
                        raise _unreachable(page, "it sends the same items again")
                    return
                honoured = True
            if closed:
                raise _unreachable(page, "it sends the same items again")
            offset += len(keys) - 1
            # Free the page before the next one is requested.
            page = item = None


class Whole:
    """A collection that is not paged."""

    place = None
    partial = False

    def walk(self, fetch_page: Fetch, *_args: Any, **_kwargs: Any) -> Generator[Any, None, None]:
        """Yield all items.

        :param fetch_page: The function that requests them.
        :return: A generator of the items.
        """
        yield from fetch_page()


#: How a collection is paged.
Paging = Markers | Offsets


def _request(fetch_page: Fetch, limit: int | None, **place: Any) -> Any:
    arguments = {**place, "limit": limit}
    return fetch_page(**{k: v for k, v in arguments.items() if v is not None})


def _read_all(reader: Callable[[Any], Any], page: list[Any]) -> list[Any]:
    try:
        values = list(map(reader, page))
    except AttributeError:
        values = [_read(reader, item) for item in page]
    try:
        hash(tuple(values))
    except TypeError as error:
        raise exceptions.UnexpectedResponse(
            200,
            "An item of a listing has an id that is neither a string nor a number.",
            request_id=_request_id(page),
        ) from error
    return values


def _read(reader: Callable[[Any], Any], item: Any) -> Any:
    try:
        return reader(item)
    except AttributeError:
        return None


def _names(marker: Any) -> bool:
    """Say whether a page can start after this marker."""
    return marker is not None and marker != "" and marker is not _UNUSABLE


def _is_partial(item: Any) -> bool:
    return getattr(item, "is_partial", False) is True


def _has_partial(page: list[Any]) -> bool:
    """Say whether a page has partial items; Nova puts them before all others."""
    # Reading all items would take longer than all else of this module.
    return bool(page) and (_is_partial(page[0]) or _is_partial(page[-1]))


def _request_id(page: Any) -> Any:
    return next(reversed(page.request_ids), None)


def _unreachable(page: Any, problem: str) -> exceptions.UnexpectedResponse:
    return exceptions.UnexpectedResponse(
        200,
        f"The listing is not complete: the server has more items, but {problem}.",
        request_id=_request_id(page),
    )


def _changed() -> exceptions.ListingChanged:
    return exceptions.ListingChanged(
        f"The last {REMEMBERED} items of a listing, or more, were deleted between two pages."
    )


def checked_size(page_size: int | None) -> int | None:
    """Check the argument ``page_size`` of a listing.

    :param page_size: The number of items to request at once. ``None`` lets the server decide.
    :return: The number, or None.
    :raises ValueError: if it is not a number, or less than 1.
    """
    if page_size is None:
        return None
    size = int(page_size)
    if size < 1:
        raise ValueError(f"page_size must be at least 1, not {page_size!r}")
    return size


def has_next(links: Any) -> bool:
    """Say whether the links of a response lead to a next page.

    :param links: The links, or anything else.
    :return: True if one of them does.
    """
    if not isinstance(links, list):
        return False
    return any(isinstance(link, dict) and link.get("rel") == "next" for link in links)


class _Followed(threading.local):
    """The manager whose list() is being called for one page after another in this thread."""

    manager: Any = None


_followed = _Followed()


@contextlib.contextmanager
def following(manager: Any) -> Iterator[None]:
    """Don't warn of incomplete lists of a manager inside a ``with`` statement.

    :param manager: The manager, all of whose pages are being requested.
    """
    before, _followed.manager = _followed.manager, manager
    try:
        yield
    finally:
        _followed.manager = before


def _is_followed(page: list[Any]) -> bool:
    manager = _followed.manager
    return manager is not None and all(getattr(i, "manager", None) is manager for i in page[:1])


def warn_if_cut(page: PageT, limit: Any, marker: Any) -> PageT:
    """Warn of a list that is incomplete though the caller gave neither limit nor marker.

    :param page: The list.
    :param limit: The limit that the caller gave.
    :param marker: The marker that the caller gave.
    :return: The list.
    """
    if page.has_more and not limit and not marker and not _is_followed(page):
        warn(
            f"This list is not complete: the server sent {len(page)} items and has more. "
            "iterate() yields all of them."
        )
    return page


def partial_items(page: list[Any]) -> list[Any]:
    """Return the items of a list whose cells do not respond.

    :param page: A list of servers or services.
    :return: Those whose ``is_partial`` is true.
    """
    return [item for item in page if _is_partial(item)]


def warn_if_partial(page: Any, *, ordered: bool = True) -> bool:
    """Warn of a list with items whose cells do not respond.

    :param page: The list.
    :param ordered: Whether such items come before all others, as servers do.
    :return: Whether there are such items.
    """
    if ordered and not _has_partial(page):
        return False
    partial = partial_items(page)
    if partial:
        kind = type(partial[0]).__name__.lower()
        message = (
            f"{len(partial)} of the {len(page)} {kind}s in a list are in cells that do not "
            "respond: their is_partial is true, and Nova sent little of them."
        )
        if page.has_more:
            message += " There may be more: Nova lists only as many as fit on the first page."
        utils.warn_caller(message, exceptions.PartialListWarning)
    return bool(partial)


def warn(message: str) -> None:
    """Warn the caller of the library of an incomplete result.

    :param message: What is incomplete, and how to get the rest.
    """
    utils.warn_caller(message, exceptions.IncompleteListWarning)
