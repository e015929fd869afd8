# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The client of version 2: one attribute per kind of resource."""

from __future__ import annotations

import copy
import importlib
import logging
import os
import re
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

import novaclient
from novaclient import api_versions, base, exceptions
from novaclient.adapter import SessionClient

if TYPE_CHECKING:
    from types import TracebackType

    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session

    from novaclient.extension import Extension
    from novaclient.v2.agents import AgentsManager
    from novaclient.v2.aggregates import AggregateManager
    from novaclient.v2.assisted_volume_snapshots import AssistedSnapshotManager
    from novaclient.v2.availability_zones import AvailabilityZoneManager
    from novaclient.v2.console_auth_tokens import ConsoleAuthTokensManager
    from novaclient.v2.extensions import ExtensionsManager
    from novaclient.v2.flavor_access import FlavorAccessManager
    from novaclient.v2.flavors import FlavorManager
    from novaclient.v2.hypervisors import HypervisorManager, HypervisorStatsManager
    from novaclient.v2.images import GlanceManager
    from novaclient.v2.instance_action import InstanceActionManager
    from novaclient.v2.instance_usage_audit_log import InstanceUsageAuditLogManager
    from novaclient.v2.keypairs import KeypairManager
    from novaclient.v2.limits import LimitsManager
    from novaclient.v2.migrations import MigrationManager
    from novaclient.v2.networks import NeutronManager
    from novaclient.v2.quota_classes import QuotaClassSetManager
    from novaclient.v2.quotas import QuotaSetManager
    from novaclient.v2.server_external_events import ServerExternalEventManager
    from novaclient.v2.server_groups import ServerGroupsManager
    from novaclient.v2.server_migrations import ServerMigrationsManager
    from novaclient.v2.server_shares import ServerSharesManager
    from novaclient.v2.servers import ServerManager
    from novaclient.v2.services import ServiceManager
    from novaclient.v2.usage import UsageManager
    from novaclient.v2.versions import VersionManager
    from novaclient.v2.volumes import VolumeManager

ManagerT = TypeVar("ManagerT")

#: Held only while a client stores a manager.
_storing = threading.RLock()
# In a forked child, the thread that held it would not exist.
os.register_at_fork(
    before=_storing.acquire,
    after_in_parent=_storing.release,
    after_in_child=_storing.release,
)


class _ManagerAttribute(Generic[ManagerT]):
    """An attribute of the client whose manager is imported and created at the first access.

    :param module: The module below ``novaclient.v2``.
    :param class_name: The class of the manager in it.
    :param in_vars: Whether ``vars(client)`` has its name before the manager is created.
    """

    def __init__(self, module: str, class_name: str, in_vars: bool = True) -> None:
        self._module = f"novaclient.v2.{module}"
        self._class_name = class_name
        self._in_vars = in_vars

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> _ManagerAttribute[ManagerT]: ...

    @overload
    def __get__(self, client: Client, owner: type) -> ManagerT: ...

    def __get__(self, client: Client | None, owner: type) -> Any:
        if client is None:
            return self
        manager = client.__dict__.get(self._name)
        if manager is None:
            new = getattr(importlib.import_module(self._module), self._class_name)(client)
            with _storing:
                # Another thread may have been faster: all use the same manager.
                manager = client.__dict__.get(self._name)
                if manager is None:
                    manager = client.__dict__[self._name] = new
        return manager

    def __set__(self, client: Client, manager: Any) -> None:
        client.__dict__[self._name] = manager


