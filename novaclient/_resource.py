# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What the server sent, as objects: resources, and values that carry request ids.

:mod:`novaclient.base` is where they are imported from.
"""

from __future__ import annotations

import copy
import functools
import inspect
import os
import threading
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from novaclient import masking
from novaclient.exceptions import _printable
from novaclient.exceptions import request_id_of as request_id_of

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion

# Held while an object of several threads is changed in more than one step; never in a request.
changing = threading.RLock()
# A forked child must not find it held by a thread that it does not have.
os.register_at_fork(
    before=changing.acquire, after_in_parent=changing.release, after_in_child=changing.release
)


class _RequestIds:
    """Makes the list of request ids when it is first read; what is set on an object wins."""

    __slots__ = ()

    def __get__(self, instance: RequestIdMixin | None, owner: type | None = None) -> Any:
        return self if instance is None else instance.request_ids


class RequestIdMixin:
    """The ids under which the server logged the requests that made an object."""

    __module__ = "novaclient.base"

    # The old name of request_ids, under which vars() shows them. Most resources come in lists
    # and have no ids of their own: theirs is never made.
    x_openstack_request_ids: Any = _RequestIds()

    def request_ids_setup(self) -> None:
        """Begin with no ids."""
        self.x_openstack_request_ids = []

    @property
    def request_ids(self) -> list[Any]:
        """The ids, in the order of the requests; None for an answer without an id."""
        # In one step, so that no thread replaces the list of another.
        ids: list[Any] = _own(self).setdefault("x_openstack_request_ids", [])
        return ids

    def append_request_ids(self, resp: Any) -> None:
        """Add the ids of answers, each id once.

        :param resp: An answer, an id, a list of these, or None.
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
        # A copy gets a list of its own.
        return {**_own(self), "x_openstack_request_ids": list(self.request_ids)}


# The attributes that are set on an object. Of a resource, ``__dict__`` shows the JSON as well.
_own: Callable[[RequestIdMixin], dict[str, Any]] = vars(RequestIdMixin)["__dict__"].__get__


# What needs no copy.
_ATOMS = frozenset({str, int, float, bool, type(None)})


def deep_copy(value: Any, memo: dict[int, Any]) -> Any:
    """Copy a value as :func:`copy.deepcopy` does, and JSON however deeply it is nested.

    :param value: The value.
    :param memo: The copies made so far, by the ids of their originals.
    """
    holder = [value]
    rest: list[Any] = [(holder, 0, value)]
    while rest:
        into, key, item = rest.pop()
        kind = type(item)
        if kind is not dict and kind is not list:
            into[key] = copy.deepcopy(item, memo)
        elif id(item) in memo:
            into[key] = memo[id(item)]
        else:
            twin = into[key] = memo[id(item)] = item.copy()
            pairs = item.items() if kind is dict else enumerate(item)
            rest += ((twin, k, inner) for k, inner in pairs if type(inner) not in _ATOMS)
    return holder[0]


# What a resource is made of, and no key of the JSON.
_OWN_ATTRIBUTES = frozenset({"manager", "_info", "_loaded", "x_openstack_request_ids"})


def _always_printable(show: Callable[[Any], str]) -> Callable[[Any], str]:
    """Make a ``__repr__`` escape what no terminal takes of the JSON."""

    @functools.wraps(show)
    def shown(self: Any) -> str:
        return _printable(show(self))

    return shown


