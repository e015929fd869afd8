# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Key pairs: the keys to log in to servers with."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from novaclient import api_versions, base, paging, utils


class Keypair(base.Resource):
    """A key pair. Made by :class:`KeypairManager`."""

    _wrapper = "keypair"

    manager: KeypairManager
    #: The name.
    name: str
    #: The fingerprint of the public key.
    fingerprint: str
    #: The public key.
    public_key: str
    #: The private key. Only in what :meth:`KeypairManager.create` returns, if Nova generated it.
    private_key: str
    #: ``ssh`` or ``x509``. Since microversion 2.2.
    type: str
    #: The id of the user who owns it. Not in a list.
    user_id: str
    #: When it was created, in ISO 8601. Only in what :meth:`KeypairManager.get` returns, like
    #: the three below.
    created_at: str
    #: When it was last updated, in ISO 8601, or None.
    updated_at: str | None
    #: Always false.
    deleted: bool
    #: Always None.
    deleted_at: str | None

    # The user who owns it, if the caller named one: a list does not say.
    _owner: str | None = None

    def __repr__(self) -> str:
        return f"<Keypair: {base.shown(getattr(self, 'id', 'unknown-id'))}>"

    @property
    def id(self) -> str:
        """The name, which is the id."""
        return self._at_hand("name")  # type: ignore[no-any-return]

    def delete(self) -> base.WithMeta:
        """Delete the key pair."""
        return self.manager.delete(self)

    def _names(self) -> tuple[str, ...]:
        return (self.id,) if self._owner is None else (self.id, self._owner)


