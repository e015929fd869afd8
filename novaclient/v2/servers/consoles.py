# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""A look into servers: consoles, console output, passwords, diagnostics."""

from __future__ import annotations

from typing import cast

from novaclient import api_versions, base, exceptions
from novaclient.v2.servers.actions import ServerTopic, action_url
from novaclient.v2.servers.resource import Server

CONSOLE_TYPE_ACTION_MAPPING = {
    "novnc": "os-getVNCConsole",
    "xvpvnc": "os-getVNCConsole",
    "spice-html5": "os-getSPICEConsole",
    "rdp-html5": "os-getRDPConsole",
    "serial": "os-getSerialConsole",
}

CONSOLE_TYPE_PROTOCOL_MAPPING = {
    "novnc": "vnc",
    "xvpvnc": "vnc",
    "spice-html5": "spice",
    "rdp-html5": "rdp",
    "serial": "serial",
    "webmks": "mks",
}

# The types of the newer way to ask for a console, with their first microversions.
_CONSOLES = {
    **{kind: (protocol, "2.6") for kind, protocol in CONSOLE_TYPE_PROTOCOL_MAPPING.items()},
    "webmks": ("mks", "2.8"),
    "spice-direct": ("spice", "2.99"),
}


class Consoles(ServerTopic):
    """What shows how it looks inside a server."""

    def get_console_output(
        self, server: Server | str, length: int | None = None
    ) -> base.StrWithMeta:
        """Get what a server wrote to its console.

        ``POST /servers/{server}/action``, ``os-getConsoleOutput``

        :param server: The server, or its id.
        :param length: The number of lines, from the end; by default all that there is.
        :return: The text.
        :raises novaclient.exceptions.Conflict: if it is not ready.
        """
        info = {"length": length}
        resp, answer = self._action_return_resp_and_body("os-getConsoleOutput", server, info)
        url = action_url(server)
        output = self._content(answer, "output", resp, url)
        return cast("base.StrWithMeta", self._with_meta(output, resp, url))

    def get_console_url(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a console of a server.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getVNCConsole`` and the like.

        :param server: The server, or its id.
        :param console_type: ``novnc``, ``xvpvnc``, ``spice-html5``, ``rdp-html5``, ``serial``,
            ``webmks`` (since microversion 2.8) or ``spice-direct`` (since 2.99).
        :return: The address under ``remote_console`` (up to 2.5 under ``console``), ``url``.
        :raises novaclient.exceptions.UnsupportedConsoleType: if there is no such type.
        """
        if not self.api_version.at_least("2.6"):
            return self._console_by_action(server, console_type)
        protocol, first = _CONSOLES.get(console_type, (None, "2.6"))
        if protocol is None or not self.api_version.at_least(first):
            raise exceptions.UnsupportedConsoleType(console_type)
        url = base.path("servers", server, "remote-consoles")
        console = {"protocol": protocol, "type": console_type}
        resp, answer = self.client.post(url, body={"remote_console": console})
        return base.DictWithMeta(self._mapping(answer, None, resp, url), resp)

    def _console_by_action(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        action = CONSOLE_TYPE_ACTION_MAPPING.get(console_type)
        if action is None:
            raise exceptions.UnsupportedConsoleType(console_type)
        console = self._action(action, server, {"type": console_type})
        if isinstance(console, base.RequestIdMixin) and not isinstance(console, dict):
            url = action_url(server)
            raise exceptions.UnexpectedResponse(
                200,
                f"The answer to POST {url} is not what the Compute API promises: "
                "'body' is not an object.",
                request_id=next(iter(console.request_ids), None),
                url=url,
                method="POST",
            )
        return console

    def get_vnc_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a VNC console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getVNCConsole``.

        :param server: The server, or its id.
        :param console_type: ``novnc`` or ``xvpvnc``.
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    def get_spice_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a SPICE console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getSPICEConsole``.

        :param server: The server, or its id.
        :param console_type: ``spice-html5``, or ``spice-direct`` (since microversion 2.99).
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    def get_rdp_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of an RDP console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getRDPConsole``.

        :param server: The server, or its id.
        :param console_type: ``rdp-html5``.
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    def get_serial_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a serial console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getSerialConsole``.

        :param server: The server, or its id.
        :param console_type: ``serial``.
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    @api_versions.wraps("2.8")
    def get_mks_console(self, server: Server | str) -> base.DictWithMeta:
        """Get the address of an MKS console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``. Since microversion 2.8.

        :param server: The server, or its id.
        :return: The address.
        """
        return self.get_console_url(server, "webmks")

    def change_password(self, server: Server | str, password: str) -> base.WithMeta:
        """Change the administrator password of a server.

        ``POST /servers/{server}/action``, ``changePassword``

        :param server: The server, or its id.
        :param password: The new password.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._action("changePassword", server, {"adminPass": password})

    def get_password(
        self, server: Server | str, private_key: str | None = None
    ) -> base.StrWithMeta:
        """Get the administrator password that a server set itself.

        ``GET /servers/{server}/os-server-password``

        :param server: The server, or its id.
        :param private_key: The path of the file with the private key that can decrypt it; by
            default it is returned encrypted, in base64.
        :return: The password, empty if there is none.
        :raises novaclient.crypto.DecryptionFailure: if the key does not decrypt it.
        """
        url = base.path("servers", server, "os-server-password")
        resp, answer = self.client.get(url)
        if answer is None and not base.is_not_json(resp):
            answer = {}
        answer = self._mapping(answer, None, resp, url)
        password = self._text({"password": "", **answer}, "password", resp, url)
        if password and private_key:
            from novaclient import crypto

            password = crypto.decrypt_password(private_key, password)
        return base.StrWithMeta(password, resp)

    def clear_password(self, server: Server | str) -> base.WithMeta:
        """Have Nova forget the administrator password of a server.

        ``DELETE /servers/{server}/os-server-password``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._delete(base.path("servers", server, "os-server-password"))

    def diagnostics(self, server: Server | str) -> base.TupleWithMeta:
        """Get what the hypervisor knows of a server.

        ``GET /servers/{server}/diagnostics``

        :param server: The server, or its id.
        :return: The answer and its body.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        url = base.path("servers", server, "diagnostics")
        resp, answer = self.client.get(url)
        return base.TupleWithMeta((resp, self._mapping(answer, None, resp, url)), resp)

    @api_versions.wraps("2.78")
    def topology(self, server: Server | str) -> base.DictWithMeta:
        """Get the NUMA topology of a server.

        ``GET /servers/{server}/topology``. Since microversion 2.78.

        :param server: The server, or its id.
        :return: The topology.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._get_mapping(base.path("servers", server, "topology"))

    @api_versions.wraps("2.17")
    def trigger_crash_dump(self, server: Server | str) -> base.WithMeta:
        """Have the operating system of a server dump its memory.

        ``POST /servers/{server}/action``, ``trigger_crash_dump``. Since microversion 2.17.

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._action("trigger_crash_dump", server)
