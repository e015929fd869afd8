"""Polling several servers."""

from __future__ import annotations

import re

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import HOW, NONE_LEFT, server_in


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


# Asking for changes only.


class Crowd:
    """A Nova with many servers, of which ``s0`` to ``s2`` are waited for.

    :ivar polls: The states of the three, and the ids that the changes show, for each poll.
    """

    def __init__(self, requests_mock, *polls, others=100):
        self.polls = polls
        self.others = [f"other-{number}" for number in range(others)]
        self.tick = 0
        self.requests = []
        self.updated = "2026-01-01T12:00:00Z"
        self.refuses = self.more = False
        self.hidden = set()
        requests_mock.get(f"{ENDPOINT}/servers/detail", json=self._list)
        requests_mock.get(re.compile(rf"{ENDPOINT}/servers/s\d$"), json=self._get)

    def step(self, polls):
        self.tick = polls
        return 0

    @property
    def _now(self):
        return self.polls[min(self.tick, len(self.polls) - 1)]

    def _row(self, server_id, state):
        return {**server_in(state, server_id), "updated": self.updated}

    def _list(self, request, context):
        since = request.qs.get("changes-since")
        self.requests.append(since[0] if since else "all")
        states = [(f"s{n}", s) for n, s in enumerate(self._now) if f"s{n}" not in self.hidden]
        if since:
            if self.refuses:
                context.status_code = 400
                return {"badRequest": {"message": "no"}}
            links = {"servers_links": [{"rel": "next"}]} if self.more else {}
            changed = [(one, state) for one, state in states if not state.endswith("hidden")]
            return {"servers": [self._row(*each) for each in changed], **links}
        states = [(one, state) for one, state in states if not state.startswith("DELETED")]
        rows = [self._row(one, state.removesuffix(" hidden")) for one, state in states]
        return {"servers": rows + [self._row(one, "ACTIVE") for one in self.others]}

    def _get(self, request, context):
        server_id = request.path.rpartition("/")[2]
        self.requests.append(server_id)
        state = self._now[int(server_id[1])]
        if state.startswith("DELETED"):
            context.status_code = 404
            return NONE_LEFT["json"]
        return {"server": self._row(server_id, state)}


BUILDING = ("BUILD/spawning",) * 3
BUILT = ("ACTIVE",) * 3
THREE = ("s0", "s1", "s2")
SINCE = "2026-01-01t11:59:00+00:00"


def test_between_long_lists_only_changes_are_requested(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILDING, BUILT)
    ready = nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert [server.status for server in ready] == ["ACTIVE"] * 3
    assert crowd.requests == ["all", SINCE, SINCE]


def test_changes_are_requested_since_the_last_change(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILDING, BUILDING, BUILT)

    def step(polls):
        crowd.updated = f"2026-01-01T12:0{polls}:00Z"
        return crowd.step(polls)

    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=step)
    assert crowd.requests == [
        "all", SINCE, "2026-01-01t12:00:00+00:00", "2026-01-01t12:01:00+00:00"
    ]  # fmt: skip


def test_a_server_that_the_changes_do_not_show_keeps_its_state(nova, requests_mock):
    unseen = ("BUILD/spawning", "BUILD/spawning hidden", "ACTIVE hidden")
    crowd = Crowd(requests_mock, BUILDING, *[unseen] * 9, BUILT)
    ready = nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert [server.status for server in ready] == ["ACTIVE"] * 3
    assert not {"s0", "s1", "s2"} & set(crowd.requests)


def test_every_tenth_poll_lists_all_servers(nova, requests_mock):
    crowd = Crowd(requests_mock, *[BUILDING] * 20, BUILT)
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert [n for n, request in enumerate(crowd.requests) if request == "all"] == [0, 10, 20]


def test_a_change_that_was_not_shown_is_seen_by_the_next_full_list(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, ("ACTIVE hidden",) * 3)
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", *[SINCE] * 9, "all"]


def test_a_deletion_among_the_changes_is_confirmed_by_get(nova, requests_mock):
    crowd = Crowd(requests_mock, ("ACTIVE/deleting",) * 3, ("DELETED",) * 3)
    gone = nova.servers.wait_for_all(THREE, "DELETED", timeout=5, poll_interval=crowd.step)
    assert {server.status for server in gone} == {"DELETED"}
    assert crowd.requests == ["all", SINCE, *THREE]


def test_a_server_that_is_deleted_instead_is_not_found(nova, requests_mock):
    deleted = ("BUILD/spawning", "DELETED", "BUILD/spawning")
    crowd = Crowd(requests_mock, BUILDING, deleted)
    with pytest.raises(exceptions.NotFound):
        nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", SINCE, "s1"]


@pytest.mark.parametrize(
    "states",
    [
        pytest.param(("BUILD/scheduling", "BUILD/spawning", "BUILD/spawning"), id="scheduling"),
        pytest.param(("UNKNOWN", "BUILD/spawning", "BUILD/spawning"), id="down cell"),
    ],
)
def test_all_are_listed_while_the_changes_could_not_show_one(nova, requests_mock, states):
    crowd = Crowd(requests_mock, states, states, BUILT)
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all"] * 3


def test_all_are_listed_while_the_list_lacks_one(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILT)
    crowd.hidden = {"s2"}
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", "s2"] * 2


def test_all_are_listed_for_a_predicate(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILT)
    nova.servers.wait_for_all(
        THREE, lambda server: server.status == "ACTIVE", timeout=5, poll_interval=crowd.step
    )
    assert crowd.requests == ["all", "all"]


def test_all_are_listed_if_there_are_not_many(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILT, others=26)
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", "all"]


@pytest.mark.parametrize("updated", [None, "", "soon", 7])
def test_all_are_listed_if_no_change_has_a_time(nova, requests_mock, updated):
    crowd = Crowd(requests_mock, BUILDING, BUILT)
    crowd.updated = updated
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", "all"]


def test_all_are_listed_after_changes_that_do_not_fit_on_a_page(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILT)
    crowd.more = True
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", SINCE, "all"]


def test_changes_are_not_requested_again_once_they_were_refused(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILDING, BUILT)
    crowd.refuses = True
    nova.servers.wait_for_all(THREE, timeout=5, poll_interval=crowd.step)
    assert crowd.requests == ["all", SINCE, "all", "all"]


def test_changes_of_all_projects_are_requested_for_administrators(nova, requests_mock):
    crowd = Crowd(requests_mock, BUILDING, BUILT)
    nova.servers.wait_for_all(THREE, all_tenants=True, timeout=5, poll_interval=crowd.step)
    assert requests_mock.last_request.qs["all_tenants"] == ["true"]
    assert crowd.requests == ["all", SINCE]
