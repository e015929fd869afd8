# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Inside a server: consoles, console output, passwords, diagnostics."""

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

# The protocols of the types since microversion 2.6, and the first microversion of each type.
_CONSOLES = {
    **{kind: (protocol, "2.6") for kind, protocol in CONSOLE_TYPE_PROTOCOL_MAPPING.items()},
    "webmks": ("mks", "2.8"),
    "spice-direct": ("spice", "2.99"),
}


class Consoles(ServerTopic):
    """The consoles, the passwords and the diagnostics of a server."""

    def get_console_output(
        self, server: Server | str, length: int | None = None
    ) -> base.StrWithMeta:
        """Get the console output of a server.

        ``POST /servers/{server}/action``, ``os-getConsoleOutput``

        :param server: The server, or its id.
        :param length: The number of lines, counted from the end; by default, all lines.
        :return: The output.
        :raises novaclient.exceptions.Conflict: if the server is not ready.
        """
        info = {"length": length}
        resp, body = self._action_return_resp_and_body("os-getConsoleOutput", server, info)
        url = action_url(server)
        output = self._content(body, "output", resp, url)
        return cast("base.StrWithMeta", self._with_meta(output, resp, url))

    def get_console_url(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the URL of a console of a server.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getVNCConsole`` and the like.

        :param server: The server, or its id.
        :param console_type: ``novnc``, ``xvpvnc``, ``spice-html5``, ``rdp-html5``, ``serial``,
            ``webmks`` (since microversion 2.8) or ``spice-direct`` (since 2.99).
        :return: A dict with ``{"url": …}`` under ``remote_console``. Up to microversion 2.5, the
            key is ``console``.
        :raises novaclient.exceptions.UnsupportedConsoleType: if there is no such type.
        """
        if not self.api_version.at_least("2.6"):
            return self._console_by_action(server, console_type)
        protocol, first = _CONSOLES.get(console_type, (None, "2.6"))
        if protocol is None or not self.api_version.at_least(first):
            raise exceptions.UnsupportedConsoleType(console_type)
        url = base.path("servers", server, "remote-consoles")
        console = {"protocol": protocol, "type": console_type}
        resp, body = self.client.post(url, body={"remote_console": console})
        return base.DictWithMeta(self._mapping(body, None, resp, url), resp)

    def _console_by_action(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        action = CONSOLE_TYPE_ACTION_MAPPING.get(console_type)
        if action is None:
            raise exceptions.UnsupportedConsoleType(console_type)
        console = self._action(action, server, {"type": console_type})
        if isinstance(console, base.RequestIdMixin) and not isinstance(console, dict):
            url = action_url(server)
            raise exceptions.UnexpectedResponse(
                200,
                f"The response to POST {url} is not what the Compute API promises: "
                "'body' is not an object.",
                request_id=next(iter(console.request_ids), None),
                url=url,
                method="POST",
            )
        return console

    def get_vnc_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the URL of a VNC console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getVNCConsole``.

        :param server: The server, or its id.
        :param console_type: ``novnc`` or ``xvpvnc``.
        :return: A dict with the URL, as of :meth:`get_console_url`.
        """
        return self.get_console_url(server, console_type)

    def get_spice_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the URL of a SPICE console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getSPICEConsole``.

        :param server: The server, or its id.
        :param console_type: ``spice-html5``, or ``spice-direct`` (since microversion 2.99).
        :return: A dict with the URL, as of :meth:`get_console_url`.
        """
        return self.get_console_url(server, console_type)

    def get_rdp_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the URL of an RDP console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getRDPConsole``.

        :param server: The server, or its id.
        :param console_type: ``rdp-html5``.
        :return: A dict with the URL, as of :meth:`get_console_url`.
        """
        return self.get_console_url(server, console_type)

    def get_serial_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the URL of a serial console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getSerialConsole``.

        :param server: The server, or its id.
        :param console_type: ``serial``.
        :return: A dict with the URL, as of :meth:`get_console_url`.
        """
        return self.get_console_url(server, console_type)

    @api_versions.wraps("2.8")
    def get_mks_console(self, server: Server | str) -> base.DictWithMeta:
        """Get the URL of an MKS console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``. Since microversion 2.8.

        :param server: The server, or its id.
        :return: A dict with the URL, as of :meth:`get_console_url`.
        """
        return self.get_console_url(server, "webmks")

    def change_password(self, server: Server | str, password: str) -> base.WithMeta:
        """Change the administrator password of a server.

        ``POST /servers/{server}/action``, ``changePassword``

        :param server: The server, or its id.
        :param password: The new password.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not running.
        """
        return self._action("changePassword", server, {"adminPass": password})

    def get_password(
        self, server: Server | str, private_key: str | None = None
    ) -> base.StrWithMeta:
        """Get the administrator password that a server generated and reported.

        ``GET /servers/{server}/os-server-password``

        :param server: The server, or its id.
        :param private_key: The path of the file with the private key to decrypt it. By default,
            the encrypted password is returned, in base64.
        :return: The password; an empty string if there is none.
        :raises novaclient.crypto.DecryptionFailure: if the key can't decrypt it.
        """
        url = base.path("servers", server, "os-server-password")
        resp, body = self.client.get(url)
        if body is None and not base.is_not_json(resp):
            body = {}
        body = self._mapping(body, None, resp, url)
        password = self._text({"password": "", **body}, "password", resp, url)
        if password and private_key:
            from novaclient import crypto

            password = crypto.decrypt_password(private_key, password)
        return base.StrWithMeta(password, resp)

    def clear_password(self, server: Server | str) -> base.WithMeta:
        """Delete the administrator password of a server from Nova's database.

        ``DELETE /servers/{server}/os-server-password``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._delete(base.path("servers", server, "os-server-password"))

    def diagnostics(self, server: Server | str) -> base.TupleWithMeta:
        """Get the diagnostics of a server: its resource usage, as the hypervisor reports it.

        ``GET /servers/{server}/diagnostics``

        :param server: The server, or its id.
        :return: The response and its body.
        :raises novaclient.exceptions.Conflict: if the server is not running.
        """
        url = base.path("servers", server, "diagnostics")
        resp, body = self.client.get(url)
        return base.TupleWithMeta((resp, self._mapping(body, None, resp, url)), resp)

    @api_versions.wraps("2.78")
    def topology(self, server: Server | str) -> base.DictWithMeta:
        """Get the NUMA topology of a server.

        ``GET /servers/{server}/topology``. Since microversion 2.78.

        :param server: The server, or its id.
        :return: The topology, with the NUMA nodes under ``nodes``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._get_mapping(base.path("servers", server, "topology"))

    @api_versions.wraps("2.17")
    def trigger_crash_dump(self, server: Server | str) -> base.WithMeta:
        """Trigger a crash dump in a server.

        ``POST /servers/{server}/action``, ``trigger_crash_dump``. Since microversion 2.17.

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not running.
        """
        return self._action("trigger_crash_dump", server)
