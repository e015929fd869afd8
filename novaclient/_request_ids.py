# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Request ids, and values that have them. Programs import them from :mod:`novaclient.base`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from novaclient import masking
from novaclient.exceptions import request_id_of


class _RequestIds:
    """Creates the list of request ids when it is first read, unless it was set before."""

    __slots__ = ()

    def __get__(self, instance: RequestIdMixin | None, owner: type | None = None) -> Any:
        return self if instance is None else instance.request_ids


class RequestIdMixin:
    """The ids under which the server logged the requests that made an object."""

    __module__ = "novaclient.base"

    # The old name of request_ids, which is also their key in vars(). The list is created only when
    # it is needed: most resources come in lists and have no ids of their own.
    x_openstack_request_ids: Any = _RequestIds()

    def request_ids_setup(self) -> None:
        """Reset the list of request ids."""
        self.x_openstack_request_ids = []

    @property
    def request_ids(self) -> list[Any]:
        """The ids in the order of the requests, with None for a response without an id."""
        # setdefault() is atomic, so that no thread replaces the list of another.
        ids: list[Any] = _own(self).setdefault("x_openstack_request_ids", [])
        return ids

    def append_request_ids(self, resp: Any) -> None:
        """Add the request ids of responses, each id once.

        :param resp: A response, a request id, a list of these, or None.
        """
        if resp is None:
            return
        ids = self.request_ids
        for item in resp if isinstance(resp, list) else (resp,):
            is_response = getattr(item, "headers", None) is not None
            request_id = request_id_of(item) if is_response else item
            if request_id not in ids:
                ids.append(request_id)

    def __getstate__(self) -> dict[str, Any]:
        # Copies must not share the list.
        return {**_own(self), "x_openstack_request_ids": list(self.request_ids)}


# The attributes that were set on an object. The __dict__ of a resource also shows its JSON.
_own: Callable[[RequestIdMixin], dict[str, Any]] = vars(RequestIdMixin)["__dict__"].__get__


ItemT = TypeVar("ItemT")


class ListWithMeta(list[ItemT], RequestIdMixin):
    """A list with request ids.

    :param values: The items.
    :param resp: The response, a request id, a list of these, or None.
    """

    __module__ = "novaclient.base"

    #: Whether the server has more items, as far as it says.
    has_more: bool = False

    def __init__(self, values: Iterable[ItemT], resp: Any) -> None:
        super().__init__(values)
        self.append_request_ids(resp)

    def __repr__(self) -> str:
        return repr([masking.masked(item) for item in self])


class DictWithMeta(dict[str, Any], RequestIdMixin):
    """A dict with request ids.

    :param values: The items.
    :param resp: The response, a request id, a list of these, or None.
    """

    __module__ = "novaclient.base"

    def __init__(self, values: Mapping[str, Any], resp: Any) -> None:
        super().__init__(values)
        self.append_request_ids(resp)

    def __repr__(self) -> str:
        return repr(masking.masked(self))


class TupleWithMeta(tuple[Any, ...], RequestIdMixin):
    """A tuple with request ids.

    :param values: The items.
    :param resp: The response, a request id, a list of these, or None.
    """

    __module__ = "novaclient.base"

    def __new__(cls, values: Iterable[Any], resp: Any) -> TupleWithMeta:
        return super().__new__(cls, values)

    def __init__(self, values: Iterable[Any], resp: Any) -> None:
        self.append_request_ids(resp)

    def __getnewargs__(self) -> tuple[tuple[Any, ...], None]:
        return tuple(self), None

    def __repr__(self) -> str:
        return repr(tuple(masking.masked(item) for item in self))


class StrWithMeta(str, RequestIdMixin):
    """A string with request ids.

    :param value: The string.
    :param resp: The response, a request id, a list of these, or None.
    """

    __module__ = "novaclient.base"

    def __new__(cls, value: str, resp: Any) -> StrWithMeta:
        return super().__new__(cls, value)

    def __init__(self, values: str, resp: Any) -> None:
        self.append_request_ids(resp)

    def __getnewargs__(self) -> tuple[str, None]:  # type: ignore[override]
        return str(self), None


class BytesWithMeta(bytes, RequestIdMixin):
    """Bytes with request ids.

    :param value: The bytes.
    :param resp: The response, a request id, a list of these, or None.
    """

    __module__ = "novaclient.base"

    def __new__(cls, value: bytes, resp: Any) -> BytesWithMeta:
        return super().__new__(cls, value)

    def __init__(self, values: bytes, resp: Any) -> None:
        self.append_request_ids(resp)

    def __getnewargs__(self) -> tuple[bytes, None]:  # type: ignore[override]
        return bytes(self), None


#: What most methods return that have no resource to return: a value with ``request_ids``.
WithMeta = ListWithMeta[Any] | DictWithMeta | TupleWithMeta | StrWithMeta | BytesWithMeta

WITH_META: tuple[tuple[type, Callable[[Any, Any], WithMeta]], ...] = (
    (str, StrWithMeta),
    (bytes, BytesWithMeta),
    (list, ListWithMeta),
    (dict, DictWithMeta),
    (tuple, TupleWithMeta),
)
