"""Secrets that the real Nova quotes in its responses are hidden."""

from __future__ import annotations

import base64
import logging
import uuid

import pytest

from novaclient import exceptions

SECRET = "5ecret-of-Somebody"


@pytest.fixture
def log(caplog):
    """The log records of all levels."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def _assert_hidden(error, log):
    assert "***" in str(error)
    assert SECRET not in f"{error} {error!r} {error.details} {log.text}"


def test_a_rejected_password_is_hidden(nova, boot, log):
    server = boot(nova)
    with pytest.raises(exceptions.BadRequest, match="adminPass") as caught:
        server.change_password([SECRET])
    _assert_hidden(caught.value, log)


def test_the_password_in_a_rejected_request_is_hidden(nova, cloud, log):
    flavor = nova.flavors.find(ram=512)
    body = {
        "name": "web", "imageRef": cloud.image_id, "flavorRef": flavor.id,
        "networks": "none", "adminPass": SECRET, "unknown": 1,
    }  # fmt: skip
    with pytest.raises(exceptions.BadRequest, match="'unknown' was unexpected") as caught:
        nova.client.post("/servers", body={"server": body})
    _assert_hidden(caught.value, log)


def test_rejected_user_data_is_hidden(nova, cloud, log):
    flavor = nova.flavors.find(ram=512)
    too_long = SECRET * 3000
    with pytest.raises(exceptions.BadRequest, match="user_data") as caught:
        nova.servers.create("web", cloud.image_id, flavor, nics="none", userdata=too_long)
    assert "is too long" in str(caught.value)
    assert len(str(caught.value)) < 1000
    assert base64.b64encode(too_long.encode()).decode()[:24] not in log.text
    _assert_hidden(caught.value, log)


def test_the_password_of_a_server_is_hidden(nova, cloud, log):
    server = nova.servers.create(
        "secret", cloud.image_id, nova.flavors.find(ram=512), nics="none", admin_pass=SECRET
    )
    try:
        assert server.adminPass == SECRET
        assert SECRET not in f"{server!r} {log.text}"
    finally:
        server.delete()


def test_the_token_of_a_console_is_hidden(nova, log):
    token = str(uuid.uuid4())
    with pytest.raises(exceptions.NotFound) as caught:
        nova.console_auth_tokens.get(token)
    assert token not in f"{caught.value} {caught.value!r} {log.text}"


def test_the_private_key_of_a_key_pair_is_hidden(connect, log):
    nova = connect("2.91")
    pair = nova.keypairs.create("secret-pair")
    try:
        assert "PRIVATE KEY" in pair.private_key
        assert "PRIVATE KEY" not in f"{pair!r} {log.text}"
    finally:
        pair.delete()
