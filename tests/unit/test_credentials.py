from __future__ import annotations

import pytest
from keystoneauth1 import exceptions as kexceptions

from novaclient import client

EVERYTHING = {
    "username": "demo",
    "password": "secret",
    "project_id": "p1",
    "user_domain_id": "default",
}


def test_a_user_logs_in_by_id(cloud):
    arguments = {**EVERYTHING, "username": None, "user_id": "u1"}
    with client.Client("2.1", auth_url=cloud.auth_url, **arguments) as nova:
        nova.servers.list()
    user = cloud.sent("POST", "/auth/tokens")[0].json["auth"]["identity"]["password"]["user"]
    assert (user["id"], user["password"]) == ("u1", "secret")


def test_a_token_takes_precedence_over_name_and_password(cloud):
    with client.Client("2.1", auth_url=cloud.auth_url, auth_token="MINE", **EVERYTHING) as nova:
        nova.servers.list()
    sent = cloud.sent("POST", "/auth/tokens")[0].json["auth"]
    assert sent["identity"] == {"methods": ["token"], "token": {"id": "MINE"}}
    assert sent["scope"] == {"project": {"id": "p1"}}


@pytest.mark.parametrize("auth_url", [None, ""])
@pytest.mark.parametrize("token", [None, "MINE"])
def test_without_an_auth_url_the_first_call_is_an_error(auth_url, token):
    nova = client.Client("2.1", auth_url=auth_url, auth_token=token, **EVERYTHING)
    with pytest.raises(kexceptions.MissingRequiredOptions, match="auth_url"):
        nova.servers.list()


@pytest.mark.parametrize("missing", ["username", "password"])
def test_without_name_or_password_the_first_call_is_an_error(cloud, missing):
    arguments = {**EVERYTHING, missing: None}
    with (
        client.Client("2.1", auth_url=cloud.auth_url, **arguments) as nova,
        pytest.raises(kexceptions.MissingRequiredOptions, match=missing),
    ):
        nova.servers.list()
    assert cloud.sent("POST", "/auth/tokens") == []


# Application credentials.

BY_ID = {"application_credential_id": "c1", "application_credential_secret": "of the c1"}
BY_NAME = {
    "application_credential_name": "n",
    "application_credential_secret": "of the c1",
    "username": "demo",
    "user_domain_id": "default",
}


@pytest.mark.parametrize(
    ("arguments", "credential"),
    [
        (BY_ID, {"id": "c1"}),
        (BY_NAME, {"name": "n", "user": {"name": "demo", "domain": {"id": "default"}}}),
        ({**BY_NAME, "user_id": "u1"}, {"name": "n", "user": {"id": "u1"}}),
        ({**BY_ID, "username": "demo", "password": "secret"}, {"id": "c1"}),
    ],
)
def test_an_application_credential_logs_in(cloud, arguments, credential):
    with client.Client("2.1", auth_url=cloud.auth_url, **arguments) as nova:
        nova.servers.list()
    sent = cloud.sent("POST", "/auth/tokens")[0].json["auth"]
    assert sent == {
        "identity": {
            "methods": ["application_credential"],
            "application_credential": {**credential, "secret": "of the c1"},
        }
    }


def test_a_token_takes_precedence_over_an_application_credential(cloud):
    with client.Client("2.1", auth_url=cloud.auth_url, auth_token="MINE", **BY_ID) as nova:
        nova.servers.list()
    assert cloud.sent("POST", "/auth/tokens")[0].json["auth"]["identity"]["methods"] == ["token"]


@pytest.mark.parametrize(
    ("complete", "missing"),
    [
        (BY_ID, "auth_url"),
        (BY_ID, "application_credential_id"),
        (BY_ID, "application_credential_secret"),
        (BY_NAME, "application_credential_secret"),
        (BY_NAME, "username"),
    ],
)
def test_without_an_option_of_an_application_credential_the_first_call_is_an_error(
    cloud, complete, missing
):
    arguments = {"auth_url": cloud.auth_url, **complete, missing: None}
    with (
        client.Client("2.1", **arguments) as nova,
        pytest.raises(kexceptions.MissingRequiredOptions, match=missing),
    ):
        nova.servers.list()
    assert cloud.requests == []


def test_the_secret_of_an_application_credential_is_in_no_log(cloud, caplog):
    caplog.set_level("DEBUG")
    arguments = {"auth_url": cloud.auth_url, "http_log_debug": True, **BY_ID}
    with client.Client("2.1", **arguments) as nova:
        nova.servers.list()
    assert "/servers/detail" in caplog.text
    assert "of the c1" not in caplog.text
    assert "of the c1" not in f"{nova!r} {nova.client!r} {nova.client.session.auth!r}"


def test_a_client_can_be_created_without_credentials():
    nova = client.Client(2)
    assert callable(nova.servers.list)
    assert "servers" in vars(nova)