class _Declared:
    """An attribute that a class of resources names: a key of the JSON.

    Without it, each look-up would first have to fail before ``__getattr__`` is asked; now only
    that of a missing key has to. What is set on a resource itself wins.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, resource: Resource | None, owner: type | None = None) -> Any:
        if resource is not None:
            try:
                return resource._info[self._name]
            except KeyError:
                pass
        raise AttributeError(self._name)


class _Vars(dict[str, Any]):
    """What ``vars(resource)`` returns: the keys of the JSON, and what is set on the resource.

    What is written into it is set on the resource, because that is how subclasses write their
    ``__init__`` and ``__setstate__``, and how ``functools.cached_property`` stores its value.
    """

    __slots__ = ("_resource",)

    def __init__(self, resource: Resource) -> None:
        super().__init__(resource._attributes)
        resource.request_ids  # noqa: B018 - makes the list, which was always there
        super().update(_own(resource))
        self._resource = resource

    def __setitem__(self, name: str, value: Any) -> None:
        _own(self._resource)[name] = value
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        super().__delitem__(name)
        _own(self._resource).pop(name, None)
        if name in self._resource._attributes:
            Resource.__delattr__(self._resource, name)

    # Those of dict would not call the two above.
    update = MutableMapping.update
    setdefault = MutableMapping.setdefault
    pop = MutableMapping.pop
    popitem = MutableMapping.popitem

    def __ior__(self, other: Any) -> _Vars:  # type: ignore[override, misc]
        self.update(other)
        return self

    def clear(self) -> None:
        _own(self._resource).clear()
        super().clear()

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


class Resource(RequestIdMixin):
    """A thing of the cloud: a view on the JSON that the server sent.

    The keys of the JSON are read as attributes. A resource that holds only a part (as after
    ``create()``) loads the rest once, when a missing attribute is read.

    :param manager: The manager that made it.
    :param info: The JSON, decoded.
    :param loaded: Whether this is all that there is.
    :param resp: The answer that it came with, or a list of request ids.
    """

    __module__ = "novaclient.base"

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
        for name in ("__repr__", "__str__"):
            if name in vars(cls):
                setattr(cls, name, _always_printable(vars(cls)[name]))

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
            f"the server sent{'' if _own(self).get('_loaded') else ' so far'}."
        )
        raise error

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        # Costs nothing where Python itself finds attributes: that does not ask for __dict__.
        return _Vars(self)

    @property
    def _attributes(self) -> dict[str, Any]:
        info = self._info
        if not self._wrapper:
            return info
        wrapped = info.get(self._wrapper, info)
        return wrapped if isinstance(wrapped, dict) else info

    def __delattr__(self, name: str) -> None:
        attributes = self._attributes
        if name in _own(self) or name not in attributes:
            super().__delattr__(name)
            return
        # What the server sent may be shared with a copy, or be the caller's.
        with changing:
            rest = {key: value for key, value in self._attributes.items() if key != name}
            wrapper = self._wrapper
            if wrapper is not None and wrapper in self._info:
                rest = {**self._info, wrapper: rest}
            self._info = rest

    def __dir__(self) -> Iterable[str]:
        of_class = (name for name in super().__dir__() if hasattr(type(self), name))
        return sorted({*of_class, *self.__dict__})

    def __repr__(self) -> str:
        info = masking.masked(self._info)
        pairs = ", ".join(f"{key}={info[key]}" for key in sorted(info))
        return _printable(f"<{type(self).__name__} {pairs}>")

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
        memo[id(self)] = twin
        _own(twin).update({k: deep_copy(v, memo) for k, v in _own(self).items() if k != "manager"})
        return twin

    def __getstate__(self) -> dict[str, Any]:
        # A connection can't be pickled: what comes back is the data, with no way to load more.
        return {**super().__getstate__(), "manager": None, "_loaded": True}

    def __setstate__(self, state: dict[str, Any]) -> None:
        _own(self).update(state)

    def __copy__(self) -> Resource:
        twin = self.__class__.__new__(self.__class__)
        _own(twin).update(_own(self))
        twin.x_openstack_request_ids = list(self.request_ids)
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
        own = _own(self)
        attributes = own if name in own else self._attributes
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
        if not hasattr(self.manager, "get"):
            return None
        if isinstance(kind, type) and not (isinstance(self, kind) or issubclass(kind, type(self))):
            return None
        names = self._names()
        return None if names is None else cast("Resource | None", self.manager.get(*names))

    def _names(self) -> tuple[Any, ...] | None:
        """Return what the manager gets the resource by, or None if that is not known."""
        return (self.id,)

    def _refresh(self, info: Mapping[str, Any]) -> None:
        with changing:
            attributes = {**self._attributes, **info}
            if self._wrapper in self._info:
                self._info = {**self._info, self._wrapper: attributes}
            else:
                self._info = attributes
        own = _own(self)
        for key in info:
            own.pop(key, None)

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
        twin: dict[str, Any] = deep_copy(self._info, {})
        return twin


ItemT = TypeVar("ItemT")


class ListWithMeta(list[ItemT], RequestIdMixin):
    """A list with the ids of the requests that made it.

    :param values: The items.
    :param resp: The answer that they came with, a list of request ids, or None.
    """

    __module__ = "novaclient.base"

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

    __module__ = "novaclient.base"

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
    """A text with the ids of the requests that made it.

    :param value: The text.
    :param resp: The answer that it came with, a list of request ids, or None.
    """

    __module__ = "novaclient.base"

    def __new__(cls, value: str, resp: Any) -> StrWithMeta:
        return super().__new__(cls, value)

    def __init__(self, values: str, resp: Any) -> None:
        self.append_request_ids(resp)

    def __getnewargs__(self) -> tuple[str, None]:  # type: ignore[override]
        return str(self), None


class BytesWithMeta(bytes, RequestIdMixin):
    """Bytes with the ids of the requests that made them.

    :param value: The bytes.
    :param resp: The answer that they came with, a list of request ids, or None.
    """

    __module__ = "novaclient.base"

    def __new__(cls, value: bytes, resp: Any) -> BytesWithMeta:
        return super().__new__(cls, value)

    def __init__(self, values: bytes, resp: Any) -> None:
        self.append_request_ids(resp)

    def __getnewargs__(self) -> tuple[bytes, None]:  # type: ignore[override]
        return bytes(self), None


WithMeta = ListWithMeta[Any] | DictWithMeta | TupleWithMeta | StrWithMeta | BytesWithMeta

WITH_META: tuple[tuple[type, Callable[[Any, Any], WithMeta]], ...] = (
    (str, StrWithMeta),
    (bytes, BytesWithMeta),
    (list, ListWithMeta),
    (dict, DictWithMeta),
    (tuple, TupleWithMeta),
)
