from __future__ import annotations

import concurrent.futures
import logging
import threading
import time

import pytest
from keystoneauth1 import exceptions as keystone_exceptions

from novaclient import client, exceptions, testing
from novaclient.api_versions import APIVersion

COMPUTE = {"service_type": "compute"}
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0L"


@pytest.fixture
def no_sleep(monkeypatch):
    """Fail if something sleeps in real time."""

    def refuse(seconds):
        raise AssertionError(f"time.sleep({seconds})")

    monkeypatch.setattr(time, "sleep", refuse)


def statuses(cloud):
    return [request.status for request in cloud.requests]


# Clients, users, projects and microversions.


def test_a_cloud_is_a_context_manager():
    with testing.FakeNova("2.60") as cloud:
        assert cloud.microversion == APIVersion("2.60")
        assert cloud.client().api_version == APIVersion("2.60")


def test_a_new_cloud_has_flavors_an_image_and_a_network(cloud, nova):
    assert nova.flavors.find(ram=512).name == "m1.tiny"
    assert [flavor.name for flavor in cloud.flavors][-1] == "m1.xlarge"
    assert [image.name for image in cloud.images] == ["cirros"]
    assert [network.name for network in cloud.networks] == ["private"]
    assert cloud.keypairs == []


def test_clients_of_all_microversions_share_a_cloud(cloud):
    flavor = cloud.client("2.1").flavors.create("fast", 1024, 2, 10)
    found = cloud.client("2.104").flavors.get(flavor.id)
    assert (found.name, found.description) == ("fast", None)
    assert not hasattr(flavor, "description")


def test_two_clouds_share_nothing(cloud, nova):
    nova.keypairs.create("mine", KEY)
    assert testing.FakeNova().client("2.96").keypairs.list() == []


def test_each_user_has_key_pairs(cloud):
    alice, bob = (cloud.client("2.91", user=name, admin=False) for name in ("alice", "bob"))
    alice.keypairs.create("mine", KEY)
    cloud.add_keypair("given", KEY, user="bob")
    assert [keypair.name for keypair in alice.keypairs.list()] == ["mine"]
    assert [keypair.name for keypair in bob.keypairs.list()] == ["given"]
    with pytest.raises(exceptions.Forbidden, match="os_compute_api:os-keypairs:index"):
        alice.keypairs.list(user_id="bob")
    assert len(cloud.client("2.96").keypairs.list(user_id="bob")) == 1


def test_each_project_has_access_to_flavors(cloud, nova):
    secret = nova.flavors.create("secret", 512, 1, 1, is_public=False)
    nova.flavor_access.add_tenant_access(secret, "ours")
    ours = cloud.client("2.96", project="ours", admin=False)
    theirs = cloud.client("2.96", project="theirs", admin=False)
    assert ours.flavors.get(secret.id).name == "secret"
    with pytest.raises(exceptions.NotFound):
        theirs.flavors.get(secret.id)


def test_only_administrators_may_do_what_nova_reserves_for_them(cloud):
    member = cloud.client("2.96", admin=False)
    with pytest.raises(exceptions.Forbidden, match="os_compute_api:os-flavor-manage:create"):
        member.flavors.create("fast", 1024, 2, 10)


def test_what_a_test_adds_is_in_the_responses(cloud, nova):
    flavor = cloud.add_flavor("fast", 1024, vcpus=2, disk=10, extra_specs={"hw:numa_nodes": "2"})
    cloud.add_keypair("made-up")
    image = cloud.add_image("ubuntu", min_ram=512)
    network = cloud.add_network("public")
    assert nova.flavors.find(name="fast").extra_specs == {"hw:numa_nodes": "2"}
    assert nova.keypairs.get("made-up").public_key.startswith("ssh-ed25519 ")
    assert cloud.images[-1] is image
    assert cloud.networks[-1] is network
    flavor.ram = 2048
    assert nova.flavors.find(name="fast").ram == 2048


