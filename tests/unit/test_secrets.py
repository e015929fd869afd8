"""Secrets appear in no log, message or repr; see also test_masking.py."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import os
import re
import socket
import threading
import traceback
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import base, client, exceptions, masking
from tests.unit.conftest import ENDPOINT
from tests.unit.fault_server import FaultServer, answer, raw
from tests.unit.server import PATIENCE

REQUEST = "REQ: curl -g -i -X POST http://nova.example/servers -d '{}'"
RESPONSE = "RESP BODY: {}"
SECRET = "5ecret-of-somebody"

LINES = pytest.mark.parametrize("line", [REQUEST, RESPONSE], ids=["request", "response"])

#: keystoneauth logs only JSON bodies.
JSON = {"Content-Type": "application/json"}

#: Strings that could mislead a search for the secret next to them.
TEXT = st.text() | st.sampled_from(["'}", "RESP BODY: ", '"', "\\", "'", "\n", '": "'])


@LINES
@given(secret=TEXT.map(lambda text: f"{SECRET}{text}{SECRET}"), beside=TEXT)
def test_a_secret_with_any_characters_is_hidden(line, secret, beside):
    body = {"a": beside, "adminPass": secret}
    assert SECRET not in masking.mask(line.format(json.dumps(body)))


@LINES
@pytest.mark.parametrize("beside", ["x -d 'y", " -d '"])
def test_a_secret_before_something_like_the_start_of_a_body_is_hidden(line, beside):
    body = {"adminPass": SECRET, "description": beside}
    assert SECRET not in masking.mask(line.format(json.dumps(body)))


@LINES
@given(body=st.dictionaries(st.text(max_size=5).map("x".__add__), st.integers() | st.booleans()))
def test_a_body_without_secrets_is_logged_unchanged(line, body):
    assert masking.mask(line.format(json.dumps(body))) == line.format(json.dumps(body))


@pytest.mark.parametrize("value", [None, "", {}])
def test_an_empty_value_is_not_a_secret(value):
    line = RESPONSE.format(json.dumps({"adminPass": value}))
    assert masking.mask(line) == line


@LINES
def test_a_body_that_is_not_json_is_not_logged(line):
    masked = masking.mask(line.format(f"password={SECRET}"))
    assert SECRET not in masked
    assert "27 characters that are not JSON" in masked


def test_a_token_in_the_url_of_a_request_with_a_body_is_hidden():
    line = f"REQ: curl http://x.example/os-console-auth-tokens/{SECRET} -d '{{}}'"
    assert masking.mask(line) == line.replace(SECRET, "***")


def test_other_lines_are_logged_unchanged(caplog):
    logger = masking.MaskedLogger(logging.getLogger("masked"), {})
    with caplog.at_level(logging.DEBUG, "masked"):
        logger.debug("RESP: [200] Content-Type: application/json")
    assert caplog.messages == ["RESP: [200] Content-Type: application/json"]


def test_a_message_that_is_not_logged_is_not_formatted():
    class Message:
        def __str__(self):
            raise AssertionError("formatted, though it is not logged")

    logger = logging.getLogger("quiet")
    logger.setLevel(logging.WARNING)
    masking.MaskedLogger(logger, {}).debug(Message())


def test_a_secret_is_sent_unchanged(nova, requests_mock, caplog):
    requests_mock.post(f"{ENDPOINT}/servers/1/action", status_code=202)
    with caplog.at_level(logging.DEBUG):
        nova.servers.change_password("1", SECRET)
    assert requests_mock.last_request.json() == {"changePassword": {"adminPass": SECRET}}
    assert SECRET not in caplog.text


# The arguments of log messages.


@pytest.fixture
def masked_logger(caplog):
    caplog.set_level(logging.DEBUG)
    return masking.MaskedLogger(logging.getLogger("masked"))


TOKEN_URL = f"http://nova.example/os-console-auth-tokens/{SECRET}"


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ("GET call to %s used request id %s", (TOKEN_URL, "req-1")),
        ("GET call to %(url)s", ({"url": TOKEN_URL},)),
        ("Failure: %(e)s. Retrying", ({"e": ConnectionError(f"no {TOKEN_URL}: refused")},)),
    ],
    ids=["arguments", "names", "error"],
)
def test_secrets_in_the_arguments_of_a_message_are_hidden(masked_logger, caplog, line, args):
    masked_logger.debug(line, *args)
    (record,) = caplog.records
    assert "os-console-auth-tokens/***" in record.getMessage()
    assert SECRET not in f"{record.msg} {record.args}"


def test_a_record_names_the_place_that_logged_it(masked_logger, caplog):
    masked_logger.debug("a line")
    (record,) = caplog.records
    assert (record.pathname, record.name) == (__file__, "masked")


@pytest.mark.parametrize(
    "line",
    [
        f'REQ: curl -g -i -X GET http://x -H "Cookie: a={SECRET}; b=c" -H "X-Other: kept"',
        f"RESP: [200] Connection: close Set-Cookie: a={SECRET}; path=/ X-Other: kept",
        f"RESP: [200] X-Other: kept set-cookie: a={SECRET}",
        f'REQ: curl -X POST http://x -H "X-Other: kept" -H "Cookie: a={SECRET}" -d \'{{}}\'',
        f"REQ: curl -g -i -X GET http://x/servers?user_data={SECRET}&X-Other: kept",
    ],
)
def test_secrets_of_headers_and_queries_are_hidden(line):
    masked = masking.mask(line)
    assert SECRET not in masked
    assert "X-Other: kept" in masked


def test_a_client_without_a_logger_logs_without_secrets(session, requests_mock, caplog):
    alone = client.SessionClient(session=session, endpoint_override=ENDPOINT)
    requests_mock.post(f"{ENDPOINT}/x", json={"adminPass": SECRET}, headers=JSON)
    with caplog.at_level(logging.DEBUG):
        alone.post("/x", body={"adminPass": SECRET})
    assert '"adminPass": "***"' in caplog.text
    assert SECRET not in caplog.text


def test_a_logger_that_is_set_later_logs_without_secrets(nova, requests_mock, caplog):
    nova.client.logger = logging.getLogger("later")
    requests_mock.post(f"{ENDPOINT}/x", json={"adminPass": SECRET}, headers=JSON)
    with caplog.at_level(logging.DEBUG, "later"):
        nova.client.post("/x", body={})
    assert [r.name for r in caplog.records if '"adminPass": "***"' in r.getMessage()] == ["later"]


# Secrets that a response repeats.


REFUSALS = [
    pytest.param(lambda secret: f"Value: {secret}. {secret!r} is too long", id="value"),
    pytest.param(lambda secret: f"Value: { ({'x': {'adminPass': secret}}) }. No", id="python"),
    pytest.param(lambda secret: json.dumps({"adminPass": secret}), id="json"),
]


@pytest.mark.parametrize("secret", [SECRET, f"'{SECRET}\" é\n", "a", 12345], ids=repr)
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_rejected_secret_is_not_in_the_error(nova, requests_mock, caplog, refusal, secret):
    requests_mock.post(
        f"{ENDPOINT}/servers/1/action",
        status_code=400,
        json={"badRequest": {"message": refusal(secret), "details": refusal(secret)}},
        headers=JSON,
    )
    with caplog.at_level(logging.DEBUG), pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.change_password("1", secret)
    error = caught.value
    for text in (str(error), repr(error), error.details, caplog.text):
        if secret != "a":
            assert str(secret) not in text
            assert repr(secret) not in text
        assert "***" in text


@pytest.mark.parametrize(
    "details",
    [
        {"reason": f"{SECRET} is too short", "adminPass": "that of another server"},
        [f"{SECRET} is too short", {SECRET: {"adminPass": "that of another server"}}],
    ],
    ids=["dict", "list"],
)
def test_details_of_any_type_contain_no_secret(nova, requests_mock, details):
    refusal = {"badRequest": {"message": "No", "details": details}}
    requests_mock.post(f"{ENDPOINT}/servers/1/action", status_code=400, json=refusal)
    with pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.change_password("1", SECRET)
    assert type(caught.value.details) is type(details)
    assert "*** is too short" in str(caught.value.details)
    assert SECRET not in str(caught.value.details)
    assert "another server" not in str(caught.value.details)


def test_a_message_that_is_not_a_string_contains_no_secret(nova, requests_mock):
    refusal = {"badRequest": {"message": {"adminPass": "that of another server", "x": SECRET}}}
    requests_mock.post(f"{ENDPOINT}/servers/1/action", status_code=400, json=refusal)
    with pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.change_password("1", SECRET)
    assert caught.value.message == "{'adminPass': '***', 'x': '***'}"


def test_a_short_secret_is_not_hidden_inside_words(nova, requests_mock):
    requests_mock.post(
        f"{ENDPOINT}/servers/1/action",
        status_code=400,
        json={"badRequest": {"message": "Value: a. 'a' is too short a password"}},
    )
    with pytest.raises(exceptions.BadRequest, match=r"Value: \*\*\*. '\*\*\*' is too short"):
        nova.servers.change_password("1", "a")


def test_rejected_user_data_is_not_in_the_error(nova, requests_mock):
    def refuse(request, context):
        context.status_code = 400
        server = request.json()["server"]
        return {"badRequest": {"message": f"Value: {server}. {server['user_data']} is too long"}}

    requests_mock.post(f"{ENDPOINT}/servers", json=refuse)
    with pytest.raises(exceptions.BadRequest) as caught:
        nova.servers.create(
            "web", "image", "1", nics="none", userdata=SECRET, admin_pass="another-5ecret"
        )
    encoded = base64.b64encode(SECRET.encode()).decode()
    assert "'name': 'web'" in str(caught.value)
    assert encoded not in str(caught.value)
    assert "another-5ecret" not in str(caught.value)


def test_an_error_about_a_request_without_secrets_is_not_changed(nova, requests_mock):
    requests_mock.post(
        f"{ENDPOINT}/servers/1/action",
        status_code=400,
        json={"badRequest": {"message": "password None, and '' too"}},
    )
    with pytest.raises(exceptions.BadRequest, match="password None, and '' too"):
        nova.servers.evacuate("1", password="")


NOT_JSON = {
    "echo": f"<html>You sent {SECRET}</html>",
    "cut off": f'{{"server": {{"name": "kept", "adminPass": "a{SECRET}',
    "cut off later": f'{{"server": {{"adminPass": "a\\"{SECRET}", "name": "kept"',
    "user data": f'{{"OS-EXT-SRV-ATTR:user_data": "a{SECRET}", ',
    "python": f"{{'private_key': 'a{SECRET}\\n', ",
    "in a string": f'"{{\\"password\\": \\"a{SECRET}\\"}}',
    "xml": f"<server><adminPass>a{SECRET}</adminPass></server>",
    "header": f"Password: a{SECRET}\n\n",
    "number": '{"token": 9515ecret5159, ',
    "url": f"<a href='http://console.example/?token=a{SECRET}'>",
}


@pytest.mark.parametrize("text", NOT_JSON.values(), ids=NOT_JSON)
def test_the_error_of_a_response_that_is_not_json_contains_no_secret(nova, requests_mock, text):
    requests_mock.post(f"{ENDPOINT}/servers/1/action", text=text)
    with pytest.raises(exceptions.UnexpectedResponse, match="is not JSON") as caught:
        nova.servers.rebuild("1", "image", SECRET)
    error = caught.value
    assert "5ecret" not in "".join(traceback.format_exception(error))
    assert "5ecret" not in error.details
    assert "***" in error.details
    assert ("kept" in error.details) == ("kept" in text)


def test_the_error_of_a_response_that_is_not_json_has_no_cause(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", text='{"server": {"adminPass": "x')
    with pytest.raises(exceptions.UnexpectedResponse) as caught:
        nova.servers.get("1")
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@pytest.mark.parametrize("debug", [True, False])
def test_a_warning_of_keystoneauth_contains_no_secret(nova, requests_mock, caplog, debug):
    url = f"{ENDPOINT}/os-console-auth-tokens/{SECRET}"
    requests_mock.get(url, status_code=302)
    nova.client.logger = logging.getLogger("later")
    with caplog.at_level(logging.DEBUG if debug else logging.WARNING, "later"):
        nova.client.get(f"/os-console-auth-tokens/{SECRET}", raise_exc=False)
    assert "Failed to redirect" in caplog.text
    assert SECRET not in caplog.text


# The repr of results.


INFO = {"id": "1", "adminPass": SECRET, "a": {"user_data": SECRET, "b": [{"password": SECRET}]}}
CONSOLE = {"console": {"type": "novnc", "url": f"http://console.example/?token={SECRET}"}}


@pytest.mark.parametrize(
    "thing",
    [
        base.Resource(None, INFO, loaded=True),
        base.DictWithMeta(CONSOLE, None),
        base.DictWithMeta({"adminPass": SECRET}, None),
        base.TupleWithMeta((None, INFO), None),
        base.ListWithMeta([INFO, base.Resource(None, INFO, loaded=True)], None),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_the_repr_of_a_result_shows_no_secrets(thing):
    assert SECRET not in f"{thing} {thing!r}"
    assert "***" in repr(thing)


@pytest.mark.parametrize(
    ("thing", "plain"),
    [
        (
            base.DictWithMeta({"a": [1, None], "password": ""}, None),
            {"a": [1, None], "password": ""},
        ),
        (base.TupleWithMeta((None, "x"), None), (None, "x")),
        (base.ListWithMeta(["x", 1], None), ["x", 1]),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_the_repr_of_a_result_without_secrets_is_that_of_the_plain_value(thing, plain):
    assert repr(thing) == repr(plain)


def test_secrets_can_be_read():
    server = base.Resource(None, INFO, loaded=True)
    assert (server.adminPass, server.to_dict()) == (SECRET, INFO)
    console = base.DictWithMeta(CONSOLE, None)
    assert console == CONSOLE
    assert json.loads(json.dumps(console)) == CONSOLE


def test_the_error_of_find_shows_no_secret(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    with pytest.raises(exceptions.NotFound, match=r"No Server matching .*\*\*\*") as caught:
        nova.servers.find(password=SECRET)
    assert SECRET not in str(caught.value)


# The token of a console, which is part of a URL.


@pytest.fixture
def everything(caplog):
    """The log at all levels, with the records of urllib3."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def _everything_of(error):
    return f"{error} {error!r} {''.join(traceback.format_exception(error))}"


