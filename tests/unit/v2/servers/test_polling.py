"""Polling several servers."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import HOW, server_in


@pytest.fixture
def paged(many):
    """Pages of two servers; s0 to s9, newest first."""
    many.page_size = 2
    many.walks = {f"s{number}": ["BUILD", "ACTIVE"] for number in range(10)}
    return many


NO_STRINGS = [0, 1.5, True, [], ["ACTIVE"], {}, {"a": "ACTIVE"}]


def test_one_list_per_poll_serves_any_number_of_servers(nova, many, how):
    for number in range(100):
        many.walks[f"s{number}"] = ["BUILD/spawning", "BUILD", "ACTIVE"]
    ready = nova.servers.wait_for_all(list(many.walks), **how)
    assert [server.id for server in ready] == list(many.walks)
    assert {server.status for server in ready} == {"ACTIVE"}
    assert (len(many.lists), many.gets) == (3, [])


def test_the_servers_of_the_caller_are_loaded_and_returned(nova, many, how):
    many.walks = {"s1": ["ACTIVE"], "s2": ["BUILD", "ACTIVE"]}
    given = [Server(nova.servers, {"id": "s2"}), Server(nova.servers, {"id": "s1"})]
    ready = nova.servers.wait_for_all(given, **how)
    assert [id(server) for server in ready] == [id(server) for server in given]
    assert [server.name for server in given] == ["web-s2", "web-s1"]


def test_a_server_that_is_given_twice_is_waited_for_once(nova, many, how):
    many.walks = {"s1": ["ACTIVE"], "s2": ["ACTIVE"]}
    first, second, third = nova.servers.wait_for_all(["s1", "s2", "s1"], **how)
    assert (first.id, second.id, third.id) == ("s1", "s2", "s1")
    assert len(many.requests) == 1


def test_no_servers_need_no_request(nova, many, how):
    assert nova.servers.wait_for_all([], **how) == []
    assert many.requests == []


def test_progress_gets_each_new_state_of_each_server(nova, many, how):
    many.walks = {"s1": ["BUILD", "BUILD", "ACTIVE"], "s2": ["BUILD", "ACTIVE"]}
    told = []
    nova.servers.wait_for_all(
        ["s1", "s2"], progress=lambda state: told.append((state.resource.id, str(state))), **how
    )
    assert told == [("s1", "BUILD"), ("s2", "BUILD"), ("s2", "ACTIVE"), ("s1", "ACTIVE")]


def test_one_in_error_fails_all_at_once(nova, many, how):
    many.walks = {"s1": ["BUILD"], "s2": ["BUILD", "ERROR"], "s3": ["BUILD"]}
    with pytest.raises(exceptions.ResourceInErrorState, match=r"web-s2.*No valid host") as caught:
        nova.servers.wait_for_all(many.walks, **how)
    assert caught.value.obj.id == "s2"
    assert len(many.lists) == 2


def test_a_timeout_names_those_that_are_not_ready(nova, many):
    many.walks = {"s1": ["ACTIVE"], "s2": ["BUILD/spawning"], "s3": ["BUILD"]}
    with pytest.raises(exceptions.WaitTimeout) as caught:
        nova.servers.wait_for_all(many.walks, timeout=0)
    assert [server.id for server in caught.value.pending] == ["s2", "s3"]
    assert str(caught.value) == (
        "<Server: web-s2> is still BUILD (spawning) after 0 seconds; ACTIVE was awaited; "
        "1 more pending"
    )


def test_a_server_that_leaves_the_list_is_got_once_to_see_that_it_is_gone(nova, many, how):
    many.walks = {f"s{n}": ["ACTIVE/deleting"] * (n + 1) + [None] for n in range(4)}
    ready = nova.servers.wait_for_all(many.walks, "DELETED", **how)
    assert {server.status for server in ready} == {"DELETED"}
    assert many.gets[:3] == ["s0", "s1", "s2"]
    # The last one is waited for alone.
    assert set(many.gets[3:]) == {"s3"}
    assert len(many.requests) == 5 + 3


def test_a_server_that_is_deleted_but_not_for_good_is_not_in_the_list(nova, many, how):
    many.walks = {"s1": ["SOFT_DELETED"], "s2": ["SOFT_DELETED"]}
    many.hidden = {"s1", "s2"}
    ready = nova.servers.wait_for_all(["s1", "s2"], "DELETED", **how)
    assert {server.status for server in ready} == {"SOFT_DELETED"}
    assert sorted(many.gets) == ["s1", "s2"]


def test_a_server_that_is_gone_and_was_to_be_active_is_not_found(nova, many, how):
    many.walks = {"s1": ["BUILD"], "s2": ["BUILD", None], "s3": ["BUILD"]}
    with pytest.raises(exceptions.NotFound, match="no such server"):
        nova.servers.wait_for_all(many.walks, **how)
    assert many.gets == ["s2"]


def test_a_server_of_another_project_is_got_where_the_list_does_not_show_it(nova, many, how):
    many.walks = {"s1": ["BUILD", "ACTIVE"], "s2": ["BUILD", "ACTIVE"], "s3": ["BUILD", "ACTIVE"]}
    many.hidden = {"s2"}
    nova.servers.wait_for_all(many.walks, **how)
    assert (len(many.lists), many.gets) == (2, ["s2", "s2"])


def test_servers_of_all_projects_are_listed_for_administrators(nova, many, how):
    many.walks = {"s1": ["BUILD", "ACTIVE"], "s2": ["BUILD", "ACTIVE"]}
    many.hidden = {"s1", "s2"}
    nova.servers.wait_for_all(many.walks, all_tenants=True, **how)
    assert (len(many.lists), many.gets) == (2, [])


def test_without_all_tenants_nothing_is_said_of_it(nova, many, how):
    many.walks = {"s1": ["ACTIVE"], "s2": ["ACTIVE"]}
    nova.servers.wait_for_all(many.walks, **how)
    assert many.lists[0].qs == {}


def test_all_pages_are_one_list(nova, paged, how):
    nova.servers.wait_for_all(paged.walks, **how)
    assert (len(paged.lists), paged.gets) == (10, [])


def test_no_page_is_listed_after_the_last_server_was_seen(nova, paged, how):
    nova.servers.wait_for_all(["s0", "s1", "s2", "s3"], **how)
    assert (len(paged.lists), paged.gets) == (4, [])


def test_no_more_pages_are_listed_than_servers_are_waited_for(nova, paged):
    # Then it is cheaper to get each.
    paged.walks = dict.fromkeys(paged.walks, ("BUILD",))
    with pytest.raises(exceptions.WaitTimeout):
        nova.servers.wait_for_all(["s8", "s9"], timeout=0)
    assert (len(paged.lists), paged.gets) == (2, ["s8", "s9"])


def test_where_the_list_has_as_many_pages_as_servers_are_left_each_is_got(nova, paged, how):
    paged.walks = {**dict.fromkeys(paged.walks, ("ACTIVE",)), "s9": ["BUILD", "BUILD", "ACTIVE"]}
    nova.servers.wait_for_all(paged.walks, **how)
    assert (len(paged.lists), paged.gets) == (5, ["s9", "s9"])


def test_a_page_whose_marker_is_deleted_meanwhile_is_asked_for_by_the_one_before(nova, paged, how):
    paged.lose_markers = {"s1"}
    nova.servers.wait_for_all(paged.walks, **how)
    markers = [request.qs.get("marker", [None])[0] for request in paged.lists]
    assert markers[:3] == [None, "s1", "s0"]
    assert paged.gets == []


def test_however_many_at_the_end_of_a_page_are_deleted_the_list_goes_on(nova, paged, how):
    paged.page_size = 8
    paged.lose_markers = {f"s{number}" for number in range(1, 8)}
    nova.servers.wait_for_all(paged.walks, **how)
    markers = [request.qs.get("marker", [None])[0] for request in paged.lists]
    assert (markers[0], markers[1]) == (None, "s7")
    assert "s0" in markers
    assert paged.gets == []


def test_a_list_that_refuses_every_marker_is_a_bad_request(nova, paged, how):
    paged.lose_markers = set(paged.walks)
    with pytest.raises(exceptions.BadRequest, match="marker"):
        nova.servers.wait_for_all(paged.walks, **how)


def test_failures_of_the_list_are_tolerated(nova, requests_mock, how):
    requests_mock.get(
        f"{ENDPOINT}/servers/detail",
        [
            {"status_code": 503},
            {"json": {"servers": [server_in("ACTIVE", "s1"), server_in("ACTIVE", "s2")]}},
        ],
    )
    assert len(nova.servers.wait_for_all(["s1", "s2"], **how)) == 2


@pytest.mark.parametrize("status", [None, *NO_STRINGS], ids=repr)
@pytest.mark.parametrize("ids", [["s1"], ["s1", "s2"]], ids=["one", "several"])
def test_a_status_that_is_no_string_is_unexpected(nova, requests_mock, status, ids):
    rows = [{**server_in("ACTIVE", server_id), "status": status} for server_id in ids]
    requests_mock.get(
        f"{ENDPOINT}/servers/s1",
        json={"server": rows[0]},
        headers={"x-compute-request-id": "req-1"},
    )
    requests_mock.get(
        f"{ENDPOINT}/servers/detail",
        json={"servers": rows},
        headers={"x-compute-request-id": "req-1"},
    )
    with pytest.raises(exceptions.UnexpectedResponse, match="'status' of a Server") as caught:
        nova.servers.wait_for_all(ids, **HOW)
    assert caught.value.request_id == "req-1"


@pytest.mark.parametrize("task", NO_STRINGS, ids=repr)
def test_a_task_that_is_no_string_is_unexpected(server, requests_mock, task):
    info = {**server_in("ACTIVE"), "OS-EXT-STS:task_state": task}
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": info})
    with pytest.raises(exceptions.UnexpectedResponse, match="'OS-EXT-STS:task_state'"):
        server.wait_for(**HOW)


@pytest.mark.parametrize("server_id", [None, [], ["s1"], {}], ids=repr)
def test_an_id_that_is_no_string_is_unexpected(server, requests_mock, server_id):
    info = {**server_in("ACTIVE"), "id": server_id}
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": info})
    with pytest.raises(exceptions.UnexpectedResponse, match="'id' of a Server"):
        server.wait_for(**HOW)


@pytest.mark.parametrize("wrong", [{}, {"id": None}, {"id": ["s1"]}, {"id": {}}], ids=repr)
def test_rows_of_no_id_are_not_those_that_are_waited_for(nova, walk, requests_mock, wrong):
    got = walk("ACTIVE")
    row = {"status": "BUILD", **wrong}
    requests_mock.get(
        f"{ENDPOINT}/servers/detail", json={"servers": [row, server_in("ACTIVE", "s2")]}
    )
    ready = nova.servers.wait_for_all(["s1", "s2"], **HOW)
    assert [server.status for server in ready] == ["ACTIVE", "ACTIVE"]
    assert got.call_count == 1


@pytest.mark.parametrize("server_id", [["s1"], {}, None], ids=repr)
def test_a_server_whose_id_is_no_string_is_refused_before_a_request(
    nova, requests_mock, server_id
):
    lying = Server(nova.servers, {"id": server_id}, loaded=True)
    with pytest.raises(exceptions.InvalidIdentifier):
        nova.servers.wait_for_all([lying, "s2"], **HOW)
    assert requests_mock.request_history == []


@pytest.mark.parametrize("single", ["an-id", b"an-id", Server(None, {"id": "s1"})], ids=repr)
def test_a_single_server_is_refused_before_a_request(nova, requests_mock, single):
    with pytest.raises(TypeError, match=r"wait_for_all\(\) takes several servers or ids, not "):
        nova.servers.wait_for_all(single)
    assert requests_mock.request_history == []


def test_servers_are_waited_for_to_their_end_with_keep_going(nova, many, how):
    many.walks = {
        "s1": ["BUILD", "ERROR"],
        "s2": ["BUILD", None],
        "s3": ["BUILD", "BUILD", "ACTIVE"],
        "s4": ["ACTIVE"],
    }
    with pytest.raises(exceptions.WaitFailures) as caught:
        nova.servers.wait_for_all(list(many.walks), keep_going=True, **how)
    error = caught.value
    assert str(error) == "2 of 4 failed, 0 pending, 2 ready (2 sub-exceptions)"
    assert [server.id for server in error.ready] == ["s3", "s4"]
    assert {server.id: type(failure) for server, failure in error.failed.items()} == {
        "s1": exceptions.ResourceInErrorState,
        "s2": exceptions.NotFound,
    }
    assert len(many.lists) == 2


def test_failures_of_a_server_that_is_given_twice_do_not_collapse(nova, many, how):
    many.walks = {"s1": ["ERROR"], "s2": ["ACTIVE"]}
    with pytest.raises(exceptions.WaitFailures) as caught:
        nova.servers.wait_for_all(["s1", "s2", "s1"], keep_going=True, **how)
    assert [server.id for server in caught.value.failed] == ["s1", "s1"]


def test_several_servers_are_waited_for_by_a_predicate(nova, many, how):
    many.walks = {"s1": ["BUILD", "ACTIVE"], "s2": ["ACTIVE"]}
    ready = nova.servers.wait_for_all(
        list(many.walks), lambda server: server.status != "BUILD", **how
    )
    assert [server.status for server in ready] == ["ACTIVE", "ACTIVE"]
    assert len(many.requests) == 2
