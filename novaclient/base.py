# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What all managers and all resources have in common."""

from __future__ import annotations

import enum
from typing import Any, Final, Protocol

from novaclient import exceptions, utils
from novaclient._finding import BootingManagerWithFind, ManagerWithFind
from novaclient._manager import HookableMixin, Manager
from novaclient._request_ids import (
    BytesWithMeta,
    DictWithMeta,
    ListWithMeta,
    RequestIdMixin,
    StrWithMeta,
    TupleWithMeta,
    WithMeta,
)
from novaclient._resource import Resource, alias
from novaclient._unexpected import is_not_json, malformed, shown, unexpected

__all__ = [
    "UNSET",
    "BootingManagerWithFind",
    "BytesWithMeta",
    "DictWithMeta",
    "HasId",
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
    "alias",
    "getid",
    "is_not_json",
    "known_id",
    "malformed",
    "path",
    "shown",
    "unexpected",
]


class Unset(enum.Enum):
    """The type of :data:`UNSET`."""

    UNSET = "argument not given"

    def __repr__(self) -> str:
        return "<unset>"


#: Stands for "argument not given" where None means something else.
UNSET: Final = Unset.UNSET


class HasId(Protocol):
    """A resource of this or another library, such as a volume of python-cinderclient."""

    @property
    def id(self) -> Any:
        """The id."""


def getid(obj: Any) -> Any:
    """Return the id of a resource, and anything else as it is.

    :param obj: A resource, or its id.
    :return: The id.
    """
    return getattr(obj, "id", obj)


def known_id(obj: Any) -> Any:
    """Return the id of a resource that must have one, and an id as it is.

    :param obj: A resource of this or another library, or its id.
    :return: The id.
    :raises novaclient.exceptions.InvalidIdentifier: if it has no id and is no id.
    """
    value = getid(obj)
    if isinstance(value, Resource):
        raise exceptions.InvalidIdentifier(f"{value!r} has no id.")
    if value is None and obj is not None:
        raise exceptions.InvalidIdentifier(f"The id of a {type(obj).__name__} is None.")
    return utils.plain(value)


def path(*segments: Any) -> str:
    """Build the path of a URL from words, ids and resources.

    :param segments: The segments, in order. A resource stands for its id.
    :return: The path.
    :raises novaclient.exceptions.InvalidIdentifier: if an id cannot be a path segment, or a
        resource has no id.
    """
    return utils.path(*[s if isinstance(s, str) else known_id(s) for s in segments])
