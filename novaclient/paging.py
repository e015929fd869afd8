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

"""Listings that come page after page.

A collection may change between two pages. Every item that exists throughout is given once, in
the order of the server, as long as that order is by something that does not change; an item that
appears or vanishes meanwhile is given once or not at all. What is kept is one page and the ids
of the last :data:`REMEMBERED` items.
"""

from __future__ import annotations

import contextlib
import contextvars
import operator
import sys
import warnings
from collections.abc import Callable, Generator, Hashable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import exceptions
from novaclient.i18n import _

if TYPE_CHECKING:
    from novaclient._resource import ListWithMeta

PageT = TypeVar("PageT", bound="ListWithMeta[Any]")

#: How many ids are kept, at least: enough to find one's place again after many deletions.
REMEMBERED = 1000

#: No collection has so many items.
_BEYOND = 2**31 - 1

#: No server cuts its pages this short: Nova's default is 1000 items.
_NEVER_CUT = 50

#: Stands for what there is not, where None may be a value.
_NOTHING: Any = object()

_ID = operator.attrgetter("id")

#: How many requests in a row may bring nothing new, beside those that lead back through all that
#: was given, and forward again.
_PATIENCE = 100

#: A listing that was at the same place so often goes in a circle.
_ENOUGH = 3

#: Asks for a page; takes ``marker`` or ``offset``, and ``limit``, where they are needed.
Fetch = Callable[..., Any]


class _Trail:
    """The items that were given last, the latest at the end."""

    def __init__(self) -> None:
        self._markers: dict[Hashable, Any] = {}
        self.forgot = False

    def __contains__(self, identity: Hashable) -> bool:
        return identity in self._markers

    def __len__(self) -> int:
        return len(self._markers)

    def add(self, identity: Hashable, marker: Any) -> bool:
        """Put an item at the end; say whether it is new."""
        if identity is None:
            return True
        new = self._markers.pop(identity, _NOTHING) is _NOTHING
        self._markers[identity] = marker
        return new

    def shorten(self, page_length: int) -> None:
        """Forget the oldest, but no item of the last page."""
        for identity in list(self._markers)[: -max(REMEMBERED, page_length)]:
            self.forgot = True
            del self._markers[identity]

    def backwards(self) -> Iterator[Any]:
        """Yield markers of older and older items, in growing steps, the oldest at last."""
        markers = [marker for marker in self._markers.values() if _names(marker)]
        step = 1
        while step < len(markers) - 1:
            yield markers[-1 - step]
            step *= 2
        if len(markers) > 1:
            yield markers[0]


