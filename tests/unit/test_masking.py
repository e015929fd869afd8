"""Masking of secrets in log lines, and in values that are shown."""

from __future__ import annotations

import base64
import gc
import json
import logging
import random
import re
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import exceptions, masking
from tests.unit.conftest import ENDPOINT

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


def test_a_body_without_secrets_is_not_changed():
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


def test_a_truncated_body_is_not_logged():
    masked = masking.mask(f'RESP BODY: {{"adminPass": "{SECRET}')
    assert masked == "RESP BODY: <21 characters that are not JSON>"


# Secrets of a request that its response repeats.


def hide(text, *secrets):
    return masking.RequestSecrets("", {"token": list(secrets)}).hide(text)


def _hidden_by_expression(text, secrets):
    """Hide secrets with a regular expression, the longest first."""
    forms = {form for s in secrets for form in (s, repr(s)[1:-1], json.dumps(s)[1:-1])}
    expressions = [
        re.escape(form) if len(form) >= 4 else rf"(?<!\w){re.escape(form)}(?!\w)"
        for form in sorted(forms, key=len, reverse=True)
    ]
    return re.sub("|".join(expressions), masking.MASK, text)


# Few letters, so that secrets occur often, and some that are escaped in quotes.
LETTERS = st.sampled_from("ab'\"\\\n é_ \ud800")
SECRETS = st.text(LETTERS, min_size=1, max_size=8)


@st.composite
def strings(draw, secrets):
    """Strings that contain secrets in all their forms, and parts of them."""
    of_secret = st.sampled_from(secrets).flatmap(
        lambda s: st.sampled_from([s, repr(s), json.dumps(s), s[:-1], s * 2])
    )
    return "".join(draw(st.lists(of_secret | st.text(LETTERS, max_size=3), max_size=8)))


# Without letters that are escaped: overlapping forms are tested below.
@given(st.data(), st.text("ab_ -.?", min_size=1, max_size=8))
def test_the_result_equals_that_of_a_regular_expression(data, secret):
    text = data.draw(strings([secret]))
    assert hide(text, secret) == _hidden_by_expression(text, [secret])


@given(st.data(), st.lists(SECRETS, min_size=1, max_size=4))
def test_overlapping_secrets_are_all_hidden(data, secrets):
    hidden = hide(data.draw(strings(secrets)), *secrets)
    for secret in secrets:
        for form in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]):
            assert len(form) < 4 or form not in hidden


@given(st.data(), st.lists(SECRETS, min_size=1, max_size=4))
def test_nothing_but_secrets_is_hidden(data, secrets):
    text = data.draw(strings(secrets))
    rest = re.escape(hide(text, *secrets)).replace(re.escape(masking.MASK), "(?s:.+)")
    assert re.fullmatch(rest, text)


@pytest.mark.parametrize(
    ("secrets", "text", "hidden"),
    [
        (["abcd", "abcdefgh"], "x abcdefgh x", "x *** x"),
        (["abcdef", "defghi"], "x abcdefghi x", "x *** x"),
        (["abcd"], "abcdabcd", "******"),
        (["a"], "a 'a' _a a_ aa éa (a)", "*** '***' _a a_ aa éa (***)"),
        (["a"], "no secret", "no secret"),
        ([], "a b", "a b"),
        ([{"deep": "value"}], "{'deep': 'value'}", "{'***': '***'}"),
    ],
)
def test_which_occurrences_of_secrets_are_hidden(secrets, text, hidden):
    assert hide(text, *secrets) == hidden


def test_a_secret_is_hidden_in_json_that_is_not_ascii():
    secret = 'é"é"é'
    assert hide(json.dumps(secret, ensure_ascii=False), secret) == '"***"'


def _refused(nova, requests_mock, secret):
    message = f"Value: {secret}. {secret!r} is too long"
    requests_mock.post(
        f"{ENDPOINT}/servers/1/action", status_code=400, json={"badRequest": {"message": message}}
    )
    with pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.change_password("1", secret)
    assert caught.value.message == "Value: ***. '***' is too long"
    requests_mock.reset_mock()


def _user_data(number):
    return base64.b64encode(random.Random(number).randbytes(36_000)).decode()


