# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Microversions: parsing, comparison, negotiation, and methods that depend on them."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

import novaclient
from novaclient import exceptions, utils
from novaclient._api_version import APIVersion
from novaclient._versioned import (
    VersionedMethod,
    arguments,
    deprecated_after,
    get_substitutions,
    wraps,
)

if TYPE_CHECKING:
    import requests

    from novaclient._negotiation import discover_version

__all__ = [
    "APIVersion",
    "VersionedMethod",
    "arguments",
    "check_argument",
    "check_headers",
    "check_major_version",
    "check_version",
    "deprecated_after",
    "discover_version",
    "get_api_version",
    "get_available_major_versions",
    "get_substitutions",
    "update_headers",
    "wanted_version",
    "wraps",
]

LOG = logging.getLogger(__name__)

LEGACY_HEADER_NAME = "X-OpenStack-Nova-API-Version"
HEADER_NAME = "OpenStack-API-Version"
SERVICE_TYPE = "compute"

#: The newest microversion that this library supports.
MAX_VERSION = "2.104"

#: Deprecated versions, and the versions that replace them.
REPLACEMENT_VERSIONS = {"1.1": "2"}


def __getattr__(name: str) -> Any:
    # Imported when used: most programs do not negotiate.
    if name in ("discover_version", "get_server_version_range", "_get_server_version_range"):
        from novaclient import _negotiation

        # Horizon calls the name with the underscore.
        return getattr(_negotiation, name.removeprefix("_"))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def get_available_major_versions() -> list[str]:
    """Return the major versions of the API that the library supports.

    :return: The versions.
    """
    return ["2"]


def check_major_version(api_version: APIVersion) -> None:
    """Check that the library supports the major part of a version.

    :param api_version: The version. The null version passes.
    :raises novaclient.exceptions.UnsupportedVersion: if the library does not support it.
    """
    available = get_available_major_versions()
    if not api_version.is_null() and str(api_version.ver_major) not in available:
        majors = "', '".join(available)
        raise exceptions.UnsupportedVersion(
            f"Invalid client version '{api_version.get_string()}'. Major part should be '{majors}'"
        )


def check_version(api_version: APIVersion) -> None:
    """Check that the library supports a microversion.

    :param api_version: The microversion.
    :raises novaclient.exceptions.UnsupportedVersion: if it is the null version, or not within
        ``novaclient.API_MIN_VERSION`` and ``novaclient.API_MAX_VERSION``.
    """
    minimum, maximum = novaclient.API_MIN_VERSION, novaclient.API_MAX_VERSION
    if api_version.is_null() or not api_version.matches(minimum, maximum):
        version = "'null'" if api_version.is_null() else api_version.get_string()
        raise exceptions.UnsupportedVersion(
            f"This client does not support version {version} of the Compute API; "
            f"it supports {minimum.get_string()} to {maximum.get_string()}."
        )


def check_argument(
    api_version: APIVersion,
    name: str,
    start_version: str,
    end_version: str | None = None,
    *,
    raises: Exception | None = None,
) -> None:
    """Check that a part of an argument, such as a key, exists at a microversion.

    For whole arguments, use :func:`arguments`.

    :param api_version: The microversion of the client.
    :param name: The name of the part.
    :param start_version: The first microversion with it.
    :param end_version: The last microversion with it; None if there is no last one.
    :param raises: The exception to raise instead of ``UnsupportedAttribute``.
    :raises novaclient.exceptions.UnsupportedAttribute: if it does not exist at the microversion.
    """
    too_old = not api_version.at_least(start_version)
    too_new = end_version is not None and api_version > APIVersion(end_version)
    if too_old or too_new:
        raise raises or exceptions.UnsupportedAttribute(name, start_version, end_version)


def get_api_version(version_string: str | float) -> APIVersion:
    """Parse the version that a program asks for.

    :param version_string: ``2``, ``2.X`` or ``2.latest`` as a string or a number. ``1.1`` is
        deprecated and means 2.0.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: if it is malformed, or its major part is
        not 2.
    """
    string = str(version_string)
    if string in REPLACEMENT_VERSIONS:
        replacement = REPLACEMENT_VERSIONS[string]
        utils.warn_caller(
            f"Version {string} is deprecated, use version {replacement} instead.",
            DeprecationWarning,
        )
        string = replacement
    if string.removeprefix("-").isdecimal():
        string += ".0"
    api_version = APIVersion(string)
    check_major_version(api_version)
    return api_version


def wanted_version(
    version: str | float | APIVersion, negotiate: bool = False, *, known: bool = True
) -> APIVersion:
    """Parse and check the version given to a client.

    :param version: As in :func:`novaclient.client.Client`.
    :param negotiate: Whether ``2.latest`` is allowed, because it will be negotiated.
    :param known: Whether the library must support the version. If False, any ``2.X`` is allowed.
    :return: The version.
    :raises novaclient.exceptions.UnsupportedVersion: as in :func:`novaclient.client.Client`.
    """
    if isinstance(version, APIVersion):
        check_major_version(version)
    else:
        version = get_api_version(version)
    if version.is_latest():
        if negotiate:
            return version
        raise exceptions.UnsupportedVersion(
            "The version should be explicit, not latest. Only client.Client() and "
            "client.from_config() take it, with negotiate=True."
        )
    # 2.0 asks for no microversion, which every server serves.
    if version.is_null() or (known and version != APIVersion("2.0")):
        check_version(version)
    return version


def update_headers(headers: MutableMapping[str, str], api_version: APIVersion) -> None:
    """Add the headers of a microversion to those of a request.

    :param headers: The headers of the request, which are changed.
    :param api_version: The microversion. For 2.0 and the null version nothing is added.
    """
    if api_version.ver_major != 2 or api_version.ver_minor == 0:
        return
    version = api_version.get_string()
    headers[LEGACY_HEADER_NAME] = version
    if api_version.ver_minor >= 27:
        headers[HEADER_NAME] = f"{SERVICE_TYPE} {version}"


def check_headers(response: requests.Response, api_version: APIVersion) -> None:
    """Log a warning if a response lacks the header of the microversion.

    :param response: The response.
    :param api_version: The microversion of the request.
    """
    if api_version.ver_minor == 0:
        return
    name = HEADER_NAME if api_version.ver_minor >= 27 else LEGACY_HEADER_NAME
    if name not in response.headers:
        LOG.warning(
            "Your request was processed by a Nova API which does not support microversions "
            "(%s header is missing from response). Warning: Response may be incorrect.",
            name,
        )
