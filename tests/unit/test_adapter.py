from __future__ import annotations

import io
import json
import logging
import re
import socket
import threading
import types

import pytest
import requests
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint
from requests_mock import ANY

from novaclient import api_versions, client, exceptions
from novaclient.v2 import client as client_v2
from tests.unit.conftest import ENDPOINT
from tests.unit.server import PATIENCE

HTML = "<html><h1>It works!</h1></html>"
JSON = {"Content-Type": "application/json"}
MICROVERSION = {"OpenStack-API-Version": "compute 2.96"}


@pytest.mark.parametrize("version", ["2.53", api_versions.APIVersion("2.53")])
def test_a_session_client_takes_a_version_as_a_string_or_an_object(session, version):
    http = client.SessionClient(session=session, api_version=version)
    assert http.api_version == api_versions.APIVersion("2.53")


def test_a_session_client_without_a_version_requests_no_microversion(
    session, requests_mock, caplog
):
    requests_mock.get(f"{ENDPOINT}/x", json={})
    http = client.SessionClient(session=session)
    http.get("/x", endpoint_override=ENDPOINT)
    assert "X-OpenStack-Nova-API-Version" not in requests_mock.last_request.headers
    assert "missing from response" not in caplog.text


# Requests.


def test_headers_of_the_caller_are_sent_and_not_changed(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/x", json={})
    headers = {"X-Mine": "1"}
    nova.client.get("/x", headers=headers)
    assert headers == {"X-Mine": "1"}
    sent = requests_mock.last_request.headers
    assert sent["X-Mine"] == "1"
    assert sent["Accept"] == "application/json"
    assert sent["OpenStack-API-Version"] == "compute 2.96"


def test_an_accept_header_of_the_caller_takes_precedence(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/x", json={})
    nova.client.get("/x", headers={"Accept": "text/plain"})
    assert requests_mock.last_request.headers["Accept"] == "text/plain"


@pytest.mark.parametrize("body", [{}, [], None, {"a": [1, None, "ü"]}])
def test_a_body_is_sent_as_json(nova, requests_mock, body):
    requests_mock.post(f"{ENDPOINT}/x", json={})
    nova.client.post("/x", body=body)
    sent = requests_mock.last_request
    assert (json.loads(sent.text) if sent.text else None) == body


def test_a_body_of_the_caller_is_not_changed(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/x", json={})
    body = {"a": {"b": 1}}
    nova.client.post("/x", body=body)
    assert body == {"a": {"b": 1}}


def test_a_503_response_is_retried(make_client, requests_mock):
    responses = [{"status_code": 503}, {"status_code": 503}, {"json": {"servers": []}}]
    requests_mock.get(f"{ENDPOINT}/servers/detail", responses)
    nova = make_client(status_code_retries=2, status_code_retry_delay=0.001)
    assert nova.servers.list() == []
    assert requests_mock.call_count == 3


def test_a_global_request_id_is_sent(make_client, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    make_client(global_request_id="req-g").servers.list()
    assert requests_mock.last_request.headers["X-Openstack-Request-Id"] == "req-g"


@pytest.mark.parametrize("content", [b"", b" \r\n", b"null"])
def test_an_empty_response_has_no_body(nova, requests_mock, content):
    requests_mock.delete(f"{ENDPOINT}/x", content=content, status_code=204)
    response, body = nova.client.delete("/x")
    assert (response.status_code, body) == (204, None)


# Responses that are not a success.


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 410, 413, 429, 500, 502, 503])
def test_a_response_that_is_not_a_success_is_an_exception_with_its_request(
    nova, requests_mock, status
):
    requests_mock.get(
        f"{ENDPOINT}/x",
        status_code=status,
        json={"fault": {"message": "It broke"}},
        headers={"x-openstack-request-id": "req-1"},
    )
    with pytest.raises(exceptions.ClientException) as caught:
        nova.client.get("/x")
    error = caught.value
    assert (error.code, error.url, error.method) == (status, "/x", "GET")
    assert str(error) == f"It broke (HTTP {status}) (Request-ID: req-1)"


@pytest.mark.parametrize("content", [HTML.encode(), b"\xff\xfe\xfa", b"", b"{"])
def test_an_error_whose_body_is_not_json_is_an_exception_of_its_status(
    nova, requests_mock, content
):
    requests_mock.get(
        f"{ENDPOINT}/servers/1", status_code=502, content=content, reason="Bad Gateway"
    )
    with pytest.raises(exceptions.ClientException, match=r"^Bad Gateway \(HTTP 502\)$") as caught:
        nova.servers.get("1")
    assert bool(caught.value.details) is bool(content)


def test_a_redirect_loop_ends(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/servers/1",
        status_code=302,
        headers={"Location": f"{ENDPOINT}/servers/1"},
        reason="Found",
    )
    with pytest.raises(exceptions.ClientException, match="HTTP 302"):
        nova.servers.get("1")
    assert requests_mock.call_count < 100


def test_a_redirect_without_a_target_is_an_exception(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", status_code=302, reason="Found")
    with pytest.raises(exceptions.ClientException, match=r"Found \(HTTP 302\)"):
        nova.servers.get("1")


# Requests without a response.


def test_a_refused_connection_is_a_connect_failure_that_names_the_url():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}/v3"
    nova = client.Client("2.1", "demo", "x", "p1", url, user_domain_id="default")
    with pytest.raises(kexceptions.ConnectFailure, match=re.escape(url)):
        nova.servers.list()


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        (requests.exceptions.ReadTimeout, kexceptions.ConnectTimeout),
        (requests.exceptions.ConnectTimeout, kexceptions.ConnectTimeout),
        (requests.exceptions.ConnectionError, kexceptions.ConnectFailure),
        (requests.exceptions.SSLError, kexceptions.SSLError),
        (requests.exceptions.ChunkedEncodingError, kexceptions.UnknownConnectionError),
    ],
)
def test_a_request_without_a_response_raises_an_exception_of_keystoneauth(
    nova, requests_mock, cause, error
):
    requests_mock.get(f"{ENDPOINT}/servers/1", exc=cause)
    with pytest.raises(error):
        nova.servers.get("1")


