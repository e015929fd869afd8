# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Names and passwords, or tokens, that say what is missing when they can't log in."""

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
    """Make the credentials of a user.

    :param auth_url: The URL of the identity service.
    :param auth_token: A token; it wins over name and password.
    :param project: ``project_id``, ``project_name`` and the id or name of its domain.
    :return: An auth plugin that logs in when it is first used. If something that it needs was
        not given, it then raises :class:`keystoneauth1.exceptions.MissingRequiredOptions`.
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


class _WantsUrl(BaseGenericPlugin):
    def get_auth_ref(self, session: Session) -> AccessInfo:
        _require(auth_url=self.auth_url)
        return super().get_auth_ref(session)


class _Token(_WantsUrl, identity.Token):
    pass


class _Password(_WantsUrl, identity.Password):
    def create_plugin(self, *args: Any, **kwargs: Any) -> Any:
        # keystoneauth itself would raise a bare Exception.
        _require(username=self._username or self._user_id, password=self._password)
        return super().create_plugin(*args, **kwargs)


def _require(**options: Any) -> None:
    from keystoneauth1.loading import Opt

    missing = [Opt(name) for name, value in options.items() if not value]
    if missing:
        raise exceptions.MissingRequiredOptions(missing)
