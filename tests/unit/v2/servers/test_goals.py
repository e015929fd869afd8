"""What servers are waited for to be."""

from __future__ import annotations

import re

import pytest

from novaclient.v2.servers import goals
from tests.unit.v2.servers.conftest import HOW


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        ("ACTIV", "'ACTIV' is not a status of servers; did you mean ACTIVE?"),
        ("SHUT_OFF", "did you mean SHUTOFF?"),
        ("VERIFYRESIZE", "did you mean VERIFY_RESIZE?"),
        (
            "stopped",
            "'stopped' is not a status of servers; Nova has ACTIVE, BUILD, DELETED, ERROR, ",
        ),
        (5, "5 is not a status of servers"),
        (("ACTIVE", "ACTIV"), "'ACTIV' is not"),
    ],
)
def test_a_status_that_nova_does_not_have_is_refused_before_a_request(
    server, requests_mock, status, meant
):
    with pytest.raises(ValueError, match=re.escape(meant)):
        server.wait_for([status] if status == 5 else status, **HOW)
    assert requests_mock.request_history == []


@pytest.mark.parametrize("status", sorted(goals.STATUSES))
def test_every_status_of_nova_can_be_waited_for(server, walk, status):
    walk("ACTIVE", status)
    assert server.wait_for(status.lower(), **HOW).status == status


def test_a_goal_says_what_it_is():
    def is_moved(server):
        return False

    assert str(goals.goal("active")) == "ACTIVE"
    assert str(goals.goal(["SHELVED", "SHELVED_OFFLOADED"])) == "SHELVED or SHELVED_OFFLOADED"
    assert str(goals.goal(is_moved)) == "is_moved()"
    assert str(goals.goal(lambda server: True)) == "a condition"
