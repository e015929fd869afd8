"""Waits that know the operation: when it is read, and what its failure ends."""

from __future__ import annotations

import copy
import pickle

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import HOW, NONE_LEFT, server_in

ACTIONS = f"{ENDPOINT}/servers/s1/os-instance-actions"
NO_ACTION = {"status_code": 404, "json": {"itemNotFound": {"message": "Action not found"}}}
FORBIDDEN = {"status_code": 403, "json": {"forbidden": {"message": "not allowed"}}}
UNAVAILABLE = {"status_code": 503}

EVENT = {
    "event": "cold_migrate",
    "result": "Error",
    "traceback": "raise NoValidHost",
    "details": "No valid host was found.",
}


def done(action="resize", **more):
    """What Nova sends of an operation that goes on, or has succeeded."""
    info = {"action": action, "request_id": "req-op", "message": None, "events": [], **more}
    return {"json": {"instanceAction": info}}


def failed(action="resize", *events):
    return done(action, message="Error", events=list(events or [EVENT]))


@pytest.fixture
def begin(requests_mock):
    """Have requests begin operations, with ids such as ``req-op``."""

    def answer(request_id="req-op"):
        headers = {"x-openstack-request-id": request_id} if request_id else {}
        requests_mock.post(f"{ENDPOINT}/servers/s1/action", status_code=202, headers=headers)
        requests_mock.delete(f"{ENDPOINT}/servers/s1", status_code=204, headers=headers)

    answer()
    return answer


@pytest.fixture
def action(requests_mock, begin):
    """Have Nova tell of the operation ``req-op``, one response after the other."""
    return lambda *responses: requests_mock.get(f"{ACTIONS}/req-op", list(responses))


# What ends a wait.


def test_a_failed_operation_ends_the_wait_though_the_server_is_active(server, walk, action):
    polled = walk("RESIZE/resize_prep", "ACTIVE")
    read = action(failed())
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("VERIFY_RESIZE", **HOW)
    error = caught.value
    assert str(error) == (
        "resize of <Server: web-s1> failed: No valid host was found. (Request-ID: req-op)"
    )
    assert (error.obj, error.action, error.request_id) == (server, "resize", "req-op")
    assert (error.details, error.traceback) == (EVENT["details"], EVENT["traceback"])
    assert (polled.call_count, read.call_count) == (2, 1)


def test_a_wait_that_succeeds_reads_no_action(server, walk, action):
    polled = walk("RESIZE/resize_prep", "RESIZE/resize_finish", "VERIFY_RESIZE")
    read = action(failed())
    server.resize("big")
    server.wait_for("VERIFY_RESIZE", **HOW)
    assert (polled.call_count, read.call_count) == (3, 0)


@pytest.mark.parametrize(
    "state",
    ["BUILD", "BUILD/spawning", "MIGRATING/migrating", "ACTIVE/powering-off", "RESIZE", "UNKNOWN"],
)
def test_a_server_with_something_in_progress_reads_no_action(server, walk, action, state):
    walk(state, "SHUTOFF")
    read = action(failed())
    server.stop()
    server.wait_for("SHUTOFF", **HOW)
    assert read.call_count == 0


def test_confirming_a_resize_reads_no_action_while_the_server_rests(server, walk, action):
    walk("VERIFY_RESIZE", "VERIFY_RESIZE", "ACTIVE")
    read = action(failed())
    server.resize("big")
    server.confirm_resize()
    server.wait_for(**HOW)
    assert read.call_count == 0


def test_an_operation_that_appears_late_is_found(server, walk, action):
    walk("ACTIVE")
    read = action(NO_ACTION, NO_ACTION, done(), failed())
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert read.call_count == 4


@pytest.mark.parametrize("response", [NO_ACTION, FORBIDDEN, done()])
def test_an_operation_that_is_not_known_to_have_failed_ends_no_wait(
    server, walk, action, response
):
    walk("ACTIVE", "ACTIVE", "SHUTOFF")
    read = action(response)
    server.stop()
    assert server.wait_for("SHUTOFF", **HOW).status == "SHUTOFF"
    # Once a poll.
    assert read.call_count == 2


