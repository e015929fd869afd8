"""No secret comes through into a line of the log."""

from __future__ import annotations

import json

import pytest

from novaclient import masking

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    "body",
    [
        {"server": {"adminPass": SECRET}},
        {"changePassword": {"adminPass": f"a\"'{SECRET}"}},
        {"server": {"user_data": SECRET}},
        {"server": {"OS-EXT-SRV-ATTR:user_data": SECRET}},
        {"server": {"personality": [{"path": "/etc/motd", "contents": SECRET}]}},
        {"keypair": {"name": "k", "private_key": SECRET}},
        {"password": SECRET},
        {"remote_console": {"url": f"http://console.example/?path=%3Ftoken%3D{SECRET}"}},
        [{"token": SECRET}],
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "line", ["REQ: curl -g -i -X POST http://x -H \"A: b\" -d '{}'", "RESP BODY: {}"]
)
def test_secrets_of_bodies_are_hidden(line, body):
    masked = masking.mask(line.replace("{}", json.dumps(body)))
    assert SECRET not in masked
    assert masking.MASK in masked


def test_what_is_no_secret_stays():
    line = 'RESP BODY: {"server": {"name": "web", "adminPass": "", "tags": ["a", 1, null]}}'
    assert masking.mask(line) == line


@pytest.mark.parametrize(
    "line",
    [
        f'REQ: curl -g -i -X GET http://x/os-console-auth-tokens/{SECRET} -H "A: b"',
        f"GET call to compute for http://x/?token={SECRET} used request id req-1",
    ],
)
def test_tokens_of_consoles_in_urls_are_hidden(line):
    assert SECRET not in masking.mask(line)


def test_a_body_that_is_no_json_is_not_logged():
    masked = masking.mask(f'RESP BODY: {{"adminPass": "{SECRET}')
    assert masked == "RESP BODY: <21 characters that are not JSON>"
