# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Which bodies of requests the fake cloud takes.

An operation declares its body with the classes of this module, which say what Nova's JSON schemas
say::

    Object({"flavor": need(Object({
        "name": need(Text(min=1, max=255)),
        "description": may(Text(null=True), since="2.55"),
    }))})

A body that Nova refuses is refused with status 400. A key that Nova knows and the fake cloud does
not implement, ``absent``, raises :class:`~novaclient.testing.NotInFake`.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from novaclient._api_version import APIVersion, parsed
from novaclient.testing._errors import NotInFake, bad_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TRUE = (True, "True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes")
_FALSE = (False, "False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no")


def is_within(version: APIVersion, since: str, until: str | None) -> bool:
    """Say whether a microversion is within a range, whose end may be open."""
    return version.at_least(since) and (until is None or version <= parsed(until))


class Kind(Protocol):
    """What a value of a body must be."""

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse a value that Nova refuses.

        :param value: The value.
        :param name: Its key, for the message.
        :param version: The microversion of the request.
        """


@dataclass(frozen=True)
class Key:
    """A key of an object.

    :ivar kind: What its value must be.
    :ivar required: Whether Nova insists on it.
    :ivar since: The first microversion that has the key.
    :ivar until: The last one, if it was removed.
    """

    kind: Kind
    required: bool
    since: str = "2.1"
    until: str | None = None

    def exists(self, version: APIVersion) -> bool:
        """Say whether a microversion has the key."""
        return is_within(version, self.since, self.until)


def need(kind: Kind, since: str = "2.1", until: str | None = None) -> Key:
    """Return a key that Nova insists on."""
    return Key(kind, required=True, since=since, until=until)


def may(kind: Kind, since: str = "2.1", until: str | None = None) -> Key:
    """Return a key that may be left out."""
    return Key(kind, required=False, since=since, until=until)


@dataclass(frozen=True)
class Anything:
    """Any value."""

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Accept the value."""


@dataclass(frozen=True)
class Nothing:
    """Null, such as the value of an action without arguments."""

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse anything but null."""
        if value is not None:
            _refuse(value, name, f"{value!r} is not of type 'null'")


@dataclass(frozen=True)
class Text:
    """A string."""

    min: int = 0
    max: int | None = None
    pattern: str | None = None
    null: bool = False

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such string."""
        if value is None and self.null:
            return
        if not isinstance(value, str):
            kinds = "'string', 'null'" if self.null else "'string'"
            _refuse(value, name, f"{value!r} is not of type {kinds}")
        if len(value) < self.min:
            _refuse(value, name, f"{value!r} is too short")
        if self.max is not None and len(value) > self.max:
            _refuse(value, name, f"{value!r} is too long")
        if self.pattern is not None and not re.search(self.pattern, value):
            _refuse(value, name, f"{value!r} does not match {self.pattern!r}")


#: The name of a resource.
NAME = Text(min=1, max=255, pattern=r"^(?!\s)[^\x00-\x1f\x7f]*(?<!\s)$")
#: A description.
DESCRIPTION = Text(max=255, null=True)


@dataclass(frozen=True)
class Whole:
    """A whole number, or a string of digits."""

    min: int = 0
    max: int | None = None
    null: bool = False

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such number."""
        if value is None and self.null:
            return
        if isinstance(value, bool) or not isinstance(value, int | str):
            _refuse(value, name, f"{value!r} is not of type 'integer', 'string'")
        if isinstance(value, str) and not re.fullmatch("-?[0-9]+", value):
            _refuse(value, name, f"{value!r} does not match '^-?[0-9]*$'")
        if int(value) < self.min:
            _refuse(value, name, f"{value!r} is less than the minimum of {self.min}")
        if self.max is not None and int(value) > self.max:
            _refuse(value, name, f"{value!r} is greater than the maximum of {self.max}")


@dataclass(frozen=True)
class Real:
    """A number above zero, or a string with one."""

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such number."""
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", str(value)):
            _refuse(value, name, f"{value!r} is not of type 'number', 'string'")
        if float(value) <= 0:
            _refuse(value, name, f"{value!r} is less than or equal to the minimum of 0")


@dataclass(frozen=True)
class Flag:
    """A boolean, or one of the strings that Nova takes for one."""

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no boolean."""
        if not isinstance(value, bool | str):
            _refuse(value, name, f"{value!r} is not of type 'boolean', 'string'")
        if value not in (*_TRUE, *_FALSE):
            _refuse(value, name, f"{value!r} is not one of {[*_TRUE, *_FALSE]}")


def is_true(value: bool | str) -> bool:
    """Return what a :class:`Flag` says."""
    return value in _TRUE


@dataclass(frozen=True)
class Choice:
    """One of several values.

    :ivar values: Those that all microversions have.
    :ivar later: The others, each with its first microversion.
    """

    values: tuple[Any, ...]
    later: Mapping[str, str] = field(default_factory=dict)

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse any other value."""
        later = (each for each, since in self.later.items() if version.at_least(since))
        known = [*self.values, *later]
        if value not in known:
            _refuse(value, name, f"{value!r} is not one of {known}")


