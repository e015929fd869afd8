# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Reading the configuration of a cloud with openstacksdk, which only this module imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import openstack.exceptions
from keystoneauth1 import exceptions as keystone_exceptions
from keystoneauth1 import loading
from openstack.config import OpenStackConfig

from novaclient import credentials, exceptions

#: What says where to log in.
_SCOPE = frozenset(
    {
        "project_id",
        "project_name",
        "project_domain_id",
        "project_domain_name",
        "system_scope",
        "trust_id",
    }
)

#: The arguments of the login, and their names in the configuration.
_LOGIN = {
    name: "token" if name == "auth_token" else name
    for name in (
        "application_credential_id",
        "application_credential_name",
        "application_credential_secret",
        "auth_token",
        "auth_url",
        "password",
        "project_domain_id",
        "project_domain_name",
        "project_id",
        "project_name",
        "user_domain_id",
        "user_domain_name",
        "user_id",
        "username",
    )
}

#: Options that name the same thing: one that is given replaces the others of the configuration.
_ALTERNATIVES = (
    {"project_id", "project_name", "system_scope", "trust_id"},
    {"project_domain_id", "project_domain_name"},
    {"username", "user_id"},
    {"user_domain_id", "user_domain_name"},
    {"application_credential_id", "application_credential_name"},
)

#: What logs in, and the type of the login that has it.
_AUTH_TYPES = {
    "token": "token",
    "application_credential_secret": "v3applicationcredential",
    "password": "password",
}

#: The settings of :class:`novaclient.retries.RetryOptions`, which openstacksdk knows too.
_RETRIES: dict[str, Callable[[Any], Any]] = {
    "connect_retries": int,
    "connect_retry_delay": float,
    "status_code_retries": int,
    "status_code_retry_delay": float,
    "retriable_status_codes": lambda value: [
        int(code) for code in (value.split(",") if isinstance(value, str) else value)
    ],
}


class _Config(OpenStackConfig):
    """The configuration of all clouds.

    :param login: Options of the login that take precedence over those of the configuration; None
        if there will be no login by the configuration.
    """

    def __init__(self, login: Mapping[str, str] | None) -> None:
        # Without a function that asks for a password, nobody is asked for one.
        super().__init__()
        self._login = login

    def auth_config_hook(self, config: dict[str, Any]) -> dict[str, Any]:
        """Change the options of a login, which openstacksdk has merged, before it is created.

        :param config: The configuration of the cloud. Options of the login are in its ``auth``,
            and some of those in environment variables beside it.
        :return: The configuration.
        """
        config = super().auth_config_hook(config)
        if self._login is None:
            return config
        replaced = {
            name
            for alternatives in _ALTERNATIVES
            if not alternatives.isdisjoint(self._login)
            for name in alternatives
        }
        login = self._login
        means = next((name for name in _AUTH_TYPES if name in login), None)
        if means and means not in _options(config["auth_type"]):
            config["auth_type"] = _AUTH_TYPES[means]
            known = _options(config["auth_type"])
            if config["auth_type"] == "v3applicationcredential":
                # It has a project, and Keystone refuses to use it for another one.
                known -= _SCOPE
            login = {name: value for name, value in login.items() if name in known}
            replaced |= (config["auth"].keys() | _SCOPE) - known
        for name in replaced:
            config["auth"].pop(name, None)
            config.pop(name, None)
        config["auth"].update(login)
        _check_login(config)
        return config


