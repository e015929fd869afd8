# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Functions that extensions import for their commands of the program ``nova``.

The program no longer exists; only the functions that find a resource are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import exceptions, utils

if TYPE_CHECKING:
    from novaclient.v2.client import Client
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image
    from novaclient.v2.servers import Server


if not TYPE_CHECKING:  # so that type checkers report names that do not exist

    def __getattr__(name: str) -> Any:
        raise AttributeError(
            f"module {__name__!r} has no attribute {name!r}: the program 'nova' and the functions "
            "of its commands no longer exist"
        )


# Extensions call these, in spite of the underscore.


def _find_server(
    cs: Client, server: str, raise_if_notfound: bool = True, **find_args: Any
) -> Server | str:
    if raise_if_notfound:
        found: Server = utils.find_resource(cs.servers, server, **find_args)
        return found
    try:
        found = utils.find_resource(cs.servers, server, wrap_exception=False, **find_args)
    except exceptions.NoUniqueMatch as error:
        raise exceptions.CommandError(str(error)) from error
    except exceptions.NotFound:
        # The server may have been deleted; its id is still useful.
        return server
    return found


def _find_flavor(cs: Client, flavor: str) -> Flavor:
    found: Flavor = utils.find_resource(cs.flavors, flavor, is_public=None)
    return found


def _find_image(cs: Client, image: str) -> Image:
    try:
        return cs.glance.find_image(image)
    except (exceptions.NotFound, exceptions.NoUniqueMatch) as error:
        raise exceptions.CommandError(str(error)) from error
