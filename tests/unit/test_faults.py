from __future__ import annotations

import contextlib
import csv
import gzip
import json
import logging
import pathlib
import socket
import threading
from typing import NamedTuple

import pytest
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import client, exceptions
from tests.unit import fault_server
from tests.unit.fault_server import FaultServer, answer, drip, raw
from tests.unit.server import PATIENCE

HTML = b"<html><h1>Bad Gateway</h1></html>"
OK = b"HTTP/1.1 200 OK\r\n"
JSON = OK + b"Content-Type: application/json\r\n"
LATIN = '{"servers": [{"name": "Zürich"}]}'.encode("latin-1")

#: A timeout far below the patience of the server, for responses that never end by themselves.
SHORT = 0.3


class Fault(NamedTuple):
    """What a server may do wrong, in the words of the guide, and the exception that follows."""

    name: str
    guide: str
    fault: fault_server.Fault
    error: type[Exception]
    code: int | None = None

    @property
    def timeout(self) -> float:
        return SHORT if "within the timeout" in self.guide else PATIENCE


FAULTS = [
    Fault(
        "nothing", "Closes the connection before the response", raw(), kexceptions.ConnectFailure
    ),
    Fault(
        *("garbage", "Sends something that is not HTTP"),
        *(raw(b"\x16\x03\x01 what?\r\n\r\n"), kexceptions.ConnectFailure),
    ),
    Fault(
        *("many-headers", "Sends something that is not HTTP"),
        *(raw(OK + b"A: b\r\n" * 200 + b"\r\n"), kexceptions.ConnectFailure),
    ),
    Fault(
        *("half-headers", "Closes the connection while sending the headers"),
        *(raw(JSON + b"Content-Le"), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("half-body", "Closes the connection while sending the body"),
        *(raw(JSON + b'Content-Length: 50\r\n\r\n{"serv'), kexceptions.UnknownConnectionError),
    ),
    Fault(
        *("half-chunks", "Closes the connection while sending the body"),
        raw(JSON + b'Transfer-Encoding: chunked\r\n\r\n6\r\n{"serv\r\n'),
        kexceptions.UnknownConnectionError,
    ),
    Fault(
        *("bad-chunks", "Closes the connection while sending the body"),
        raw(JSON + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        kexceptions.UnknownConnectionError,
    ),
    *(
        Fault(
            *(f"length-{length:.0e}", "Closes the connection while sending the body"),
            raw(JSON + b"Content-Length: %d\r\n\r\n" % length, b'{"serv'),
            kexceptions.UnknownConnectionError,
        )
        for length in (20_000_000_000, 2**63 - 1, 2**63, 2**200)
    ),
    *(
        Fault(
            *(f"chunk-{size}", "Closes the connection while sending the body"),
            raw(JSON + b"Transfer-Encoding: chunked\r\n\r\n%s\r\n" % size, b'{"serv'),
            kexceptions.UnknownConnectionError,
        )
        for size in (b"4a817c800", b"7fffffffffffffff", b"8000000000000000", b"f" * 50, b"-5")
    ),
    Fault(
        *("bad-gzip", "Declares a compression that the body does not have"),
        answer(gzip.compress(b"{}")[:-9] + b"123456789", Content_Encoding="gzip"),
        kexceptions.UnknownConnectionError,
    ),
    Fault(
        *("no-gzip", "Declares a compression that the body does not have"),
        *(answer(HTML, Content_Encoding="gzip"), kexceptions.UnknownConnectionError),
    ),
    Fault(
        *("half-json", "Sends incomplete JSON"),
        *(answer(b'{"servers": [{"id": '), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("list", "Sends JSON of an unexpected shape"),
        *(answer([1, 2]), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("text", "Sends JSON of an unexpected shape"),
        *(answer({"servers": "none"}), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("missing-key", "Omits a key"),
        *(answer({"flavors": []}), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("null", "Sends null instead of an object or a list"),
        *(answer(b"null"), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("null-list", "Sends null instead of an object or a list"),
        *(answer({"servers": None}), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("null-object", "Sends null instead of an object or a list"),
        *(answer({"servers": [None]}), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("html-200", "Sends HTML with status 200"),
        *(answer(HTML, kind="text/html"), exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("html-502", "Sends HTML with status 502"),
        *(answer(HTML, 502, "text/html"), exceptions.ClientException, 502),
    ),
    Fault("no-body", "Sends no body", answer(), exceptions.UnexpectedResponse, 200),
    Fault(
        *("latin-1", "Sends a body in Latin-1"),
        answer(LATIN, kind="application/json; charset=latin-1"),
        *(exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("bad-charset", "Declares an encoding that cannot be used"),
        answer(LATIN, kind="application/json; charset=undefined"),
        *(exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("huge-html", "Sends 100 MB that are not JSON"),
        answer(HTML * (100_000_000 // len(HTML)), kind="application/octet-stream"),
        *(exceptions.UnexpectedResponse, 200),
    ),
    Fault(
        *("silence", "Does not begin its response within the timeout"),
        *(fault_server.say_nothing, kexceptions.ConnectTimeout),
    ),
    Fault(
        *("dripping-headers", "Does not send all headers within the timeout"),
        *(drip(OK + b"Content-Type: ", b"x"), kexceptions.ConnectTimeout),
    ),
    Fault(
        *("endless-continue", "Does not send all headers within the timeout"),
        *(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), kexceptions.ConnectTimeout),
    ),
    Fault(
        *("dripping-body", "Does not send the whole body within the timeout"),
        *(drip(JSON + b"Content-Length: 5000\r\n\r\n", b" "), kexceptions.ConnectFailure),
    ),
    Fault(
        *("dripping-chunks", "Does not send the whole body within the timeout"),
        drip(JSON + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        kexceptions.ConnectFailure,
    ),
    Fault(
        *("no-location", "Redirects without a Location header"),
        *(answer(status=302), exceptions.ClientException, 302),
    ),
    Fault(
        *("bad-location", "Redirects to an invalid URL"),
        *(answer(status=302, Location="http://["), kexceptions.UnknownConnectionError),
    ),
    Fault(
        *("401", "Responds with 401 repeatedly"),
        *(answer({"error": {"message": "No"}}, 401), exceptions.Unauthorized, 401),
    ),
]


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def connect(server):
    """Create a client of the server, with a session of its own."""
    with contextlib.ExitStack() as stack:

        def connect(timeout=PATIENCE, **kwargs):
            auth = token_endpoint.Token(server.url, "TOKEN")
            nova = client.Client("2.1", auth=auth, timeout=timeout, **kwargs)
            return stack.enter_context(nova)

        yield connect


@pytest.fixture
def nova(connect):
    return connect()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_the_exception_of_the_guide(connect, server, fault):
    nova = connect(fault.timeout)
    server.faults = [fault.fault]
    with pytest.raises(fault.error) as caught:
        nova.servers.list()
    assert type(caught.value) is fault.error
    if fault.code is not None:
        assert caught.value.code == fault.code


@pytest.mark.parametrize("fault", [f for f in FAULTS if "MB" not in f.guide], ids=lambda f: f.name)
def test_after_a_fault_the_client_works_and_leaves_no_threads_or_connections(
    connect, server, fault
):
    before = set(threading.enumerate())
    nova = connect(fault.timeout)
    server.faults = [fault.fault]
    with pytest.raises(fault.error):
        nova.servers.list()
    assert [found.name for found in nova.servers.list()] == ["web"]
    assert set(threading.enumerate()) - server.threads <= before
    nova.__exit__(None, None, None)
    assert server.all_closed()


def _rows_of_the_guide():
    guide = pathlib.Path(__file__).parents[2] / "doc" / "source" / "user" / "errors.rst"
    _, _, table = guide.read_text().partition("   :header: The server, What is raised\n")
    lines = table.strip().partition("\n\n")[0].splitlines()
    return {
        tuple(row) for row in csv.reader((line.strip() for line in lines), skipinitialspace=True)
    }


def _row(fault):
    return fault.guide, f"``{fault.error.__name__}``"


def test_the_guide_names_these_faults():
    tls = kexceptions.SSLError
    others = {
        Fault("", "Refuses the connection", raw(), kexceptions.ConnectFailure),
        Fault("", "Redirects in a loop", raw(), exceptions.ClientException),
        Fault("", "Has a certificate that has expired", raw(), tls),
        Fault("", "Has a certificate for another host", raw(), tls),
        Fault("", "Has a certificate that no trusted authority has signed", raw(), tls),
    }
    assert _rows_of_the_guide() == {_row(fault) for fault in {*FAULTS, *others}}


def test_a_refused_connection_is_a_connect_failure():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        auth = token_endpoint.Token(url, "TOKEN")
        nova = client.Client("2.1", auth=auth, timeout=PATIENCE)
        with pytest.raises(kexceptions.ConnectFailure):
            nova.servers.list()


def test_redirects_in_a_circle_end(nova, server):
    server.faults = [answer(status=302, Location=f"{server.url}/servers/detail")] * 50
    with pytest.raises(exceptions.ClientException) as caught:
        nova.servers.list()
    assert caught.value.code == 302
    assert 2 < len(server.requests) < 50


def test_a_body_in_utf_16_is_read(nova, server):
    body = '{"servers": [{"id": "s", "name": "Zürich"}]}'.encode("utf-16")
    server.faults = [answer(body, kind="application/json; charset=utf-16")]
    assert nova.servers.list()[0].name == "Zürich"


def test_a_hundred_megabytes_are_read(nova, server):
    server.faults = [answer({"servers": [{"id": "s", "name": "x" * 100_000_000}]})]
    assert len(nova.servers.list()[0].name) == 100_000_000


def test_a_body_that_is_not_json_is_kept(nova, server):
    server.faults = [answer(HTML, kind="text/html")]
    with pytest.raises(exceptions.UnexpectedResponse) as caught:
        nova.servers.list()
    assert caught.value.details == HTML.decode()


def test_the_cause_of_a_failure_is_chained(nova, server):
    server.faults = [raw()]
    with pytest.raises(kexceptions.ConnectFailure) as caught:
        nova.servers.list()
    assert caught.value.__context__ is not None


def test_a_session_of_the_caller_raises_the_same_exceptions(server):
    server.faults = [raw(JSON + b'Content-Length: 50\r\n\r\n{"serv')]
    session = ksession.Session(auth=token_endpoint.Token(server.url, "TOKEN"))
    with pytest.raises(kexceptions.UnknownConnectionError):
        client.Client("2.1", session=session).servers.list()
    session.session.close()


def test_a_token_that_is_refused_once_is_renewed(log_in, server, cloud):
    server.faults = [answer(status=401)]
    with log_in(endpoint_override=server.url) as nova:
        assert [found.name for found in nova.servers.list()] == ["web"]
    assert len(cloud.sent("POST", "/auth/tokens")) == len(server.requests) == 2


def test_a_token_that_is_always_refused_is_unauthorized(log_in, server):
    server.faults = [answer(status=401)] * 9
    with log_in(endpoint_override=server.url) as nova, pytest.raises(exceptions.Unauthorized):
        nova.servers.list()
    assert len(server.requests) == 2


HUGE = [
    pytest.param(b"Content-Length: %d\r\n\r\n" % 20_000_000_000, id="20 GB"),
    pytest.param(b"Content-Length: %d\r\n\r\n" % 2**63, id="2**63"),
    pytest.param(b"Transfer-Encoding: chunked\r\n\r\n4a817c800\r\n", id="chunk of 20 GB"),
    pytest.param(b"Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\n", id="chunk of 2**63"),
]


@pytest.mark.parametrize("head", HUGE)
def test_a_session_of_the_caller_reads_a_huge_body_as_it_arrives(server, head):
    server.faults = [raw(JSON + head, b'{"serv')]
    session = ksession.Session(auth=token_endpoint.Token(server.url, "TOKEN"))
    with pytest.raises(kexceptions.UnknownConnectionError):
        client.Client("2.1", session=session).servers.list()
    session.session.close()


LIMITED = """
import resource, sys
from keystoneauth1 import exceptions, token_endpoint
from novaclient import client

resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
nova = client.Client("2.1", auth=token_endpoint.Token(sys.argv[1], "TOKEN"))
try:
    nova.servers.list()
except exceptions.UnknownConnectionError:
    print("connection broken")
"""


@pytest.mark.parametrize("head", HUGE)
def test_no_memory_is_allocated_for_a_body_that_does_not_arrive(server, run_python, head):
    server.faults = [raw(JSON + head, b'{"serv')]
    assert run_python(LIMITED, server.url) == "connection broken\n"


@pytest.mark.parametrize("head", HUGE)
def test_an_error_response_with_a_huge_body_is_read_as_it_arrives(nova, server, head):
    server.faults = [raw(b"HTTP/1.1 500 No\r\n" + head, b'{"serv')]
    with pytest.raises(kexceptions.UnknownConnectionError):
        nova.servers.list()


@pytest.mark.parametrize("length", [b"-1", b"-5", b"many", b"9" * 5000, b""])
def test_an_invalid_content_length_is_ignored(nova, server, length):
    body = b'{"servers": [{"id": "s-1", "name": "web"}]}'
    server.faults = [raw(JSON + b"Content-Length: " + length + b"\r\n\r\n", body)]
    assert [found.name for found in nova.servers.list()] == ["web"]


@pytest.mark.parametrize("chunked", [True, False])
def test_a_long_body_is_read_completely(nova, server, chunked):
    body = json.dumps({"servers": [{"id": "s", "name": "x" * 20_000_000}]}).encode()
    if chunked:
        size = 3_000_000
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        pieces = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""]]
        server.faults = [raw(JSON + b"Transfer-Encoding: chunked\r\n\r\n", *pieces)]
    else:
        server.faults = [answer(body)]
    assert len(nova.servers.list()[0].name) == 20_000_000


ENCODINGS = ["undefined", "idna", "punycode", "unicode_escape", "a\0b", "nope", "hex"]


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_call_does_not_fail_because_a_response_is_logged(nova, server, caplog, encoding, status):
    body = '{"servers": [{"name": "Zürich\\\\"}], "fault": {"message": "Zürich"}}'.encode()
    server.faults = [answer(body, status, f"application/json; charset={encoding}")]
    with caplog.at_level(logging.DEBUG):
        _, found = nova.client.get("/servers", raise_exc=False)
    assert found["servers"][0]["name"] == "Zürich\\"
    assert "RESP BODY" in caplog.text


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_body_of_an_error_is_kept_in_any_encoding(nova, server, caplog, encoding, debug):
    server.faults = [answer("Zürich".encode(), 500, f"text/plain; charset={encoding}")]
    caplog.set_level(logging.DEBUG if debug else logging.INFO)
    with pytest.raises(exceptions.ClientException) as caught:
        nova.servers.list()
    assert caught.value.details == "Zürich"
