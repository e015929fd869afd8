# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The networks of servers: addresses, interfaces, security groups."""

from __future__ import annotations

from typing import Any

from novaclient import api_versions, base
from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import NetworkInterface, SecurityGroup, Server


class Networks(ServerTopic):
    """The addresses, the interfaces and the security groups of a server."""

    def ips(self, server: Server | str, label: str | None = None) -> base.DictWithMeta:
        """Get the addresses of a server.

        ``GET /servers/{server}/ips``, or ``GET /servers/{server}/ips/{label}``

        :param server: The server, or its id.
        :param label: The name of a network, to get the addresses on it only.
        :return: The addresses by the name of their network.
        :raises novaclient.exceptions.NotFound: if there is no such server, or it is not on such
            a network.
        """
        if label is not None:
            return self._get_mapping(base.path("servers", server, "ips", label))
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

    def interface_get(self, server: Server | str, port_id: str) -> NetworkInterface:
        """Get a network interface of a server.

        ``GET /servers/{server}/os-interface/{port}``

        :param server: The server, or its id.
        :param port_id: The id of the port.
        :return: The network interface.
        :raises novaclient.exceptions.NotFound: if there is no such server or port.
        """
        url = base.path("servers", server, "os-interface", port_id)
        resp, answer = self.client.get(url)
        info = self._mapping(answer, "interfaceAttachment", resp, url)
        return NetworkInterface(self, info, loaded=True, resp=resp)

    @api_versions.arguments(tag="2.49")
    def interface_attach(
        self,
        server: Server | str,
        port_id: str | None,
        net_id: str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """Attach a network interface to a server.

        ``POST /servers/{server}/os-interface``

        :param server: The server, or its id.
        :param port_id: The id of the port; None to have one made.
        :param net_id: The id of the network to make it on.
        :param fixed_ip: The address to give it.
        :param tag: A tag that the server sees on the device. Since microversion 2.49.
        :return: The network interface.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow that.
        """
        attachment: dict[str, Any] = {"port_id": port_id, "net_id": net_id, "tag": tag}
        attachment = {key: value for key, value in attachment.items() if value}
        if fixed_ip:
            attachment["fixed_ips"] = [{"ip_address": fixed_ip}]
        interface: NetworkInterface = self._create(
            base.path("servers", server, "os-interface"),
            {"interfaceAttachment": attachment},
            "interfaceAttachment",
            obj_class=NetworkInterface,
        )
        return interface

    def interface_detach(self, server: Server | str, port_id: str) -> base.WithMeta:
        """Detach a network interface from a server.

        ``DELETE /servers/{server}/os-interface/{port}``

        :param server: The server, or its id.
        :param port_id: The id of the port.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server or port.
        """
        return self._delete(base.path("servers", server, "os-interface", port_id))

    def list_security_group(self, server: Server | str) -> base.ListWithMeta[SecurityGroup]:
        """List the security groups of a server.

        ``GET /servers/{server}/os-security-groups``

        :param server: The server, or its id.
        :return: The security groups.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "os-security-groups")
        return self._list(url, "security_groups", obj_class=SecurityGroup)

    def add_security_group(self, server: Server | str, security_group: str) -> base.WithMeta:
        """Add a security group to a server.

        ``POST /servers/{server}/action``, ``addSecurityGroup``

        :param server: The server, or its id.
        :param security_group: The name or the id of the security group.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server or group.
        """
        return self._action("addSecurityGroup", server, {"name": security_group})

    def remove_security_group(self, server: Server | str, security_group: str) -> base.WithMeta:
        """Remove a security group from a server.

        ``POST /servers/{server}/action``, ``removeSecurityGroup``

        :param server: The server, or its id.
        :param security_group: The name or the id of the security group.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server or group.
        """
        return self._action("removeSecurityGroup", server, {"name": security_group})

    def reset_network(self, server: Server | str) -> base.WithMeta:
        """Reset the network of a server; current clouds refuse this with 410.

        ``POST /servers/{server}/action``, ``resetNetwork``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.ClientException: on clouds that have it no more.
        """
        return self._action("resetNetwork", server)

    def inject_network_info(self, server: Server | str) -> base.WithMeta:
        """Give a server its network configuration anew.

        ``POST /servers/{server}/action``, ``injectNetworkInfo``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        return self._action("injectNetworkInfo", server)