def test_a_console_token_is_in_no_log(cloud, log_in, everything):
    path = f"/compute/v2.1/os-console-auth-tokens/{SECRET}"
    cloud.respond(
        "GET", path, {"console": {"host": "h", "internal_access_path": f"ticket-{SECRET}"}}
    )
    with log_in() as nova:
        token = nova.console_auth_tokens.get(SECRET)
    assert token.internal_access_path == f"ticket-{SECRET}"
    assert len(cloud.sent("GET", path)) == 1
    assert SECRET not in everything.text + "".join(f"{r.msg} {r.args}" for r in everything.records)
    from_urllib3 = [r.getMessage() for r in everything.records if r.name.startswith("urllib3")]
    assert any('"GET /compute/v2.1/os-console-auth-tokens/*** HTTP' in x for x in from_urllib3)


def test_what_urllib3_logs_about_other_requests_is_not_changed(cloud, log_in, everything):
    with log_in() as nova:
        with pytest.raises(exceptions.NotFound):
            nova.console_auth_tokens.get(SECRET)
        nova.servers.list()
    assert '"GET /compute/v2.1/servers/detail HTTP/1.1" 200' in everything.text


def test_the_error_of_an_invalid_console_token_does_not_contain_it(cloud, log_in, everything):
    path = f"/compute/v2.1/os-console-auth-tokens/{SECRET}"
    message = f"The token '{SECRET}' is invalid or has expired"
    cloud.respond("GET", path, {"itemNotFound": {"message": message}}, status=404)
    expected = pytest.raises(exceptions.NotFound, match=r"The token '\*\*\*' is invalid")
    with log_in() as nova, expected as caught:
        nova.console_auth_tokens.get(SECRET)
    assert "The token '***' is invalid" in everything.text
    assert SECRET not in _everything_of(caught.value) + everything.text