@pytest.fixture
def silent_url():
    """The URL of a server that accepts connections and sends nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        # Breaks the connection of a client that would otherwise wait forever.
        patience = threading.Timer(PATIENCE, listener.shutdown, [socket.SHUT_RDWR])
        patience.start()
        yield f"http://127.0.0.1:{port}"
        patience.cancel()
        patience.join()


def test_a_server_that_does_not_respond_in_time_is_a_timeout(silent_url):
    nova = client.Client("2.1", endpoint_override=silent_url, timeout=0.05)
    with pytest.raises(kexceptions.ConnectTimeout):
        nova.client.get("/servers", authenticated=False)


def test_rejected_credentials_raise_an_exception_of_keystoneauth(cloud, log_in):
    cloud.respond("POST", "/v3/auth/tokens", {"error": {"code": 401, "message": "No"}}, status=401)
    with log_in() as nova, pytest.raises(kexceptions.Unauthorized):
        nova.servers.list()


def test_a_token_that_nova_rejects_raises_an_exception_of_the_library(cloud, log_in):
    cloud.respond("GET", "/compute/v2.1/servers/detail", {"error": {"message": "No"}}, status=401)
    with log_in() as nova, pytest.raises(exceptions.Unauthorized, match="No"):
        nova.servers.list()


def test_a_service_that_is_not_in_the_catalog_raises_an_exception_of_keystoneauth(log_in):
    with log_in(region_name="elsewhere") as nova, pytest.raises(kexceptions.EndpointNotFound):
        nova.servers.list()


# Timings.


def test_timings_name_the_requests_in_order(make_client, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    requests_mock.delete(f"{ENDPOINT}/servers/1", status_code=204)
    nova = make_client(timings=True)
    nova.servers.list()
    nova.servers.delete("1")
    timings = nova.get_timings()
    assert [label for label, _start, _end in timings] == [
        "GET /servers/detail",
        "DELETE /servers/1",
    ]
    assert timings[0][1] <= timings[0][2] <= timings[1][1] <= timings[1][2]


def test_timings_can_be_reset(make_client, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova = make_client(timings=True)
    nova.servers.list()
    kept = nova.get_timings()
    nova.reset_timings()
    assert (nova.get_timings(), len(kept)) == ([], 1)


def test_without_timings_nothing_is_recorded(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova.servers.list()
    assert nova.get_timings() == []


# Logging.


def _messages(caplog):
    return "\n".join(record.getMessage() for record in caplog.records)


@pytest.fixture
def debugging(caplog):
    """Log at all levels."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_requests_and_responses_are_logged_at_level_debug(nova, requests_mock, debugging):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []}, headers=JSON)
    nova.servers.list()
    log = _messages(debugging)
    assert f"REQ: curl -g -i -X GET {ENDPOINT}/servers/detail" in log
    assert 'RESP BODY: {"servers": []}' in log


