# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The entry to the library: the client factory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import api_versions, utils
from novaclient.adapter import ServiceClient, SessionClient
from novaclient.api_versions import wanted_version
from novaclient.extension import discover_extensions

if TYPE_CHECKING:
    from typing import Unpack

    from novaclient.options import ClientOptions
    from novaclient.v2.client import Client as ClientV2

__all__ = ["Client", "ServiceClient", "SessionClient", "discover_extensions", "wanted_version"]

#: Old names of arguments, and their new names; None if there is no new one.
_OLD_ARGUMENTS = {
    "api_key": "password",
    "auth_plugin": None,
    "auth_system": None,
    "bypass_url": "endpoint_override",
    "interface": "endpoint_type",
    "no_cache": "os_cache",
    "proxy_tenant_id": None,
    "proxy_token": None,
    "tenant_id": "project_id",
    "tenant_name": "project_name",
    "volume_service_name": None,
}


def Client(  # noqa: N802 - the name that programs call
    version: str | float | api_versions.APIVersion,
    username: str | None = None,
    password: str | None = None,
    project_id: str | None = None,
    auth_url: str | None = None,
    *,
    negotiate: bool = False,
    **kwargs: Unpack[ClientOptions],
) -> ClientV2:
    """Create a client for the Compute API.

    Give either credentials or a keystoneauth session. No request is sent before the first call,
    unless the microversion is negotiated.

    :param version: The microversion: ``"2"``, ``"2.X"``, or an
        :class:`~novaclient.api_versions.APIVersion`. ``"2.latest"`` needs ``negotiate=True``.
    :param username: The name of the user.
    :param password: The password of the user.
    :param project_id: The id of the project.
    :param auth_url: The URL of the identity service, such as ``https://cloud.example/v3``.
    :param session: A keystoneauth session, instead of credentials. The client never closes it.
    :param negotiate: Ask the server which microversions it supports. ``"2.latest"`` is then the
        newest that both sides support; any other version is checked.
    :param kwargs: Further arguments of :class:`novaclient.v2.client.Client`, among them those
        that configure retries, see :class:`~novaclient.retries.RetryOptions`.
    :return: The client. It can be used in a ``with`` statement.
    :raises novaclient.exceptions.UnsupportedVersion: if the version is malformed, is
        ``2.latest`` without negotiation, or is not supported by the library or, if negotiated, by
        the server.
    """
    api_version = wanted_version(version, negotiate)
    arguments: dict[str, Any] = {
        **kwargs,
        "username": username,
        "password": password,
        "project_id": project_id,
        "auth_url": auth_url,
    }
    _replace_old_arguments(arguments)
    from novaclient.v2 import client

    nova = client.Client(api_version=api_version, direct_use=False, **arguments)
    if negotiate:
        # The version document is requested without a microversion.
        nova.api_version = api_versions.APIVersion("2.0")
        try:
            nova.api_version = api_versions.discover_version(nova, api_version)
        except BaseException:
            nova.__exit__(None, None, None)
            raise
    return nova


def _replace_old_arguments(arguments: dict[str, Any]) -> None:
    for old, new in _OLD_ARGUMENTS.items():
        if old not in arguments:
            continue
        value = arguments.pop(old)
        message = (
            f"The '{old}' argument is deprecated in Ocata and its use may result in errors "
            "in future releases."
        )
        if new is not None and arguments.get(new) is not None:
            message += f" As '{new}' is provided, the '{old}' argument will be ignored."
        elif new is not None:
            message += f" Use '{new}' instead."
            arguments[new] = not value if old == "no_cache" else value
        utils.warn_caller(message, UserWarning)
