"""Waiting for servers, one and many."""

from __future__ import annotations

import pickle
import re

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT

NONE_LEFT = {"status_code": 404, "json": {"itemNotFound": {"message": "no such server"}}}
HOW = {"timeout": 5, "poll_interval": 0.001}


def _info(state, server_id="s1"):
    """What Nova sends of a server in a state such as ``BUILD/spawning``."""
    status, _, task = state.partition("/")
    info = {
        "id": server_id,
        "name": f"web-{server_id}",
        "status": status,
        "OS-EXT-STS:task_state": task or None,
    }
    if status == "ERROR":
        info["fault"] = {"message": "No valid host was found."}
    return info


@pytest.fixture
def walk(requests_mock):
    """Have a server walk through states; None: it is gone."""

    def through(*states, server_id="s1"):
        return requests_mock.get(
            f"{ENDPOINT}/servers/{server_id}",
            [
                NONE_LEFT
                if state is None
                else {
                    "json": {"server": _info(state, server_id)},
                    "headers": {"x-openstack-request-id": f"req-{number}"},
                }
                for number, state in enumerate(states)
            ],
        )

    return through


@pytest.fixture
def server(nova):
    """A server as ``create`` returns it: with nothing but its id."""
    return Server(nova.servers, {"id": "s1"})


# One server.


def test_a_server_is_waited_for_and_loaded_anew(server, walk):
    asked = walk("BUILD/scheduling", "BUILD/spawning", "ACTIVE")
    assert server.wait_for(**HOW) is server
    assert (server.status, server.name) == ("ACTIVE", "web-s1")
    assert server.is_loaded()
    assert asked.call_count == 3


def test_the_manager_waits_for_an_id_and_returns_the_server(nova, walk):
    walk("BUILD", "ACTIVE")
    server = nova.servers.wait_for("s1", **HOW)
    assert isinstance(server, Server)
    assert (server.id, server.status) == ("s1", "ACTIVE")


def test_the_manager_returns_the_server_of_the_caller(nova, server, walk):
    walk("ACTIVE")
    assert nova.servers.wait_for(server, **HOW) is server


def test_a_stale_status_is_not_believed(nova, walk):
    asked = walk("REBOOT/rebooting", "ACTIVE")
    Server(nova.servers, _info("ACTIVE"), loaded=True).wait_for(**HOW)
    assert asked.call_count == 2


def test_active_with_a_task_under_way_is_not_done(server, walk):
    asked = walk("ACTIVE/powering-off", "ACTIVE/image_snapshot", "ACTIVE")
    server.wait_for("ACTIVE", **HOW)
    assert asked.call_count == 3


@pytest.mark.parametrize(
    "state", ["MIGRATING/migrating", "REBUILD/rebuild_spawning", "BUILD/spawning"]
)
def test_a_status_that_stands_for_a_task_is_reached_with_it(server, walk, state):
    asked = walk("ACTIVE", state)
    server.wait_for(state.partition("/")[0], **HOW)
    assert asked.call_count == 2