def test_the_token_and_the_password_of_the_user_are_not_logged(debugging, cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
    log = _messages(debugging)
    assert "REQ: curl" in log
    assert cloud.requests[1].json["auth"]["identity"]["password"]["user"]["password"] == "secret"
    assert "secret" not in log
    assert "TOKEN-OF-THE-CLOUD" not in log


SECRET_CALLS = {
    "adminPass of create": lambda s: s.create("x", flavor="1", nics="none", admin_pass="s3cr3t"),
    "adminPass of rebuild": lambda s: s.rebuild("1", "image", password="s3cr3t"),
    "adminPass of rescue": lambda s: s.rescue("1", password="s3cr3t"),
    "adminPass of evacuate": lambda s: s.evacuate("1", password="s3cr3t"),
    "changePassword": lambda s: s.change_password("1", "s3cr3t"),
    "a password with a quote": lambda s: s.change_password("1", 'a"s3cr3t'),
    "a password with an apostrophe": lambda s: s.change_password("1", "a's3cr3t"),
    "a password with a backslash": lambda s: s.change_password("1", "a\\s3cr3t"),
    "user data of create": lambda s: s.create("x", flavor="1", nics="none", userdata="s3cr3t"),
    "user data of rebuild": lambda s: s.rebuild("1", "image", userdata="s3cr3t"),
}


@pytest.mark.parametrize("call", SECRET_CALLS.values(), ids=SECRET_CALLS)
def test_secrets_of_requests_are_not_logged(nova, requests_mock, debugging, call):
    requests_mock.post(ANY, json={"server": {"id": "1"}}, headers=JSON)
    call(nova.servers)
    log = _messages(debugging)
    assert "REQ: curl" in log
    assert "s3cr3t" not in log
    assert "czNjcjN0" not in log, "in base64"


@pytest.mark.parametrize(
    "body",
    [
        {"server": {"adminPass": "s3cr3t"}},
        {"password": "s3cr3t"},
        {"password": 'a"s3cr3t'},
        {"remote_console": {"url": "http://console.example/?token=s3cr3t"}},
        {"remote_console": {"url": "http://console.example/?path=%3Ftoken%3Ds3cr3t"}},
        {"server": {"OS-EXT-SRV-ATTR:user_data": "s3cr3t"}},
    ],
    ids=str,
)
def test_secrets_of_responses_are_not_logged(nova, requests_mock, debugging, body):
    requests_mock.get(f"{ENDPOINT}/x", json=body, headers=JSON)
    assert nova.client.get("/x")[1] == body
    log = _messages(debugging)
    assert "RESP BODY" in log
    assert "s3cr3t" not in log


def test_the_logger_of_the_caller_is_the_logger_of_the_client(make_client):
    logger = logging.getLogger("mine")
    nova = make_client(logger=logger)
    assert nova.logger is logger
    assert nova.client.logger is logger


def test_by_default_the_client_has_a_plain_logger(nova, session):
    assert type(nova.client.logger) is logging.Logger
    assert nova.client.logger is nova.logger
    assert type(client.SessionClient(session=session).logger) is logging.Logger


def test_the_logger_of_a_client_can_be_set(nova):
    logger = logging.getLogger("mine")
    nova.client.logger = logger
    assert nova.client.logger is logger
    assert nova.at_microversion("2.60").client.logger is logger


def test_requests_are_logged_by_the_logger_of_the_caller(make_client, requests_mock, caplog):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    logger = logging.getLogger("mine")
    with caplog.at_level(logging.DEBUG, "mine"):
        make_client(logger=logger).servers.list()
    assert {record.name for record in caplog.records if "REQ" in record.getMessage()} == {"mine"}


def test_http_log_debug_turns_logging_on(make_client, requests_mock, caplog):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    logger = logging.getLogger("mine.too")
    logger.setLevel(logging.WARNING)
    make_client(logger=logger).servers.list()
    assert "REQ: curl" not in _messages(caplog)
    make_client(logger=logger, http_log_debug=True).servers.list()
    assert "REQ: curl" in _messages(caplog)


def test_without_http_log_debug_the_level_of_the_logger_is_not_changed(make_client):
    logger = logging.getLogger("mine.three")
    make_client(logger=logger)
    assert logger.level == logging.NOTSET


def test_no_handlers_are_added(make_client, requests_mock, log_in):
    def handlers():
        loggers = [logging.root, *logging.root.manager.loggerDict.values()]
        return [
            handler
            for logger in loggers
            if isinstance(logger, logging.Logger)
            for handler in logger.handlers
            if not isinstance(handler, logging.NullHandler)
        ]

    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    before = handlers()
    make_client("2.1", http_log_debug=True, logger=logging.getLogger("mine.four")).servers.list()
    log_in()
    assert handlers() == before


def test_nothing_is_printed(nova, requests_mock, capsys):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova.servers.list()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("headers", [{}, MICROVERSION], ids=["without", "with"])
def test_a_response_is_not_logged_at_level_info_with_or_without_a_microversion(
    nova, requests_mock, caplog, headers
):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []}, headers=headers)
    nova.servers.list()
    assert caplog.records == []


def test_an_error_response_is_not_reported_as_lacking_a_header(nova, requests_mock, caplog):
    requests_mock.get(f"{ENDPOINT}/servers/1", status_code=404)
    with pytest.raises(exceptions.NotFound):
        nova.servers.get("1")
    assert caplog.records == []


