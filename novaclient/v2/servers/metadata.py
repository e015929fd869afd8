# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The metadata and the tags of servers."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence

from novaclient import api_versions, base, exceptions
from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import Server


class Metadata(ServerTopic):
    """The metadata and the tags of a server."""

    def list_meta(self, server: Server | str) -> base.DictWithMeta:
        """Get the metadata of a server.

        ``GET /servers/{server}/metadata``

        :param server: The server, or its id.
        :return: The metadata, under ``metadata``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._get_mapping(base.path("servers", server, "metadata"))

    def get_meta(self, server: Server | str, key: str) -> base.DictWithMeta:
        """Get one item of the metadata of a server.

        ``GET /servers/{server}/metadata/{key}``

        :param server: The server, or its id.
        :param key: The key.
        :return: The key and its value, under ``meta``.
        :raises novaclient.exceptions.NotFound: if there is no such key.
        """
        return self._get_mapping(base.path("servers", server, "metadata", key))

    def set_meta(self, server: Server | str, metadata: Mapping[str, str]) -> Server:
        """Set metadata of a server; other keys stay as they are.

        ``POST /servers/{server}/metadata``

        :param server: The server, or its id.
        :param metadata: The metadata to set.
        :return: A resource whose attributes are the metadata.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "metadata")
        result: Server = self._create(url, {"metadata": metadata}, "metadata")
        return result

    def replace_meta(self, server: Server | str, metadata: Mapping[str, str]) -> base.DictWithMeta:
        """Replace all metadata of a server.

        ``PUT /servers/{server}/metadata``

        :param server: The server, or its id.
        :param metadata: The metadata; other keys are deleted.
        :return: The metadata, under ``metadata``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "metadata")
        resp, answer = self.client.put(url, body={"metadata": metadata})
        return base.DictWithMeta(self._mapping(answer, None, resp, url), resp)

    def set_meta_item(
        self, server: Server | str, key: str, value: str
    ) -> Server | base.StrWithMeta:
        """Set one item of the metadata of a server.

        ``PUT /servers/{server}/metadata/{key}``

        :param server: The server, or its id.
        :param key: The key.
        :param value: The value.
        :return: A resource with the key and its value in ``meta``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "metadata", key)
        return self._update(url, {"meta": {key: value}})

    def delete_meta(self, server: Server | str, keys: Iterable[str]) -> base.TupleWithMeta:
        """Delete metadata of a server, one request for each key.

        ``DELETE /servers/{server}/metadata/{key}``

        :param server: The server, or its id.
        :param keys: The keys.
        :return: An empty tuple with the ids of all requests.
        :raises novaclient.exceptions.NotFound: at the first key that is not there.
        """
        done = base.TupleWithMeta((), None)
        for key in keys:
            deleted = self._delete(base.path("servers", server, "metadata", key))
            done.append_request_ids(deleted.request_ids)
        return done

    @api_versions.wraps("2.26")
    def tag_list(self, server: Server | str) -> base.ListWithMeta[str]:
        """List the tags of a server.

        ``GET /servers/{server}/tags``. Since microversion 2.26.

        :param server: The server, or its id.
        :return: The tags.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "tags")
        resp, answer = self.client.get(url)
        tags = self._content(answer, "tags", resp, url)
        if not isinstance(tags, builtins.list):
            raise base.unexpected(resp, url, "'tags' is not a list")
        return base.ListWithMeta(tags, resp)

    @api_versions.wraps("2.26")
    def has_tag(self, server: Server | str, tag: str) -> bool:
        """Say whether a server has a tag.

        ``GET /servers/{server}/tags/{tag}``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tag: The tag.
        :return: True if it has.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        try:
            self.client.get(base.path("servers", server, "tags", tag))
        except exceptions.NotFound:
            # The server answers the same where it is the server that there is none of.
            return tag in self.tag_list(server)
        return True

    @api_versions.wraps("2.26")
    def add_tag(self, server: Server | str, tag: str) -> Server | base.StrWithMeta:
        """Add a tag to a server.

        ``PUT /servers/{server}/tags/{tag}``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tag: The tag.
        :return: An empty text with the id of the request.
        :raises novaclient.exceptions.BadRequest: if Nova does not take the tag.
        """
        resp, _answer = self.client.put(base.path("servers", server, "tags", tag), body=None)
        return base.StrWithMeta("", resp)

    @api_versions.wraps("2.26")
    def set_tags(self, server: Server | str, tags: Sequence[str]) -> Server | base.StrWithMeta:
        """Replace all tags of a server.

        ``PUT /servers/{server}/tags``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tags: The tags.
        :return: A resource with the tags in ``tags``.
        :raises novaclient.exceptions.BadRequest: if Nova does not take one of the tags.
        """
        return self._update(base.path("servers", server, "tags"), {"tags": tags})

    @api_versions.wraps("2.26")
    def delete_tag(self, server: Server | str, tag: str) -> base.WithMeta:
        """Remove a tag from a server.

        ``DELETE /servers/{server}/tags/{tag}``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tag: The tag.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if it does not have the tag.
        """
        return self._delete(base.path("servers", server, "tags", tag))

    @api_versions.wraps("2.26")
    def delete_all_tags(self, server: Server | str) -> base.WithMeta:
        """Remove all tags from a server.

        ``DELETE /servers/{server}/tags``. Since microversion 2.26.

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._delete(base.path("servers", server, "tags"))