@pytest.mark.parametrize("version", ["2.0", "2.300", "2.latest", "latest", "3.1"])
def test_a_cloud_supports_only_microversions_that_the_library_knows(version):
    with pytest.raises(exceptions.UnsupportedVersion):
        testing.FakeNova(version)


# Microversions.


def test_a_microversion_that_the_cloud_does_not_support_is_refused():
    nova = testing.FakeNova("2.60").client("2.61")
    with pytest.raises(exceptions.NotAcceptable, match=r"Minimum is 2\.1 and maximum is 2\.60"):
        nova.flavors.list()


def test_an_error_that_nova_has_no_name_for_is_a_compute_fault():
    session = testing.FakeNova("2.60").session()
    response = session.get(
        "/flavors", endpoint_filter=COMPUTE, microversion="2.61", raise_exc=False
    )
    assert response.json()["computeFault"]["code"] == response.status_code == 406


def test_a_microversion_in_a_wrong_format_is_refused(cloud):
    headers = {"OpenStack-API-Version": "compute two"}
    session = cloud.session()
    response = session.get("/flavors", endpoint_filter=COMPUTE, headers=headers, raise_exc=False)
    assert response.status_code == 400
    assert "String two is of invalid format" in response.json()["badRequest"]["message"]


def test_the_headers_say_which_microversion_was_used():
    session = testing.FakeNova("2.60").session()
    for wanted, used in ((None, "2.1"), ("2.30", "2.30"), ("latest", "2.60")):
        headers = session.get("/flavors", endpoint_filter=COMPUTE, microversion=wanted).headers
        assert headers["OpenStack-API-Version"] == f"compute {used}"
        assert headers["X-OpenStack-Nova-API-Version"] == used
        assert "OpenStack-API-Version" in headers["Vary"]


def test_latest_is_the_newest_microversion_of_the_cloud():
    with testing.FakeNova("2.60") as cloud:
        nova = cloud.client("2.latest", negotiate=True)
    assert nova.api_version == APIVersion("2.60")


def test_a_client_asks_what_the_cloud_supports():
    nova = testing.FakeNova("2.60").client("2.50")
    assert nova.supports("2.60")
    assert not nova.supports("2.61")
    assert nova.at_microversion("2.67", "2.60", "2.9").api_version == APIVersion("2.60")


# Errors.


def test_the_next_request_fails(cloud, nova):
    cloud.fail_next("GET /flavors/{flavor}", 500, "The database is gone.")
    with pytest.raises(exceptions.ClientException, match="The database is gone") as caught:
        nova.flavors.get("1")
    assert caught.value.code == 500
    assert nova.flavors.get("1").ram == 512


def test_several_requests_fail(cloud, nova):
    cloud.fail_next("GET /flavors/{flavor}", 404, times=2)
    for _ in range(2):
        with pytest.raises(exceptions.NotFound):
            nova.flavors.get("1")
    assert nova.flavors.get("1").ram == 512
    assert statuses(cloud) == [404, 404, 200]


def test_a_request_that_fails_is_not_carried_out(cloud, nova):
    cloud.fail_next("POST /flavors", 503)
    with pytest.raises(exceptions.ClientException):
        nova.flavors.create("fast", 1024, 2, 10)
    assert "fast" not in [flavor.name for flavor in cloud.flavors]


def test_other_operations_do_not_fail(cloud, nova):
    cloud.fail_next("GET /flavors", 503)
    assert nova.flavors.list()
    with pytest.raises(exceptions.ClientException):
        nova.flavors.list(detailed=False)


def test_an_action_fails(cloud, nova):
    flavor = cloud.add_flavor("fast", is_public=False)
    cloud.fail_next("POST /flavors/{flavor}/action addTenantAccess", 409, "Not now.")
    cloud.fail_next("POST /flavors/{flavor}/action", 409, "Not then.")
    for message in ("Not now.", "Not then."):
        with pytest.raises(exceptions.Conflict, match=message):
            nova.flavor_access.add_tenant_access(flavor.id, "ours")