class _Circle:
    """Notices a circle that is too long for the trail, by remembering one place.

    The place is replaced after twice as many pages as the one before (Brent's method). An honest
    listing meets it again only if the item was moved there after it was forgotten.
    """

    def __init__(self) -> None:
        self._place: Hashable = _NOTHING
        self._pages = self._left = 1
        self._met = 0

    def closed_by(self, page: list[Any], trail: _Trail) -> bool:
        """Say whether the listing was at the place again and again, each time as if new.

        :param page: The ids of a page.
        :param trail: The items that were given before.
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
    """A collection whose pages begin after an item that is named.

    :param marker: Reads from an item the marker that names it.
    :param since: The first microversion that has markers.
    :param identity: Reads from an item what no other has, if that is not the marker.
    :param announced: Whether the server says of every page that has a next one that it has.
    :param gaps: Whether the server leaves items out after it has cut the page, so that one may
        even be empty though others follow.
    """

    #: The argument of a listing that says where a page begins.
    place = "marker"

    def __init__(
        self,
        marker: Callable[[Any], Any] = _ID,
        since: str = "2.0",
        identity: Callable[[Any], Hashable] | None = None,
        announced: bool = True,
        gaps: bool = False,
    ) -> None:
        self._marker = marker
        self._identity = identity or marker
        self.since = since
        self.announced = announced
        self._gaps = gaps

    def walk(
        self,
        fetch: Fetch,
        page_size: int | None = None,
        start: Any = None,
        announced: bool | None = None,
    ) -> Generator[Any, None, None]:
        """Yield the items, page after page.

        :param fetch: Asks for a page.
        :param page_size: Ask for at most so many items at once; by default, the server decides.
        :param start: Begin after the item of this marker.
        :param announced: Ask for no page that the server does not announce; by default, as it is
            best for the collection.
        :return: A generator.
        :raises novaclient.exceptions.ListingChanged: if nothing is left of the last items.
        :raises novaclient.exceptions.UnexpectedResponse: if there are more items, and the server
            does not let them be reached.
        """
        announced = self.announced if announced is None else announced
        trail = _Trail()
        circle = _Circle()
        marker, limit = start, page_size
        # The markers that were asked for since the last new item.
        idle: set[Any] = set()
        while True:
            idle.add(marker)
            page, error = self._after(fetch, marker, limit, trail, start)
            if not page:
                if announced or not self._gaps or limit is None:
                    if page.has_more:
                        raise _unreachable(page, _("the page that announces them is empty"))
                    return
                limit = None
                continue
            expected = page.has_more or (limit is not None and len(page) >= limit)
            more = expected or not announced
            if not more and marker is start:
                # All on one page: there is nothing to remember.
                yield from page
                return
            markers = _read_all(self._marker, page)
            own = self._identity is not self._marker
            identities = _read_all(self._identity, page) if own else markers
            if self._gaps:
                # What was left out may hide the rest of a page: take all that the server gives.
                limit = page_size if page.has_more else None
            known = len(trail)
            closed = circle.closed_by(identities, trail)
            new = [
                item
                for item, identity, own_marker in zip(page, identities, markers, strict=True)
                if trail.add(identity, own_marker)
            ]
            if len(trail) > known:
                idle.clear()
            trail.shorten(len(markers))
            marker = markers[-1]
            yield from new
            if not more:
                return
            if not _names(marker):
                if expected:
                    raise _unreachable(page, _("the last item that came has no id"))
                return
            if marker in idle or closed:
                # The server gives what it gave before, whatever it is asked for.
                if error is not None:
                    raise error
                if expected:
                    raise _unreachable(page, _("it sends the same items again"))
                return
            # Hold no page while the next one comes.
            del page, new

    def _after(
        self, fetch: Fetch, marker: Any, limit: int | None, trail: _Trail, start: Any
    ) -> tuple[Any, exceptions.BadRequest | None]:
        """Get the page after a marker, or, if that is gone, after one before it.

        :return: The page, and the error if the marker was not found.
        """
        try:
            return _ask(fetch, limit, marker=marker), None
        except exceptions.BadRequest as error:
            if marker is start:
                raise
            gone = error
        for earlier in trail.backwards():
            try:
                return _ask(fetch, limit, marker=earlier), gone
            except exceptions.BadRequest:
                # This one is gone, too, and the first error is the one that tells.
                continue
        if trail.forgot:
            raise _changed() from gone
        return _ask(fetch, limit, marker=start), gone


class Offsets:
    """A collection whose pages begin at a position.

    Pages overlap by an item, which shows whether others have moved up.
    """

    since = "2.0"
    #: The argument of a listing that says where a page begins.
    place = "offset"

    def walk(
        self, fetch: Fetch, page_size: int | None = None, announced: bool = False
    ) -> Generator[Any, None, None]:
        """Yield the items, page after page.

        :param fetch: Asks for a page.
        :param page_size: Ask for at most so many new items at once; by default, the server
            decides.
        :param announced: Save the request that makes sure that a short list is complete; the
            server announces no page.
        :return: A generator.
        :raises novaclient.exceptions.ListingChanged: if nothing is left of the last items, or
            nothing new comes any more though the server goes on.
        :raises novaclient.exceptions.UnexpectedResponse: if there may be more items, and the
            server does not let them be reached.
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
                    _("Nothing new came in %d pages of a listing, and no end either.") % idle
                )
            page = _ask(fetch, limit, offset=offset or None)
            idle += 1
            keys = _read_all(_ID, page)
            known = [number for number, key in enumerate(keys) if key in trail]
            if offset and not known:
                # Items before this page have vanished, so that others have moved past its begin.
                offset = max(0, offset - back)
                back = min(2 * back, max(1, longest - 1))
                continue
            if page and trail.forgot and not known:
                raise _changed()
            longest = max(longest, len(keys))
            back = 1
            closed = bool(keys) and circle.closed_by(keys, trail)
            # What is before an item that was given was given, too, or has appeared since.
            first_new = known[-1] + 1 if known else 0
            for item, key in zip(page[first_new:], keys[first_new:], strict=True):
                if trail.add(key, key):
                    idle, reached = 0, offset
                    yield item
            trail.shorten(len(keys))
            if len(keys) < max(longest, _NEVER_CUT if announced else 2):
                return
            if None in keys:
                raise _unreachable(page, _("an item that came has no id"))
            full = limit is not None and len(keys) >= limit
            if offset and first_new == len(keys) and not honoured:
                rest = _read_all(_ID, _ask(fetch, limit, offset=_BEYOND))
                if rest:
                    # The server sends what it wants, whatever it is asked for.
                    if full or not all(key in trail for key in rest):
                        raise _unreachable(page, _("it sends the same items again"))
                    return
                honoured = True
            if closed:
                raise _unreachable(page, _("it sends the same items again"))
            offset += len(keys) - 1
            # Hold no page while the next one comes.
            page = item = None


