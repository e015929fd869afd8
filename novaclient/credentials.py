# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Auth plugins for credentials that name the options that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keystoneauth1 import exceptions, identity
from keystoneauth1.identity.generic.base import BaseGenericPlugin

if TYPE_CHECKING:
    from keystoneauth1.access import AccessInfo, AccessInfoV3
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
    application_credential_id: str | None = None,
    application_credential_name: str | None = None,
    application_credential_secret: str | None = None,
    **project: Any,
) -> BaseAuthPlugin:
    """Make an auth plugin for a token, an application credential or a password.

    :param auth_url: The URL of the identity service.
    :param auth_token: A token, which takes precedence over the other credentials.
    :param username: The name of the user.
    :param user_id: The id of the user, which may be given instead of the name.
    :param password: The password of the user.
    :param user_domain_id: The id of the domain of the user.
    :param user_domain_name: The name of the domain of the user.
    :param application_credential_id: The id of an application credential, which takes precedence
        over a password.
    :param application_credential_name: The name of the application credential, which may be given
        with its user instead of the id.
    :param application_credential_secret: The secret of the application credential.
    :param project: ``project_id`` or ``project_name``, and ``project_domain_id`` or
        ``project_domain_name``. An application credential has its own.
    :return: An auth plugin that authenticates when it is first used. If an option that it needs
        is missing, it then raises :class:`keystoneauth1.exceptions.MissingRequiredOptions`.
    """
    if auth_token:
        return _Token(auth_url=auth_url, token=auth_token, **project)
    user: dict[str, Any] = {
        "username": username,
        "user_id": user_id,
        "user_domain_id": user_domain_id,
        "user_domain_name": user_domain_name,
    }
    if application_credential_id or application_credential_name or application_credential_secret:
        return _ApplicationCredential(
            auth_url,
            application_credential_id=application_credential_id,
            application_credential_name=application_credential_name,
            application_credential_secret=application_credential_secret,
            **user,
        )
    return _Password(auth_url=auth_url, password=password, **user, **project)


def require(**options: Any) -> None:
    """Check that options of a login are given.

    :param options: The options.
    :raises keystoneauth1.exceptions.MissingRequiredOptions: if one has no value.
    """
    from keystoneauth1.loading import Opt

    missing = [Opt(name) for name, value in options.items() if not value]
    if missing:
        raise exceptions.MissingRequiredOptions(missing)


class _RequiresUrl(BaseGenericPlugin):
    def get_auth_ref(self, session: Session) -> AccessInfo:
        require(auth_url=self.auth_url)
        return super().get_auth_ref(session)


class _Token(_RequiresUrl, identity.Token):
    pass


class _Password(_RequiresUrl, identity.Password):
    def create_plugin(self, *args: Any, **kwargs: Any) -> Any:
        # For a missing password keystoneauth itself would raise a plain Exception.
        require(username=self._username or self._user_id, password=self._password)
        return super().create_plugin(*args, **kwargs)


class _ApplicationCredential(identity.V3ApplicationCredential):
    def __init__(self, auth_url: Any, **options: Any) -> None:
        super().__init__(auth_url, **options)
        self._options = options

    def get_auth_ref(self, session: Session) -> AccessInfoV3:
        given = self._options
        secret = given["application_credential_secret"]
        require(auth_url=self.auth_url, application_credential_secret=secret)
        if not given["application_credential_id"]:
            require(application_credential_id=given["application_credential_name"])
            # The name is unique only for its user.
            require(username=given["username"] or given["user_id"])
        return super().get_auth_ref(session)
