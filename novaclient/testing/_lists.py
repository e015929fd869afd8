# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Lists: sorting, and pages with links to the next one, as Nova makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib import parse

from novaclient.testing._errors import bad_request

if TYPE_CHECKING:
    from novaclient.testing._operations import Call

T = TypeVar("T")

#: The names of the query of a list with pages.
PAGES = ("limit", "marker")


def page(call: Call, items: Sequence[T], marker_of: Callable[[T], str]) -> list[T]:
    """Return the page of a list that a request asks for.

    :param call: The request.
    :param items: All items, in their order.
    :param marker_of: What the marker of an item is.
    :raises Fault: if there is no such marker, or the limit is no number.
    """
    limit = page_size(call)
    marker = call.value("marker")
    start = 0
    if marker is not None:
        markers = [marker_of(item) for item in items]
        if marker not in markers:
            bad_request(f"marker [{marker}] not found")
        start = markers.index(marker) + 1
    return list(items[start : start + limit])


def page_size(call: Call) -> int:
    """Return how many items a page has.

    :raises Fault: if the limit is no number.
    """
    return min(_limit(call), call.state.max_limit)


def _limit(call: Call) -> int:
    text = call.value("limit")
    if text is None:
        return call.state.max_limit
    if not text.isdecimal():
        bad_request(
            f"Invalid input for query parameters limit. Value: {text}. "
            f"{text!r} does not match '^[0-9]*$'"
        )
    return int(text) or call.state.max_limit


def next_links(
    call: Call, items: Sequence[T], marker_of: Callable[[T], str]
) -> list[dict[str, str]]:
    """Return the link to the next page, which Nova sends with each page that is full.

    :param call: The request for the page.
    :param items: Its items.
    :param marker_of: What the marker of an item is.
    """
    if not items or len(items) != _limit(call):
        return []
    query = {**call.query, "marker": [marker_of(items[-1])]}
    return [{"rel": "next", "href": f"{call.url}{call.path}?{parse.urlencode(query, doseq=True)}"}]


def linked(
    call: Call, key: str, views: Sequence[Any], links: list[dict[str, str]]
) -> dict[str, Any]:
    """Return the body of a list, with a link to the next page if there is one."""
    return {key: list(views), **({f"{key}_links": links} if links else {})}
