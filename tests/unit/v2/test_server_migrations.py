"""Live migrations: waiting for their end, and loading them."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.server_migrations import ServerMigration
from tests.unit.conftest import ENDPOINT

IDLE, MIGRATING = None, "migrating"


@pytest.fixture
def walk(requests_mock):
    """Let a server and the list of its migrations go through states, one per poll."""

    def through(*steps):
        tasks = [{"server": {"id": "s1", "OS-EXT-STS:task_state": task}} for task, _ in steps]
        lists = [
            [{"id": number, "status": status} for number, status in migrations.items()]
            for _, migrations in steps
        ]
        requests_mock.get(f"{ENDPOINT}/servers/s1", [{"json": task} for task in tasks])
        return requests_mock.get(
            f"{ENDPOINT}/os-migrations", [{"json": {"migrations": each}} for each in lists]
        )

    return through


@pytest.fixture
def wait(nova):
    """Wait for the end of a migration; return it with the states that were reported."""

    def until_it_ends(migration=None, **how):
        states = []
        arguments = {"timeout": 5, "poll_interval": 0, **how}
        ended = nova.server_migrations.wait_for(
            "s1", migration, progress=states.append, **arguments
        )
        return ended, [str(state) for state in states]

    return until_it_ends


def test_wait_for_waits_for_the_current_migration(walk, wait):
    polled = walk(
        (MIGRATING, {}),
        (MIGRATING, {7: "preparing"}),
        (MIGRATING, {7: "running"}),
        (IDLE, {7: "running"}),
        (IDLE, {7: "completed"}),
    )
    ended, states = wait()
    assert (ended.id, ended.status) == (7, "completed")
    assert states == ["accepted", "preparing", "running", "completed"]
    assert polled.last_request.qs == {
        "instance_uuid": ["s1"],
        "migration_type": ["live-migration"],
    }


def test_an_earlier_migration_is_not_taken_for_the_current_one(walk, wait):
    walk(
        (MIGRATING, {3: "completed"}),
        (MIGRATING, {3: "completed", 7: "running"}),
        (IDLE, {7: "completed", 3: "completed"}),
    )
    ended, states = wait()
    assert ended.id == 7
    assert states == ["accepted", "running", "completed"]


def test_a_migration_that_has_already_ended_is_returned_at_once(walk, wait):
    polled = walk((IDLE, {3: "completed", 2: "error"}))
    assert wait()[0].id == 3
    assert polled.call_count == 1


def test_a_cancelled_migration_is_returned(walk, wait):
    walk((MIGRATING, {7: "running"}), (IDLE, {7: "cancelled"}))
    assert wait()[0].status == "cancelled"


@pytest.mark.parametrize("status", ["error", "failed"])
def test_a_failed_migration_raises_an_exception(walk, wait, status):
    walk((MIGRATING, {7: "running"}), (IDLE, {7: status}))
    with pytest.raises(exceptions.ResourceInErrorState) as caught:
        wait()
    assert str(caught.value) == f"<Migration: 7> is in error state: {status}"
    assert caught.value.obj.id == 7


@pytest.mark.parametrize("migration", [3, "3"])
def test_for_a_given_migration_the_server_is_not_polled(walk, wait, requests_mock, migration):
    walk((MIGRATING, {7: "running", 3: "running"}), (MIGRATING, {7: "running", 3: "completed"}))
    assert wait(migration)[0].id == 3
    assert {request.path for request in requests_mock.request_history} == {"/v2.1/os-migrations"}


def test_without_a_migration_nothing_is_found(walk, wait):
    walk((IDLE, {}))
    with pytest.raises(exceptions.NotFound, match="no such live migration of server s1"):
        wait()


def test_a_migration_of_another_server_is_not_found(walk, wait):
    walk((MIGRATING, {7: "running"}))
    with pytest.raises(exceptions.NotFound, match="no such live migration"):
        wait(3)


def test_a_timeout_names_the_last_status(walk, wait):
    walk((MIGRATING, {7: "running"}))
    with pytest.raises(exceptions.WaitTimeout, match="<Migration: 7> is still running"):
        wait(timeout=0)


def test_invalid_arguments_are_refused_before_a_request(nova, wait, requests_mock):
    with pytest.raises(ValueError, match="timeout"):
        wait(timeout=-1)
    with pytest.raises(exceptions.InvalidIdentifier):
        nova.server_migrations.wait_for("..")
    assert requests_mock.request_history == []


# Loading.


def test_the_repr_of_a_migration_has_its_id():
    assert repr(ServerMigration(None, {"id": 7})) == "<ServerMigration: 7>"


def test_a_migration_is_loaded_by_its_server(nova, requests_mock):
    url = f"{ENDPOINT}/servers/s1/migrations"
    row = {"id": 7, "server_uuid": "s1", "status": "preparing"}
    requests_mock.get(url, json={"migrations": [row]})
    requests_mock.get(f"{url}/7", json={"migration": {**row, "status": "running"}})
    (migration,) = nova.server_migrations.list("s1")
    migration.get()
    assert migration.status == "running"


def test_a_missing_attribute_of_a_migration_is_loaded_by_its_server(nova, requests_mock):
    url = f"{ENDPOINT}/servers/s1/migrations/7"
    requests_mock.get(url, json={"migration": {"id": 7, "server_uuid": "s1", "uuid": "u"}})
    migration = ServerMigration(nova.server_migrations, {"id": 7, "server_uuid": "s1"})
    assert migration.uuid == "u"
    with pytest.raises(AttributeError):
        migration.nothing  # noqa: B018
    assert requests_mock.call_count == 1


def test_a_migration_of_an_unknown_server_is_not_loaded(nova, requests_mock):
    migration = ServerMigration(nova.server_migrations, {"id": 7})
    migration.get()
    assert not hasattr(migration, "uuid")
    assert requests_mock.request_history == []


NO_IDS = [None, "7", [], [7], {}, {"id": 7}, 7.5]


@pytest.mark.parametrize("migration", [None, 7])
@pytest.mark.parametrize("wrong", NO_IDS, ids=repr)
@pytest.mark.parametrize("others", [[], [{"id": 6, "status": "completed"}]])
def test_a_migration_whose_id_is_not_a_number_is_an_unexpected_response(
    wait, requests_mock, migration, wrong, others
):
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": {"id": "s1"}})
    rows = [*others, {"id": wrong, "status": "completed"}]
    requests_mock.get(f"{ENDPOINT}/os-migrations", json={"migrations": rows})
    with pytest.raises(exceptions.UnexpectedResponse, match="'id' of a Migration"):
        wait(migration)


@pytest.mark.parametrize("wrong", [{}, {"status": None}, {"status": 1}, {"status": ["error"]}])
def test_a_migration_whose_status_is_not_a_string_is_an_unexpected_response(
    wait, requests_mock, wrong
):
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": {"id": "s1"}})
    requests_mock.get(f"{ENDPOINT}/os-migrations", json={"migrations": [{"id": 7, **wrong}]})
    with pytest.raises(exceptions.UnexpectedResponse, match="'status' of a Migration"):
        wait()


def test_a_migration_without_an_id_is_an_unexpected_response(wait, requests_mock):
    rows = [{"status": "completed"}]
    requests_mock.get(f"{ENDPOINT}/os-migrations", json={"migrations": rows})
    with pytest.raises(exceptions.UnexpectedResponse, match="'id' of a Migration"):
        wait(7)
