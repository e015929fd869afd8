"""The connections that console tokens stand for."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.unit.conftest import ENDPOINT


def test_a_console_token_has_the_connection_of_the_console(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-console-auth-tokens/t%2F1",
        json={"console": {"instance_uuid": "s", "host": "h", "port": 5900}},
    )
    console = nova.console_auth_tokens.get("t/1")
    assert (console.host, console.port) == ("h", 5900)
    assert repr(console) == "<ConsoleAuthToken of s>"


def test_before_2_31_console_tokens_cannot_be_requested(make_client):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.30"):
        make_client("2.30").console_auth_tokens.get("t")


def test_no_part_of_a_token_with_a_space_is_logged(nova, requests_mock, caplog):
    caplog.set_level("DEBUG")
    body = {"console": {"instance_uuid": "s", "host": "h", "port": 1}}
    requests_mock.get(f"{ENDPOINT}/os-console-auth-tokens/first%20second", json=body)
    nova.console_auth_tokens.get("first second")
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("novaclient")]
    assert any("os-console-auth-tokens/***" in line for line in ours)
    assert not any("second" in line for line in ours)
