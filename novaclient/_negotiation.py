# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Negotiation: which microversions a server supports, and which one to use.

:mod:`novaclient.api_versions` is where programs import :func:`discover_version` from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import novaclient
from novaclient import exceptions
from novaclient._api_version import APIVersion, parsed
from novaclient._memory import SessionMemory


class ServerRange(NamedTuple):
    """The microversions that a server supports."""

    #: The oldest one. The null version if the server has no microversions.
    first: APIVersion
    #: The newest one. The null version if the server has no microversions.
    last: APIVersion

    @property
    def is_empty(self) -> bool:
        """Whether the server has no microversions."""
        return self.first.is_null() and self.last.is_null()

    def supports(self, version: APIVersion) -> bool:
        """Say whether the server supports a version.

        :param version: The version, other than the null version. 2.0 stands for requests without
            a microversion, which servers treat as 2.1.
        :return: True if it does.
        """
        if version == parsed("2.0"):
            return self.is_empty or self.first == novaclient.API_MIN_VERSION
        return not self.is_empty and version.matches(*self)


#: What servers support, by session and endpoint.
known_ranges: SessionMemory[ServerRange] = SessionMemory()


def range_of(version: Any) -> ServerRange:
    """Return the range of microversions in a version document.

    :param version: A :class:`~novaclient.v2.versions.Version`, or None.
    :return: The range.
    :raises novaclient.exceptions.UnexpectedResponse: if it is not a range of microversions.
    """
    if not getattr(version, "version", None):
        return ServerRange(APIVersion(), APIVersion())
    return ServerRange(
        _server_version(version, "min_version"), _server_version(version, "version")
    )


def _server_version(version: Any, key: str) -> APIVersion:
    """Parse a microversion that the server sent."""
    value = getattr(version, key, None)
    cause = None
    if isinstance(value, str):
        try:
            return APIVersion(value)
        except exceptions.UnsupportedVersion as error:
            # Its message would blame the caller.
            cause = error
    raise exceptions.UnexpectedResponse(
        200,
        f"{key!r} of the version document is not a microversion: {value!r}",
        request_id=next(iter(version.request_ids), None),
    ) from cause


def get_server_version_range(client: Any) -> ServerRange:
    """Request the range of microversions that the server supports, and remember it.

    :param client: A client.
    :return: The range.
    :raises novaclient.exceptions.UnexpectedResponse: if the server sent something else.
    """
    try:
        version = client.versions.get_current()
    except exceptions.NotAcceptable:
        # The server does not support the microversion of the client, not even for this.
        version = client.at_microversion("2.0").versions.get_current()
    server = range_of(version)
    if version is not None:
        known_ranges.put(client.client.session, client.client.get_endpoint(), server)
    return server


def newest(wanted: Iterable[APIVersion], server: ServerRange) -> APIVersion:
    """Return the newest of several versions that the server supports.

    :param wanted: The versions.
    :param server: The range of the server.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: if the server supports none of them.
    """
    wanted = sorted(wanted, reverse=True)
    for version in wanted:
        if server.supports(version):
            return version
    versions = ", ".join(version.get_string() for version in wanted)
    supported = (
        "it has no microversions"
        if server.is_empty
        else f"it supports {server.first.get_string()} to {server.last.get_string()}"
    )
    raise exceptions.UnsupportedVersion(
        f"The server supports none of the versions {versions}; {supported}."
    )


def discover_version(client: Any, requested_version: APIVersion) -> APIVersion:
    """Negotiate the microversion with the server.

    ``GET /`` of the endpoint.

    :param client: A client of :func:`novaclient.client.Client`, of any version.
    :param requested_version: The requested version. ``2.latest`` means the newest that both the
        library and the server support.
    :return: The version to use.
    :raises novaclient.exceptions.UnsupportedVersion: if the server does not support it.
    :raises novaclient.exceptions.UnexpectedResponse: if the path of a version, such as ``/v2.1``,
        is missing from the endpoint.
    """
    server = get_server_version_range(client)
    first, last = novaclient.API_MIN_VERSION, novaclient.API_MAX_VERSION

    if not requested_version.is_latest() and requested_version == APIVersion("2.0"):
        if server.supports(requested_version):
            return requested_version
        raise exceptions.UnsupportedVersion(
            "The server isn't backward compatible with Nova V2 REST API"
        )

    if requested_version.is_latest():
        if server.is_empty:
            return APIVersion("2.0")
        if first > server.last:
            raise exceptions.UnsupportedVersion(f"Server version is too old. {_ranges(server)}")
        if last < server.first:
            raise exceptions.UnsupportedVersion(f"Server version is too new. {_ranges(server)}")
        return min(last, server.last)

    if server.is_empty and not requested_version.is_null():
        raise exceptions.UnsupportedVersion("Server doesn't support microversions")
    # The null version is refused, too.
    if not requested_version.matches(*server):
        raise exceptions.UnsupportedVersion(
            f"The specified version isn't supported by server. {_ranges(server)}"
        )
    return requested_version


def _ranges(server: ServerRange) -> str:
    first, last = novaclient.API_MIN_VERSION, novaclient.API_MAX_VERSION
    return (
        f"The client valid version range is '{first.get_string()}' to '{last.get_string()}'. "
        f"The server valid version range is '{server.first.get_string()}' to "
        f"'{server.last.get_string()}'."
    )
