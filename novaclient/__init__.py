# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The Python SDK for the OpenStack Compute API.

Start with :func:`novaclient.client.Client`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novaclient import api_versions as api_versions
    from novaclient import base as base
    from novaclient import bulk as bulk
    from novaclient import client as client
    from novaclient import crypto as crypto
    from novaclient import exceptions as exceptions
    from novaclient import extension as extension
    from novaclient import i18n as i18n
    from novaclient import paging as paging
    from novaclient import retries as retries
    from novaclient import shell as shell
    from novaclient import transport as transport
    from novaclient import utils as utils
    from novaclient import v2 as v2
    from novaclient import waiting as waiting
    from novaclient.api_versions import APIVersion

__version__: str

#: The first microversion of Nova, and the newest one that this library knows.
API_MIN_VERSION: APIVersion
API_MAX_VERSION: APIVersion

# Programs use these modules after "import novaclient" alone.
_MODULES = frozenset(
    {
        "api_versions",
        "base",
        "bulk",
        "client",
        "crypto",
        "exceptions",
        "extension",
        "i18n",
        "paging",
        "retries",
        "shell",
        "transport",
        "utils",
        "v2",
        "waiting",
    }
)
_VALUES = frozenset({"API_MAX_VERSION", "API_MIN_VERSION", "__version__"})


if not TYPE_CHECKING:  # So that type checkers report names that do not exist.

    def __getattr__(name: str) -> Any:
        # Imported when used, so that "from novaclient import exceptions" stays fast.
        value: Any
        if name == "__version__":
            from importlib import metadata

            value = metadata.version("python-novaclient")
        elif name in _VALUES or name in _MODULES:
            import importlib

            # "from novaclient import …" would call this function again.
            if name in _MODULES:
                return importlib.import_module(f"novaclient.{name}")
            api_versions = importlib.import_module("novaclient.api_versions")
            text = "2.1" if name == "API_MIN_VERSION" else api_versions.MAX_VERSION
            value = api_versions.APIVersion(text)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, *_VALUES})
