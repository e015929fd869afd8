# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The entry to the library: the client factory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import TYPE_CHECKING, Any

import requests
from keystoneauth1.adapter import Adapter
from keystoneauth1.plugin import BaseAuthPlugin

from novaclient import api_versions, utils
from novaclient.adapter import ServiceClient, SessionClient
from novaclient.api_versions import wanted_version
from novaclient.extension import discover_extensions

if TYPE_CHECKING:
    from typing import Unpack

    from novaclient.options import ClientOptions, ConfigOptions
    from novaclient.v2.client import Client as ClientV2

__all__ = [
    "Client",
    "ServiceClient",
    "SessionClient",
    "discover_extensions",
    "from_config",
    "wanted_version",
]

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
    :raises TypeError: if there is no such argument, or ``session`` is no session.
    """
    new = [name for name in kwargs if name not in _OLD_ARGUMENTS and name != "session"]
    if new:
        # Not imported by those who only give a session.
        from novaclient.options import ClientOptions

        _refuse_unknown(Client, new, ClientOptions.__optional_keys__)
    _check_session(kwargs.get("session"))
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


def from_config(
    version: str | float | api_versions.APIVersion | None = None,
    *,
    cloud: str | None = None,
    region_name: str | None = None,
    negotiate: bool = False,
    **options: Unpack[ConfigOptions],
) -> ClientV2:
    """Create a client for a cloud of ``clouds.yaml``, or of the ``OS_*`` environment variables.

    openstacksdk reads the configuration: the files ``clouds.yaml`` and ``secure.yaml``, the
    profiles of vendors, and the variables. It is installed with ``python-novaclient[clouds]``.
    No request is sent before the first call, unless the microversion is negotiated.

    :param version: The microversion, as for :func:`Client`. The default is
        ``compute_default_microversion`` of the configuration, else its ``compute_api_version`` if
        that is a microversion, else ``"2.1"``.
    :param cloud: The name of the cloud. The default is the variable ``OS_CLOUD``, else the cloud
        that the other variables describe, else the only cloud of the file.
    :param region_name: The region. The default is the region of the configuration, or the first
        of several.
    :param negotiate: As for :func:`Client`.
    :param options: Arguments of :class:`novaclient.v2.client.Client` other than ``session``. They
        take precedence over the configuration, unless they are None.
    :return: The client. It can be used in a ``with`` statement, which closes its connections.
    :raises ImportError: if openstacksdk is not installed.
    :raises TypeError: if there is no such argument.
    :raises novaclient.exceptions.CommandError: if there is no such cloud or region, or the
        configuration is invalid.
    :raises novaclient.exceptions.UnsupportedVersion: as for :func:`Client`.
    :raises keystoneauth1.exceptions.MissingRequiredOptions: if an option of the login is missing.
    """
    from novaclient.options import ConfigOptions

    _refuse_unknown(from_config, options, ConfigOptions.__optional_keys__)
    try:
        from novaclient import _config
    except ImportError as error:
        raise ImportError(
            "client.from_config() needs openstacksdk: pip install 'python-novaclient[clouds]'",
            name=error.name,
        ) from error
    configured, arguments = _config.read(cloud, region_name, options)
    return Client(configured if version is None else version, negotiate=negotiate, **arguments)


def _refuse_unknown(function: Callable[..., Any], given: Iterable[str], known: Set[str]) -> None:
    """Refuse arguments that a function does not have.

    :param function: The function.
    :param given: The names of the arguments.
    :param known: The names that it has besides those in its signature.
    """
    unknown = [name for name in given if name not in known]
    if not unknown:
        return
    from inspect import signature

    # Those of an adapter that few need have no type here, and keystoneauth may add more.
    accepted = signature(Adapter).parameters.keys() - {"interface", "session"}
    for name in unknown:
        if name in accepted:
            continue
        import difflib

        names = [*known, *signature(function).parameters]
        similar = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
        meant = _OLD_ARGUMENTS.get(name) or "".join(similar)
        hint = meant and f". Did you mean {meant!r}?"
        raise TypeError(f"{function.__name__}() got an unexpected keyword argument {name!r}{hint}")


def _check_session(session: Any) -> None:
    """Refuse what is clearly no session. The tests of programs give objects of many kinds."""
    classes = [f"{cls.__module__}.{cls.__qualname__}" for cls in type(session).__mro__]
    if "openstack.connection.Connection" in classes:
        hint = "; give its attribute session, as conn.session"
    elif isinstance(session, BaseAuthPlugin):
        hint = "; give an auth plugin as auth"
    elif isinstance(session, str | bytes | Mapping | requests.Session):
        hint = ""
    else:
        return
    raise TypeError(f"session must be a keystoneauth session, not {classes[0]}{hint}")


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