def test_a_response_without_a_request_id_begins_nothing_that_could_be_read(server, walk, begin):
    walk("ACTIVE", "SHUTOFF")
    begin(request_id=None)
    server.stop()
    server.wait_for("SHUTOFF", **HOW)


def test_an_older_operation_that_failed_ends_no_wait(server, walk, action, begin, requests_mock):
    walk("ACTIVE", "SHUTOFF")
    older = action(failed())
    server.resize("big")
    begin("req-stop")
    latest = requests_mock.get(f"{ACTIONS}/req-stop", **done("stop"))
    server.stop()
    server.wait_for("SHUTOFF", **HOW)
    assert (older.call_count, latest.call_count) == (0, 1)


def test_no_wait_succeeds_by_the_operation_alone(server, walk, action):
    walk("ACTIVE")
    action(done("stop", events=[{"event": "compute_stop_instance", "result": "Success"}]))
    server.stop()
    with pytest.raises(exceptions.WaitTimeout, match="is still ACTIVE"):
        server.wait_for("SHUTOFF", timeout=0)


def test_a_status_that_is_reached_is_a_success_though_the_operation_failed(server, walk, action):
    walk("MIGRATING/migrating", "ACTIVE")
    read = action(failed("live-migration"))
    server.live_migrate()
    server.wait_for("ACTIVE", **HOW)
    assert read.call_count == 0


def test_a_transient_failure_to_read_the_action_is_one_of_the_poll(server, walk, action):
    walk("ACTIVE")
    read = action(UNAVAILABLE, failed())
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("VERIFY_RESIZE", max_failures=1, **HOW)
    assert read.call_count == 2


def test_too_many_failures_to_read_the_action_end_the_wait(server, walk, action):
    walk("ACTIVE")
    action(UNAVAILABLE)
    server.resize("big")
    with pytest.raises(exceptions.ServiceUnavailable):
        server.wait_for("VERIFY_RESIZE", max_failures=1, **HOW)


def test_a_server_that_vanishes_is_not_found(server, walk, action):
    walk("RESIZE/resize_prep", None)
    read = action(failed())
    server.resize("big")
    with pytest.raises(exceptions.NotFound, match="no such server"):
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert read.call_count == 0


def test_a_server_that_vanishes_before_the_action_is_read_is_not_found(server, walk, action):
    walk("ACTIVE", None)
    action(NONE_LEFT)
    server.resize("big")
    with pytest.raises(exceptions.NotFound, match="no such server"):
        server.wait_for("VERIFY_RESIZE", **HOW)


# What is a failure.


def test_a_host_that_refused_a_migration_that_another_took_is_no_failure(server, walk, action):
    # The message remains, and the event of the second host overwrites that of the first.
    walk("ACTIVE", "SHUTOFF")
    events = [
        {"event": "compute_check_can_live_migrate_destination", "result": None},
        {"event": "compute_check_can_live_migrate_destination", "result": "Success"},
    ]
    action(done("live-migration", message="Error", events=events))
    server.live_migrate()
    server.wait_for("SHUTOFF", **HOW)


def test_without_events_the_message_tells(server, walk, action):
    # What a member sees up to microversion 2.50.
    walk("ACTIVE")
    action(
        {
            "json": {
                "instanceAction": {"action": "resize", "request_id": "req-op", "message": "Error"}
            }
        }
    )
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed, match="failed: no reason was given") as caught:
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert (caught.value.details, caught.value.traceback) == (None, None)


def test_without_details_the_event_is_named(server, walk, action):
    walk("ACTIVE")
    action(failed("resize", {"event": "cold_migrate", "result": "Error"}))
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert caught.value.reason == "no reason was given for the failed event cold_migrate"


def test_the_latest_of_several_events_gives_the_reason(server, walk, action):
    walk("ACTIVE")
    first = {"event": "conductor_live_migrate_instance", "result": "Error", "details": "No host"}
    latest = {"event": "compute_pre_live_migration", "result": "Error", "details": "No disk"}
    action(failed("live-migration", latest, first))
    server.live_migrate()
    with pytest.raises(exceptions.OperationFailed, match="No disk"):
        server.wait_for(lambda _: False, **HOW)