@dataclass(frozen=True)
class Uuid:
    """A UUID.

    :ivar empty: Whether an empty string is taken as well.
    :ivar null: Whether null is taken as well.
    """

    empty: bool = False
    null: bool = False

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no UUID."""
        if (self.null and value is None) or (self.empty and value == ""):
            return
        if not isinstance(value, str):
            _refuse(value, name, f"{value!r} is not of type 'string'")
        try:
            uuid.UUID(value)
        except ValueError:
            _refuse(value, name, f"{value!r} is not a 'uuid'")


@dataclass(frozen=True)
class Ip:
    """An IP address.

    :ivar version: 4 or 6; by default, either.
    """

    version: int | None = None

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such address."""
        if not isinstance(value, str):
            _refuse(value, name, f"{value!r} is not of type 'string'")
        try:
            address = ipaddress.ip_address(value)
        except ValueError:
            address = None
        if address is None or self.version not in (None, address.version):
            _refuse(value, name, f"{value!r} is not a 'ipv{self.version or 4}'")


@dataclass(frozen=True)
class Base64:
    """A string in Base64.

    :ivar null: Whether null is taken as well.
    """

    max: int | None = None
    null: bool = False

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such string."""
        Text(max=self.max, null=self.null).check(value, name, version)
        try:
            base64.b64decode(value or "")
        except ValueError:
            _refuse(value, name, f"{value!r} is not a 'base64'")


@dataclass(frozen=True)
class Many:
    """A list.

    :ivar null: Whether null is taken as well.
    """

    kind: Kind
    min: int = 0
    max: int | None = None
    null: bool = False

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such list."""
        if value is None and self.null:
            return
        if not isinstance(value, list):
            _refuse(value, name, f"{value!r} is not of type 'array'")
        if len(value) < self.min:
            _refuse(value, name, f"{value!r} is too short")
        if self.max is not None and len(value) > self.max:
            _refuse(value, name, f"{value!r} is too long")
        for number, each in enumerate(value):
            self.kind.check(each, str(number), version)


@dataclass(frozen=True)
class Either:
    """A value that one of several kinds takes."""

    kinds: tuple[Kind, ...]

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what no kind takes."""
        from novaclient.testing._errors import Fault

        for kind in self.kinds[:-1]:
            try:
                return kind.check(value, name, version)
            except Fault:
                continue
        return self.kinds[-1].check(value, name, version)


@dataclass(frozen=True)
class Changed:
    """A value that must be something else since a microversion."""

    before: Kind
    since: str
    kind: Kind

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is not that."""
        (self.kind if version.at_least(self.since) else self.before).check(value, name, version)


@dataclass(frozen=True)
class Map:
    """An object with any keys, such as metadata.

    :ivar size: How many keys it must have, if that is fixed.
    """

    key: str
    kind: Kind
    size: int | None = None

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such object."""
        if not isinstance(value, dict):
            _refuse(value, name, f"{value!r} is not of type 'object'")
        for key, each in value.items():
            if not re.search(self.key, key):
                _refuse(value, name, unexpected([key]))
            self.kind.check(each, key, version)
        if self.size is not None and len(value) != self.size:
            problem = "should be non-empty" if not value else "has too many properties"
            _refuse(value, name, f"{value!r} {problem}")


#: Metadata and the like.
STRINGS = Map(r"^[a-zA-Z0-9-_:. ]{1,255}$", Text(max=255))
#: One item of metadata.
ONE_STRING = Map(STRINGS.key, STRINGS.kind, size=1)


@dataclass(frozen=True)
class Object:
    """An object with certain keys.

    :ivar keys: The keys that the fake cloud implements.
    :ivar absent: Those that Nova takes as well, each with its first microversion.
    :ivar any: How many of the keys there must be, whichever they are.
    :ivar open: Whether Nova takes any other key.
    """

    keys: Mapping[str, Key]
    absent: Mapping[str, str] = field(default_factory=dict)
    null: bool = False
    any: int = 0
    open: bool = False

    def check(self, value: Any, name: str, version: APIVersion) -> None:
        """Refuse what is no such object, and raise NotInFake for what Nova alone takes."""
        if value is None and self.null:
            return
        if not isinstance(value, dict):
            _refuse(value, name, f"{value!r} is not of type 'object'")
        known = {key: about for key, about in self.keys.items() if about.exists(version)}
        for key in value:
            if key not in known and version.at_least(self.absent.get(key, "3.0")):
                raise NotInFake(f"the key {key!r} of {name or 'the body'}")
        unknown = [key for key in value if key not in known and not self.open]
        if unknown:
            _refuse(value, name, unexpected(unknown))
        for key, about in known.items():
            if key in value:
                about.kind.check(value[key], key, version)
            elif about.required:
                _refuse(value, name, f"{key!r} is a required property")
        if len(value) < self.any:
            _refuse(value, name, f"{value!r} is not valid under any of the given schemas")


def unexpected(keys: Iterable[str]) -> str:
    """Return what Nova says of keys or names of a query that it does not know."""
    names = [repr(key) for key in keys]
    verb = "was" if len(names) == 1 else "were"
    return f"Additional properties are not allowed ({', '.join(names)} {verb} unexpected)"


def _refuse(value: Any, name: str, problem: str) -> NoReturn:
    if not name:
        bad_request(problem)
    bad_request(f"Invalid input for field/attribute {name}. Value: {value}. {problem}")
