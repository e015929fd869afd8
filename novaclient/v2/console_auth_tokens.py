# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What the token in the address of a console stands for; for console proxies."""

from __future__ import annotations

from novaclient import api_versions, base, masking, utils


class ConsoleAuthToken(base.Resource):
    """Where the console is that a token opens.

    Made by :class:`ConsoleAuthTokensManager`. Attributes: ``instance_uuid``, ``host``,
    ``port``, ``tls_port`` (since microversion 2.99), ``internal_access_path``.
    """

    instance_uuid: str
    host: str
    port: int
    tls_port: int | None
    internal_access_path: str | None

    def __repr__(self) -> str:
        return f"<ConsoleAuthToken of {base.shown(self._info.get('instance_uuid', 'unknown-id'))}>"


class ConsoleAuthTokensManager(base.Manager[ConsoleAuthToken]):
    """What tokens of consoles stand for; for console proxies."""

    resource_class = ConsoleAuthToken

    @api_versions.wraps("2.31")
    def get(self, token: str) -> ConsoleAuthToken:
        """Get what a token stands for.

        ``GET /os-console-auth-tokens/{token}``. Since microversion 2.31.

        :param token: The token, from the address of a console.
        :return: Where the console is.
        :raises novaclient.exceptions.NotFound: if the token is none, or has expired.
        """
        with masking.secret_in_url(token):
            # Where a space ends the URL, masking would end too.
            url = utils.path("os-console-auth-tokens", token).replace(" ", "%20")
            return self._get(url, "console")
