# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Servers, and what they have."""

from novaclient.testing._servers import (
    actions,
    creating,
    guests,
    images,
    labels,
    life,
    lists,
    moving,
    networks,
    volumes,
)
from novaclient.testing._servers.creating import add

__all__ = [
    "actions",
    "add",
    "creating",
    "guests",
    "images",
    "labels",
    "life",
    "lists",
    "moving",
    "networks",
    "volumes",
]
