# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Lists: sorting, and pages with links to the next one, as Nova makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib import parse

from novaclient.testing._errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from novaclient.testing._operations import Call

T = TypeVar("T")

#: The names of the query of a list with pages.
PAGES = ("limit", "marker")


def page(
    call: Call,
    items: Sequence[T],
    marker_of: Callable[[T], str],
    message: str = "marker [{marker}] not found",
) -> list[T]:
    """Return the page of a list that a request asks for.

    :param call: The request.
    :param items: All items, in their order.
    :param marker_of: What the marker of an item is.
    :param message: What Nova says if there is no such marker.
    :raises Fault: if there is no such marker, or the limit is no number.
    """
    limit = page_size(call)
    marker = call.value("marker")
    start = 0
    if marker is not None:
        markers = [marker_of(item) for item in items]
        if marker not in markers:
            bad_request(message.format(marker=marker))
        start = markers.index(marker) + 1
    return list(items[start : start + limit])


def span(call: Call, items: Sequence[T]) -> list[T]:
    """Return the part of a list that a request with ``offset`` and ``limit`` asks for."""
    start = number(call, "offset") or 0
    # Here, unlike in lists with markers, 0 stands for no limit.
    size = page_size(call) or call.state.max_limit
    return list(items[start : start + size])


def page_size(call: Call) -> int:
    """Return how many items a page may have.

    :raises Fault: if the limit is no number.
    """
    wanted = number(call, "limit")
    most = call.state.max_limit
    return most if wanted is None else min(wanted, most)


def number(call: Call, name: str) -> int | None:
    """Return a number of the query, or None.

    :raises Fault: if it is no number.
    """
    text = call.value(name)
    if text is None:
        return None
    if not text.isdecimal():
        bad_request(
            f"Invalid input for query parameters {name}. Value: {text}. "
            f"{text!r} does not match '^[0-9]*$'"
        )
    return int(text)


def next_links(
    call: Call, items: Sequence[T], marker_of: Callable[[T], str]
) -> list[dict[str, str]]:
    """Return the link to the next page, which Nova sends with each page that is full.

    :param call: The request for the page.
    :param items: Its items.
    :param marker_of: What the marker of an item is.
    """
    if not items or len(items) != page_size(call):
        return []
    query = {**call.query, "marker": [marker_of(items[-1])]}
    return [{"rel": "next", "href": f"{call.url}{call.path}?{parse.urlencode(query, doseq=True)}"}]


def linked(
    call: Call, key: str, views: Sequence[Any], links: list[dict[str, str]]
) -> dict[str, Any]:
    """Return the body of a list, with a link to the next page if there is one."""
    return {key: list(views), **({f"{key}_links": links} if links else {})}
