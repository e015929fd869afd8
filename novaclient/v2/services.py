# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Services: the processes that Nova consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib import parse

from novaclient import api_versions, base, utils


class Service(base.Resource):
    """A process that Nova consists of.

    Made by :class:`ServiceManager`. Attributes: ``id`` (a UUID since microversion 2.53),
    ``binary``, ``host``, ``zone``, ``status`` (enabled or disabled), ``state`` (up or down),
    ``disabled_reason``, ``forced_down`` (since 2.11), ``updated_at``.
    """

    _wrapper = "resource"

    id: int | str
    binary: str
    host: str
    zone: str
    status: str
    state: str
    disabled_reason: str | None
    forced_down: bool
    updated_at: str | None

    def __repr__(self) -> str:
        return f"<Service: {base.shown(getattr(self, 'id', 'unknown-id'))}>"


class ServiceManager(base.ManagerWithFind[Service]):
    """The processes that Nova consists of; for administrators."""

    resource_class = Service

    def list(
        self, host: str | None = None, binary: str | None = None
    ) -> base.ListWithMeta[Service]:
        """List the services.

        ``GET /os-services``

        :param host: Only those on this host.
        :param binary: Only those of this program, such as ``nova-compute``.
        :return: The services.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        query = [(k, v) for k, v in (("host", host), ("binary", binary)) if v]
        url = "/os-services" + (f"?{parse.urlencode(query)}" if query else "")
        return self._list(url, "services")

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.52")
        def enable(self, host: str, binary: str) -> Service | base.StrWithMeta:
            """Let the scheduler use a service.

            ``PUT /os-services/enable``

            :param host: The host.
            :param binary: The program, such as ``nova-compute``.
            :return: The service.
            :raises novaclient.exceptions.NotFound: if there is none.
            """
            return self._put("enable", {"host": host, "binary": binary})

    @api_versions.wraps("2.53")
    def enable(self, service_uuid: str) -> Service | base.StrWithMeta:
        """Let the scheduler use a service.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The id of the service.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._put(service_uuid, {"status": "enabled"})

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.52")
        def disable(self, host: str, binary: str) -> Service | base.StrWithMeta:
            """Do not let the scheduler use a service.

            ``PUT /os-services/disable``

            :param host: The host.
            :param binary: The program, such as ``nova-compute``.
            :return: The service.
            :raises novaclient.exceptions.NotFound: if there is none.
            """
            return self._put("disable", {"host": host, "binary": binary})

    @api_versions.wraps("2.53")
    def disable(self, service_uuid: str) -> Service | base.StrWithMeta:
        """Do not let the scheduler use a service.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The id of the service.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._put(service_uuid, {"status": "disabled"})

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.52")
        def disable_log_reason(
            self, host: str, binary: str, reason: str
        ) -> Service | base.StrWithMeta:
            """Do not let the scheduler use a service, and say why.

            ``PUT /os-services/disable-log-reason``

            :param host: The host.
            :param binary: The program, such as ``nova-compute``.
            :param reason: Why.
            :return: The service.
            :raises novaclient.exceptions.NotFound: if there is none.
            """
            body = {"host": host, "binary": binary, "disabled_reason": reason}
            return self._put("disable-log-reason", body)

    @api_versions.wraps("2.53")
    def disable_log_reason(self, service_uuid: str, reason: str) -> Service | base.StrWithMeta:
        """Do not let the scheduler use a service, and say why.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The id of the service.
        :param reason: Why.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._put(service_uuid, {"status": "disabled", "disabled_reason": reason})

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.11", "2.52")
        def force_down(
            self, host: str, binary: str, force_down: bool | None = None
        ) -> Service | base.StrWithMeta:
            """Say that a service is down, whatever it says itself.

            ``PUT /os-services/force-down``

            :param host: The host.
            :param binary: The program, such as ``nova-compute``.
            :param force_down: True if it is down, False to believe it again.
            :return: The service.
            :raises novaclient.exceptions.NotFound: if there is none.
            """
            body: dict[str, Any] = {"host": host, "binary": binary}
            if force_down is not None:
                body["forced_down"] = force_down
            return self._put("force-down", body)

    @api_versions.wraps("2.53")
    def force_down(self, service_uuid: str, force_down: bool) -> Service | base.StrWithMeta:
        """Say that a service is down, whatever it says itself.

        ``PUT /os-services/{service_uuid}``

        :param service_uuid: The id of the service.
        :param force_down: True if it is down, False to believe it again.
        :return: The service.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._put(service_uuid, {"forced_down": force_down})

    def delete(self, service_id: int | str) -> base.WithMeta:
        """Delete a service that runs no more.

        ``DELETE /os-services/{service_id}``

        :param service_id: The id of the service.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its host has servers.
        """
        return self._delete(utils.path("os-services", service_id))

    def _put(self, what: str, body: dict[str, Any]) -> Service | base.StrWithMeta:
        return self._update(utils.path("os-services", what), body, "service")