def test_the_fault_of_an_earlier_failure_is_not_the_reason(nova, walk, action):
    walk("ACTIVE")
    action(failed("resize", {"event": "cold_migrate", "result": "Error"}))
    server = Server(nova.servers, server_in("ERROR"), loaded=True)
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert "No valid host" not in str(caught.value)


@pytest.mark.parametrize("events", ["Error", {"result": "Error"}, ["Error"], 5], ids=repr)
def test_events_that_are_no_list_of_objects_are_unexpected(server, walk, action, events):
    walk("ACTIVE")
    action(done(events=events))
    server.resize("big")
    with pytest.raises(exceptions.UnexpectedResponse, match="'events' of a"):
        server.wait_for("VERIFY_RESIZE", **HOW)


@pytest.mark.parametrize("odd", [5, None, [], {}], ids=repr)
def test_fields_that_are_no_strings_crash_nothing(server, walk, action, odd):
    walk("ACTIVE")
    event = {"event": odd, "result": "Error", "details": odd, "traceback": odd}
    action(done(odd, message=odd, request_id=odd, events=[event, {"result": odd}]))
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed, match="no reason was given"):
        server.wait_for("VERIFY_RESIZE", **HOW)


# In ERROR.


def test_in_error_a_failed_operation_is_told_with_the_fault(server, walk, action):
    walk("RESIZE/resize_migrating", "ERROR")
    action(failed("resize", {"event": "compute_resize_instance", "result": "Error"}))
    server.resize("big")
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert caught.value.reason == "No valid host was found."


@pytest.mark.parametrize("response", [NO_ACTION, FORBIDDEN, done("create")])
def test_in_error_a_wait_ends_though_the_operation_is_not_known_to_have_failed(
    server, walk, action, response
):
    walk("REBUILD/rebuilding", "ERROR")
    action(response)
    server.evacuate()
    with pytest.raises(exceptions.ResourceInErrorState) as caught:
        server.wait_for(**HOW)
    assert type(caught.value) is exceptions.ResourceInErrorState


def test_a_deletion_goes_on_though_the_build_that_it_overtook_fails(server, walk, action):
    walk("BUILD/deleting", "ERROR", "ERROR/deleting", None)
    read = action(done("delete"))
    server.delete()
    assert server.wait_for("DELETED", **HOW).status == "DELETED"
    assert read.call_count == 1


def test_a_deletion_that_failed_ends_the_wait(server, walk, action):
    walk("ACTIVE/deleting", "ERROR")
    action(failed("delete"))
    server.delete()
    with pytest.raises(exceptions.OperationFailed, match="delete of <Server: web-s1> failed"):
        server.wait_for("DELETED", **HOW)


def test_another_operation_is_no_reason_to_wait_for_a_deletion_in_error(server, walk, action):
    walk("ERROR")
    action(done("rebuild"))
    server.evacuate()
    with pytest.raises(exceptions.ResourceInErrorState):
        server.wait_for("DELETED", **HOW)


# Which operation it is.


OPERATIONS = {
    "backup": ("image", "daily", 1),
    "change_password": ("secret",),
    "delete": (),
    "evacuate": (),
    "force_delete": (),
    "live_migrate": (),
    "migrate": (),
    "pause": (),
    "reboot": (),
    "rescue": (),
    "resize": ("flavor",),
    "restore": (),
    "resume": (),
    "revert_resize": (),
    "shelve": (),
    "shelve_offload": (),
    "start": (),
    "stop": (),
    "suspend": (),
    "unpause": (),
    "unrescue": (),
    "unshelve": (),
}


@pytest.mark.parametrize("method", OPERATIONS)
def test_a_server_remembers_the_operation_that_was_begun_through_it(server, walk, action, method):
    walk("ACTIVE")
    action(failed())
    getattr(server, method)(*OPERATIONS[method])
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for(lambda _: False, **HOW)


@pytest.mark.parametrize("method", OPERATIONS)
def test_a_server_remembers_the_operation_that_its_manager_began(
    nova, server, walk, action, method
):
    walk("ACTIVE")
    action(failed())
    more = (None, "auto") if method == "live_migrate" else OPERATIONS[method]
    getattr(nova.servers, method)(server, *more)
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for(lambda _: False, **HOW)