@pytest.mark.usefixtures("no_sleep")
def test_retries_take_no_time(cloud):
    nova = cloud.client("2.96", status_code_retries=3)
    before = cloud.clock.now()
    cloud.fail_next("GET /flavors/detail", 503, retry_after=60, times=2)
    assert nova.flavors.list()
    assert statuses(cloud) == [503, 503, 200]
    assert (cloud.clock.now() - before).total_seconds() == 120


@pytest.mark.parametrize(("status", "keys"), [(429, {"retryAfter"}), (503, set())])
def test_the_seconds_of_a_failure_are_in_the_exception(cloud, nova, status, keys):
    cloud.fail_next("GET /flavors/{flavor}", status, retry_after=7)
    with pytest.raises(exceptions.ClientException) as caught:
        nova.flavors.get("1")
    assert int(caught.value.retry_after) == 7
    cloud.fail_next("GET /flavors/{flavor}", status, retry_after=7)
    resp = cloud.session().get("/flavors/1", endpoint_filter=COMPUTE, raise_exc=False)
    [error] = resp.json().values()
    assert error.keys() - {"code", "message"} == keys


@pytest.mark.usefixtures("no_sleep")
def test_a_connection_is_dropped(cloud):
    cloud.drop_next("GET /flavors/{flavor}")
    with pytest.raises(keystone_exceptions.ConnectFailure):
        cloud.client("2.96").flavors.get("1")
    cloud.drop_next("GET /flavors/{flavor}", times=2)
    assert cloud.client("2.96", connect_retries=2).flavors.get("1").ram == 512
    assert statuses(cloud) == [0, 0, 0, 200]


def test_a_request_whose_connection_is_dropped_is_not_carried_out(cloud, nova):
    cloud.drop_next("POST /os-keypairs")
    with pytest.raises(keystone_exceptions.ConnectFailure):
        nova.keypairs.create("mine", KEY)
    assert cloud.keypairs == []


def test_a_request_is_carried_out_although_its_response_is_lost(cloud, nova):
    cloud.drop_next("POST /os-keypairs", carried_out=True)
    with pytest.raises(keystone_exceptions.ConnectFailure):
        nova.keypairs.create("mine", KEY)
    assert [keypair.name for keypair in cloud.keypairs] == ["mine"]


def test_the_library_does_not_repeat_a_post_whose_response_is_lost(cloud):
    cloud.drop_next("POST /os-keypairs", carried_out=True)
    with pytest.raises(keystone_exceptions.ConnectFailure):
        cloud.client("2.96", connect_retries=3).keypairs.create("mine", KEY)
    assert statuses(cloud) == [0]


def test_faults_come_in_the_order_in_which_they_were_set(cloud, nova):
    cloud.fail_next("GET /flavors/{flavor}", 404)
    cloud.drop_next("GET /flavors/{flavor}")
    with pytest.raises(exceptions.NotFound):
        nova.flavors.get("1")
    with pytest.raises(keystone_exceptions.ConnectFailure):
        nova.flavors.get("1")


def test_the_library_renews_a_revoked_token(cloud, nova):
    nova.flavors.get("1")
    cloud.revoke_token()
    assert nova.flavors.get("1").ram == 512
    assert statuses(cloud) == [200, 401, 200]


def test_the_token_of_every_session_is_revoked(cloud, nova):
    other = cloud.client("2.96", user="other")
    for each in (nova, other):
        each.flavors.get("1")
    cloud.revoke_token()
    for each in (nova, other):
        each.flavors.get("1")
    assert statuses(cloud) == [200, 200, 401, 200, 401, 200]


