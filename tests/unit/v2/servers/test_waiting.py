"""Waiting for one server."""

from __future__ import annotations

import pickle

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import HOW, server_in


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
    Server(nova.servers, server_in("ACTIVE"), loaded=True).wait_for(**HOW)
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
    assert str(error) == (
        "<Server: web-s1> is still BUILD (spawning) after 0 seconds; ACTIVE was awaited"
    )
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


def test_failures_are_tolerated_and_counted(server, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1", status_code=502)
    with pytest.raises(exceptions.ClientException) as caught:
        server.wait_for(max_failures=3, **HOW)
    assert caught.value.code == 502
    assert requests_mock.call_count == 4


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


# A predicate.


def test_a_predicate_is_waited_for(server, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/servers/s1",
        [{"json": {"server": {**server_in("ACTIVE"), "host": host}}} for host in ("a", "a", "b")],
    )
    assert server.wait_for(lambda each: each.host != "a", **HOW) is server
    assert server.host == "b"
    assert requests_mock.call_count == 3


def test_a_predicate_decides_alone_whatever_the_task_is(server, walk):
    asked = walk("ACTIVE", "ACTIVE/powering-off", "SHUTOFF")
    server.wait_for(lambda each: getattr(each, "OS-EXT-STS:task_state") is not None, **HOW)
    assert asked.call_count == 2


def test_a_predicate_that_is_true_in_error_is_a_success(server, walk):
    walk("ERROR")
    assert server.wait_for(lambda each: each.status == "ERROR", **HOW).status == "ERROR"


def test_error_ends_the_wait_for_a_predicate(server, walk):
    walk("BUILD/spawning", "ERROR")
    with pytest.raises(exceptions.ResourceInErrorState, match="No valid host"):
        server.wait_for(lambda each: False, **HOW)


def test_deletion_ends_the_wait_for_a_predicate_which_does_not_see_it(server, walk):
    walk("ACTIVE", None)
    seen = []
    with pytest.raises(exceptions.NotFound, match="no such server"):
        server.wait_for(lambda each: seen.append(each.status), **HOW)
    assert seen == ["ACTIVE"]
    assert server.status == "DELETED"


def test_what_a_predicate_raises_ends_the_wait(server, walk):
    asked = walk("ACTIVE")
    with pytest.raises(AttributeError, match="hst"):
        server.wait_for(lambda each: each.hst != "a", **HOW)
    assert asked.call_count == 1


def test_a_timeout_names_the_predicate(server, walk):
    walk("ACTIVE")

    def is_moved(each):
        return False

    with pytest.raises(exceptions.WaitTimeout, match=r"0 seconds; is_moved\(\) was awaited"):
        server.wait_for(is_moved, timeout=0)
    with pytest.raises(exceptions.WaitTimeout, match="0 seconds; a condition was awaited"):
        server.wait_for(lambda each: False, timeout=0)
