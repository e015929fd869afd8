from __future__ import annotations

import datetime
import email.utils
import socket
import time

import pytest
import requests
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import client, exceptions, retries
from tests.unit.conftest import ENDPOINT
from tests.unit.fault_server import FaultServer, answer, raw

CUT = raw(b'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"serv')
DROP = raw()
URL = f"{ENDPOINT}/servers/detail"


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def connect(server):
    """A client of the server that retries without delay."""

    def connect(**kwargs):
        delays = {"connect_retry_delay": 0, "status_code_retry_delay": 0}
        auth = token_endpoint.Token(server.url, "TOKEN")
        return client.Client("2.1", auth=auth, **{**delays, **kwargs})

    return connect


@pytest.fixture
def slept(monkeypatch):
    """What was slept, in seconds; nobody really sleeps."""
    seconds = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


def _post(nova):
    return nova.client.post("/servers", body={"server": {}})


class TestNoAnswer:
    def test_nothing_is_retried_by_default(self, server, connect):
        server.faults = [DROP]
        with connect() as nova, pytest.raises(kexceptions.ConnectFailure):
            nova.servers.list()
        assert len(server.requests) == 1

    @pytest.mark.parametrize("fault", [DROP, CUT], ids=["dropped", "cut"])
    def test_a_get_is_retried(self, server, connect, fault):
        server.faults = [fault, fault]
        with connect(connect_retries=2) as nova:
            assert nova.servers.list()[0].name == "web"
        assert server.sent() == ["GET /servers/detail"] * 3

    def test_at_most_as_often_as_wanted(self, server, connect):
        server.faults = [DROP] * 9
        with connect(connect_retries=2) as nova, pytest.raises(kexceptions.ConnectFailure):
            nova.servers.list()
        assert len(server.requests) == 3

    @pytest.mark.parametrize("method", ["put", "delete"])
    def test_what_may_be_repeated_is_retried(self, server, connect, method):
        server.faults = [DROP]
        with connect(connect_retries=1) as nova:
            getattr(nova.client, method)("/servers/1")
        assert server.sent() == [f"{method.upper()} /servers/1"] * 2

    @pytest.mark.parametrize("fault", [DROP, CUT], ids=["dropped", "cut"])
    def test_a_post_that_may_have_been_carried_out_is_not_sent_twice(self, server, connect, fault):
        server.faults = [fault]
        with connect(connect_retries=3) as nova, pytest.raises(kexceptions.ConnectionError):
            _post(nova)
        assert server.sent() == ["POST /servers"]

    @pytest.mark.parametrize("fault", [DROP, CUT], ids=["dropped", "cut"])
    def test_a_post_is_sent_twice_if_the_caller_says_so(self, server, connect, fault):
        server.faults = [fault]
        with connect(connect_retries=3, retry_posts=True) as nova:
            _post(nova)
        assert server.sent() == ["POST /servers"] * 2
        assert server.requests[0].body == server.requests[1].body

    def test_the_retries_of_a_session_do_not_send_a_post_twice(self, server):
        auth = token_endpoint.Token(server.url, "TOKEN")
        session = ksession.Session(auth=auth, connect_retries=3)
        server.faults = [DROP]
        with pytest.raises(kexceptions.ConnectFailure):
            _post(client.Client("2.1", session=session))
        assert server.sent() == ["POST /servers"]
        session.session.close()

    def test_a_post_whose_connection_is_refused_was_not_sent_and_is_retried(self, slept):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}"
            auth = token_endpoint.Token(url, "TOKEN")
            nova = client.Client("2.1", auth=auth, connect_retries=3)
            with pytest.raises(kexceptions.ConnectFailure):
                _post(nova)
        assert slept == [0.5, 1, 2]

    def test_a_read_timeout_of_a_post_is_not_retried(self, make_client, requests_mock, slept):
        requests_mock.post(f"{ENDPOINT}/servers", exc=requests.exceptions.ReadTimeout)
        with pytest.raises(kexceptions.ConnectTimeout):
            _post(make_client(connect_retries=3))
        assert requests_mock.call_count == 1

    def test_a_connect_timeout_of_a_post_is_retried(self, make_client, requests_mock, slept):
        answers = [{"exc": requests.exceptions.ConnectTimeout}, {"json": {}}]
        requests_mock.post(f"{ENDPOINT}/servers", answers)
        _post(make_client(connect_retries=1))
        assert requests_mock.call_count == 2

    def test_one_request_may_have_retries_of_its_own(self, server, connect):
        server.faults = [DROP]
        with connect() as nova:
            nova.client.get("/servers/detail", connect_retries=1)
        assert len(server.requests) == 2

    def test_one_request_may_go_without_retries(self, server, connect):
        server.faults = [DROP]
        with connect(connect_retries=3) as nova, pytest.raises(kexceptions.ConnectFailure):
            nova.client.get("/servers/detail", connect_retries=0)
        assert len(server.requests) == 1

    def test_other_services_are_retried_as_well(self, server, connect):
        server.faults = [DROP, answer({"networks": [{"id": "n", "name": "net"}]})]
        with connect(connect_retries=1) as nova:
            assert nova.neutron.find_network("net").id == "n"

    def test_the_delay_grows_to_a_minute(self, make_client, requests_mock, slept):
        requests_mock.get(URL, exc=requests.exceptions.ConnectTimeout)
        with pytest.raises(kexceptions.ConnectTimeout):
            make_client(connect_retries=9).servers.list()
        assert slept == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]

    def test_the_caller_may_fix_the_delay(self, make_client, requests_mock, slept):
        requests_mock.get(URL, exc=requests.exceptions.ConnectTimeout)
        with pytest.raises(kexceptions.ConnectTimeout):
            make_client(connect_retries=2, connect_retry_delay=7).servers.list()
        assert slept == [7, 7]

    def test_what_is_sent_again_is_logged(self, server, connect, caplog):
        server.faults = [DROP]
        with connect(connect_retries=1) as nova:
            nova.servers.list()
        assert "Sending it again in 0.0 seconds" in caplog.text


