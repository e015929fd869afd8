# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The versions of the API that a server offers."""

from __future__ import annotations

import re
from typing import Any
from urllib import parse

from novaclient import base, exceptions

# A path segment that holds a version, such as "v2.1".
_VERSION_SEGMENT = re.compile(r"/v[1-9]\d*(\.\d+)?(/|$)")


class Version(base.Resource):
    """A version of the API.

    Made by :class:`VersionManager`. Attributes: ``id``, ``status``, ``min_version`` and
    ``version`` (the oldest and the newest microversion, empty where there are none),
    ``updated``, ``links``.
    """

    id: str
    status: str
    min_version: str
    version: str
    updated: str
    links: list[dict[str, Any]]

    def __repr__(self) -> str:
        return "<Version>"


class VersionManager(base.ManagerWithFind[Version]):
    """The versions of the API."""

    resource_class = Version

    def get_current(self) -> Version | None:
        """Get the version that the endpoint of the client serves.

        ``GET {endpoint}``

        :return: The version, or None if the server wants a login for that.
        :raises novaclient.exceptions.NotFound: if the server does not tell.
        """
        try:
            return self._get_current()
        except exceptions.Unauthorized:
            return None

    def _get_current(self) -> Version:
        endpoint = self._endpoint()
        try:
            return self._get(endpoint, "version")
        except exceptions.NotFound:
            # Endpoints that carry a project id tell their version one level up.
            return self._get(endpoint.rpartition("/")[0] + "/", "version")

    def get(self, id: Version | str) -> Version:
        """Get a version of the API.

        ``GET /versions/{id}``

        :param id: The version, or its id, such as ``v2.1``.
        :return: The version.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(base.path("versions", id), "version")

    def list(self) -> base.ListWithMeta[Version]:
        """List all versions that the server offers.

        ``GET /`` above the version in the endpoint.

        :return: The versions.
        """
        endpoint = self._endpoint()
        parts = parse.urlsplit(endpoint)
        match = _VERSION_SEGMENT.search(parts.path)
        if match:
            path = parts.path[: match.start()]
            endpoint = parse.urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        return self._list(endpoint, "versions")

    def _endpoint(self) -> str:
        endpoint = self.client.get_endpoint()
        if endpoint is None:
            from keystoneauth1.exceptions import EndpointNotFound

            raise EndpointNotFound()
        return endpoint