@pytest.mark.parametrize("answer", ["<html>", "{}", '{"console": 1}'])
def test_the_error_of_an_unexpected_response_does_not_contain_the_console_token(
    nova, requests_mock, answer
):
    requests_mock.get(f"{ENDPOINT}/os-console-auth-tokens/{SECRET}", text=answer)
    with pytest.raises(exceptions.UnexpectedResponse, match=r"os-console-auth-tokens/\*\*\*") as e:
        nova.console_auth_tokens.get(SECRET)
    assert SECRET not in _everything_of(e.value)


def test_the_error_of_a_failed_connection_does_not_contain_the_console_token(everything):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v2.1"
        sess = ksession.Session(auth=token_endpoint.Token(url, "TOKEN"))
        nova = client.Client("2.96", session=sess, connect_retries=1, connect_retry_delay=0.001)
        with pytest.raises(kexceptions.ConnectFailure, match=r"tokens/\*\*\*") as caught:
            nova.console_auth_tokens.get(SECRET)
    assert SECRET not in _everything_of(caught.value) + caught.value.message + everything.text


def _filtered():
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    return [logger for logger in loggers if getattr(logger, "filters", ())]


@pytest.fixture
def faulty():
    """A server with faults, and a client of it without retries."""
    with FaultServer() as server:
        sess = ksession.Session(auth=token_endpoint.Token(f"{server.url}/v2.1", "TOKEN"))
        yield server, client.Client("2.96", session=sess)
        sess.session.close()


