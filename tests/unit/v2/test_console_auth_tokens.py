"""What tokens of consoles stand for."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.unit.conftest import ENDPOINT


def test_a_token_tells_where_it_leads(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-console-auth-tokens/t%2F1",
        json={"console": {"instance_uuid": "s", "host": "h", "port": 5900}},
    )
    console = nova.console_auth_tokens.get("t/1")
    assert (console.host, console.port) == ("h", 5900)
    assert repr(console) == "<ConsoleAuthToken of s>"


def test_tokens_tell_nothing_before_2_31(make_client):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.30"):
        make_client("2.30").console_auth_tokens.get("t")
