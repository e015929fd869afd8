# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The networks of a server: addresses, network interfaces, security groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import api_versions, base, utils
from novaclient.v2 import _names, _operations
from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import NetworkInterface, SecurityGroup, Server

if TYPE_CHECKING:
    from novaclient.v2.networks import Network


class Networks(ServerTopic):
    """The operations on addresses, network interfaces and security groups of a server."""

    def ips(self, server: Server | str, label: Network | str | None = None) -> base.DictWithMeta:
        """Get the addresses of a server.

        ``GET /servers/{server}/ips``, or ``GET /servers/{server}/ips/{label}``

        :param server: The server, or its id.
        :param label: A network, or its name; by default, all networks.
        :return: The addresses, by the name of the network.
        :raises novaclient.exceptions.NotFound: if there is no such server, or it has no address on
            the network.
        """
        if label is not None:
            return self._get_mapping(base.path("servers", server, "ips", _names.name(label)))
        return self._get_mapping(base.path("servers", server, "ips"), "addresses")

    def interface_list(self, server: Server | str) -> base.ListWithMeta[NetworkInterface]:
        """List the network interfaces of a server.

        ``GET /servers/{server}/os-interface``

        :param server: The server, or its id.
        :return: The network interfaces.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "os-interface")
        return self._list(url, "interfaceAttachments", obj_class=NetworkInterface)

    def interface_get(self, server: Server | str, port_id: base.HasId | str) -> NetworkInterface:
        """Get a network interface of a server.

        ``GET /servers/{server}/os-interface/{port}``

        :param server: The server, or its id.
        :param port_id: The port or the network interface, or the id of the port.
        :return: The network interface.
        :raises novaclient.exceptions.NotFound: if there is no such server or port.
        """
        url = base.path("servers", server, "os-interface", port_id)
        resp, body = self.client.get(url)
        info = self._mapping(body, "interfaceAttachment", resp, url)
        return NetworkInterface(self, info, loaded=True, resp=resp)

    @api_versions.arguments(tag="2.49")
    def interface_attach(
        self,
        server: Server | str,
        port_id: base.HasId | str | None,
        net_id: base.HasId | str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """Attach a network interface to a server.

        ``POST /servers/{server}/os-interface``

        :param server: The server, or its id.
        :param port_id: An existing port, or its id; None creates one.
        :param net_id: The network to create a port on, or its id.
        :param fixed_ip: The fixed IP address of the new port.
        :param tag: The tag of the device, which the guest sees. Since microversion 2.49.
        :return: The network interface.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        ids = {"port_id": base.known_id(port_id), "net_id": base.known_id(net_id)}
        attachment = utils.without_empty({**ids, "tag": tag})
        if fixed_ip:
            attachment["fixed_ips"] = [{"ip_address": fixed_ip}]
        interface: NetworkInterface = self._create(
            base.path("servers", server, "os-interface"),
            {"interfaceAttachment": attachment},
            "interfaceAttachment",
            obj_class=NetworkInterface,
        )
        return _operations.began(server, interface)

    def interface_detach(self, server: Server | str, port_id: base.HasId | str) -> base.WithMeta:
        """Detach a network interface from a server.

        ``DELETE /servers/{server}/os-interface/{port}``

        :param server: The server, or its id.
        :param port_id: The port or the network interface, or the id of the port.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server or port.
        """
        detached = self._delete(base.path("servers", server, "os-interface", port_id))
        return _operations.began(server, detached)

    def list_security_group(self, server: Server | str) -> base.ListWithMeta[SecurityGroup]:
        """List the security groups of a server.

        ``GET /servers/{server}/os-security-groups``

        :param server: The server, or its id.
        :return: The security groups.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "os-security-groups")
        return self._list(url, "security_groups", obj_class=SecurityGroup)

    def add_security_group(
        self, server: Server | str, security_group: base.HasId | str
    ) -> base.WithMeta:
        """Add a security group to a server.

        ``POST /servers/{server}/action``, ``addSecurityGroup``

        :param server: The server, or its id.
        :param security_group: The security group, its id or its name.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server or group.
        """
        return self._action("addSecurityGroup", server, {"name": base.known_id(security_group)})

    def remove_security_group(
        self, server: Server | str, security_group: base.HasId | str
    ) -> base.WithMeta:
        """Remove a security group from a server.

        ``POST /servers/{server}/action``, ``removeSecurityGroup``

        :param server: The server, or its id.
        :param security_group: The security group, its id or its name.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server or group.
        """
        return self._action("removeSecurityGroup", server, {"name": base.known_id(security_group)})

    def reset_network(self, server: Server | str) -> base.WithMeta:
        """Reset the networking of a server. Nova removed this operation: it responds with 410.

        ``POST /servers/{server}/action``, ``resetNetwork``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.ClientException: if the cloud no longer has the operation.
        """
        return self._action("resetNetwork", server)

    def inject_network_info(self, server: Server | str) -> base.WithMeta:
        """Inject the network configuration into a server again.

        ``POST /servers/{server}/action``, ``injectNetworkInfo``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._action("injectNetworkInfo", server)