def test_a_server_remembers_that_an_image_is_created(server, walk, action, requests_mock):
    walk("ACTIVE")
    action(failed("createImage"))
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        json={"image_id": "i1"},
        headers={"x-openstack-request-id": "req-op"},
    )
    server.create_image("image")
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for(lambda _: False, **HOW)


def test_both_servers_remember_that_one_is_rebuilt(server, walk, action, requests_mock):
    walk("ACTIVE")
    action(failed("rebuild"))
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        json={"server": server_in("REBUILD/rebuilding")},
        headers={"x-openstack-request-id": "req-op"},
    )
    for each in (server.rebuild("image"), server):
        with pytest.raises(exceptions.OperationFailed):
            each.wait_for("SHUTOFF", **HOW)


def test_a_server_remembers_that_it_is_created(nova, walk, action, requests_mock):
    walk("BUILD/scheduling", "ERROR")
    action(failed("create"))
    requests_mock.post(
        f"{ENDPOINT}/servers",
        json={"server": {"id": "s1"}},
        headers={"x-openstack-request-id": "req-op"},
    )
    server = nova.servers.create("web", "image", "flavor", nics="none")
    with pytest.raises(exceptions.OperationFailed, match="create of"):
        server.wait_for(**HOW)


@pytest.mark.parametrize("method", ["interface_attach", "interface_detach"])
def test_a_server_remembers_what_happens_to_its_interfaces(
    server, walk, action, requests_mock, method
):
    walk("ACTIVE")
    action(failed(method))
    headers = {"x-openstack-request-id": "req-op"}
    url = f"{ENDPOINT}/servers/s1/os-interface"
    requests_mock.post(url, json={"interfaceAttachment": {"port_id": "p1"}}, headers=headers)
    requests_mock.delete(f"{url}/p1", status_code=202, headers=headers)
    getattr(server, method)(*(["p1"] if method == "interface_detach" else ["p1", None, None]))
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for(lambda _: False, **HOW)


@pytest.mark.parametrize("version", ["2.100", "2.101"])
@pytest.mark.parametrize("method", ["create_server_volume", "delete_server_volume"])
def test_a_server_remembers_what_happens_to_its_volumes(
    make_client, walk, action, requests_mock, method, version
):
    walk("ACTIVE")
    action(failed(method))
    headers = {"x-openstack-request-id": "req-op"}
    url = f"{ENDPOINT}/servers/s1/os-volume_attachments"
    requests_mock.post(url, json={"volumeAttachment": {"id": "v1"}}, headers=headers)
    requests_mock.delete(f"{url}/v1", status_code=202, headers=headers)
    nova = make_client(version)
    server = Server(nova.servers, {"id": "s1"})
    getattr(nova.volumes, method)(server, "v1")
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for(lambda _: False, **HOW)


@pytest.mark.parametrize(
    "call",
    [
        lambda server: server.lock(),
        lambda server: server.add_security_group("web"),
        lambda server: server.get_console_output(),
        lambda server: server.get_console_url("novnc"),
        lambda server: server.get(),
    ],
)
def test_other_requests_leave_the_server_with_its_operation(
    server, walk, action, requests_mock, call
):
    walk("ACTIVE")
    read = action(failed())
    server.resize("big")
    headers = {"x-openstack-request-id": "req-other"}
    body = {"output": "", "remote_console": {}}
    for path in ("action", "remote-consoles"):
        requests_mock.post(f"{ENDPOINT}/servers/s1/{path}", json=body, headers=headers)
    call(server)
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("VERIFY_RESIZE", **HOW)
    assert read.call_count == 1


def test_a_reset_state_ends_the_operation(server, walk, action):
    walk("ACTIVE", "SHUTOFF")
    read = action(failed())
    server.resize("big")
    server.reset_state("active")
    server.wait_for("SHUTOFF", **HOW)
    assert read.call_count == 0


