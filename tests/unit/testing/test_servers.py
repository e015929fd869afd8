"""Servers of the fake cloud, where the tests of the real cloud don't reach."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.testing import NotInFake


def create(cloud, nova, name="web", **kwargs):
    kwargs = {"nics": "none", "flavor": cloud.flavors[0].id, **kwargs}
    return nova.servers.create(name, kwargs.pop("image", cloud.images[0].id), **kwargs)


# Servers that were there before


def test_a_server_is_added_in_a_status(cloud, nova):
    for status in ("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "RESCUE", "SHELVED_OFFLOADED"):
        server = nova.servers.get(cloud.add_server("web", status).id)
        assert server.status == status
        assert (server.host is None) is (status == "SHELVED_OFFLOADED")


@pytest.mark.parametrize(
    ("status", "power_state"),
    [("ACTIVE", 1), ("PAUSED", 3), ("SHUTOFF", 4), ("SHELVED_OFFLOADED", 4), ("ERROR", 1)],
)
def test_the_power_state_goes_with_the_status(cloud, nova, status, power_state):
    assert nova.servers.get(cloud.add_server("web", status).id).power_state == power_state


def test_a_server_that_was_not_built_has_no_power_state(cloud, nova):
    flavor = cloud.add_flavor("huge", vcpus=4000)
    cloud.quotas["cores"] = -1
    server = create(cloud, nova, flavor=flavor.id)
    with pytest.raises(exceptions.OperationFailed, match="No valid host"):
        server.wait_for()
    assert (server.status, server.power_state, server.host) == ("ERROR", 0, None)


def test_a_server_is_added_with_what_it_has(cloud, nova):
    flavor = cloud.add_flavor("huge", 2048, 8, 20)
    added = cloud.add_server(
        "web", flavor=flavor, host="compute-2", metadata={"role": "web"}, tags=["blue"]
    )
    server = nova.servers.get(added.id)
    assert server.flavor["original_name"] == "huge"
    assert server.host == "compute-2"
    assert (server.metadata, server.tags) == ({"role": "web"}, ["blue"])
    assert [action.action for action in server.list_actions()] == ["create"]


def test_what_a_test_gives_is_not_changed(cloud, nova):
    tags, specs = ["nightly"], {"hw:cpu_policy": "shared"}
    web = cloud.add_server("web", tags=tags)
    fast = cloud.add_flavor("fast", extra_specs=specs)
    nova.servers.add_tag(web.id, "new")
    nova.flavors.get(fast.id).set_keys({"new": "1"})
    assert (tags, specs) == (["nightly"], {"hw:cpu_policy": "shared"})
    assert nova.servers.tag_list(web.id) == ["new", "nightly"]


def test_a_server_of_another_project_is_not_found(cloud):
    added = cloud.add_server("web", project="others")
    member = cloud.client(admin=False)
    assert member.servers.list() == []
    with pytest.raises(exceptions.NotFound):
        member.servers.get(added.id)
    assert cloud.client(project="others", admin=False).servers.get(added.id).name == "web"


def test_what_a_test_changes_is_shown(cloud, nova):
    added = cloud.add_server("web")
    added.metadata["role"] = "db"
    assert nova.servers.get(added.id).metadata == {"role": "db"}


def test_a_resized_server_is_reverted(cloud, nova):
    server = nova.servers.get(cloud.add_server("web", "VERIFY_RESIZE").id)
    server.revert_resize()
    assert server.wait_for("ACTIVE").status == "ACTIVE"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"status": "REBOOT"}, "'REBOOT'"),
        ({"status": "active"}, "'active'"),
        ({"host": "compute-9"}, "no host 'compute-9'"),
    ],
)
def test_a_server_that_can_not_be_is_not_added(cloud, arguments, problem):
    with pytest.raises(ValueError, match=problem):
        cloud.add_server("web", **arguments)
    assert cloud.servers == []


# Time


@pytest.mark.parametrize("polls", [0, 1, 2, 5])
def test_an_operation_takes_as_many_responses_as_one_says(cloud, nova, polls):
    cloud.polls = polls
    server_id = create(cloud, nova).id
    statuses = [nova.servers.get(server_id).status for _ in range(polls + 2)]
    assert statuses == ["BUILD"] * polls + ["ACTIVE"] * 2


def test_lists_count_as_responses_for_the_servers_that_they_show(cloud, nova):
    first, second = create(cloud, nova, "first"), create(cloud, nova, "second")
    assert nova.servers.list(search_opts={"name": "first"})[0].status == "BUILD"
    statuses = {server.name: server.status for server in nova.servers.list()}
    assert statuses == {"first": "ACTIVE", "second": "BUILD"}
    assert {first.id, second.id} == {server.id for server in cloud.servers}


def test_a_task_is_in_progress_until_then(cloud, nova):
    server = nova.servers.get(cloud.add_server("web").id)
    server.stop()
    server.get()
    [action, _create] = server.list_actions()
    assert (server.status, server.task_state) == ("ACTIVE", "powering-off")
    server.get()
    events = server.get_action(action.request_id).events
    assert (server.status, server.task_state) == ("SHUTOFF", None)
    assert [event["result"] for event in events] == ["Success"]


def test_the_action_of_an_operation_in_progress_has_no_result(cloud, nova):
    cloud.polls = 3
    server = nova.servers.get(cloud.add_server("web").id)
    begun = server.stop()
    [event] = server.get_action(begun.request_ids[0]).events
    assert (event["result"], event["finish_time"]) == (None, None)


def test_nothing_is_begun_while_a_task_is_in_progress(cloud, nova):
    server = nova.servers.get(cloud.add_server("web").id)
    server.stop()
    with pytest.raises(exceptions.Conflict, match="task_state powering-off"):
        server.pause()


def test_a_server_is_deleted_while_it_is_built(cloud, nova):
    server = create(cloud, nova)
    server.delete()
    server.wait_for("DELETED")
    assert cloud.servers == []


def test_a_wait_takes_no_time(cloud, nova):
    cloud.polls = 1000
    begun = cloud.clock.monotonic()
    create(cloud, nova).wait_for(timeout=5000, poll_interval=2)
    assert cloud.clock.monotonic() - begun >= 2000


# Failures


@pytest.mark.parametrize(
    ("operation", "begin", "message", "status"),
    [
        ("resize", lambda s: s.resize("2"), "No valid host was found.", "ACTIVE"),
        ("resize", lambda s: s.resize("2"), "The disk is broken.", "ERROR"),
        ("migrate", lambda s: s.migrate(), "No valid host was found.", "ACTIVE"),
        ("stop", lambda s: s.stop(), "It is stuck.", "ACTIVE"),
        ("delete", lambda s: s.delete(), "It is stuck.", "ERROR"),
    ],
)
def test_an_operation_fails_as_it_was_told(cloud, nova, operation, begin, message, status):
    nova = cloud.client("2.104")
    server = nova.servers.get(cloud.add_server("web").id)
    cloud.fail_operation(server, operation, message)
    begin(server)
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("SUSPENDED")
    assert (caught.value.action, caught.value.reason) == (operation, message)
    assert server.status == status
    assert (getattr(server, "fault", None) is not None) is (status == "ERROR")


def test_only_the_next_operation_fails(cloud, nova):
    added = cloud.add_server("web")
    cloud.fail_operation(added, "stop", "It is stuck.")
    server = nova.servers.get(added.id)
    server.stop()
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("SHUTOFF")
    server.stop()
    assert server.wait_for("SHUTOFF").status == "SHUTOFF"


def test_the_status_after_a_failure_is_given(cloud, nova):
    added = cloud.add_server("web")
    cloud.fail_operation(added.id, "shelve", "It is stuck.", status="SHELVED")
    server = nova.servers.get(added.id)
    server.shelve()
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("SHELVED_OFFLOADED")
    assert server.status == "SHELVED"


@pytest.mark.parametrize(
    ("operation", "status", "problem"),
    [
        ("resise", None, "did you mean 'resize'"),
        ("os-stop", None, "did you mean 'stop'"),
        ("stop", "REBOOT", "'REBOOT'"),
    ],
)
def test_an_operation_that_can_not_fail_is_refused(cloud, operation, status, problem):
    added = cloud.add_server("web")
    with pytest.raises(ValueError, match=problem):
        cloud.fail_operation(added, operation, "No.", status=status)


def test_a_server_that_is_not_there_does_not_fail(cloud):
    with pytest.raises(ValueError, match="no server 'web'"):
        cloud.fail_operation("web", "stop", "No.")


# Cells that do not respond


def test_a_cell_is_down_until_the_block_ends(cloud, nova):
    added = cloud.add_server("web", host="compute-1")
    other = cloud.add_server("db", host="compute-2")
    with cloud.cell_down("compute-1"), pytest.warns(exceptions.PartialListWarning):
        partial = {server.id: server.is_partial for server in nova.servers.list()}
    assert partial == {added.id: True, other.id: False}
    assert not any(server.is_partial for server in nova.servers.list())


def test_all_cells_are_down_until_they_are_brought_up(cloud, nova):
    added = cloud.add_server("web")
    outage = cloud.cell_down()
    assert nova.servers.get(added.id).status == "UNKNOWN"
    with pytest.raises(exceptions.ClientException) as caught:
        nova.servers.stop(added.id)
    assert caught.value.code == 500
    outage.close()
    assert nova.servers.get(added.id).status == "ACTIVE"


def test_an_unknown_host_has_no_cell(cloud):
    with pytest.raises(ValueError, match="no host 'compute-9'"):
        cloud.cell_down("compute-9")


# What it does not know


def test_a_key_of_a_body_that_it_does_not_know_is_named(cloud, nova):
    volume = nova.servers.boot_volume(cloud.images[0].id, 1, volume_type="fast")
    with pytest.raises(NotInFake, match="volume_type"):
        create(cloud, nova, image=None, block_device_mapping_v2=[volume])
    assert cloud.servers == []


@pytest.mark.filterwarnings("ignore::novaclient.exceptions.UnknownNameWarning")
def test_a_filter_that_it_does_not_know_is_named(nova):
    with pytest.raises(NotInFake, match="services"):
        nova.servers.list(search_opts={"services": "x"})


def test_an_action_that_it_does_not_know_is_named(cloud):
    added = cloud.add_server("web")
    session = cloud.session()
    with pytest.raises(NotInFake, match="injectNetworkInfo"):
        session.post(
            f"/servers/{added.id}/action",
            json={"injectNetworkInfo": None},
            endpoint_filter={"service_type": "compute"},
        )


# Bodies that Nova refuses


@pytest.mark.parametrize(
    ("version", "keys", "problem"),
    [
        ("2.1", {"name": ""}, "name"),
        ("2.1", {"flavorRef": None}, "flavorRef"),
        ("2.1", {"imageRef": "cirros"}, "imageRef"),
        ("2.18", {"description": "x"}, "description"),
        ("2.37", {"networks": "all"}, "networks"),
        ("2.51", {"networks": "none", "tags": ["a"]}, "tags"),
        ("2.52", {"networks": "none", "tags": ["a/b"]}, "does not match"),
        ("2.57", {"networks": "none", "personality": []}, "personality"),
        ("2.89", {"networks": "none", "hostname": "web"}, "hostname"),
        ("2.90", {"networks": "none", "hostname": "web.example"}, "hostname"),
        ("2.90", {"networks": "none", "user_data": "abc"}, "user_data"),
        ("2.90", {"networks": "none", "accessIPv4": "2001:db8::1"}, "accessIPv4"),
        ("2.90", {"networks": "none", "min_count": 3, "max_count": 2}, "min_count"),
        ("2.90", {"networks": "none", "key_name": "nobody's"}, "key_name"),
        ("2.90", {"networks": "none", "security_groups": [{"name": "x"}]}, "x not found"),
        ("2.90", {"networks": [{"tag": "a"}]}, "uuid"),
        ("2.90", {"networks": "none", "availability_zone": "mars"}, "zone"),
        ("2.90", {"networks": "none", "host": "compute-9"}, "compute-9"),
    ],
)
def test_a_server_that_nova_refuses_is_refused(cloud, version, keys, problem):
    wanted = {"name": "web", "flavorRef": "1", "imageRef": cloud.images[0].id, **keys}
    response = cloud.session().post(
        "/servers",
        json={"server": wanted},
        endpoint_filter={"service_type": "compute"},
        headers={"X-OpenStack-Nova-API-Version": version},
        raise_exc=False,
    )
    assert response.status_code == 400
    assert problem in response.json()["badRequest"]["message"]
    assert cloud.servers == []


def test_a_member_does_not_choose_the_host(cloud):
    member = cloud.client("2.96", admin=False)
    with pytest.raises(exceptions.Forbidden, match="requested_destination"):
        create(cloud, member, host="compute-1")


def test_servers_beyond_the_quota_are_refused(cloud):
    cloud.quotas["instances"] = 1
    nova = cloud.client("2.96")
    create(cloud, nova)
    with pytest.raises(exceptions.Forbidden, match="Quota exceeded"):
        create(cloud, nova)


# Further operations


def test_security_groups_are_added_and_removed(cloud, nova):
    cloud.add_security_group("web")
    server = create(cloud, nova, nics="auto").wait_for()
    server.add_security_group("web")
    assert [group.name for group in server.list_security_group()] == ["default", "web"]
    server.remove_security_group("default")
    assert nova.servers.get(server.id).security_groups == [{"name": "web"}]
    with pytest.raises(exceptions.Conflict):
        server.remove_security_group("default")


def test_the_oldest_backups_are_deleted(cloud, nova):
    server = nova.servers.get(cloud.add_server("web").id)
    for number in range(3):
        server.backup(f"backup-{number}", "daily", 2)
        server.wait_for()
    assert [image.name for image in cloud.images] == ["cirros", "backup-1", "backup-2"]


def test_the_console_shows_what_a_test_says(cloud, nova):
    added = cloud.add_server("web", console="one\ntwo\nthree")
    assert nova.servers.get_console_output(added.id) == "one\ntwo\nthree"
    assert nova.servers.get_console_output(added.id, length=2) == "two\nthree"
    assert nova.servers.get_console_output(added.id, length=0) == ""


def test_a_volume_that_is_attached_is_not_attached_again(cloud, nova):
    server = nova.servers.get(cloud.add_server("web").id)
    volume = "5e1c5a6c-5a37-4d0e-9d0a-0c6d5a3f9d10"
    server.attach_volume(volume)
    with pytest.raises(exceptions.BadRequest, match="already attached"):
        server.attach_volume(volume)


def test_the_volume_that_a_server_boots_from_is_not_detached(cloud, nova):
    device = nova.servers.boot_volume(cloud.images[0].id, 1)
    server = create(cloud, nova, image=None, block_device_mapping_v2=[device]).wait_for()
    [volume] = server.list_volumes()
    with pytest.raises(exceptions.BadRequest, match="root device"):
        server.detach_volume(volume)


def test_an_evacuated_server_is_rebuilt_on_another_host(cloud):
    for version, status in (("2.94", "ACTIVE"), ("2.95", "SHUTOFF")):
        nova = cloud.client(version)
        server = nova.servers.get(cloud.add_server("web", host="compute-1").id)
        cloud._state.hosts["compute-1"].forced_down = True
        server.evacuate()
        server.wait_for(status)
        assert server.host == "compute-2"
        cloud._state.hosts["compute-1"].forced_down = False
