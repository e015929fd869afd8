# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Resources. Programs import them from :mod:`novaclient.base`."""

from __future__ import annotations

import copy
import functools
import inspect
import os
import threading
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from novaclient import masking
from novaclient._api_version import APIVersion
from novaclient._request_ids import RequestIdMixin, _own
from novaclient.exceptions import _printable

# Held while an object is changed in several steps, so that threads can share it; never held during
# a request.
changing = threading.RLock()
# Otherwise a forked child could find the lock held by a thread that does not exist there.
os.register_at_fork(
    before=changing.acquire, after_in_parent=changing.release, after_in_child=changing.release
)


# Immutable types, which need no copy.
_ATOMS = frozenset({str, int, float, bool, type(None)})


def deep_copy(value: Any, memo: dict[int, Any]) -> Any:
    """Copy a value as :func:`copy.deepcopy` does, but without recursion for nested JSON.

    :param value: The value.
    :param memo: The copies made so far, by ``id()`` of their originals.
    :return: The copy.
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


# Attributes of every resource, which are not keys of its JSON.
_OWN_ATTRIBUTES = frozenset({"manager", "_info", "_loaded", "x_openstack_request_ids"})


def _always_printable(show: Callable[[Any], str]) -> Callable[[Any], str]:
    """Make a ``__repr__`` escape lone surrogates, which terminals don't accept."""

    @functools.wraps(show)
    def shown(self: Any) -> str:
        return _printable(show(self))

    return shown


