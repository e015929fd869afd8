"""Consoles, console output and passwords."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    ("version", "console"), [("2.1", "webmks"), ("2.7", "webmks"), ("2.8", "x"), ("2.1", "x")]
)
def test_an_unknown_type_of_console_is_refused_before_a_request(
    make_client, requests_mock, version, console
):
    with pytest.raises(exceptions.UnsupportedConsoleType, match=console):
        make_client(version).servers.get_console_url("s1", console)
    assert requests_mock.call_count == 0


def test_up_to_2_5_a_console_that_is_not_an_object_is_an_unexpected_response(
    make_client, requests_mock
):
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        json=["x"],
        headers={"x-compute-request-id": "req-1"},
    )
    with pytest.raises(exceptions.UnexpectedResponse, match="'body' is not an object") as caught:
        make_client("2.5").servers.get_vnc_console("s1", "novnc")
    error = caught.value
    assert (error.url, error.method, error.code) == ("/servers/s1/action", "POST", 200)
    assert error.request_id == "req-1"
