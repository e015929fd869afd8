"""Every Python block of the documentation runs on the real cloud; see ``guide.py``."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import time
import uuid
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import novaclient
from novaclient import api_versions, client, exceptions
from tests.functional import guide, waiting

#: Modules that a page may use without importing them.
MODULES = {
    "api_versions": api_versions,
    "client": client,
    "exceptions": exceptions,
    "logging": logging,
    "novaclient": novaclient,
    "os": os,
    "time": time,
    "warnings": warnings,
}


@pytest.fixture
def words(cloud):
    """The values of the words that stand for a user of the cloud, in Python and in YAML."""
    return {
        "https://cloud.example/v3": cloud.auth_url,
        "RegionOne": cloud.region,
        "alice": cloud.member.username,
        "secret": cloud.member.password,
        "demo": cloud.member.project_name,
        # An image of this cloud whose name is unique.
        "ubuntu-24.04": "fakeimage7",
    }


@pytest.fixture
def outage(cloud):
    """End with the page, at the latest, what ``begin_outage()`` begins: a cell that is down."""
    with contextlib.ExitStack() as ending:
        yield ending


@pytest.fixture
def makers(cloud, connect, log_in, make_credential, boot, outage) -> dict[str, Callable[[], Any]]:
    """A function for each name that a page may use without defining it."""
    user = cloud.admin
    credential = functools.cache(make_credential)
    servers: list[Any] = []

    def server():
        if not servers:
            servers.append(boot(connect(), name="my-server"))
        return servers[0]

    return {
        "AUTH_URL": lambda: cloud.auth_url,
        "USERNAME": lambda: user.username,
        "PASSWORD": lambda: user.password,
        "PROJECT_ID": lambda: user.project_id,
        "PROJECT_NAME": lambda: user.project_name,
        "SERVICE_USERNAME": lambda: cloud.service.username,
        "SERVICE_PASSWORD": lambda: cloud.service.password,
        "CREDENTIAL_ID": lambda: credential()["id"],
        "CREDENTIAL_SECRET": lambda: credential()["secret"],
        "USER_TOKEN": log_in(user).get_token,
        "VERSION": lambda: "2.104",
        "HOST": lambda: cloud.computes[0],
        "IMAGE_ID": lambda: cloud.image_id,
        "NETWORK_ID": lambda: cloud.network_id,
        "FLAVOR_ID": lambda: connect().flavors.find(ram=512).id,
        # In Nova's fake Cinder and Manila, volumes and shares exist for every id.
        "VOLUME_ID": lambda: str(uuid.uuid4()),
        "SHARE_ID": lambda: str(uuid.uuid4()),
        "SERVER_ID": lambda: server().id,
        "SERVER_IDS": lambda: [server().id],
        "server": server,
        "servers": lambda: [server()],
        "flavor": lambda: connect().flavors.find(ram=512),
        "nova": connect,
        "sess": lambda: log_in(user),
        "auth": lambda: log_in(user).auth,
        "begin_outage": lambda: lambda: outage.enter_context(cloud.cells_down("cell1")),
        "end_outage": lambda: outage.close,
        "restart_compute": lambda: cloud.restart_compute,
        **{name: lambda module=module: module for name, module in MODULES.items()},
    }


@pytest.fixture
def here(tmp_path, monkeypatch, cloud):
    """A separate working directory for the page, with ``clouds.yaml`` and an RC file's variables.

    The cloud ``mycloud`` of the file is for a member, and the variables are an administrator's.
    """
    monkeypatch.chdir(tmp_path)
    user = cloud.member
    login = {
        "auth_url": cloud.auth_url,
        "username": user.username,
        "password": user.password,
        "project_id": user.project_id,
        "user_domain_id": user.user_domain_id,
    }
    clouds = {"mycloud": {"region_name": cloud.region, "auth": login}}
    (tmp_path / "clouds.yaml").write_text(json.dumps({"clouds": clouds}), encoding="utf-8")
    # openstacksdk remembers the directory in which it was imported.
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))
    monkeypatch.setenv("OS_CLIENT_SECURE_FILE", str(tmp_path / "secure.yaml"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    for name, value in cloud.environment(cloud.admin).items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def impatience(monkeypatch):
    """Sleep briefly: pages poll as often as a program should, and this cloud is fast."""
    sleep = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: sleep(min(seconds, 0.2)))


@pytest.fixture(autouse=True)
def delete_servers(connect):
    """Delete the servers that a page created."""
    nova = connect()
    yield
    everywhere = {"all_tenants": True}
    for server in nova.servers.list(search_opts=everywhere):
        waiting.delete(nova, server.id)


# Warnings of openstacksdk.
@pytest.mark.filterwarnings("ignore:Support for InfluxDB")
@pytest.mark.filterwarnings("ignore::openstack.warnings.RemovedInSDK50Warning")
@pytest.mark.usefixtures("here", "impatience")
@pytest.mark.parametrize("page", guide.pages(), ids=lambda page: str(page.relative_to(guide.ROOT)))
def test_the_blocks_of_a_page_run_in_order(page, words, makers):
    pieces = list(guide.blocks(page.read_text(encoding="utf-8")))
    programs = [p.code for p in pieces if p.kind == "python" and p.reason is None]
    assert programs or all(piece.reason for piece in pieces)
    used = {name for program in programs for name in guide.names(program)}
    namespace = {name: make() for name, make in makers.items() if name in used}
    for piece in pieces:
        guide.run(page, piece, namespace, words)


# Tests of guide.py.


def test_blocks_have_order_line_and_caption():
    text = (
        "Title\n=====\n\n.. code-block:: yaml\n    :caption: clouds.yaml\n\n    a: 1\n\n"
        ".. first:\n\n    x = 1\n\n.. code-block:: python\n\n    if x:\n\n        y = 2\n\nEnd.\n"
    )
    assert list(guide.blocks(text)) == [
        ("yaml", 7, "a: 1\n", None, "clouds.yaml"),
        ("python", 11, "x = 1\n", None, None),
        ("python", 15, "if x:\n\n    y = 2\n", None, None),
    ]


def test_a_block_is_left_out_only_with_a_reason():
    block = ".. code-block:: python\n\n    wrong()\n"
    [left_out] = guide.blocks(f".. not run: the function does not exist\n\n{block}")
    assert left_out.reason == "the function does not exist"
    guide.run(Path("page"), left_out, {}, {})
    with pytest.raises(ValueError, match="line 1"):
        list(guide.blocks(f".. not run:\n\n{block}"))


def test_a_reason_applies_only_to_the_next_block():
    block = ".. code-block:: python\n\n    wrong()\n\n"
    first, second = guide.blocks(f".. not run: why\n\n{block}{block}")
    assert (first.reason, second.reason) == ("why", None)
    with pytest.raises(NameError):
        guide.run(Path("page"), second, {}, {})