class RecordedReads(requests.adapters.BaseAdapter):
    """A transport whose responses record the sizes in which they are read."""

    def __init__(self, content):
        super().__init__()
        self.content = content
        self.sizes = []

    def send(self, request, **kwargs):
        body = io.BytesIO(self.content)

        def read(size=None, decode_content=None):
            self.sizes.append(size)
            return body.read(size)

        response = requests.Response()
        response.status_code = 200
        response.request = request
        response.url = request.url
        response.raw = types.SimpleNamespace(
            read=read, release_conn=body.close, length_remaining=len(body.getvalue())
        )
        return response

    def close(self):
        pass


def test_a_page_of_servers_is_read_at_once(session):
    rows = [{"id": str(number), "name": "x" * 100} for number in range(1000)]
    transport = RecordedReads(json.dumps({"servers": rows}).encode())
    session.session.mount(ENDPOINT, transport)
    nova = client.Client("2.1", session=session)
    assert [server.id for server in nova.servers.list()] == [row["id"] for row in rows]
    assert transport.sizes == [None]


class OnlyRequest:
    """What an application may use as the session of keystoneauth: it only has ``request()``."""

    def __init__(self):
        self._session = requests.Session()

    def request(self, method, url, **kwargs):
        return self._session.request(method, url, **kwargs)


class OddHooks(OnlyRequest):
    hooks = None


@pytest.mark.parametrize("below", [OnlyRequest, OddHooks])
def test_a_session_may_use_an_object_with_nothing_but_request(below, requests_mock):
    session = ksession.Session(auth=token_endpoint.Token(ENDPOINT, "TOKEN"), session=below())
    requests_mock.get(f"{ENDPOINT}/servers/s-1", json={"server": {"id": "s-1"}})
    assert client.Client("2.1", session=session).servers.get("s-1").id == "s-1"


@pytest.mark.parametrize("several", [True, False])
def test_hooks_of_the_session_are_still_called(session, requests_mock, several):
    called = []

    def record(response, **_):
        called.append(response.url)

    session.session.hooks["response"] = [record] if several else record
    requests_mock.get(f"{ENDPOINT}/servers/s-1", json={"server": {"id": "s-1"}})
    client.Client("2.1", session=session).servers.get("s-1")
    assert called == [f"{ENDPOINT}/servers/s-1"]


# The methods of SessionClient.


METHODS = ["get", "post", "put", "delete", "patch", "head"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", [302, 400, 401, 404, 500])
def test_without_raise_exc_an_error_response_is_returned(nova, requests_mock, method, status):
    fault = {"fault": {"message": "No"}}
    requests_mock.request(method, f"{ENDPOINT}/x", status_code=status, json=fault)
    response, body = getattr(nova.client, method)("/x", raise_exc=False)
    assert (response.status_code, body) == (status, fault)


@pytest.mark.parametrize("options", [{}, {"raise_exc": None}, {"raise_exc": True}], ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_an_error_response_raises_an_exception_of_the_library(
    nova, requests_mock, method, options
):
    fault = {"itemNotFound": {"message": "There is none"}}
    requests_mock.request(method, f"{ENDPOINT}/x", status_code=404, json=fault)
    with pytest.raises(exceptions.NotFound, match="There is none"):
        getattr(nova.client, method)("/x", **options)


def test_the_body_of_an_error_response_that_is_not_json_is_none(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/x", status_code=502, text=HTML)
    response, body = nova.client.get("/x", raise_exc=False)
    assert (response.text, body) == (HTML, None)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("content", [b"", b" ", b"ok", HTML.encode(), b'{"cut', b"\xff\xfe"])
def test_the_body_of_a_success_that_is_not_json_is_none(nova, requests_mock, method, content):
    requests_mock.request(method, f"{ENDPOINT}/x", content=content)
    response, body = getattr(nova.client, method)("/x")
    assert (response.content, body) == (content, None)


def test_a_subclass_may_override_request(session, monkeypatch):
    class Fake(client.SessionClient):
        def request(self, url, method, **kwargs):
            return types.SimpleNamespace(headers={}, status_code=200), {"server": {"id": url}}

    monkeypatch.setattr(client_v2, "SessionClient", Fake)
    assert client.Client("2.1", session=session).servers.get("1").id == "/servers/1"


def test_an_overridden_request_that_returns_no_body_is_an_unexpected_response(
    session, monkeypatch
):
    class Fake(client.SessionClient):
        def request(self, url, method, **kwargs):
            return types.SimpleNamespace(headers={}, status_code=200), None

    monkeypatch.setattr(client_v2, "SessionClient", Fake)
    with pytest.raises(exceptions.UnexpectedResponse, match="there is no 'server' in it"):
        client.Client("2.1", session=session).servers.get("1")
