# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Auth plugins for a password or a token that name the options that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keystoneauth1 import exceptions, identity
from keystoneauth1.identity.generic.base import BaseGenericPlugin

if TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session


def make(
    auth_url: Any,
    auth_token: str | None,
    *,
    username: str | None,
    user_id: str | None,
    password: str | None,
    user_domain_id: str | None,
    user_domain_name: str | None,
    **project: Any,
) -> BaseAuthPlugin:
    """Make an auth plugin for a password or a token.

    :param auth_url: The URL of the identity service.
    :param auth_token: A token, which takes precedence over a password.
    :param username: The name of the user.
    :param user_id: The id of the user, which may be given instead of the name.
    :param password: The password of the user.
    :param user_domain_id: The id of the domain of the user.
    :param user_domain_name: The name of the domain of the user.
    :param project: ``project_id`` or ``project_name``, and ``project_domain_id`` or
        ``project_domain_name``.
    :return: An auth plugin that authenticates when it is first used. If an option that it needs
        is missing, it then raises :class:`keystoneauth1.exceptions.MissingRequiredOptions`.
    """
    if auth_token:
        return _Token(auth_url=auth_url, token=auth_token, **project)
    return _Password(
        auth_url=auth_url,
        username=username,
        user_id=user_id,
        password=password,
        user_domain_id=user_domain_id,
        user_domain_name=user_domain_name,
        **project,
    )


class _RequiresUrl(BaseGenericPlugin):
    def get_auth_ref(self, session: Session) -> AccessInfo:
        _require(auth_url=self.auth_url)
        return super().get_auth_ref(session)


class _Token(_RequiresUrl, identity.Token):
    pass


class _Password(_RequiresUrl, identity.Password):
    def create_plugin(self, *args: Any, **kwargs: Any) -> Any:
        # For a missing password keystoneauth itself would raise a plain Exception.
        _require(username=self._username or self._user_id, password=self._password)
        return super().create_plugin(*args, **kwargs)


def _require(**options: Any) -> None:
    from keystoneauth1.loading import Opt

    missing = [Opt(name) for name, value in options.items() if not value]
    if missing:
        raise exceptions.MissingRequiredOptions(missing)
