# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Services: the processes of Nova, one for each host and binary."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import api_versions, base, paging, utils
from novaclient.v2 import _names

if TYPE_CHECKING:
    from novaclient.v2.hypervisors import Hypervisor

_MethodT = TypeVar("_MethodT", bound=Callable[..., Any])


class Service(base.Resource):
    """A Nova service. Made by :class:`ServiceManager`."""

    _wrapper = "resource"

    manager: ServiceManager
    #: The id. A UUID since microversion 2.53, a number before.
    id: int | str
    #: The binary, such as ``nova-compute``.
    binary: str
    #: The host that the service runs on.
    host: str
    #: The availability zone of the host.
    zone: str
    #: ``enabled`` or ``disabled``. Since microversion 2.69, ``UNKNOWN`` in a cell that does not
    #: respond: see :attr:`is_partial`.
    status: str
    #: ``up`` or ``down``.
    state: str
    #: Why the service is disabled, or None.
    disabled_reason: str | None
    #: Whether :meth:`ServiceManager.force_down` forced it down. Since microversion 2.11.
    forced_down: bool
    #: When the service last reported, in ISO 8601, or None.
    updated_at: str | None

    def __repr__(self) -> str:
        name = getattr(self, "host", "unknown-host") if self.is_partial else "unknown-id"
        return f"<Service: {base.shown(getattr(self, 'id', name))}>"

    @property
    def is_partial(self) -> bool:
        """Whether the cell of the service does not respond.

        Nova then knows the host and the binary of compute services, and nothing of others. Since
        microversion 2.69; before, Nova leaves them out.
        """
        return self._attributes.get("status") == "UNKNOWN"

    def _absent(self, name: str, partial: bool = False) -> AttributeError:
        return super()._absent(name, self.is_partial)

    def enable(self) -> Service | base.StrWithMeta:
        """Enable the service, so that the scheduler may select its host."""
        return self.manager.enable(self)

    def disable(self, reason: str | None = None) -> Service | base.StrWithMeta:
        """Disable the service, so that the scheduler no longer selects its host.

        :param reason: The reason to record, if any.
        """
        if reason is None:
            return self.manager.disable(self)
        return self.manager.disable_log_reason(self, reason)

    @api_versions.wraps("2.11")
    def force_down(self, force_down: bool = True) -> Service | base.StrWithMeta:
        """Set or clear the forced-down flag; see :meth:`ServiceManager.force_down`.

        :param force_down: True forces the service down, False clears the flag.
        """
        return self.manager.force_down(self, force_down)

    def delete(self) -> base.WithMeta:
        """Delete the service, which no longer runs."""
        return self.manager.delete(self)


