# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The versions of the Compute API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient.testing._operations import Call, Json, operation

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion


def headers(version: APIVersion) -> dict[str, str]:
    """Return the headers of a response that say which microversion was used."""
    name = version.get_string()
    return {
        "OpenStack-API-Version": f"compute {name}",
        "X-OpenStack-Nova-API-Version": name,
        "Vary": "OpenStack-API-Version, X-OpenStack-Nova-API-Version",
    }


def _version(call: Call) -> dict[str, Any]:
    return {
        "id": "v2.1",
        "status": "CURRENT",
        "version": call.state.newest.get_string(),
        "min_version": "2.1",
        "updated": "2013-07-23T11:33:21Z",
        "links": [{"rel": "self", "href": f"{call.url}/compute/v2.1/"}],
    }


@operation("GET", "/", service="versions")
def index(call: Call) -> Json:
    """List the versions."""
    old = {
        "id": "v2.0",
        "status": "SUPPORTED",
        "version": "",
        "min_version": "",
        "updated": "2011-01-21T11:33:21Z",
        "links": [{"rel": "self", "href": f"{call.url}/compute/v2/"}],
    }
    return {"versions": [old, _version(call)]}


@operation("GET", "/v2.1", service="versions")
def show(call: Call) -> Json:
    """Return the version."""
    media = "application/vnd.openstack.compute+json;version=2.1"
    types = [{"base": "application/json", "type": media}]
    return {"version": {**_version(call), "media-types": types}}