def read(
    cloud: str | None, region_name: str | None, options: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Read the configuration of a cloud.

    :param cloud: The name of the cloud, or None.
    :param region_name: The region, or None.
    :param options: Arguments of :class:`novaclient.v2.client.Client` that take precedence, unless
        they are None.
    :return: The microversion, and the arguments of the client.
    :raises novaclient.exceptions.CommandError: if the configuration is invalid.
    :raises keystoneauth1.exceptions.MissingRequiredOptions: if an option of the login is missing.
    """
    given = {name: value for name, value in options.items() if value is not None}
    login = {key: given.pop(name) for name, key in _LOGIN.items() if name in given}
    has_plugin = "auth" in given
    try:
        config = _Config(None if has_plugin else login)
        name = cloud or config.default_cloud
        if not has_plugin and "auth_url" not in login:
            _check_cloud(config, name)
        region = config.get_one(
            cloud,
            validate=not has_plugin,
            region_name=region_name or "",
            auth=login,
            **_verification(given),
        )
    except openstack.exceptions.ConfigException as error:
        raise exceptions.CommandError(str(error)) from error
    except TypeError as error:
        # The class of the auth plugin does not have one of the options.
        raise exceptions.CommandError(f"The auth of cloud {name!r} is invalid: {error}") from error
    return _microversion(region), {**_arguments(region), **given}


def _check_cloud(config: OpenStackConfig, name: str | None) -> None:
    """Check that the cloud to use is known."""
    # If nothing is configured, openstacksdk makes up a cloud of that name.
    known = [name for name in config.get_cloud_names() if name != "defaults"]
    names = ", ".join(sorted(known))
    file = config.config_filename or "no clouds.yaml was found"
    if name in known:
        return
    if not known:
        wanted = "No cloud is configured" if name in (None, "defaults") else f"No cloud {name!r}"
        raise exceptions.CommandError(
            f"{wanted}: there is no valid clouds.yaml, and no OS_* variables describe a cloud"
        )
    if name is None:
        raise exceptions.CommandError(
            f"{file} has several clouds; name one as cloud, or in OS_CLOUD: {names}"
        )
    raise exceptions.CommandError(f"No cloud {name!r} ({file}); known clouds: {names}")


def _check_login(config: dict[str, Any]) -> None:
    """Check that the options of a password are given, which keystoneauth requires only later."""
    if config["auth_type"] in ("password", "v3password"):
        given = {**config, **config["auth"]}
        credentials.require(
            auth_url=given.get("auth_url"),
            username=given.get("username") or given.get("user_id"),
            password=given.get("password"),
        )


def _options(auth_type: Any) -> set[str]:
    """Return the names of the options of a kind of login."""
    try:
        return {option.dest for option in loading.get_plugin_options(str(auth_type))}
    except keystone_exceptions.NoMatchingPlugin:
        return set()


def _verification(given: dict[str, Any]) -> dict[str, Any]:
    """Translate the arguments that say how to verify certificates, and remove them."""
    cacert, insecure = given.pop("cacert", None), given.pop("insecure", None)
    if cacert:
        return {"cacert": cacert, "insecure": False, "verify": True}
    return {} if insecure is None else {"insecure": insecure, "verify": not insecure}


def _microversion(region: Any) -> str:
    version = region.get_default_microversion("compute")
    if version is None:
        version = str(region.config.get("compute_api_version"))
        # "2" is only the version of the API.
        version = version if "." in version else "2.1"
    return str(version)


def _arguments(region: Any) -> dict[str, Any]:
    """Return the arguments that a client has by the configuration."""
    config = region.config
    auth = region.get_auth_args()
    verify, cert = region.get_requests_verify_args()
    arguments = {
        "auth": region.get_auth(),
        "cacert": verify if isinstance(verify, str) else None,
        "cert": cert,
        "concurrency": _number("concurrency", region.get_concurrency("compute"), int),
        "endpoint_override": region.get_endpoint("compute"),
        "endpoint_type": region.get_interface("compute"),
        "insecure": not verify,
        "project_id": auth.get("project_id"),
        "project_name": auth.get("project_name"),
        "rate_limit": _number("rate_limit", region.get_rate_limit("compute"), float),
        "region_name": region.get_region_name("compute") or None,
        "service_name": region.get_service_name("compute"),
        "service_type": region.get_service_type("compute"),
        "timeout": _number("api_timeout", config.get("api_timeout"), float),
        "user_id": auth.get("user_id"),
    }
    for name, convert in _RETRIES.items():
        value = config.get(f"compute_{name}", config.get(name))
        arguments[name] = _number(name, value, convert)
    return arguments


def _number(name: str, value: Any, convert: Callable[[Any], Any]) -> Any:
    try:
        return None if value is None else convert(value)
    except (TypeError, ValueError) as error:
        raise exceptions.CommandError(f"{name} must be a number, not {value!r}") from error