CONSOLE_OF_TOKEN = {"console": {"host": "h", "port": 1}}


def _everything(records):
    formatter = logging.Formatter()
    return "\n".join(f"{formatter.format(r)} {vars(r)}" for r in records)


def test_a_console_token_is_in_no_log_about_a_malformed_header(faulty, everything):
    server, nova = faulty
    server.faults.append(answer(CONSOLE_OF_TOKEN, **{f"\x01 no header {SECRET}": "x"}))
    nova.console_auth_tokens.get(SECRET)
    (warning,) = (r for r in everything.records if r.name == "urllib3.connection")
    assert warning.getMessage().startswith("Failed to parse headers (url=http://127.0.0.1")
    assert "os-console-auth-tokens/***" in warning.getMessage()
    assert "HeaderParsingError" in logging.Formatter().format(warning)
    assert SECRET not in _everything(everything.records)


@pytest.mark.parametrize(
    "token", ["a/b?c#d", "a b", "50% b", "é'\"&=;", "t'0&k=en", "~.._", "%2F%7e", "abc", "_x"]
)
def test_a_console_token_with_any_characters_is_in_no_log(cloud, log_in, everything, token):
    with log_in() as nova, pytest.raises(exceptions.NotFound) as caught:
        nova.console_auth_tokens.get(token)
    sent = cloud.requests[-1].path.rpartition("/")[2]
    lines = [*(r.getMessage() for r in everything.records), _everything_of(caught.value)]
    urls = [line for line in lines if "os-console-auth-tokens/" in line]
    assert len(urls) >= 2
    for text in urls:
        assert re.search(r"os-console-auth-tokens/\*\*\*(?=[\s\"]|$)", text)
        assert f"/{sent}" not in text
    assert caught.value.url == "/os-console-auth-tokens/***"


