"""Secrets stay out of the log whatever they hold; see also test_masking.py."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import masking
from tests.unit.conftest import ENDPOINT

REQUEST = "REQ: curl -g -i -X POST http://nova.example/servers -d '{}'"
ANSWER = "RESP BODY: {}"
SECRET = "5ecret-of-somebody"

LINES = pytest.mark.parametrize("line", [REQUEST, ANSWER], ids=["request", "answer"])

#: Around the secret stands what might lead a search for it astray.
TEXT = st.text() | st.sampled_from(["'}", "RESP BODY: ", '"', "\\", "'", "\n", '": "'])


@LINES
@given(secret=TEXT.map(lambda text: f"{SECRET}{text}{SECRET}"), beside=TEXT)
def test_a_secret_is_hidden_whatever_it_holds(line, secret, beside):
    body = {"a": beside, "adminPass": secret}
    assert SECRET not in masking.mask(line.format(json.dumps(body)))


@LINES
@pytest.mark.parametrize("beside", ["x -d 'y", " -d '"])
def test_a_secret_before_what_looks_like_the_beginning_of_a_body_is_hidden(line, beside):
    body = {"adminPass": SECRET, "description": beside}
    assert SECRET not in masking.mask(line.format(json.dumps(body)))


@LINES
@given(body=st.dictionaries(st.text(max_size=5).map("x".__add__), st.integers() | st.booleans()))
def test_a_body_without_secrets_is_logged_as_it_is(line, body):
    assert masking.mask(line.format(json.dumps(body))) == line.format(json.dumps(body))


@pytest.mark.parametrize("value", [None, "", {}])
def test_what_is_empty_is_no_secret(value):
    line = ANSWER.format(json.dumps({"adminPass": value}))
    assert masking.mask(line) == line


@LINES
def test_a_body_that_is_not_json_is_not_logged(line):
    masked = masking.mask(line.format(f"password={SECRET}"))
    assert SECRET not in masked
    assert "27 characters that are not JSON" in masked


def test_the_token_in_the_address_of_a_request_with_a_body_is_hidden():
    line = f"REQ: curl http://x.example/os-console-auth-tokens/{SECRET} -d '{{}}'"
    assert masking.mask(line) == line.replace(SECRET, "***")


def test_other_lines_are_logged_as_they_are(caplog):
    logger = masking.MaskedLogger(logging.getLogger("masked"), {})
    with caplog.at_level(logging.DEBUG, "masked"):
        logger.debug("RESP: [200] Content-Type: application/json")
    assert caplog.messages == ["RESP: [200] Content-Type: application/json"]


def test_what_is_not_debugged_is_not_searched():
    class Message:
        def __str__(self):
            raise AssertionError("it is not logged")

    logger = logging.getLogger("quiet")
    logger.setLevel(logging.WARNING)
    masking.MaskedLogger(logger, {}).debug(Message())


def test_a_secret_is_sent_as_it_is(nova, requests_mock, caplog):
    requests_mock.post(f"{ENDPOINT}/servers/1/action", status_code=202)
    with caplog.at_level(logging.DEBUG):
        nova.servers.change_password("1", SECRET)
    assert requests_mock.last_request.json() == {"changePassword": {"adminPass": SECRET}}
    assert SECRET not in caplog.text
