from __future__ import annotations

import datetime
import ssl

import pytest
import trustme
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import token_endpoint

from novaclient import client
from tests.unit.fault_server import FaultServer, drip
from tests.unit.server import PATIENCE

YESTERDAY = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def cacert(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture
def serve(authority):
    """Start servers on 127.0.0.1 with a certificate of the authority for given names."""
    running = []

    def serve(*names, client_authority=None, **kwargs):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names, **kwargs).configure_cert(tls)
        if client_authority is not None:
            tls.verify_mode = ssl.CERT_REQUIRED
            client_authority.configure_trust(tls)
        running.append(FaultServer(tls).__enter__())
        return running[-1]

    yield serve
    for server in running:
        server.__exit__()


def _connect(server, timeout=PATIENCE, **kwargs):
    auth = token_endpoint.Token(server.url, "TOKEN")
    return client.Client("2.1", auth=auth, timeout=timeout, **kwargs)


def _names(server, **kwargs):
    with _connect(server, **kwargs) as nova:
        return [found.name for found in nova.servers.list()]


def test_a_certificate_of_a_trusted_authority_is_accepted(serve, cacert):
    assert _names(serve("127.0.0.1"), cacert=cacert) == ["web"]


def test_a_certificate_of_an_unknown_authority_is_refused(serve):
    server = serve("127.0.0.1")
    with pytest.raises(kexceptions.SSLError, match="verify failed"):
        _names(server)
    assert server.requests == []


def test_an_expired_certificate_is_refused(serve, cacert):
    server = serve("127.0.0.1", not_after=YESTERDAY)
    with pytest.raises(kexceptions.SSLError, match="expired"):
        _names(server, cacert=cacert)
    assert server.requests == []


def test_a_certificate_of_another_host_is_refused(serve, cacert):
    server = serve("nova.example")
    with pytest.raises(kexceptions.SSLError, match=r"127\.0\.0\.1"):
        _names(server, cacert=cacert)
    assert server.requests == []


@pytest.mark.parametrize("retries", [{}, {"connect_retries": 3, "connect_retry_delay": 0}])
def test_the_client_works_after_a_refused_certificate(serve, cacert, retries):
    bad, good = serve("nova.example"), serve("127.0.0.1")
    with _connect(bad, cacert=cacert, **retries) as nova:
        with pytest.raises(kexceptions.SSLError):
            nova.servers.list()
        assert len(bad.threads) == 2
        nova.client.endpoint_override = good.url
        assert [found.name for found in nova.servers.list()] == ["web"]


# urllib3 warns the user, and the library does not suppress that.
@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_insecure_turns_verification_off(serve):
    server = serve("nova.example", not_after=YESTERDAY)
    assert _names(server, insecure=True) == ["web"]


def test_cacert_takes_precedence_over_insecure(serve, cacert):
    with pytest.raises(kexceptions.SSLError):
        _names(serve("nova.example"), insecure=True, cacert=cacert)


def test_a_missing_cacert_is_named(serve, tmp_path):
    with pytest.raises(OSError, match=r"no-such\.pem"):
        _names(serve("127.0.0.1"), cacert=str(tmp_path / "no-such.pem"))


@pytest.fixture
def own_certificate(tmp_path):
    """An authority that the server trusts, with a certificate and a key of the client."""
    authority = trustme.CA()
    issued = authority.issue_cert("client.example")
    paths = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"), str(tmp_path / "both.pem")
    issued.cert_chain_pems[0].write_to_path(paths[0])
    issued.private_key_pem.write_to_path(paths[1])
    issued.private_key_and_cert_chain_pem.write_to_path(paths[2])
    return authority, *paths


def test_a_client_presents_its_certificate(serve, cacert, own_certificate):
    authority, cert, key, _ = own_certificate
    server = serve("127.0.0.1", client_authority=authority)
    assert _names(server, cacert=cacert, cert=(cert, key)) == ["web"]


def test_certificate_and_key_may_be_in_one_file(serve, cacert, own_certificate):
    authority, _, _, both = own_certificate
    assert _names(serve("127.0.0.1", client_authority=authority), cacert=cacert, cert=both) == [
        "web"
    ]


def test_a_client_without_the_required_certificate_gets_no_response(
    serve, cacert, own_certificate
):
    server = serve("127.0.0.1", client_authority=own_certificate[0])
    with pytest.raises(kexceptions.ConnectionError):
        _names(server, cacert=cacert)
    assert server.requests == []


def test_a_timeout_applies_to_the_whole_response(serve, cacert):
    server = serve("127.0.0.1")
    server.faults = [drip(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b" ")]
    with _connect(server, 0.3, cacert=cacert) as nova, pytest.raises(kexceptions.ConnectFailure):
        nova.servers.list()


FORKING = """
import os, sys
from keystoneauth1 import token_endpoint
from novaclient import client

nova = client.Client("2.1", auth=token_endpoint.Token(sys.argv[1], "TOKEN"), cacert=sys.argv[2])
nova.servers.list()
child = os.fork()
if not child:
    nova.servers.list()
    nova.__exit__(None, None, None)
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
nova.servers.list()
"""


def test_a_forked_child_leaves_the_connection_of_its_parent_open(serve, cacert, run_python):
    server = serve("127.0.0.1")
    run_python(FORKING, server.url, cacert)
    assert server.sent() == ["GET /servers/detail"] * 3
    # One connection of the parent and one of the child.
    assert len(server.threads) == 1 + 2