def test_no_logger_of_any_library_or_class_shows_a_console_token(nova, requests_mock, everything):
    class Own(logging.Logger):
        """A logger of a program."""

    logger = Own("own")
    logger.addHandler(everything.handler)
    with mock.patch.dict(logging.root.manager.loggerDict, own=logger):

        def answer_and_log(request, context):
            logger.warning("A hook saw %(url)s", {"url": request.url, "more": [request.url]})
            logger.warning("It saw", extra={"seen": {"url": [request.url], "other": 1}})
            return CONSOLE_OF_TOKEN

        url = f"{ENDPOINT}/os-console-auth-tokens/{SECRET}"
        requests_mock.get(url, json=answer_and_log, headers=JSON)
        nova.console_auth_tokens.get(SECRET)
    assert SECRET not in _everything(everything.records)
    assert f"A hook saw {ENDPOINT}/os-console-auth-tokens/***" in everything.text
    assert {"url": [f"{ENDPOINT}/os-console-auth-tokens/***"], "other": 1} in [
        getattr(r, "seen", None) for r in everything.records
    ]


@pytest.mark.parametrize(
    "fault",
    [answer(CONSOLE_OF_TOKEN), answer(status=404), raw(b"nonsense"), raw()],
    ids=["console", "none", "not HTTP", "no response"],
)
def test_no_logging_filter_is_left_behind(faulty, fault):
    server, nova = faulty
    during = []

    def watched(connection):
        during.append(len(_filtered()))
        return fault(connection)

    server.faults.append(watched)
    with contextlib.suppress(exceptions.ClientException, kexceptions.ConnectionError):
        nova.console_auth_tokens.get(SECRET)
    assert during[0] > 0
    assert _filtered() == []


@contextlib.contextmanager
def _held_at_the_server(faulty):
    """Start a call and wait until its request has reached the server; then let it end."""
    server, nova = faulty
    reached, go_on = threading.Event(), threading.Event()

    def hold(connection):
        reached.set()
        assert go_on.wait(PATIENCE)
        return answer(CONSOLE_OF_TOKEN)(connection)

    server.faults.append(hold)
    call = threading.Thread(target=nova.console_auth_tokens.get, args=[SECRET])
    call.start()
    try:
        assert reached.wait(PATIENCE)
        yield
    finally:
        go_on.set()
        call.join()


def test_what_other_threads_log_at_the_same_time_is_not_changed(faulty, everything):
    with _held_at_the_server(faulty):
        args = ("http", {"url": f"/os-console-auth-tokens/{SECRET}"}, 1)
        logging.getLogger("urllib3.connectionpool").debug("%s %s %d", *args)
    (record,) = (r for r in everything.records if r.msg == "%s %s %d")
    assert record.args is not None
    assert record.args == args