@pytest.mark.parametrize(
    ("operation", "meant"),
    [
        ("GET /flavor", "GET /flavors"),
        ("get /flavors", "GET /flavors"),
        ("GET /flavors/{id}", "GET /flavors/{flavor}"),
        ("POST /flavors/{flavor}/action addAccess", None),
    ],
)
@pytest.mark.parametrize("method", ["fail_next", "drop_next"])
def test_an_operation_that_does_not_exist_is_refused(cloud, method, operation, meant):
    status = (503,) if method == "fail_next" else ()
    with pytest.raises(ValueError, match="the fake cloud has no operation") as caught:
        getattr(cloud, method)(operation, *status)
    assert f"did you mean {meant or 'POST /flavors/{flavor}/action addTenantAccess'!r}?" in str(
        caught.value
    )


def test_nothing_similar_to_an_operation_is_named_if_there_is_nothing(cloud):
    with pytest.raises(ValueError, match=r"has no operation 'xyz'$"):
        cloud.drop_next("xyz")


@pytest.mark.parametrize("times", [0, -1])
def test_the_number_of_failures_is_at_least_one(cloud, times):
    with pytest.raises(ValueError, match=f"times must be 1 or more, not {times}"):
        cloud.fail_next("GET /flavors", 503, times=times)
    with pytest.raises(ValueError, match=f"times must be 1 or more, not {times}"):
        cloud.drop_next("GET /flavors", times=times)


@pytest.mark.parametrize("status", [200, 399, 600])
def test_the_status_of_a_failure_is_that_of_an_error(cloud, status):
    with pytest.raises(ValueError, match=f"status must be from 400 to 599, not {status}"):
        cloud.fail_next("GET /flavors", status)


# What the cloud does not implement.


def test_an_operation_that_only_nova_has_is_not_in_the_fake(nova):
    with pytest.raises(testing.NotInFake, match="POST /os-assisted-volume-snapshots"):
        nova.assisted_volume_snapshots.create("a-volume", {"new_file": "x"})


def test_an_action_that_only_nova_has_is_named(cloud):
    with pytest.raises(testing.NotInFake, match="/flavors/1/action with 'paint'"):
        cloud.session().post("/flavors/1/action", json={"paint": {}}, endpoint_filter=COMPUTE)


def test_what_is_not_in_the_fake_is_recorded_without_a_status(cloud, nova):
    with pytest.raises(testing.NotInFake, match="x509"):
        nova.keypairs.create("mine", KEY, key_type="x509")
    assert (cloud.requests[-1].operation, cloud.requests[-1].status) == ("POST /os-keypairs", 0)


# Requests.


def test_every_field_of_a_request_is_recorded(cloud):
    session = cloud.session()
    session.app_name, session.app_version = "nightly", "1.0"
    nova = client.Client("2.96", session=session)
    nova.flavors.create("fast", 1024, 2, 10, flavorid="f1", description="quick")
    [request] = cloud.requests
    assert request.operation == "POST /flavors"
    assert (request.method, request.path, request.query) == ("POST", "/flavors", {})
    assert request.body["flavor"]["description"] == "quick"
    assert (request.microversion, request.status) == ("2.96", 200)
    assert request.user_agent.startswith("nightly/1.0")
    assert "python-novaclient/" in request.user_agent


def test_the_query_is_recorded(cloud, nova):
    nova.flavors.list(min_ram=512, marker="1", limit=2)
    request = cloud.requests[-1]
    assert request.operation == "GET /flavors/detail"
    assert request.query == {"minRam": ["512"], "marker": ["1"], "limit": ["2"]}
    assert request.body is None


def test_an_action_is_recorded_with_its_name(cloud, nova):
    flavor = cloud.add_flavor("fast", is_public=False, id="f 1")
    nova.flavor_access.add_tenant_access(flavor.id, "ours")
    assert cloud.requests[-1].operation == "POST /flavors/{flavor}/action addTenantAccess"
    assert cloud.requests[-1].path == "/flavors/f%201/action"


