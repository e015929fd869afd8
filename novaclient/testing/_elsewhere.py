# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What the library asks other services for: images and networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient.testing import _lists
from novaclient.testing._errors import not_found
from novaclient.testing._operations import Call, Json, Query, names, operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novaclient.testing._records import Image, Network

_IMAGES = Query(names("id", "name", "limit", "marker"), {}, closed=True)
_NETWORKS = Query(names("id", "name"), {}, closed=True)
_IN = "in:"


def _image(image: Image) -> dict[str, Any]:
    return {
        "id": image.id,
        "name": image.name,
        "status": image.status,
        "min_ram": image.min_ram,
        "min_disk": image.min_disk,
        "visibility": "public",
        "protected": False,
        "tags": [],
        "container_format": "bare",
        "disk_format": "qcow2",
    }


@operation("GET", "/v2/images", service="image", query=_IMAGES)
def list_images(call: Call) -> Json:
    """List the images, or those with certain ids or names."""
    images = [
        image
        for image in call.state.images.values()
        if _is_in(call.value("id"), image.id) and _is_in(call.value("name"), image.name)
    ]
    page = _lists.page(call, images, lambda image: image.id)
    body: dict[str, Any] = {"images": [_image(image) for image in page]}
    if page and page[-1] is not images[-1]:
        limit = _lists.page_size(call)
        body["next"] = f"/v2/images?limit={limit}&marker={page[-1].id}"
    return body


def _is_in(wanted: str | None, value: str) -> bool:
    """Say whether a filter, a value or ``in:`` and several, matches a value."""
    if wanted is None or not wanted.startswith(_IN):
        return wanted in (None, value)
    return value in _unquoted(wanted.removeprefix(_IN).split(","))


def _unquoted(parts: Iterable[str]) -> set[str]:
    return {part[1:-1] if part.startswith('"') else part for part in parts}


@operation("GET", "/v2/images/{id}", service="image")
def show_image(call: Call, image_id: str) -> Json:
    """Return an image."""
    image = call.state.images.get(image_id)
    if image is None:
        not_found(f"Failed to find image {image_id}")
    return _image(image)


def _network(network: Network) -> dict[str, Any]:
    return {
        "id": network.id,
        "name": network.name,
        "status": "ACTIVE",
        "admin_state_up": True,
        "shared": True,
        "router:external": False,
        "subnets": [],
        "mtu": 1450,
    }


@operation("GET", "/v2.0/networks", service="network", query=_NETWORKS)
def list_networks(call: Call) -> Json:
    """List the networks, or those with certain ids or names."""
    found = [
        network
        for network in call.state.networks.values()
        if network.id in call.query.get("id", [network.id])
        and network.name in call.query.get("name", [network.name])
    ]
    return {"networks": [_network(network) for network in found]}