def test_an_operation_that_nova_refused_is_not_remembered(server, walk, action, requests_mock):
    walk("ACTIVE", "SHUTOFF")
    read = action(failed())
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", status_code=409)
    with pytest.raises(exceptions.Conflict):
        server.resize("big")
    server.wait_for("SHUTOFF", **HOW)
    assert read.call_count == 0


@pytest.mark.parametrize(
    "begun", [lambda nova: nova.servers.resize("s1", "big"), lambda nova: "req-op"]
)
def test_the_operation_of_an_id_can_be_given(nova, walk, action, begun):
    walk("ACTIVE")
    action(failed())
    with pytest.raises(exceptions.OperationFailed):
        nova.servers.wait_for("s1", "VERIFY_RESIZE", action=begun(nova), **HOW)


def test_a_string_with_a_request_id_is_not_taken_for_one(nova, walk, action, requests_mock):
    walk("ACTIVE")
    action(failed())
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        json={"image_id": "i1"},
        headers={"x-openstack-request-id": "req-op"},
    )
    with pytest.raises(exceptions.OperationFailed):
        nova.servers.wait_for(
            "s1", lambda _: False, action=nova.servers.create_image("s1", "image"), **HOW
        )


def test_an_operation_that_is_given_is_known_better_than_that_of_the_server(server, walk, action):
    walk("ACTIVE")
    action(failed())
    server._operation = "req-older"
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("VERIFY_RESIZE", action="req-op", **HOW)


@pytest.mark.parametrize("wrong", [5, ["req-op"], {}], ids=repr)
def test_what_begins_no_operation_is_refused_before_a_request(nova, requests_mock, wrong):
    with pytest.raises(TypeError, match="an operation is a request id"):
        nova.servers.wait_for("s1", action=wrong)
    assert requests_mock.request_history == []


def test_an_id_alone_knows_no_operation(nova, server, walk, action):
    walk("ACTIVE", "SHUTOFF")
    read = action(failed())
    server.stop()
    nova.servers.wait_for("s1", "SHUTOFF", **HOW)
    assert read.call_count == 0


def test_each_of_several_servers_has_its_own_operation(nova, many, how, requests_mock):
    many.walks = {"s1": ["RESIZE", "VERIFY_RESIZE"], "s2": ["RESIZE", "ACTIVE"], "s3": ["RESIZE"]}
    servers = [Server(nova.servers, {"id": each}) for each in many.walks]
    for server in servers:
        requests_mock.post(
            f"{ENDPOINT}/servers/{server.id}/action",
            status_code=202,
            headers={"x-openstack-request-id": f"req-{server.id}"},
        )
        server.resize("big")
    read = requests_mock.get(f"{ENDPOINT}/servers/s2/os-instance-actions/req-s2", **failed())
    with pytest.raises(exceptions.OperationFailed) as caught:
        nova.servers.wait_for_all(servers, "VERIFY_RESIZE", **how)
    assert (len(many.requests), read.call_count) == (2, 1)
    assert [server.id for server in caught.value.ready] == ["s1"]
    assert [server.id for server in caught.value.pending] == ["s3"]
    assert list(caught.value.failed) == [servers[1]]


# Where it is remembered.


def test_the_operation_is_no_attribute_that_programs_see(nova, server, begin):
    same = Server(nova.servers, {"id": "s1"})
    same.request_ids  # noqa: B018 - vars() has them
    server.stop()
    assert vars(server) == vars(same)
    assert server.__dict__.keys() == same.__dict__.keys()
    assert server == same
    assert server.to_dict() == {"id": "s1"}
    assert server.request_ids == []


def test_copies_of_a_server_remember_its_operation(server, walk, action):
    walk("ACTIVE")
    action(failed())
    server.resize("big")
    for twin in (copy.copy(server), copy.deepcopy(server)):
        with pytest.raises(exceptions.OperationFailed):
            twin.wait_for("VERIFY_RESIZE", **HOW)


def test_a_pickled_server_remembers_its_operation(nova, server, walk, action):
    walk("ACTIVE")
    action(failed())
    server.resize("big")
    twin = pickle.loads(pickle.dumps(server))
    with pytest.raises(exceptions.OperationFailed):
        nova.servers.wait_for(twin, "VERIFY_RESIZE", **HOW)
