# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Versions: the API versions that a server supports."""

from __future__ import annotations

import re
from typing import Any
from urllib import parse

from novaclient import _negotiation, base, exceptions

# A path segment that is a version, such as "v2.1".
_VERSION_SEGMENT = re.compile(r"/v[1-9]\d*(\.\d+)?(/|$)")

#: The keys of the documents that tell all versions of the API.
_KEYS_OF_ALL = frozenset({"versions", "choices"})


class Version(base.Resource):
    """A version of the API. Made by :class:`VersionManager`."""

    #: The id, such as ``v2.1``.
    id: str
    #: ``CURRENT``, ``SUPPORTED`` or ``DEPRECATED``.
    status: str
    #: The oldest microversion, or an empty string if the version has no microversions.
    min_version: str
    #: The newest microversion, or an empty string if the version has no microversions.
    version: str
    #: When the version was last changed, in ISO 8601.
    updated: str
    #: Links to the version and its documentation.
    links: list[dict[str, Any]]
    #: The media types of requests and responses: dicts with ``base`` and ``type``. Not in a list.
    #: Nova's ``media-types``.
    media_types: list[dict[str, str]] = base.alias("media-types")

    def __repr__(self) -> str:
        return self._titled("status")


class VersionManager(base.ManagerWithFind[Version]):
    """The versions of the API."""

    resource_class = Version

    def get_current(self) -> Version | None:
        """Get the version that the endpoint of the client serves.

        ``GET {endpoint}``

        :return: The version, or None if the server requires authentication for this.
        :raises novaclient.exceptions.NotFound: if there is no version at the endpoint.
        :raises novaclient.exceptions.UnexpectedResponse: if the path of the version, such as
            ``/v2.1``, is missing from the endpoint.
        """
        try:
            return self._get_current()
        except exceptions.Unauthorized:
            return None

    def _server_range(self) -> _negotiation.ServerRange:
        """Return the range that the server supports, requested once for each session."""

        def obtain() -> _negotiation.ServerRange:
            # A microversion that the server does not support would be refused.
            unversioned: VersionManager = self.api.at_microversion("2.0").versions
            return _negotiation.range_of(unversioned._get_current())

        return _negotiation.known_ranges.get(self.client.session, self._endpoint(), obtain)

    def _get_current(self) -> Version:
        endpoint = self._endpoint()
        parent, _slash, last = endpoint.rstrip("/").rpartition("/")
        # If the endpoint ends with a project id, the version is one level above.
        if last == self._project_id():
            return self._get_document(f"{parent}/")
        try:
            return self._get_document(endpoint)
        except exceptions.NotFound:
            # It may be the id of another project.
            return self._get_document(endpoint.rpartition("/")[0] + "/")

    def _get_document(self, url: str) -> Version:
        """Get the version at a URL."""
        resp, content = self.client.get(url)
        # Nova lists its versions at its root, and offers them at other paths without a version.
        is_of_all = isinstance(content, dict) and not content.keys().isdisjoint(_KEYS_OF_ALL)
        if is_of_all and not _VERSION_SEGMENT.search(parse.urlsplit(url).path):
            problem = "the path of a version, such as /v2.1, is missing from the endpoint"
            raise base.unexpected(resp, url, problem)
        info = self._mapping(content, "version", resp, url)
        return Version(self, info, loaded=True, resp=resp)

    def _project_id(self) -> str | None:
        has_auth = self.client.auth or self.client.session.auth
        return self.client.get_project_id() if has_auth else None

    def get(self, id: Version | str) -> Version:
        """Get a version of the API.

        ``GET /versions/{id}``

        :param id: The version, or its id, such as ``v2.1``.
        :return: The version.
        :raises novaclient.exceptions.NotFound: if there is no such version.
        """
        return self._get(base.path("versions", id), "version")

    def list(self) -> base.ListWithMeta[Version]:
        """List the versions that the server supports.

        ``GET /``, above the version in the endpoint of the client.

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