class TestNotNow:
    """Answers that say: not now."""

    @pytest.fixture
    def refuse(self, requests_mock):
        """Answer a request with a status, and then as it should be."""

        def refuse(status, retry_after=None, times=1, method="GET", path="servers/detail"):
            headers = {} if retry_after is None else {"Retry-After": retry_after}
            refusal = {"status_code": status, "headers": headers}
            answers = [refusal] * times + [{"json": {"servers": []}}]
            requests_mock.register_uri(method, f"{ENDPOINT}/{path}", answers)

        return refuse

    @pytest.mark.parametrize(
        ("status", "error"),
        [
            (413, exceptions.OverLimit),
            (429, exceptions.RateLimit),
            (503, exceptions.ServiceUnavailable),
        ],
    )
    def test_nothing_is_retried_by_default(
        self, make_client, requests_mock, refuse, slept, status, error
    ):
        refuse(status, "1")
        with pytest.raises(error):
            make_client().servers.list()
        assert (requests_mock.call_count, slept) == (1, [])

    @pytest.mark.parametrize("status", [413, 429, 503])
    def test_the_client_waits_as_long_as_the_server_says(self, make_client, refuse, slept, status):
        refuse(status, "17", times=2)
        assert make_client(status_code_retries=2).servers.list() == []
        assert slept == [17, 17]

    def test_it_waits_until_the_date_that_the_server_says(self, make_client, refuse, slept):
        date = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=60)
        refuse(429, email.utils.format_datetime(date, usegmt=True))
        make_client(status_code_retries=1).servers.list()
        assert 30 < slept[0] <= 61

    def test_a_server_that_asks_for_too_much_is_not_waited_for(self, make_client, refuse, slept):
        refuse(503, str(retries.MAX_RETRY_AFTER + 1))
        with pytest.raises(exceptions.ServiceUnavailable) as caught:
            make_client(status_code_retries=1).servers.list()
        assert (caught.value.retry_after, slept) == (retries.MAX_RETRY_AFTER + 1, [])

    @pytest.mark.parametrize("header", [None, "soon", "-5", "0"])
    def test_without_a_time_it_waits_longer_and_longer(self, make_client, refuse, slept, header):
        refuse(503, header, times=3)
        make_client(status_code_retries=3).servers.list()
        assert slept == [0.5, 1, 2]

    def test_without_a_time_it_waits_as_the_caller_says(self, make_client, refuse, slept):
        refuse(429, times=2)
        make_client(status_code_retries=2, status_code_retry_delay=3).servers.list()
        assert slept == [3, 3]

    def test_a_413_without_a_time_is_no_matter_of_time(self, make_client, refuse, slept):
        refuse(413)
        with pytest.raises(exceptions.OverLimit):
            make_client(status_code_retries=3).servers.list()
        assert slept == []

    def test_at_last_the_exception_of_the_answer_is_raised(
        self, make_client, requests_mock, refuse, slept
    ):
        refuse(503, "2", times=9)
        with pytest.raises(exceptions.ServiceUnavailable) as caught:
            make_client(status_code_retries=2).servers.list()
        assert (caught.value.retry_after, requests_mock.call_count) == (2, 3)

    @pytest.mark.parametrize("status", [413, 429, 503])
    def test_a_post_that_was_refused_is_retried(self, make_client, refuse, slept, status):
        refuse(status, "1", method="POST", path="servers")
        _post(make_client(status_code_retries=1))
        assert slept == [1]

    def test_the_caller_may_name_other_statuses(self, make_client, refuse, slept):
        refuse(502)
        make_client(status_code_retries=1, retriable_status_codes=[502]).servers.list()
        assert slept == [0.5]

    def test_other_statuses_replace_the_usual_ones(self, make_client, refuse, slept):
        refuse(503)
        with pytest.raises(exceptions.ServiceUnavailable):
            make_client(status_code_retries=1, retriable_status_codes=[502]).servers.list()
        assert slept == []

    def test_a_post_that_broke_a_gateway_is_not_sent_twice(self, make_client, refuse, slept):
        refuse(502, method="POST", path="servers")
        with pytest.raises(exceptions.ClientException):
            _post(make_client(status_code_retries=1, retriable_status_codes=[502]))
        assert slept == []

    def test_it_is_sent_twice_if_the_caller_says_so(self, make_client, refuse, slept):
        refuse(502, method="POST", path="servers")
        _post(make_client(status_code_retries=1, retriable_status_codes=[502], retry_posts=True))
        assert slept == [0.5]

    def test_failures_and_refusals_are_counted_apart(self, server, connect):
        refusal = answer(status=503)
        server.faults = [DROP, refusal, DROP, refusal]
        with connect(connect_retries=2, status_code_retries=2) as nova:
            assert nova.servers.list()[0].name == "web"
        assert len(server.requests) == 5

    def test_a_body_of_the_caller_is_sent_unchanged(self, server, connect):
        server.faults = [answer(status=503)]
        body = {"server": {"name": "x"}}
        with connect(status_code_retries=1) as nova:
            nova.client.post("/servers", body=body)
        assert body == {"server": {"name": "x"}}
        assert server.requests[0].headers == server.requests[1].headers