class Whole:
    """A collection that comes at once."""

    place = None

    def walk(self, fetch: Fetch, *_args: Any, **_kwargs: Any) -> Generator[Any, None, None]:
        """Yield the items.

        :param fetch: Asks for them.
        :return: A generator.
        """
        yield from fetch()


#: How a collection is paged.
Paging = Markers | Offsets


def _ask(fetch: Fetch, limit: int | None, **place: Any) -> Any:
    if limit is not None:
        place["limit"] = limit
    return fetch(**{name: value for name, value in place.items() if value is not None})


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
            _("An item of a listing has an id that is neither a string nor a number."),
            request_id=_request_id(page),
        ) from error
    return values


def _read(reader: Callable[[Any], Any], item: Any) -> Any:
    try:
        return reader(item)
    except AttributeError:
        return None


def _names(marker: Any) -> bool:
    """Say whether a page can begin after this marker."""
    return marker is not None and marker != ""


def _request_id(page: Any) -> Any:
    return next(reversed(page.request_ids), None)


def _unreachable(page: Any, problem: str) -> exceptions.UnexpectedResponse:
    return exceptions.UnexpectedResponse(
        200,
        _("The listing is not complete: the server has more items, but %s.") % problem,
        request_id=_request_id(page),
    )


def _changed() -> exceptions.ListingChanged:
    return exceptions.ListingChanged(
        _("The last %d items of a listing, or more, vanished while it went on.") % REMEMBERED
    )


def checked_size(page_size: int | None) -> int | None:
    """Return the size of a page that a caller gave.

    :param page_size: The size, None for as many as the server wants to send.
    :raises ValueError: if it is no number, or less than one.
    """
    if page_size is None:
        return None
    size = int(page_size)
    if size < 1:
        raise ValueError(f"page_size must be at least 1, not {page_size!r}")
    return size


def has_next(links: Any) -> bool:
    """Say whether the links of an answer name a next page.

    :param links: The links, or anything else.
    :return: Whether one is of that kind.
    """
    if not isinstance(links, list):
        return False
    return any(isinstance(link, dict) and link.get("rel") == "next" for link in links)


# The manager whose list() is called for one page after another.
_followed: contextvars.ContextVar[Any] = contextvars.ContextVar("followed", default=None)


@contextlib.contextmanager
def following(manager: Any) -> Iterator[None]:
    """Don't warn in a ``with`` statement that a listing is cut: its pages are followed.

    :param manager: The manager whose listing it is; others still warn.
    """
    token = _followed.set(manager)
    try:
        yield
    finally:
        _followed.reset(token)


def _is_followed(page: list[Any]) -> bool:
    manager = _followed.get()
    return manager is not None and all(getattr(i, "manager", None) is manager for i in page[:1])


def warn_if_cut(page: PageT, limit: Any, marker: Any) -> PageT:
    """Warn the caller of a listing that was to be whole, and is not.

    :param page: What the server sent.
    :param limit: The limit that the caller gave.
    :param marker: The marker that the caller gave.
    :return: The page.
    """
    if page.has_more and not limit and not marker and not _is_followed(page):
        warn(
            _(
                "This list is not complete: the server sent %d items and has more. "
                "iterate() gives them all."
            )
            % len(page)
        )
    return page


def warn(text: str) -> None:
    """Warn the caller of the library that what he gets is a part.

    :param text: What it is a part of, and how to get the rest.
    """
    warnings.warn(text, exceptions.IncompleteListWarning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """Count the calls, from the one that warns, to the first outside of the library."""
    level = 1
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("novaclient."):
        frame = frame.f_back
        level += 1
    return level
