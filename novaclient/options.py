# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The keyword arguments of the functions that create clients.

:class:`novaclient.v2.client.Client` explains them. Type checkers, editors and the functions
themselves know them from here. A function that passes them on is typed with
``**options: Unpack[ClientOptions]``.
"""

import logging
from collections.abc import Iterable, MutableMapping
from typing import Any

from keystoneauth1.plugin import BaseAuthPlugin
from keystoneauth1.session import Session

from novaclient.extension import Extension
from novaclient.retries import RetryOptions


class AdapterOptions(RetryOptions, total=False):
    """Arguments that :class:`keystoneauth1.adapter.Adapter` explains, and those for retries."""

    additional_headers: MutableMapping[str, str] | None
    allow: dict[str, Any] | None
    allow_version_hack: bool | None
    client_name: str | None
    client_version: str | None
    concurrency: int | None
    global_request_id: str | None
    rate_limit: float | None
    user_agent: str | None


class _Options(AdapterOptions, total=False):
    app_name: str | None
    app_version: str | None
    application_credential_id: str | None
    application_credential_name: str | None
    application_credential_secret: str | None
    auth: BaseAuthPlugin | None
    auth_token: str | None
    cacert: str | None
    cert: str | tuple[str, str] | None
    connection_pool: bool
    endpoint_override: str | None
    endpoint_type: str
    extensions: Iterable[Extension] | None
    http_log_debug: bool
    insecure: bool
    logger: logging.Logger | None
    project_domain_id: str | None
    project_domain_name: str | None
    project_name: str | None
    service_name: str | None
    service_type: str
    timeout: float | None
    timings: bool
    user_domain_id: str | None
    user_domain_name: str | None
    user_id: str | None


class ClientOptions(_Options, total=False):
    """Arguments of :func:`novaclient.client.Client` besides those that it names."""

    os_cache: bool
    region_name: str | None
    session: Session | None


class ConfigOptions(_Options, total=False):
    """Arguments of :func:`novaclient.client.from_config` besides those that it names.

    Those that are not None take precedence over the configuration.
    """

    auth_url: str | None
    password: str | None
    project_id: str | None
    username: str | None