def test_the_adapter_knows_the_retries(make_client):
    nova = make_client(connect_retries=2, status_code_retries=3, retry_posts=True)
    adapter = nova.client
    assert (adapter.connect_retries, adapter.status_code_retries) == (2, 3)
    assert adapter.retry_posts


class TestMethodInLowerCase:
    @pytest.mark.parametrize("method", ["post", "Post", "patch", "pATCH"])
    @pytest.mark.parametrize("own", [True, False], ids=["retries", "retries of the session"])
    def test_it_is_not_sent_twice(self, server, method, own):
        auth = token_endpoint.Token(server.url, "TOKEN")
        session = ksession.Session(auth=auth, connect_retries=0 if own else 3)
        nova = client.Client("2.1", session=session, connect_retries=3 if own else None)
        server.faults = [DROP]
        with pytest.raises(kexceptions.ConnectFailure):
            nova.client.request("/servers", method, body={})
        assert server.sent() == [f"{method.upper()} /servers"]
        session.session.close()

    def test_an_exception_names_it_in_upper_case(self, nova, requests_mock):
        requests_mock.get(f"{ENDPOINT}/x", status_code=404)
        with pytest.raises(exceptions.NotFound) as caught:
            nova.client.request("/x", "get")
        assert caught.value.method == "GET"