def test_a_server_whose_task_nova_does_not_tell_is_done_by_its_status(server, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": {"id": "s1", "status": "ACTIVE"}})
    assert server.wait_for(**HOW).status == "ACTIVE"


@pytest.mark.parametrize("status", ["shutoff", "Shutoff", "SHUTOFF"])
def test_the_case_of_a_status_does_not_matter(server, walk, status):
    walk("ACTIVE/powering-off", "SHUTOFF")
    assert server.wait_for(status, **HOW).status == "SHUTOFF"


@pytest.mark.parametrize("kind", [list, tuple, set, iter])
def test_any_of_several_statuses_will_do(server, walk, kind):
    walk("ACTIVE/shelving", "SHELVED_OFFLOADED")
    server.wait_for(kind(["shelved", "shelved_offloaded"]), **HOW)
    assert server.status == "SHELVED_OFFLOADED"


def test_no_status_is_refused_before_a_request(server, requests_mock):
    with pytest.raises(ValueError, match="no status"):
        server.wait_for([], **HOW)
    assert requests_mock.request_history == []


@pytest.mark.parametrize(
    "how", [{"timeout": -1}, {"poll_interval": float("nan")}, {"max_failures": -1}]
)
def test_numbers_that_make_no_sense_are_refused_before_a_request(server, requests_mock, how):
    with pytest.raises(ValueError, match=next(iter(how))):
        server.wait_for(**how)
    assert requests_mock.request_history == []


@pytest.mark.parametrize("server_id", ["", "..", Server(None, {})])
def test_an_id_that_no_url_can_hold_is_refused_before_a_request(nova, requests_mock, server_id):
    with pytest.raises(exceptions.InvalidIdentifier):
        nova.servers.wait_for(server_id, "DELETED")
    assert requests_mock.request_history == []


def test_a_timeout_says_status_and_task(server, walk):
    walk("BUILD/spawning")
    with pytest.raises(exceptions.WaitTimeout) as caught:
        server.wait_for(timeout=0)
    error = caught.value
    assert str(error) == "<Server: web-s1> is still BUILD (spawning) after 0 seconds"
    assert (error.obj, error.state, error.task_state) == (server, "BUILD", "spawning")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_progress_gets_each_new_state_with_the_server(server, walk):
    walk("BUILD/scheduling", "BUILD/spawning", "BUILD/spawning", "ACTIVE")
    told = []
    server.wait_for(progress=lambda state: told.append((str(state), state.resource)), **HOW)
    assert [text for text, _ in told] == ["BUILD (scheduling)", "BUILD (spawning)", "ACTIVE"]
    assert all(resource is server for _, resource in told)


def test_request_ids_are_kept_once_a_change(server, walk):
    walk("BUILD/spawning", "BUILD/spawning", "ACTIVE")
    server.wait_for(**HOW)
    assert server.request_ids == ["req-0", "req-2"]


def test_failures_are_endured_and_counted(server, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1", status_code=502)
    with pytest.raises(exceptions.ClientException) as caught:
        server.wait_for(max_failures=3, **HOW)
    assert caught.value.code == 502
    assert requests_mock.call_count == 4


# ERROR.


def test_error_fails_at_once_with_the_reason(server, walk):
    asked = walk("BUILD/scheduling", "ERROR", "ACTIVE")
    with pytest.raises(exceptions.ResourceInErrorState) as caught:
        server.wait_for(**HOW)
    assert str(caught.value) == "<Server: web-s1> is in error state: No valid host was found."
    assert caught.value.obj is server
    assert asked.call_count == 2


def test_error_with_a_task_that_failed_fails_at_once(server, walk):
    # Nova ends the task a little later.
    walk("RESIZE/resize_migrating", "ERROR/resize_migrating", "ACTIVE")
    with pytest.raises(exceptions.ResourceInErrorState):
        server.wait_for("VERIFY_RESIZE", **HOW)


def test_error_can_be_waited_for(server, walk):
    walk("ACTIVE", "ERROR")
    assert server.wait_for("error", **HOW).fault["message"] == "No valid host was found."


def test_a_server_that_is_rebooted_out_of_error_has_not_failed(server, walk):
    walk("ERROR/rebooting_hard", "ERROR/reboot_started_hard", "ACTIVE")
    assert server.wait_for(**HOW).status == "ACTIVE"


def test_a_server_that_is_rebuilt_out_of_error_has_not_failed(server, walk):
    walk("REBUILD/rebuilding", "REBUILD/rebuild_spawning", "ACTIVE")
    assert server.wait_for(**HOW).status == "ACTIVE"


# Deletion.


def test_deleted_is_what_is_gone(server, walk):
    walk("ACTIVE/deleting", None)
    told = []
    assert server.wait_for("DELETED", progress=told.append, **HOW) is server
    assert server.status == "DELETED"
    assert [str(state) for state in told] == ["ACTIVE (deleting)", "DELETED"]


def test_deleted_is_what_never_was(nova, walk):
    walk(None)
    assert nova.servers.wait_for("s1", "deleted", **HOW).status == "DELETED"


def test_a_server_that_is_gone_loads_nothing_more(server, walk):
    asked = walk(None)
    server.wait_for("DELETED", **HOW)
    assert repr(server) == "<Server: unknown-name>"
    assert asked.call_count == 1


def test_deleted_is_what_is_deleted_but_can_be_restored(server, walk):
    walk("ACTIVE/soft-deleting", "SOFT_DELETED")
    assert server.wait_for("DELETED", **HOW).status == "SOFT_DELETED"


def test_after_a_forced_deletion_deleted_is_what_is_gone(server, walk):
    asked = walk("SOFT_DELETED/deleting", "SOFT_DELETED/deleting", None)
    assert server.wait_for("DELETED", **HOW).status == "DELETED"
    assert asked.call_count == 3


def test_a_server_in_error_can_be_deleted(server, walk):
    walk("ERROR/deleting", None)
    assert server.wait_for("DELETED", **HOW).status == "DELETED"


def test_a_deletion_that_fails_is_an_error(server, walk):
    walk("ACTIVE/deleting", "ERROR")
    with pytest.raises(exceptions.ResourceInErrorState, match="No valid host"):
        server.wait_for("DELETED", **HOW)


@pytest.mark.parametrize("status", ["ACTIVE", "ERROR", "SOFT_DELETED"])
def test_waiting_for_anything_else_of_what_is_gone_raises_not_found_at_once(server, walk, status):
    asked = walk("ACTIVE/deleting", None)
    with pytest.raises(exceptions.NotFound, match="no such server"):
        server.wait_for(status, **HOW)
    assert asked.call_count == 2


@pytest.mark.parametrize("state", ["DELETED", "SOFT_DELETED"])
def test_waiting_for_anything_else_of_what_is_deleted_raises_not_found(server, walk, state):
    walk(state)
    with pytest.raises(exceptions.NotFound, match=rf"<Server: web-s1> is {state} \(HTTP 404\)"):
        server.wait_for("ACTIVE", **HOW)


def test_a_server_that_is_restored_is_waited_for(server, walk):
    walk("SOFT_DELETED/restoring", "ACTIVE")
    assert server.wait_for(**HOW).status == "ACTIVE"


# Several servers.


class Nova:
    """A Nova whose servers take a step between two looks; None: gone."""

    def __init__(self, requests_mock, page_size=1000):
        self.walks = {}
        self.hidden = set()
        self.page_size = page_size
        self.tick = 0
        self.requests = []
        self.lose_markers = set()
        requests_mock.get(f"{ENDPOINT}/servers/detail", json=self._list)
        requests_mock.get(re.compile(rf"{ENDPOINT}/servers/s\d+$"), json=self._get)

    def step(self, looks):
        """Take a step, where the library asks how long to wait."""
        self.tick = looks
        return 0

    @property
    def lists(self):
        return [request for request in self.requests if request.path.endswith("/detail")]

    @property
    def gets(self):
        return [r.path.rpartition("/")[2] for r in self.requests if r not in self.lists]

    def _state(self, server_id):
        states = self.walks[server_id]
        return states[min(self.tick, len(states) - 1)]

    def _list(self, request, context):
        self.requests.append(request)
        marker = request.qs.get("marker", [None])[0]
        if marker in self.lose_markers:
            context.status_code = 400
            return {"badRequest": {"message": f"marker [{marker}] not found"}}
        hidden = set() if "all_tenants" in request.qs else self.hidden
        rows = [
            _info(self._state(each), each)
            for each in self.walks
            if self._state(each) is not None and each not in hidden
        ]
        names = [row["id"] for row in rows]
        start = names.index(marker) + 1 if marker else 0
        page = rows[start : start + self.page_size]
        more = start + self.page_size < len(rows)
        return {"servers": page, **({"servers_links": [{"rel": "next"}]} if more else {})}

    def _get(self, request, context):
        self.requests.append(request)
        server_id = request.path.rpartition("/")[2]
        state = self._state(server_id)
        if state is None:
            context.status_code = 404
            return NONE_LEFT["json"]
        return {"server": _info(state, server_id)}


@pytest.fixture
def many(requests_mock):
    return Nova(requests_mock)


@pytest.fixture
def how(many):
    return {"timeout": 5, "poll_interval": many.step}


def test_one_list_a_tick_serves_any_number_of_servers(nova, many, how):
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
    assert "web-s2> is still BUILD (spawning) after 0 seconds; 1 more" in str(caught.value)


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


# Pages.


@pytest.fixture
def paged(many):
    """Pages of two servers; s0 to s9, newest first."""
    many.page_size = 2
    many.walks = {f"s{number}": ["BUILD", "ACTIVE"] for number in range(10)}
    return many


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


def test_failures_of_the_list_are_endured(nova, requests_mock, how):
    requests_mock.get(
        f"{ENDPOINT}/servers/detail",
        [
            {"status_code": 503},
            {"json": {"servers": [_info("ACTIVE", "s1"), _info("ACTIVE", "s2")]}},
        ],
    )
    assert len(nova.servers.wait_for_all(["s1", "s2"], **how)) == 2


# Servers that are not what Nova promises.

NO_STRINGS = [0, 1.5, True, [], ["ACTIVE"], {}, {"a": "ACTIVE"}]


@pytest.mark.parametrize("status", [None, *NO_STRINGS], ids=repr)
@pytest.mark.parametrize("ids", [["s1"], ["s1", "s2"]], ids=["one", "several"])
def test_a_status_that_is_no_string_is_unexpected(nova, requests_mock, status, ids):
    rows = [{**_info("ACTIVE", server_id), "status": status} for server_id in ids]
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
    info = {**_info("ACTIVE"), "OS-EXT-STS:task_state": task}
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": info})
    with pytest.raises(exceptions.UnexpectedResponse, match="'OS-EXT-STS:task_state'"):
        server.wait_for(**HOW)


@pytest.mark.parametrize("server_id", [None, [], ["s1"], {}], ids=repr)
def test_an_id_that_is_no_string_is_unexpected(server, requests_mock, server_id):
    info = {**_info("ACTIVE"), "id": server_id}
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": info})
    with pytest.raises(exceptions.UnexpectedResponse, match="'id' of a Server"):
        server.wait_for(**HOW)


@pytest.mark.parametrize("wrong", [{}, {"id": None}, {"id": ["s1"]}, {"id": {}}], ids=repr)
def test_rows_of_no_id_are_not_those_that_are_waited_for(nova, walk, requests_mock, wrong):
    got = walk("ACTIVE")
    row = {"status": "BUILD", **wrong}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [row, _info("ACTIVE", "s2")]})
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
