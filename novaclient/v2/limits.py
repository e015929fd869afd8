# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Limits: how much a project may use, and how much it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from novaclient import base, utils


class Limits(base.Resource):
    """The limits of a project. Made by :class:`LimitsManager`."""

    # What they were asked for by: Nova does not repeat it.
    _asked: tuple[Any, ...] | None = None

    def __repr__(self) -> str:
        return "<Limits>"

    def _names(self) -> tuple[Any, ...] | None:
        return self._asked

    @property
    def by_name(self) -> dict[str, int]:
        """The absolute limits and the usage by name, such as ``by_name["maxTotalCores"]``.

        A limit of -1 means unlimited. What is used has names such as ``totalCoresUsed``.

        :raises novaclient.exceptions.UnexpectedResponse: if the limits are malformed.
        """
        absolute = self._info.get("absolute")
        if not isinstance(absolute, dict):
            raise base.malformed(self, "absolute")
        return dict(absolute)

    @property
    def absolute(self) -> Iterator[AbsoluteLimit]:
        """The absolute limits and the usage, as an iterator of :class:`AbsoluteLimit`."""
        yield from [AbsoluteLimit(*item) for item in self.by_name.items()]

    @property
    def rate(self) -> Iterator[RateLimit]:
        """The rate limits, each a :class:`RateLimit`. Current releases of Nova have none."""
        try:
            limits = [
                RateLimit(
                    limit["verb"],
                    group["uri"],
                    group["regex"],
                    limit["value"],
                    limit["remaining"],
                    limit["unit"],
                    limit["next-available"],
                )
                for group in self._info["rate"]
                for limit in group["limit"]
            ]
        except (KeyError, TypeError) as error:
            raise base.malformed(self, "rate") from error
        yield from limits


class RateLimit:
    """A rate limit: how many requests are allowed per unit of time.

    :param verb: The HTTP method.
    :param uri: The URLs that it applies to, for people.
    :param regex: The URLs that it applies to, as a regular expression.
    :param value: How many requests are allowed per unit of time.
    :param remain: How many requests are left.
    :param unit: The unit of time, such as ``MINUTE``.
    :param next_available: When requests are allowed again, in ISO 8601.
    """

    def __init__(
        self,
        verb: str,
        uri: str,
        regex: str,
        value: int,
        remain: int,
        unit: str,
        next_available: str,
    ) -> None:
        self.verb = verb
        self.uri = uri
        self.regex = regex
        self.value = value
        self.remain = remain
        self.unit = unit
        self.next_available = next_available

    def __eq__(self, other: Any) -> bool:
        return bool(
            self.uri == other.uri
            and self.regex == other.regex
            and self.value == other.value
            and self.verb == other.verb
            and self.remain == other.remain
            and self.unit == other.unit
            and self.next_available == other.next_available
        )

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<RateLimit: verb={base.shown(self.verb)} uri={base.shown(self.uri)}>"


class AbsoluteLimit:
    """How much of something a project may use, or how much it uses.

    :param name: The name, such as ``maxTotalCores`` or ``totalCoresUsed``.
    :param value: The number; -1 means unlimited.
    """

    def __init__(self, name: str, value: int) -> None:
        self.name = name
        self.value = value

    def __eq__(self, other: Any) -> bool:
        return bool(self.value == other.value and self.name == other.name)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<AbsoluteLimit: name={base.shown(self.name)}>"


class LimitsManager(base.Manager[Limits]):
    """The limits of projects."""

    resource_class = Limits

    def get(self, reserved: bool = False, tenant_id: base.HasId | str | None = None) -> Limits:
        """Get the limits of a project.

        ``GET /limits``

        :param reserved: Count what is reserved as used. Nova refuses this since microversion 2.75.
        :param tenant_id: The project, or its id; by default, the project of the user.
        :return: The limits.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator and asks for
            another project.
        """
        tenant_id = base.known_id(tenant_id)
        query = utils.without_empty({"reserved": int(bool(reserved)), "tenant_id": tenant_id})
        limits = self._get("/limits", "limits", filters=query)
        limits._asked = (reserved, tenant_id)
        return limits
