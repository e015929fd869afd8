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

"""Limits: how much a project may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from novaclient import base


class Limits(base.Resource):
    """How much a project may use, and uses.

    Made by :class:`LimitsManager`.
    """

    def __repr__(self) -> str:
        return "<Limits>"

    @property
    def absolute(self) -> Iterator[AbsoluteLimit]:
        """The limits of what the project may use, and what it uses, one by one."""
        try:
            limits = [AbsoluteLimit(*item) for item in self._info["absolute"].items()]
        except (AttributeError, KeyError) as error:
            raise base.malformed(self, "absolute") from error
        yield from limits

    @property
    def rate(self) -> Iterator[RateLimit]:
        """The limits of requests in a time, one by one; current clouds have none."""
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
    """A limit of requests in a time.

    :param verb: The HTTP method.
    :param uri: The URLs, for a person.
    :param regex: The URLs, as a regular expression.
    :param value: How many requests there may be in the time.
    :param remain: How many there may still be.
    :param unit: The time, such as ``MINUTE``.
    :param next_available: When the count begins anew.
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

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<RateLimit: verb={base.shown(self.verb)} uri={base.shown(self.uri)}>"


class AbsoluteLimit:
    """A limit of what a project may use, or what it uses.

    :param name: The name, such as ``maxTotalCores`` or ``totalCoresUsed``.
    :param value: The number; -1 for no limit.
    """

    def __init__(self, name: str, value: int) -> None:
        self.name = name
        self.value = value

    def __eq__(self, other: Any) -> bool:
        return bool(self.value == other.value and self.name == other.name)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<AbsoluteLimit: name={base.shown(self.name)}>"


class LimitsManager(base.Manager[Limits]):
    """How much a project may use."""

    resource_class = Limits

    def get(self, reserved: bool = False, tenant_id: str | None = None) -> Limits:
        """Get the limits of a project.

        ``GET /limits``

        :param reserved: Count what is reserved as used; Nova refuses it since microversion 2.75.
        :param tenant_id: The id of the project; by default, one's own.
        :return: The limits.
        :raises novaclient.exceptions.Forbidden: if the user may not see those of another
            project.
        """
        query: dict[str, Any] = {}
        if reserved:
            query["reserved"] = 1
        if tenant_id:
            query["tenant_id"] = tenant_id
        return self._get("/limits", "limits", filters=query)
