# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Console authentication tokens: where a console is; for console proxies."""

from __future__ import annotations

from novaclient import api_versions, base, masking, utils


class ConsoleAuthToken(base.Resource):
    """The console that a token gives access to. Made by :class:`ConsoleAuthTokensManager`."""

    #: The id of the server.
    instance_uuid: str
    #: The host of the console.
    host: str
    #: The port of the console.
    port: int
    #: The TLS port of the console. Only of ``spice-direct`` consoles. Since microversion
    #: 2.99.
    tls_port: int | None
    #: The path that the console proxy must connect to, or None.
    internal_access_path: str | None

    def __repr__(self) -> str:
        return f"<ConsoleAuthToken of {base.shown(self._info.get('instance_uuid', 'unknown-id'))}>"


class ConsoleAuthTokensManager(base.Manager[ConsoleAuthToken]):
    """Console authentication tokens; for console proxies."""

    resource_class = ConsoleAuthToken

    @api_versions.wraps("2.31")
    def get(self, token: str) -> ConsoleAuthToken:
        """Get the console that a token gives access to.

        ``GET /os-console-auth-tokens/{token}``. Since microversion 2.31.

        :param token: The token, from the URL of the console.
        :return: The console.
        :raises novaclient.exceptions.NotFound: if there is no such token, or it has
            expired.
        """
        with masking.secret_in_url(token):
            # A space would end the URL in the log, and the masking with it.
            url = utils.path("os-console-auth-tokens", token).replace(" ", "%20")
            return self._get(url, "console")