class Client:
    """A client of the Compute API, with one attribute per kind of resource.

    Create one with :func:`novaclient.client.Client`. A client can be used in a ``with``
    statement, which closes the connections at its end if the client created its own session.

    :param api_version: The microversion.
    :param app_name: The name of the program, which begins the user agent. A session that is given
        has its own.
    :param app_version: The version of the program.
    :param application_credential_id: The id of an application credential, which replaces user,
        password and project.
    :param application_credential_name: The name of the application credential, instead of the id.
        It needs the user, with a domain.
    :param application_credential_secret: The secret of the application credential.
    :param auth: A keystoneauth auth plugin, instead of all credentials here.
    :param auth_token: A token, instead of user name and password.
    :param auth_url: The URL of the identity service.
    :param cacert: The path of a file with CA certificates.
    :param cert: The path of the client certificate, or a tuple of the paths of the certificate
        and its key.
    :param connection_pool: Share TCP connections with the other clients of the process that have
        this argument; they stay open when this client is closed.
    :param direct_use: Only the factory passes False.
    :param endpoint_override: The URL of Nova, instead of the one in the service catalog.
    :param endpoint_type: The interface in the service catalog: ``publicURL``, ``internalURL`` or
        ``adminURL``.
    :param extensions: Extensions, see :func:`novaclient.client.discover_extensions`.
    :param http_log_debug: Set the level of the logger to DEBUG.
    :param insecure: Do not verify the certificate of the server, unless ``cacert`` is given.
    :param logger: The logger for requests and responses. They are logged at DEBUG, without
        secrets.
    :param os_cache: Ignored; nothing is cached.
    :param password: The password of the user.
    :param project_domain_id: The id of the domain of the project.
    :param project_domain_name: The name of the domain of the project.
    :param project_id: The id of the project.
    :param project_name: The name of the project.
    :param region_name: The region.
    :param service_name: The name of the service in the service catalog.
    :param service_type: The type of the service in the service catalog.
    :param session: A keystoneauth session, instead of all credentials and TLS arguments.
    :param timeout: Timeout in seconds, once for connecting and once for the whole response; by
        default, there is none.
    :param timings: Record how long each request takes.
    :param user_domain_id: The id of the domain of the user.
    :param user_domain_name: The name of the domain of the user.
    :param user_id: The id of the user, instead of the name.
    :param username: The name of the user.
    :param kwargs: The options of :class:`~novaclient.retries.RetryOptions`, and further arguments
        of :class:`keystoneauth1.adapter.Adapter`, such as ``user_agent`` or
        ``global_request_id``.
    :raises novaclient.exceptions.Forbidden: if it is not the factory that calls.
    """

    agents: _ManagerAttribute[AgentsManager] = _ManagerAttribute("agents", "AgentsManager")
    aggregates: _ManagerAttribute[AggregateManager] = _ManagerAttribute(
        "aggregates", "AggregateManager"
    )
    assisted_volume_snapshots: _ManagerAttribute[AssistedSnapshotManager] = _ManagerAttribute(
        "assisted_volume_snapshots", "AssistedSnapshotManager"
    )
    availability_zones: _ManagerAttribute[AvailabilityZoneManager] = _ManagerAttribute(
        "availability_zones", "AvailabilityZoneManager"
    )
    console_auth_tokens: _ManagerAttribute[ConsoleAuthTokensManager] = _ManagerAttribute(
        "console_auth_tokens", "ConsoleAuthTokensManager", in_vars=False
    )
    extensions: _ManagerAttribute[ExtensionsManager] = _ManagerAttribute(
        "extensions", "ExtensionsManager", in_vars=False
    )
    flavor_access: _ManagerAttribute[FlavorAccessManager] = _ManagerAttribute(
        "flavor_access", "FlavorAccessManager"
    )
    flavors: _ManagerAttribute[FlavorManager] = _ManagerAttribute("flavors", "FlavorManager")
    glance: _ManagerAttribute[GlanceManager] = _ManagerAttribute("images", "GlanceManager")
    hypervisor_stats: _ManagerAttribute[HypervisorStatsManager] = _ManagerAttribute(
        "hypervisors", "HypervisorStatsManager"
    )
    hypervisors: _ManagerAttribute[HypervisorManager] = _ManagerAttribute(
        "hypervisors", "HypervisorManager"
    )
    instance_action: _ManagerAttribute[InstanceActionManager] = _ManagerAttribute(
        "instance_action", "InstanceActionManager"
    )
    instance_usage_audit_log: _ManagerAttribute[InstanceUsageAuditLogManager] = _ManagerAttribute(
        "instance_usage_audit_log", "InstanceUsageAuditLogManager"
    )
    keypairs: _ManagerAttribute[KeypairManager] = _ManagerAttribute("keypairs", "KeypairManager")
    limits: _ManagerAttribute[LimitsManager] = _ManagerAttribute("limits", "LimitsManager")
    migrations: _ManagerAttribute[MigrationManager] = _ManagerAttribute(
        "migrations", "MigrationManager"
    )
    neutron: _ManagerAttribute[NeutronManager] = _ManagerAttribute("networks", "NeutronManager")
    quota_classes: _ManagerAttribute[QuotaClassSetManager] = _ManagerAttribute(
        "quota_classes", "QuotaClassSetManager"
    )
    quotas: _ManagerAttribute[QuotaSetManager] = _ManagerAttribute("quotas", "QuotaSetManager")
    server_external_events: _ManagerAttribute[ServerExternalEventManager] = _ManagerAttribute(
        "server_external_events", "ServerExternalEventManager"
    )
    server_groups: _ManagerAttribute[ServerGroupsManager] = _ManagerAttribute(
        "server_groups", "ServerGroupsManager"
    )
    server_migrations: _ManagerAttribute[ServerMigrationsManager] = _ManagerAttribute(
        "server_migrations", "ServerMigrationsManager"
    )
    server_shares: _ManagerAttribute[ServerSharesManager] = _ManagerAttribute(
        "server_shares", "ServerSharesManager", in_vars=False
    )
    servers: _ManagerAttribute[ServerManager] = _ManagerAttribute("servers", "ServerManager")
    services: _ManagerAttribute[ServiceManager] = _ManagerAttribute("services", "ServiceManager")
    usage: _ManagerAttribute[UsageManager] = _ManagerAttribute("usage", "UsageManager")
    versions: _ManagerAttribute[VersionManager] = _ManagerAttribute("versions", "VersionManager")
    volumes: _ManagerAttribute[VolumeManager] = _ManagerAttribute("volumes", "VolumeManager")

    def __init__(
        self,
        api_version: api_versions.APIVersion | None = None,
        auth: BaseAuthPlugin | None = None,
        auth_token: str | None = None,
        auth_url: str | None = None,
        cacert: str | None = None,
        cert: str | tuple[str, str] | None = None,
        direct_use: bool = True,
        endpoint_override: str | None = None,
        endpoint_type: str = "publicURL",
        extensions: Iterable[Extension] | None = None,
        http_log_debug: bool = False,
        insecure: bool = False,
        logger: logging.Logger | None = None,
        os_cache: bool = False,
        password: str | None = None,
        project_domain_id: str | None = None,
        project_domain_name: str | None = None,
        project_id: str | None = None,
        project_name: str | None = None,
        region_name: str | None = None,
        service_name: str | None = None,
        service_type: str = "compute",
        session: Session | None = None,
        timeout: float | None = None,
        timings: bool = False,
        user_domain_id: str | None = None,
        user_domain_name: str | None = None,
        user_id: str | None = None,
        username: str | None = None,
        connection_pool: bool = False,
        application_credential_id: str | None = None,
        application_credential_name: str | None = None,
        application_credential_secret: str | None = None,
        app_name: str | None = None,
        app_version: str | None = None,
        **kwargs: Any,
    ) -> None:
        if direct_use:
            raise exceptions.Forbidden(
                403,
                "'novaclient.v2.client.Client' is not designed to be initialized directly. "
                "It is inner class of novaclient. You should use "
                "'novaclient.client.Client' instead. Related lp bug-report: 1493576",
            )
        self.project_id = project_id
        self.project_name = project_name
        self.user_id = user_id
        #: Nothing is cached, whatever the argument says.
        self.os_cache = False
        self.logger: logging.Logger = logger or logging.getLogger(__name__)
        if http_log_debug:
            self.logger.setLevel(logging.DEBUG)

        self._own_session = None
        if session is None:
            from novaclient import credentials
            from novaclient.session import OwnSession

            session = self._own_session = OwnSession(
                auth
                or credentials.make(
                    auth_url,
                    auth_token,
                    username=username,
                    user_id=user_id,
                    password=password,
                    user_domain_id=user_domain_id,
                    user_domain_name=user_domain_name,
                    project_id=project_id,
                    project_name=project_name,
                    project_domain_id=project_domain_id,
                    project_domain_name=project_domain_name,
                    application_credential_id=application_credential_id,
                    application_credential_name=application_credential_name,
                    application_credential_secret=application_credential_secret,
                ),
                connection_pool,
                app_name=app_name,
                app_version=app_version,
                verify=cacert or not insecure,
                cert=cert,
                timeout=timeout,
            )
        self.client: SessionClient = SessionClient(
            session=session,
            api_version=api_version,
            auth=auth,
            endpoint_override=endpoint_override,
            interface=endpoint_type,
            logger=self.logger,
            region_name=region_name,
            service_name=service_name,
            service_type=service_type,
            timings=timings,
            **kwargs,
        )
        if self._own_session is not None:
            # The session already has the library in its user agent, which Keystone gets too.
            self.client.client_name = None

        # Programs look for the names of managers in vars(client).
        for cls in type(self).__mro__:
            for name, attribute in vars(cls).items():
                if isinstance(attribute, _ManagerAttribute) and attribute._in_vars:
                    self.__dict__[name] = None
        for extension in extensions or ():
            if extension.manager_class:
                setattr(self, extension.name, extension.manager_class(self))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        t: type[BaseException] | None,
        v: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self._own_session is not None:
            self._own_session.close()

    def __repr__(self) -> str:
        facts = [f"{type(self).__name__}: {self.api_version.get_string()}"]
        if self.client.region_name:
            facts.append(f"region {self.client.region_name}")
        if self.client.endpoint_override:
            # Without what may be credentials.
            url, _, _query = str(self.client.endpoint_override).partition("?")
            facts.append(f"endpoint {re.sub('//[^/]*@', '//', url)}")
        return f"<{', '.join(facts)}>"

    def supports(self, version: str | float | api_versions.APIVersion) -> bool:
        """Say whether both the server and this library support a microversion.

        ``GET {endpoint}``

        The range of the server is requested once for each endpoint and session, without a
        microversion, and then remembered until the session is released. A failure is not
        remembered. Negotiation, such as by another client with ``negotiate=True``, renews it.

        :param version: The microversion: ``"2.X"``, or an
            :class:`~novaclient.api_versions.APIVersion`. ``"2"`` stands for requests without a
            microversion.
        :return: True if both do. For a microversion that the library does not support, nothing
            is sent.
        :raises novaclient.exceptions.UnsupportedVersion: if the version is malformed, is
            ``2.latest``, or its major part is not 2.
        :raises novaclient.exceptions.ClientException: if the server does not send its range.
        """
        api_version = api_versions.wanted_version(version, known=False)
        if api_version > novaclient.API_MAX_VERSION:
            return False
        return self.versions._server_range().supports(api_version)

    def at_microversion(
        self,
        version: str | float | api_versions.APIVersion,
        *others: str | float | api_versions.APIVersion,
    ) -> Self:
        """Return a view of this client whose requests have another microversion.

        This client is not changed. The view shares its session, connections, logger and timings
        with this client. Managers and resources that come from the view use its microversion. The
        view can be used in a ``with`` statement, which does not close anything.

        With one version, no request is sent. With several, in any order, the view uses the newest
        of them that the server supports, which is requested and remembered as by
        :meth:`supports`.

        :param version: The microversion: ``"2"``, ``"2.X"``, or an
            :class:`~novaclient.api_versions.APIVersion`.
        :param others: Further microversions.
        :return: The view.
        :raises novaclient.exceptions.UnsupportedVersion: if one of the versions is malformed, is
            ``2.latest``, or is not supported by the library (nothing was sent), or if the server
            supports none of several versions.
        :raises novaclient.exceptions.ClientException: if the server does not send its range.
        """
        api_version = api_versions.wanted_version(version)
        if others:
            from novaclient import _negotiation

            wanted = [api_version, *map(api_versions.wanted_version, others)]
            api_version = _negotiation.newest(wanted, self.versions._server_range())
        view = copy.copy(self)
        view.client = self.client.at_microversion(api_version)
        view._own_session = None
        for name, manager in vars(view).copy().items():
            # Copy managers that exist: they may be an extension's, or have been changed.
            if isinstance(manager, base.Manager) and manager.api is self:
                view.__dict__[name] = twin = copy.copy(manager)
                twin.api = view
        return view

    @property
    def api_version(self) -> api_versions.APIVersion:
        """The microversion of the requests. It can be changed."""
        return self.client.api_version

    @api_version.setter
    def api_version(self, value: api_versions.APIVersion) -> None:
        self.client.api_version = value

    def get_timings(self) -> list[tuple[str, float, float]]:
        """Return the method and URL, the start and the end of each request.

        They are recorded only with ``timings=True``. Times are in seconds since the epoch.
        """
        return self.client.get_timings()

    def reset_timings(self) -> None:
        """Delete the recorded timings."""
        self.client.reset_timings()
