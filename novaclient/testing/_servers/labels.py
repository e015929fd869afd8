# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Metadata and tags of servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novaclient.testing import _quotas
from novaclient.testing._bodies import ONE_STRING, STRINGS, Many, Nothing, Object, need
from novaclient.testing._errors import bad_request, not_found
from novaclient.testing._operations import Call, Json, Reply, operation
from novaclient.testing._servers import progress
from novaclient.testing._servers.creating import TAG

if TYPE_CHECKING:
    from novaclient.testing._records import Server

_METADATA = "/servers/{server}/metadata"
_TAGS = "/servers/{server}/tags"
_CHANGEABLE = ("active", "paused", "suspended", "stopped")
_MOST_TAGS = 50


# Metadata


@operation("GET", _METADATA)
def list_metadata(call: Call, server_id: str) -> Json:
    """Return the metadata of a server."""
    return {"metadata": dict(progress.polled(call, server_id).metadata)}


@operation("POST", _METADATA, body=Object({"metadata": need(STRINGS)}))
def set_metadata(call: Call, server_id: str) -> Json:
    """Set items of the metadata of a server."""
    server = _changeable(call, server_id, "update metadata")
    _update(call, server, call.body["metadata"])
    return {"metadata": dict(server.metadata)}


@operation("PUT", _METADATA, body=Object({"metadata": need(STRINGS)}))
def replace_metadata(call: Call, server_id: str) -> Json:
    """Replace the metadata of a server."""
    server = _changeable(call, server_id, "update metadata")
    _quotas.check_metadata(call, len(call.body["metadata"]))
    server.metadata = dict(call.body["metadata"])
    return {"metadata": dict(server.metadata)}


@operation("GET", f"{_METADATA}/{{key}}")
def show_item(call: Call, server_id: str, key: str) -> Json:
    """Return an item of the metadata of a server."""
    server = progress.polled(call, server_id)
    if key not in server.metadata:
        not_found("Metadata item was not found")
    return {"meta": {key: server.metadata[key]}}


@operation("PUT", f"{_METADATA}/{{key}}", body=Object({"meta": need(ONE_STRING)}))
def set_item(call: Call, server_id: str, key: str) -> Json:
    """Set an item of the metadata of a server."""
    meta = call.body["meta"]
    if key not in meta:
        bad_request("Request body and URI mismatch")
    _update(call, _changeable(call, server_id, "update metadata"), meta)
    return {"meta": meta}


@operation("DELETE", f"{_METADATA}/{{key}}", status=204)
def delete_item(call: Call, server_id: str, key: str) -> Json:
    """Delete an item of the metadata of a server."""
    if key not in progress.find(call, server_id).metadata:
        not_found("Metadata item was not found")
    del _changeable(call, server_id, "delete metadata").metadata[key]
    return None


def _update(call: Call, server: Server, items: dict[str, str]) -> None:
    metadata = {**server.metadata, **items}
    _quotas.check_metadata(call, len(metadata))
    server.metadata = metadata


def _changeable(call: Call, server_id: str, what: str) -> Server:
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, what, _CHANGEABLE, None)
    server.updated = call.state.clock.now()
    return server


# Tags


@operation("GET", _TAGS, since="2.26")
def list_tags(call: Call, server_id: str) -> Json:
    """Return the tags of a server."""
    return {"tags": sorted(progress.polled(call, server_id).tags)}


@operation("PUT", _TAGS, since="2.26", body=Object({"tags": need(Many(TAG, max=_MOST_TAGS))}))
def replace_tags(call: Call, server_id: str) -> Json:
    """Replace the tags of a server."""
    server = _taggable(call, server_id, "update tags")
    server.tags = list(dict.fromkeys(call.body["tags"]))
    return {"tags": sorted(server.tags)}


@operation("DELETE", _TAGS, since="2.26", status=204)
def delete_tags(call: Call, server_id: str) -> Json:
    """Delete all tags of a server."""
    _taggable(call, server_id, "delete tags").tags.clear()
    return None


@operation("GET", f"{_TAGS}/{{tag}}", since="2.26", status=204)
def check_tag(call: Call, server_id: str, tag: str) -> Json:
    """Say whether a server has a tag."""
    _require_tag(progress.polled(call, server_id), tag)
    return None


@operation("PUT", f"{_TAGS}/{{tag}}", since="2.26", body=Nothing())
def add_tag(call: Call, server_id: str, tag: str) -> Reply:
    """Add a tag to a server."""
    server = _taggable(call, server_id, "update tag")
    if not re.fullmatch("[^,/]{1,60}", tag):
        bad_request(
            f"Tag '{tag}' is invalid. It must be a non empty string without characters '/' and "
            "','."
        )
    if tag in server.tags:
        return Reply(204)
    if len(server.tags) >= _MOST_TAGS:
        bad_request(f"The number of tags exceeded the per-server limit {_MOST_TAGS}")
    server.tags.append(tag)
    return Reply(201, None, {"Location": f"{call.url}{call.path}"})


@operation("DELETE", f"{_TAGS}/{{tag}}", since="2.26", status=204)
def delete_tag(call: Call, server_id: str, tag: str) -> Json:
    """Delete a tag of a server."""
    server = _taggable(call, server_id, "delete tag")
    _require_tag(server, tag)
    server.tags.remove(tag)
    return None


def _taggable(call: Call, server_id: str, what: str) -> Server:
    server = progress.find(call, server_id)
    progress.require_state(server, what, _CHANGEABLE, None)
    return server


def _require_tag(server: Server, tag: str) -> None:
    if tag not in server.tags:
        not_found(f"Server {server.id} has no tag '{tag}'")
