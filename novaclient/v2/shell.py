# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What extensions import for their part of the program ``nova``, which is gone.

Only the functions that look up a resource are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import exceptions, utils

if TYPE_CHECKING:
    from novaclient.v2.client import Client
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image
    from novaclient.v2.servers import Server


if not TYPE_CHECKING:  # so that type checkers refuse names that are not there

    def __getattr__(name: str) -> Any:
        raise AttributeError(
            f"module {__name__!r} has no attribute {name!r}: the program 'nova' is gone, and the "
            "functions of its commands with it"
        )


# Extensions call these by their names, underscore and all.


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
        # It may have been deleted, and its id is still of use.
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