def test_no_memory_is_kept_for_rejected_secrets(nova, requests_mock):
    _refused(nova, requests_mock, "the first one")
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(4):
            _refused(nova, requests_mock, _user_data(number))
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The mock keeps the last request and the last response.
    assert after - before < 10 * 48_000


def test_secrets_are_not_compiled_to_regular_expressions(nova, requests_mock):
    mine = re.compile("a pattern of the program")
    for number in range(600):
        hide(f"secret number {number}", f"secret number {number}")
    # If it had been removed from the cache of expressions, this would be a new object.
    assert re.compile("a pattern of the program") is mine


def test_hiding_takes_memory_in_proportion_to_the_string():
    secret = _user_data(0) * 10
    text = f"Value: {secret}. {secret!r} is too long"
    tracemalloc.start()
    try:
        assert hide(text, secret) == "Value: ***. '***' is too long"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(text)


@pytest.mark.parametrize(
    "secrets",
    [
        [_user_data(0) * 100],
        [_user_data(number)[:4000] for number in range(1000)],
        ["A" * 1_000_000 + "B", "A" * 1_000_000 + "C"],
        ["AA" + "g" + "A" * 1_000_000],
    ],
    ids=["5 MB", "1,000 of 4 kB", "with a common prefix", "that repeat themselves"],
)
def test_hiding_takes_time_in_proportion_to_the_string(secrets):
    text = f"Value: {secrets}. No"
    start = time.process_time()
    assert hide(text, *secrets) == f"Value: {['***'] * len(secrets)}. No"
    # It takes about half a second; regular expressions took 16 s for the first case.
    assert time.process_time() - start < 8


# Deep and unusual values.


DEPTHS = [500, 995, 1000, 1500, 100_000]


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("line", ["REQ: curl -X POST http://x -d '{}'", "RESP BODY: {}"])
def test_a_line_with_json_of_any_depth_is_logged_without_secrets(line, depth):
    body = '{"a": ' * depth + f'{{"adminPass": "{SECRET}"}}' + "}" * depth
    masked = masking.mask(line.replace("{}", body))
    assert SECRET not in masked
    assert masked.startswith(line[:10])
    assert "not JSON" not in masked


def _nested(depth, value):
    for _ in range(depth):
        value = [{"a": value}]
    return value


@pytest.mark.parametrize("depth", [100, 100_000])
def test_a_deep_secret_of_a_request_is_hidden(depth):
    secrets = masking.RequestSecrets("", _nested(depth, {"token": _nested(depth, SECRET)}))
    assert secrets.hide(f"'{SECRET}'") == "'***'"


def test_a_body_that_contains_itself_is_searched_once():
    body = {"token": [SECRET]}
    body["again"] = [body, body]
    body["token"].append(body)
    assert masking.RequestSecrets("", body).hide(SECRET) == "***"


def test_a_value_that_contains_itself_is_shown_once():
    value = {"password": SECRET, "a": [1]}
    value["again"] = (value, value)
    assert masking.masked(value) == {"password": "***", "a": [1], "again": ("...", "...")}


def test_30_levels_of_a_value_are_shown():
    value = _nested(30, {"password": SECRET})
    assert masking.masked(value) == _nested(30, {"password": "***"})


def test_a_secret_that_is_repeated_as_a_key_is_hidden():
    secrets = masking.RequestSecrets("", {"password": SECRET})
    assert masking.masked({SECRET: 1}, secrets) == {"***": 1}


def test_a_header_that_repeats_a_secret_is_logged_without_it():
    secrets = masking.RequestSecrets("", {"password": SECRET})
    assert masking.mask(f"RESP: [400] X-Why: {SECRET}", secrets) == "RESP: [400] X-Why: ***"


def test_a_lone_surrogate_is_logged_in_a_form_that_can_be_written(tmp_path, caplog):
    handler = logging.FileHandler(tmp_path / "log", encoding="utf-8")
    handler.handleError = lambda record: pytest.fail("the line could not be written")
    logger = logging.getLogger("surrogates")
    logger.addHandler(handler)
    caplog.set_level(logging.DEBUG)
    masking.MaskedLogger(logger).debug("GET \ud800é")
    logger.removeHandler(handler)
    handler.close()
    assert (tmp_path / "log").read_text("utf-8") == "GET \\ud800é\n"
