# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The versions of the Compute API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient.testing import _http
from novaclient.testing._errors import not_found
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


def _rows(call: Call) -> dict[str, dict[str, Any]]:
    """Return what Nova says of each of its versions, by the id."""
    newest = call.state.newest.get_string()
    return {
        "v2.0": {
            "id": "v2.0",
            "status": "DEPRECATED",
            "version": "",
            "min_version": "",
            "updated": "2025-07-04T12:00:00Z",
            "links": [{"rel": "self", "href": f"{_http.HOST}/compute/v2/"}],
        },
        "v2.1": {
            "id": "v2.1",
            "status": "CURRENT",
            "version": newest,
            "min_version": "2.1",
            "updated": "2013-07-23T11:33:21Z",
            "links": [{"rel": "self", "href": f"{_http.HOST}/compute/v2.1/"}],
        },
    }


def _document(call: Call, version: str) -> Json:
    row = _rows(call).get(version)
    if row is None:
        not_found()
    number = "2.1" if version == "v2.1" else "2"
    media = f"application/vnd.openstack.compute+json;version={number}"
    about = {"rel": "describedby", "type": "text/html", "href": "http://docs.openstack.org/"}
    more = {
        "links": [*row["links"], about],
        "media-types": [{"base": "application/json", "type": media}],
    }
    return {"version": {**row, **more}}


@operation("GET", "/", service="versions")
def index(call: Call) -> Json:
    """List the versions."""
    return {"versions": list(_rows(call).values())}


@operation("GET", "/v2.1", service="versions")
def show(call: Call) -> Json:
    """Return the version of the endpoint."""
    return _document(call, "v2.1")


@operation("GET", "/v2", service="versions")
def show_legacy(call: Call) -> Json:
    """Return the version of the endpoint that ignores microversions."""
    return _document(call, "v2.0")


@operation("GET", "/v2.1/{project}", service="versions")
def show_project(call: Call, project: str) -> Json:
    """Find no version: there is none below an endpoint with a project."""
    return not_found()


@operation("GET", "/versions/{id}")
def show_one(call: Call, version: str) -> Json:
    """Return a version by its id."""
    return _document(call, version)