def test_concurrent_calls_hide_both_tokens(faulty, cloud, log_in, everything):
    with _held_at_the_server(faulty), log_in() as nova:
        with pytest.raises(exceptions.NotFound):
            nova.console_auth_tokens.get("another-token")
        assert _filtered()
    assert _filtered() == []
    text = _everything(everything.records)
    assert SECRET not in text
    assert "another-token" not in text


def test_a_filter_that_a_program_adds_during_the_call_stays(faulty):
    logger = logging.getLogger("urllib3.connectionpool")
    mine = logging.Filter()
    with _held_at_the_server(faulty):
        logger.addFilter(mine)
    assert logger.filters == [mine]
    logger.removeFilter(mine)


def test_a_record_passes_every_filter_even_if_the_call_ends_meanwhile(faulty, everything):
    seen = []

    def end_the_call(record):
        if record.msg == "a record":
            stack.close()
        return True

    def see(record):
        seen.append(record.msg)
        return True

    logger = logging.getLogger("urllib3.connectionpool")
    with contextlib.ExitStack() as stack:
        for one in (end_the_call, see):
            logger.addFilter(one)
        stack.enter_context(_held_at_the_server(faulty))
        logger.debug("a record")
    for one in (end_the_call, see):
        logger.removeFilter(one)
    assert _filtered() == []
    assert "a record" in seen


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_is_forked_during_the_call_has_no_filter(run_python):
    program = """
import logging, os, threading
from novaclient import masking
inside, go_on = threading.Event(), threading.Event()
def call():
    with masking.secret_in_url("5ecret"):
        inside.set()
        go_on.wait()
thread = threading.Thread(target=call)
thread.start()
inside.wait()
import warnings
warnings.simplefilter("ignore")  # Python warns about forking a process with threads.
child = os.fork()
if not child:
    filters = list(logging.root.filters)
    with masking.secret_in_url("another"):
        filters.append(len(logging.root.filters))
    os._exit(filters != [1] or logging.root.filters != [])
_, status = os.waitpid(child, 0)
go_on.set()
thread.join()
print(status, logging.root.filters)
"""
    assert run_python(program) == "0 []\n"


FAILURES = {
    "not HTTP": raw(f"{SECRET} is not HTTP\r\n\r\n".encode()),
    "no response": raw(),
    "404": answer({"itemNotFound": {"message": SECRET, "details": [{"reason": SECRET}]}}, 404),
    "not JSON": answer(f"<html>{SECRET}</html>".encode()),
    "a truncated body": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + SECRET.encode()),
    "a redirect to itself": answer(status=302, Location=f"/os-console-auth-tokens/{SECRET}"),
    "a redirect to an invalid URL": answer(status=302, Location=f"http://[{SECRET}"),
    "an invalid encoding": answer(b"{}", Content_Encoding="gzip", X_Why=SECRET),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_no_part_of_an_error_contains_the_console_token(faulty, everything, failure):
    server, nova = faulty
    server.faults += [FAILURES[failure]] * 40
    with pytest.raises((exceptions.ClientException, kexceptions.ConnectionError)) as caught:
        nova.console_auth_tokens.get(SECRET)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert SECRET not in f"{_everything_of(error)} {vars(error)} {error.args}"
    original = getattr(error, "original", None)
    if original is not None:
        assert SECRET not in f"{_everything_of(original)} {vars(original)} {original.args}"
        assert getattr(original, "request", None) is None
    assert SECRET not in _everything(everything.records)


def test_the_warning_of_a_retry_does_not_contain_the_console_token(faulty, everything):
    server, nova = faulty
    server.faults += [FAILURES["not HTTP"], answer(CONSOLE_OF_TOKEN)]
    nova.client.connect_retries = 1
    nova.client.connect_retry_delay = 0.001
    nova.console_auth_tokens.get(SECRET)
    assert "Sending it again" in everything.text
    assert SECRET not in _everything(everything.records)


def test_no_filter_is_added_before_a_console_token_is_requested(run_python):
    program = """
import logging
from keystoneauth1 import session, token_endpoint
from novaclient import client, masking
sess = session.Session(auth=token_endpoint.Token("http://x.example", "T"))
nova = client.Client("2.96", session=sess)
nova.servers, nova.console_auth_tokens
print(logging.getLogger("urllib3.connectionpool").filters)
"""
    assert run_python(program) == "[]\n"