class _Declared:
    """An annotated attribute of a resource class, which reads a key of the JSON.

    It is faster than ``__getattr__``, which is then called for missing keys only. An attribute
    that was set on the resource itself takes precedence.
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


class _Alias(_Declared):
    """An attribute that reads a key of the JSON whose name Python can't spell.

    A key with the name of the attribute itself takes precedence.
    """

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        self._key = key

    def __set_name__(self, owner: type[Resource], name: str) -> None:
        self._name = name
        owner._aliases = {**owner._aliases, name: self._key}

    def __get__(self, resource: Resource | None, owner: type | None = None) -> Any:
        if resource is not None:
            info = resource._info
            if self._name in info:
                return info[self._name]
            if self._key in info:
                return info[self._key]
        raise AttributeError(self._name)


def alias(key: str) -> Any:
    """Return what the body of a resource class assigns to an annotated attribute.

    :param key: The key of the JSON, such as ``OS-EXT-STS:task_state``, that the attribute reads.
    :return: A descriptor. Programs can still set an attribute of the same name on an object.
    """
    return _Alias(key)


@functools.lru_cache(256)
def _reasons(cls: type) -> tuple[frozenset[str], Callable[[str, str], str | None]]:
    """Return the keys of a class that may be absent for a known reason, and what tells it."""
    from novaclient import _attributes

    of_nova = (c for c in cls.__mro__ if c.__module__.startswith("novaclient."))
    name = next(of_nova).__name__
    return _attributes.keys_of(name), functools.partial(_attributes.why_absent, name)


class _Vars(dict[str, Any]):
    """The result of ``vars(resource)``: the JSON, and the attributes set on the resource.

    What is written into it is set on the resource, since subclasses do this in ``__init__`` and
    ``__setstate__``, and ``functools.cached_property`` stores its value in this way.
    """

    __slots__ = ("_resource",)

    def __init__(self, resource: Resource) -> None:
        super().__init__(resource._attributes)
        resource.request_ids  # noqa: B018 - creates the list, which vars() shows
        own = _own(resource)
        if "_info" in own:
            super().__setitem__("_loaded", resource._loaded)
        super().update(own)
        super().pop("_operation", None)
        self._resource = resource

    def __setitem__(self, name: str, value: Any) -> None:
        _own(self._resource)[name] = value
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        super().__delitem__(name)
        _own(self._resource).pop(name, None)
        if name in self._resource._attributes:
            Resource.__delattr__(self._resource, name)

    # The methods of dict would not call the two above.
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
    """A resource of the cloud: a view of the JSON that the server sent.

    The keys of the JSON are attributes. A resource with only a part of them, as after
    ``create()``, loads the others once, when a missing attribute is read.

    :param manager: The manager of the resource.
    :param info: The decoded JSON.
    :param loaded: Whether the JSON is complete.
    :param resp: The response, a request id, a list of these, or None.
    """

    __module__ = "novaclient.base"

    #: Whether resources of this class have a :attr:`human_id`.
    HUMAN_ID: ClassVar[bool] = False
    #: The name of the attribute with the name.
    NAME_ATTR: ClassVar[str] = "name"

    manager: Any
    # Empty until it is set, such as during a copy.
    _info: dict[str, Any] = MappingProxyType({})  # type: ignore[assignment]
    # Set on the object only if it is false: __delattr__ makes Python's own way of setting an
    # attribute slow, and lists have thousands of resources.
    _loaded: bool = True
    # The request id of the operation that was begun last through the resource, for waits. It is no
    # attribute of the resource, so vars() does not show it.
    _operation: str | None = None
    # The only key of the object that wraps the JSON, if a list of Nova has such objects.
    _wrapper: ClassVar[str | None] = None
    # The keys of the JSON that aliases read, by the name of the alias.
    _aliases: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        taken = _OWN_ATTRIBUTES.union(*map(vars, cls.__mro__))
        for name in inspect.get_annotations(cls):
            if name not in taken:
                setattr(cls, name, _Declared(name))
        for name in ("__repr__", "__str__"):
            if name in vars(cls):
                setattr(cls, name, _always_printable(vars(cls)[name]))

    def __init__(
        self, manager: Any, info: dict[str, Any], loaded: bool = False, resp: Any = None
    ) -> None:
        self.manager = manager
        self._info = info
        if not loaded:
            self._loaded = loaded
        if resp is not None:
            self.append_request_ids(resp)

    # Type checkers don't look here, so that they find misspelled attributes.
    if not TYPE_CHECKING:

        def __getattr__(self, name):
            # Called only for what is neither an attribute of the class nor set on the object.
            attributes = self._attributes
            if name in attributes:
                return attributes[name]
            # Python and its tools probe for names with a leading underscore.
            if not name.startswith("_"):
                if not self._loaded:
                    if name == "id":
                        # Without an id, nothing can be loaded.
                        self._loaded = True
                    else:
                        self.get()
                # It may have been loaded just now, possibly by another thread.
                attributes = self._attributes
                for key in (name, self._aliases.get(name)):
                    if key in attributes:
                        return attributes[key]
            raise self._absent(name)

    def _absent(self, name: str, partial: bool = False) -> AttributeError:
        """Make the error for a name that is neither an attribute nor in the JSON.

        :param name: The name.
        :param partial: Whether the JSON is partial, because a cell does not respond.
        """
        if partial:
            # Without the repr, which reads attributes that may be absent as well.
            problem = f"{type(self).__name__} has no {name!r}: its cell does not respond"
            return AttributeError(problem, name=name, obj=self)
        reason = self._why_absent(name)
        if reason is not None:
            message = f"{type(self).__name__} has no {name!r}{reason}"
            return AttributeError(message, name=name, obj=self)
        error = AttributeError(name, name=name, obj=self)
        error.add_note(
            f"{type(self).__name__} has no attribute {name!r}, and neither has the JSON that "
            f"the server sent{'' if self._loaded else ' so far'}."
        )
        return error

    def _why_absent(self, name: str) -> str | None:
        """Say why Nova did not send an attribute, as far as the library knows."""
        key = self._aliases.get(name, name)
        keys, explain = _reasons(type(self))  # type: ignore[arg-type]
        if key not in keys:
            # Programs probe for attributes, so this must not take long.
            return None
        version = getattr(_own(self).get("manager"), "api_version", None)
        if not isinstance(version, APIVersion) or version.is_null():
            return None
        return explain(key, version.get_string())

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        # Attribute access does not become slower: Python does not read this property for it.
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
        # The JSON may be shared with a copy, or belong to the caller, so it is not changed.
        with changing:
            rest = {key: value for key, value in self._attributes.items() if key != name}
            wrapper = self._wrapper
            if wrapper is not None and wrapper in self._info:
                rest = {**self._info, wrapper: rest}
            self._info = rest

    def __dir__(self) -> Iterable[str]:
        of_class = (name for name in super().__dir__() if hasattr(type(self), name))
        aliases = (name for name, key in self._aliases.items() if key in self._attributes)
        return sorted({*of_class, *aliases, *self.__dict__})

    def __repr__(self) -> str:
        info = masking.masked(self._info)
        pairs = ", ".join(f"{key}={info[key]}" for key in sorted(info))
        return _printable(f"<{type(self).__name__} {pairs}>")

    def _titled(self, *details: str, by: str = ", ") -> str:
        """Return a ``repr`` with the id, and attributes that say more in parentheses.

        :param details: The names of the attributes. None of them is loaded.
        :param by: What separates the details.
        """
        known = {**self._attributes, **_own(self)}
        about = [masking.masked(known[name]) for name in details if known.get(name) is not None]
        in_parentheses = f" ({by.join(map(str, about))})" if about else ""
        title = masking.masked(known.get("id", "unknown-id"))
        return f"<{type(self).__name__}: {title}{in_parentheses}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Resource) or type(self) is not type(other):
            return NotImplemented
        if hasattr(self, "id") and hasattr(other, "id"):
            return bool(self.id == other.id)
        return self._info == other._info

    # Resources are mutable, and were never hashable.
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __deepcopy__(self, memo: dict[int, Any]) -> Resource:
        # Copies share the manager, which holds the connection.
        twin = copy.copy(self)
        memo[id(self)] = twin
        _own(twin).update({k: deep_copy(v, memo) for k, v in _own(self).items() if k != "manager"})
        return twin

    def __getstate__(self) -> dict[str, Any]:
        # The connection of the manager can't be pickled, so an unpickled resource loads nothing.
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
        """The name in lower case, with hyphens for spaces; None without :attr:`HUMAN_ID`."""
        if not self.HUMAN_ID:
            return None
        name = getattr(self, self.NAME_ATTR, None)
        if not isinstance(name, str):
            return None
        from oslo_utils import strutils

        return strutils.to_slug(name)

    def _at_hand(self, name: str) -> Any:
        """Return an attribute without loading, such as one that is needed for loading."""
        own = _own(self)
        attributes = own if name in own else self._attributes
        try:
            return attributes[name]
        except KeyError:
            raise AttributeError(name, name=name, obj=self) from None

    def get(self) -> None:
        """Load the resource again.

        Attributes that the server no longer sends keep their values. A resource that is not of the
        class of its manager's resources can't be loaded and is not changed.

        :raises novaclient.exceptions.NotFound: if the resource no longer exists.
        """
        new = self._load()
        if new is not None:
            self._refresh(new._info)
            self.append_request_ids(new.request_ids)
        self._loaded = True

    def _load(self) -> Resource | None:
        """Get the resource from the server; return None if it can't be loaded."""
        kind = getattr(self.manager, "resource_class", None)
        if not hasattr(self.manager, "get"):
            return None
        if isinstance(kind, type) and not (isinstance(self, kind) or issubclass(kind, type(self))):
            return None
        names = self._names()
        return None if names is None else cast("Resource | None", self.manager.get(*names))

    def _names(self) -> tuple[Any, ...] | None:
        """Return the arguments of the manager's ``get()``, or None if they are unknown."""
        return (cast("Any", self).id,)

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
        """Say whether the JSON is complete.

        :return: True if it is.
        """
        return self._loaded

    def set_loaded(self, val: bool) -> None:
        """Set whether the JSON is complete.

        :param val: Whether it is.
        """
        self._loaded = val

    def set_info(self, key: str, value: Any) -> None:
        """Set a key of the JSON, and so the attribute of this name.

        :param key: The name.
        :param value: The value.
        """
        self._refresh({key: value})

    def to_dict(self) -> dict[str, Any]:
        """Return a deep copy of the JSON.

        :return: The copy.
        """
        twin: dict[str, Any] = deep_copy(self._info, {})
        return twin