@pytest.mark.parametrize(
    ("version", "operation", "status"),
    [
        ("2.96", "GET /flavors/{flavor}", 404),
        ("2.200", "GET /flavors/{flavor}", 406),
        ("x", "GET /flavors/{flavor}", 400),
    ],
)
def test_a_refused_request_is_recorded(cloud, version, operation, status):
    headers = {"OpenStack-API-Version": f"compute {version}"}
    cloud.session().get("/flavors/x", endpoint_filter=COMPUTE, headers=headers, raise_exc=False)
    [request] = cloud.requests
    assert (request.operation, request.microversion) == (operation, version)
    assert request.status == status


def test_a_request_without_a_microversion_is_recorded_as_2_1(cloud):
    cloud.client("2").flavors.get("1")
    assert cloud.requests[-1].microversion == "2.1"


def test_what_a_caller_changes_later_does_not_change_the_record(cloud, nova):
    specs = {"hw:numa_nodes": "2"}
    flavor = nova.flavors.get("1")
    flavor.set_keys(specs)
    specs["hw:numa_nodes"] = "3"
    assert cloud.requests[-1].body == {"extra_specs": {"hw:numa_nodes": "2"}}


def test_what_a_test_changes_in_a_record_does_not_change_the_cloud(cloud, nova):
    nova.flavors.create("fast", 1024, 2, 10, flavorid="f1")
    cloud.requests[-1].body["flavor"]["ram"] = 1
    assert nova.flavors.get("f1").ram == 1024


def test_the_record_can_be_cleared(cloud, nova):
    nova.flavors.get("1")
    cloud.requests.clear()
    nova.flavors.get("2")
    assert [request.path for request in cloud.requests] == ["/flavors/2"]


def test_every_response_has_a_request_id_of_its_own(cloud, nova):
    first, second = nova.flavors.get("1"), nova.flavors.get("1")
    assert first.request_ids != second.request_ids
    assert first.request_ids[0].startswith("req-")
    with pytest.raises(exceptions.NotFound) as caught:
        nova.flavors.get("x")
    assert caught.value.request_id.startswith("req-")


def test_the_library_masks_secrets_in_its_log(cloud, caplog):
    session = cloud.session()
    nova = cloud.client("2.91")
    with caplog.at_level(logging.DEBUG):
        private = nova.keypairs.create("mine").private_key
        token = nova.client.get_token()
    assert private.startswith("-----BEGIN")
    assert "os-keypairs" in caplog.text
    for secret in (private, private.splitlines()[1], token, session.get_token()):
        assert secret not in caplog.text


# Time and threads.


def test_the_number_of_polls_can_be_set(cloud):
    assert cloud.polls == 1
    cloud.polls = 3
    assert cloud.polls == 3


def test_timestamps_are_those_of_the_clock(cloud):
    created = cloud.add_keypair("first").created
    cloud.clock.sleep(90)
    assert (cloud.add_keypair("second").created - created).total_seconds() == 90


def test_many_threads_share_a_cloud(cloud):
    barrier = threading.Barrier(20)

    def work(number):
        nova = cloud.client("2.96", user=f"user-{number}")
        barrier.wait()
        flavor = nova.flavors.create(f"flavor-{number}", 512, 1, 1)
        cloud.add_keypair("mine", KEY, user=f"user-{number}")
        assert len(nova.flavors.list()) > 5
        return nova.flavors.get(flavor).name, nova.keypairs.get("mine").name

    with concurrent.futures.ThreadPoolExecutor(20) as executor:
        results = list(executor.map(work, range(20)))
    assert results == [(f"flavor-{number}", "mine") for number in range(20)]
    assert len(cloud.flavors) == 25
    assert len({flavor.id for flavor in cloud.flavors}) == 25
    assert len(cloud.requests) == 80


def test_each_of_the_failures_hits_one_of_the_threads(cloud):
    cloud.fail_next("GET /flavors/{flavor}", 404, times=7)

    def get(number):
        try:
            return cloud.client("2.96").flavors.get("1").name
        except exceptions.NotFound:
            return None

    with concurrent.futures.ThreadPoolExecutor(20) as executor:
        results = list(executor.map(get, range(20)))
    assert results.count(None) == 7
