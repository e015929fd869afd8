# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Key pairs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import struct
from typing import TYPE_CHECKING, Any

from novaclient.testing import _lists, _quotas
from novaclient.testing._bodies import Choice, Object, Text, may, need
from novaclient.testing._errors import NotInFake, bad_request, conflict, forbidden, not_found
from novaclient.testing._operations import Call, Json, Query, Reply, names, operation
from novaclient.testing._records import Keypair

if TYPE_CHECKING:
    from novaclient.testing._state import State

_CREATE = {
    "public_key": may(Text(), until="2.91"),
    "type": may(Choice(("ssh", "x509")), since="2.2"),
    "user_id": may(Text(), since="2.10"),
}
_NAME = Text(min=1, max=255, pattern=r"^(?! )[_\- a-zA-Z0-9]+(?<! )$")
_NAME_2_92 = Text(min=1, max=255, pattern=r"^(?! )[_\-\@\. a-zA-Z0-9]+(?<! )$")
_BODY = Object({"keypair": need(Object({"name": need(_NAME), **_CREATE}))})
_BODY_2_92 = Object(
    {"keypair": need(Object({"name": need(_NAME_2_92), **_CREATE, "public_key": need(Text())}))}
)
_ONE = Query(names(user_id="2.10"), {})
_LIST = Query(names(user_id="2.10", limit="2.35", marker="2.35"), {})


def made_up_key() -> str:
    """Return a public key that nobody has the private key of."""
    kind = b"ssh-ed25519"
    parts = (kind, os.urandom(32))
    content = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return f"{kind.decode()} {base64.b64encode(content).decode()} Generated-by-Nova"


def add(state: State, user: str, name: str, public_key: str) -> Keypair:
    """Add a key pair.

    :raises Fault: if Nova refuses the public key.
    """
    try:
        content = base64.b64decode(public_key.split()[1], validate=True)
    except (IndexError, binascii.Error):
        bad_request("Keypair data is invalid: failed to generate fingerprint")
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    fingerprint = ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))
    number = len(state.keypairs) + 1
    keypair = Keypair(name, public_key, fingerprint, user, state.clock.now(), number=number)
    state.keypairs[user, name] = keypair
    return keypair


def _user(call: Call, rule: str, given: str | None) -> str:
    """Return the user whose key pairs a request is about."""
    if given is None or given == call.user.name:
        return call.user.name
    if not call.user.admin:
        forbidden(f"Policy doesn't allow os_compute_api:os-keypairs:{rule} to be performed.")
    return given


def _find(call: Call, rule: str, name: str) -> Keypair:
    given = call.value("user_id") if call.at_least("2.10") else None
    user = _user(call, rule, given)
    keypair = call.state.keypairs.get((user, name))
    if keypair is None:
        not_found(f"Keypair {name} not found for user {user}")
    return keypair


def _brief(call: Call, keypair: Keypair) -> dict[str, Any]:
    view = {
        "name": keypair.name,
        "public_key": keypair.public_key,
        "fingerprint": keypair.fingerprint,
        "type": keypair.type,
    }
    return call.visible("Keypair", view)


@operation("GET", "/os-keypairs", query=_LIST)
def index(call: Call) -> Json:
    """List the key pairs of a user."""
    given = call.value("user_id") if call.at_least("2.10") else None
    user = _user(call, "index", given)
    keypairs = [each for each in call.state.keypairs.values() if each.user == user]
    links = []
    if call.at_least("2.35"):
        keypairs.sort(key=lambda keypair: keypair.name)
        keypairs = _lists.page(call, keypairs, lambda keypair: keypair.name)
        links = _lists.next_links(call, keypairs, lambda keypair: keypair.name)
    views = [{"keypair": _brief(call, keypair)} for keypair in keypairs]
    return _lists.linked(call, "keypairs", views, links)


@operation("GET", "/os-keypairs/{keypair}", query=_ONE)
def show(call: Call, name: str) -> Json:
    """Return a key pair."""
    keypair = _find(call, "show", name)
    more = {
        "user_id": keypair.user,
        "created_at": keypair.created.strftime("%Y-%m-%dT%H:%M:%S.000000"),
        "deleted": False,
        "deleted_at": None,
        "id": keypair.number,
        "updated_at": None,
    }
    return {"keypair": {**_brief(call, keypair), **more}}


@operation("POST", "/os-keypairs", body=_BODY, until="2.91")
@operation("POST", "/os-keypairs", body=_BODY_2_92, since="2.92")
def create(call: Call) -> Reply:
    """Import a key pair, or generate one."""
    wanted = call.body["keypair"]
    if wanted.get("type", "ssh") != "ssh":
        raise NotInFake("key pairs of the type 'x509'")
    user = _user(call, "create", wanted.get("user_id"))
    if (user, wanted["name"]) in call.state.keypairs:
        conflict(f"Key pair '{wanted['name']}' already exists.")
    _quotas.check_keypairs(call, user)
    public_key = wanted.get("public_key") or made_up_key()
    keypair = add(call.state, user, wanted["name"], public_key)
    view = {**_brief(call, keypair), "user_id": user}
    if "public_key" not in wanted:
        # Nobody can log in with it: the fake cloud has no servers to log in to.
        secret = base64.encodebytes(os.urandom(48)).decode()
        ends = "-----{} OPENSSH PRIVATE KEY-----"
        view["private_key"] = f"{ends.format('BEGIN')}\n{secret}{ends.format('END')}\n"
    return Reply(201 if call.at_least("2.2") else 200, {"keypair": view})


@operation("DELETE", "/os-keypairs/{keypair}", query=_ONE, until="2.1", status=202)
@operation("DELETE", "/os-keypairs/{keypair}", query=_ONE, since="2.2", status=204)
def delete(call: Call, name: str) -> Json:
    """Delete a key pair."""
    keypair = _find(call, "delete", name)
    del call.state.keypairs[keypair.user, keypair.name]
    return None