def _takes_service(method: _MethodT) -> _MethodT:
    """Let a method that takes a host and a binary take a service in place of both."""

    @functools.wraps(method)
    def call(self: ServiceManager, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(getattr(args[0], "binary", None), str):
            service, *others = args
            return method(self, service, service.binary, *others, **kwargs)
        return method(self, *args, **kwargs)

    return call  # type: ignore[return-value]


class ServiceManager(base.ManagerWithFind[Service]):
    """The services of Nova; for administrators."""

    resource_class = Service

    def list(
        self, host: Service | Hypervisor | str | None = None, binary: str | None = None
    ) -> base.ListWithMeta[Service]:
        """List the services.

        ``GET /os-services``

        :param host: Only those on this host: its name, or a service or hypervisor on it.
        :param binary: Only those with this binary, such as ``nova-compute``.
        :return: The services. Since microversion 2.69, the compute services of cells that do not
            respond are among them, with a :class:`~novaclient.exceptions.PartialListWarning`.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        query = utils.without_empty({"host": _names.host(host), "binary": binary})
        url = "/os-services" + (f"?{utils.encoded(query)}" if query else "")
        services = self._list(url, "services")
        paging.warn_if_partial(services, ordered=False)
        return services

    @_takes_service
    def _enable_until_2_52(self, host: Service | str, binary: str) -> Service | base.StrWithMeta:
        """Enable the service of a host and binary: ``PUT /os-services/enable``."""
        return self._put("enable", _named(host, binary))

    @api_versions.wraps("2.53", older={("2.0", "2.52"): _enable_until_2_52})
    def enable(self, service_uuid: Service | str) -> Service | base.StrWithMeta:
        """Enable a compute service, so that the scheduler may select its host.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The service, or since microversion 2.53 its id.
        :param host: The host of the service, with ``binary``, in place of the service. Up to
            microversion 2.52.
        :param binary: The binary, such as ``nova-compute``. Up to microversion 2.52.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is no such service.
        """
        return self._put(service_uuid, {"status": "enabled"})

    @_takes_service
    def _disable_until_2_52(self, host: Service | str, binary: str) -> Service | base.StrWithMeta:
        """Disable the service of a host and binary: ``PUT /os-services/disable``."""
        return self._put("disable", _named(host, binary))

    @api_versions.wraps("2.53", older={("2.0", "2.52"): _disable_until_2_52})
    def disable(self, service_uuid: Service | str) -> Service | base.StrWithMeta:
        """Disable a compute service, so that the scheduler no longer selects its host.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The service, or since microversion 2.53 its id.
        :param host: The host of the service, with ``binary``, in place of the service. Up to
            microversion 2.52.
        :param binary: The binary, such as ``nova-compute``. Up to microversion 2.52.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is no such service.
        """
        return self._put(service_uuid, {"status": "disabled"})

    @_takes_service
    def _disable_log_reason_until_2_52(
        self, host: Service | str, binary: str, reason: str
    ) -> Service | base.StrWithMeta:
        """Disable the service of a host and binary: ``PUT /os-services/disable-log-reason``."""
        body = {**_named(host, binary), "disabled_reason": reason}
        return self._put("disable-log-reason", body)

    @api_versions.wraps("2.53", older={("2.0", "2.52"): _disable_log_reason_until_2_52})
    def disable_log_reason(
        self, service_uuid: Service | str, reason: str
    ) -> Service | base.StrWithMeta:
        """Disable a compute service and record the reason.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The service, or since microversion 2.53 its id.
        :param reason: The reason.
        :param host: The host of the service, with ``binary``, in place of the service. Up to
            microversion 2.52.
        :param binary: The binary, such as ``nova-compute``. Up to microversion 2.52.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is no such service.
        """
        return self._put(service_uuid, {"status": "disabled", "disabled_reason": reason})

    @_takes_service
    def _force_down_until_2_52(
        self, host: Service | str, binary: str, force_down: bool | None = None
    ) -> Service | base.StrWithMeta:
        """Force down the service of a host and binary: ``PUT /os-services/force-down``."""
        body = _named(host, binary)
        if force_down is not None:
            body["forced_down"] = force_down
        return self._put("force-down", body)

    @api_versions.wraps("2.53", older={("2.11", "2.52"): _force_down_until_2_52})
    def force_down(
        self, service_uuid: Service | str, force_down: bool
    ) -> Service | base.StrWithMeta:
        """Set or clear the forced-down flag of a compute service. Since microversion 2.11.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The service, or since microversion 2.53 its id.
        :param force_down: True forces the service down: its state is ``down``, whatever it
            reports. False clears the flag.
        :param host: The host of the service, with ``binary``, in place of the service. Up to
            microversion 2.52.
        :param binary: The binary, such as ``nova-compute``. Up to microversion 2.52.
        :return: The service.
        :raises novaclient.exceptions.BadRequest: if the flag can't be cleared yet, because
            evacuations from the host are not completed.
        :raises novaclient.exceptions.NotFound: if there is no such service.
        """
        return self._put(service_uuid, {"forced_down": force_down})

    def delete(self, service_id: Service | int | str) -> base.WithMeta:
        """Delete a service that no longer runs.

        ``DELETE /os-services/{service_id}``

        :param service_id: The service, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such service.
        :raises novaclient.exceptions.Conflict: if there are servers on the host, or migrations
            in progress.
        """
        return self._delete(base.path("os-services", service_id))

    def _put(self, segment: Service | str, body: dict[str, Any]) -> Service | base.StrWithMeta:
        return self._update(base.path("os-services", segment), body, "service")


def _named(host: Service | str, binary: str) -> dict[str, Any]:
    """Return what names a service up to microversion 2.52."""
    return {"host": _names.host(host), "binary": binary}