class KeypairManager(base.ManagerWithFind[Keypair]):
    """The key pairs of users.

    Methods take the user who owns the key pair, or their id. By default, this is the user for whom
    the key pair was got or listed, or else the user of the client.
    """

    resource_class = Keypair
    is_alphanum_id_allowed = True
    keypair_prefix = "os-keypairs"
    _paging = paging.Markers(since="2.35")
    # Of one user, and a list has those of one user only.
    _unique = frozenset({"id", "name"})

    @api_versions.arguments(user_id="2.10")
    def get(self, keypair: Keypair | str, user_id: base.HasId | str | None = None) -> Keypair:
        """Get a key pair.

        ``GET /os-keypairs/{keypair}``

        :param keypair: The key pair, or its name.
        :param user_id: The user who owns it, or their id. Since microversion 2.10.
        :return: The key pair.
        :raises novaclient.exceptions.NotFound: if there is no such key pair.
        """
        url = base.path(self.keypair_prefix, keypair)
        owner = base.known_id(user_id) or self._owner_of(keypair)
        return _remember(self._get(url, "keypair", filters=_of_user(owner)), owner)

    @api_versions.arguments(key_type="2.2", user_id="2.10")
    def _create_until_2_91(
        self,
        name: str,
        public_key: str | None = None,
        key_type: str = "ssh",
        user_id: base.HasId | str | None = None,
    ) -> Keypair:
        """Create a key pair, or import a public key."""
        return self._make(name, public_key, key_type, user_id)

    @api_versions.wraps("2.92", older={("2.0", "2.91"): _create_until_2_91})
    def create(
        self,
        name: str,
        public_key: str,
        key_type: str = "ssh",
        user_id: base.HasId | str | None = None,
    ) -> Keypair:
        """Import a public key; up to microversion 2.91, create a key pair if there is none.

        ``POST /os-keypairs``

        :param name: The name.
        :param public_key: The public key. Up to microversion 2.91, Nova generates both keys if
            it is not given.
        :param key_type: ``ssh`` or ``x509``. Since microversion 2.2.
        :param user_id: The user to create it for, or their id; by default, the user of the client.
            Since microversion 2.10.
        :return: The key pair, with ``private_key`` if Nova generated it.
        :raises novaclient.exceptions.Conflict: if the name is taken.
        :raises novaclient.exceptions.Forbidden: if the quota of key pairs is exceeded.
        """
        return self._make(name, public_key, key_type, user_id)

    def _make(
        self,
        name: str,
        public_key: str | None,
        key_type: str,
        user_id: base.HasId | str | None,
    ) -> Keypair:
        keypair: dict[str, Any] = {"name": name}
        if self.api_version.at_least("2.2"):
            keypair["type"] = key_type
        if public_key:
            keypair["public_key"] = public_key
        owner = base.known_id(user_id)
        if owner:
            keypair["user_id"] = owner
        made: Keypair = self._create(f"/{self.keypair_prefix}", {"keypair": keypair}, "keypair")
        return _remember(made, owner)

    @api_versions.arguments(user_id="2.10")
    def delete(self, key: Keypair | str, user_id: base.HasId | str | None = None) -> base.WithMeta:
        """Delete a key pair; servers that have its public key keep it.

        ``DELETE /os-keypairs/{keypair}``

        :param key: The key pair, or its name.
        :param user_id: The user who owns it, or their id. Since microversion 2.10.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such key pair.
        """
        url = base.path(self.keypair_prefix, key)
        owner = base.known_id(user_id) or self._owner_of(key)
        return self._delete(utils.get_url_with_filter(url, _of_user(owner)))

    @api_versions.arguments(user_id="2.10", marker="2.35", limit="2.35")
    def list(
        self,
        user_id: base.HasId | str | None = None,
        marker: Keypair | str | None = None,
        limit: int | None = None,
    ) -> base.ListWithMeta[Keypair]:
        """List the key pairs.

        ``GET /os-keypairs``

        :param user_id: The user who owns them, or their id. Since microversion 2.10.
        :param marker: The key pair that the page begins after, or its name. Since microversion
            2.35.
        :param limit: Return at most this many. Since microversion 2.35.
        :return: The key pairs.
        :raises ValueError: if ``limit`` is not a number.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator, and asks for
            those of another user.
        """
        return self._listed(user_id=user_id, marker=marker, limit=limit)

    @api_versions.arguments(user_id="2.10")
    def iterate(
        self, user_id: base.HasId | str | None = None, *, page_size: int | None = None
    ) -> Generator[Keypair, None, None]:
        """Yield all key pairs, page by page; only about one page is in memory at a time.

        ``GET /os-keypairs``. Up to microversion 2.34, Nova sends all at once.

        :param user_id: The user who owns them, or their id. Since microversion 2.10.
        :param page_size: Request at most this many key pairs per page; by default, the server
            decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator, and asks for
            those of another user.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 key pairs, or more, are
            deleted between two pages.
        """
        return self._iterate(page_size, user_id=user_id)

    def _page(
        self, user_id: base.HasId | str | None = None, **place: Any
    ) -> base.ListWithMeta[Keypair]:
        owner = base.known_id(user_id)
        query = utils.without_empty({"user_id": owner, **place})
        query = utils.with_integers(query, "limit")
        keypairs = self._list(f"/{self.keypair_prefix}", "keypairs", filters=query)
        for keypair in keypairs if owner else ():
            _remember(keypair, owner)
        return keypairs

    def _search_options(self, wanted: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        options, brief = super()._search_options(wanted)
        if self.api_version.at_least("2.10") and wanted.get("user_id"):
            # The key pairs in a list have no user_id to compare.
            options["user_id"] = base.known_id(wanted.pop("user_id"))
        return options, brief

    def _owner_of(self, keypair: Keypair | str) -> str | None:
        owner = keypair._owner if isinstance(keypair, Keypair) else None
        if owner is not None:
            # Up to 2.9, Nova would use the caller's own key pair of this name.
            api_versions.check_argument(self.api_version, "user_id", "2.10")
        return owner


def _remember(keypair: Keypair, user_id: str | None) -> Keypair:
    if user_id:
        keypair._owner = user_id
    return keypair


def _of_user(user_id: str | None) -> dict[str, Any]:
    return utils.without_empty({"user_id": user_id})
