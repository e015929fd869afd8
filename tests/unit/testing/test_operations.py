from __future__ import annotations

import dataclasses
import re

import pytest

from novaclient import exceptions, testing
from novaclient.api_versions import APIVersion
from novaclient.testing import _operations
from novaclient.testing._errors import Fault
from novaclient.testing._operations import Call, Query, names
from novaclient.testing._records import User
from novaclient.testing._state import State
from tests.unit.test_documentation import rest_operations

COMPUTE = {"service_type": "compute"}

QUERY = Query(names("limit", user_id="2.10"), names("marker", deleted="2.20"), "2.30")


@pytest.fixture
def make_call():
    """A function that makes a request."""

    def make(version="2.96", *, admin=True, query=None):
        return Call(
            State(APIVersion("2.104")),
            User("demo", "demo", admin),
            APIVersion(version),
            "https://fake.example/compute/v2.1",
            "/flavors",
            query or {},
            None,
            "req-1",
        )

    return make


# The table.


def documented():
    """The operations in the documentation's table, without their queries."""
    names = {str(each) for row in rest_operations.rows() for each in row.operations}
    return {re.sub(r"\?\S*", "", name) for name in names}


def test_every_operation_has_the_name_that_the_documentation_gives_it():
    # The documents of the versions are at several paths.
    known = {str(e) for e in _operations.all_operations() if e.service != "versions"}
    assert known - documented() == set()


def test_no_two_operations_are_the_same_at_any_microversion():
    spans = {}
    for each in _operations.all_operations():
        name = f"{each.service} {each}"
        first, last = APIVersion(each.since), APIVersion(each.until or "2.999")
        assert first <= last
        for other_first, other_last in spans.get(name, ()):
            assert last < other_first or other_last < first, name
        spans.setdefault(name, []).append((first, last))


def test_operations_with_a_word_in_the_path_precede_those_with_a_variable():
    entries = list(_operations.all_operations())
    for number, each in enumerate(entries):
        for later in entries[number + 1 :]:
            if (later.service, later.method) == (each.service, each.method):
                # Otherwise, requests to the later one would be recorded as the earlier one.
                assert each.path == later.path or each.variables(later.path) is None, str(later)


def test_the_name_of_an_operation_is_known():
    assert _operations.named("GET /flavors/{flavor}") == "GET /flavors/{flavor}"
    assert _operations.named("POST /flavors/{flavor}/action") == "POST /flavors/{flavor}/action"


# Requests.


def test_a_variable_of_a_path_is_decoded(cloud):
    cloud.add_flavor("fast", id="f 1/é")
    assert cloud.client("2.96").flavors.get("f 1/é").name == "fast"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/no-such", "GET /no-such of the service 'compute'"),
        ("/flavors/1/no-such", "GET /flavors/1/no-such"),
        ("/flavors/", "GET /flavors/ "),
        ("", None),
    ],
)
def test_an_operation_that_is_not_in_the_table_is_not_in_the_fake(cloud, path, message):
    session = cloud.session()
    if message is None:
        # That is the version.
        assert "version" in session.get(path, endpoint_filter=COMPUTE).json()
    else:
        with pytest.raises(testing.NotInFake, match=message):
            session.get(path, endpoint_filter=COMPUTE)


def test_another_method_of_a_path_is_not_in_the_fake(cloud):
    with pytest.raises(testing.NotInFake, match="PATCH /flavors/1"):
        cloud.session().patch("/flavors/1", json={}, endpoint_filter=COMPUTE)


def test_an_operation_of_another_service_is_not_one_of_nova(cloud):
    with pytest.raises(testing.NotInFake, match="GET /flavors of the service 'image'"):
        cloud.session().get("/flavors", endpoint_filter={"service_type": "image"})


def test_an_operation_does_not_exist_before_its_first_microversion(cloud):
    response = cloud.session().put(
        "/flavors/1",
        json={"flavor": {"description": "small"}},
        endpoint_filter=COMPUTE,
        microversion="2.54",
        raise_exc=False,
    )
    assert response.status_code == 404
    assert response.json() == {
        "itemNotFound": {"code": 404, "message": "The resource could not be found."}
    }


def test_an_operation_does_not_exist_after_its_last_microversion():
    entry = dataclasses.replace(_operations.all_operations()[0], since="2.5", until="2.9")
    assert [entry.exists(APIVersion(f"2.{n}")) for n in (4, 5, 9, 10)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_body_that_nova_refuses_is_refused_with_its_words(cloud):
    response = cloud.session().post(
        "/flavors",
        json={"flavor": {"name": "fast", "ram": 0, "vcpus": 1, "disk": 1}},
        endpoint_filter=COMPUTE,
        raise_exc=False,
    )
    assert response.status_code == 400
    assert response.json()["badRequest"]["message"] == (
        "Invalid input for field/attribute ram. Value: 0. 0 is less than the minimum of 1"
    )


def test_only_administrators_carry_out_an_operation_with_a_rule(cloud):
    nova = cloud.client("2.96", admin=False)
    with pytest.raises(exceptions.Forbidden, match="Policy doesn't allow os_compute_api:os-flav"):
        nova.flavors.delete("1")
    assert len(cloud.flavors) == 5


# Queries.


def test_a_parameter_of_the_query_that_the_fake_knows_is_taken():
    QUERY.check({"limit", "user_id"}, APIVersion("2.96"))


@pytest.mark.parametrize(
    ("name", "version"), [("marker", "2.1"), ("marker", "2.96"), ("deleted", "2.20")]
)
def test_a_parameter_that_only_nova_implements_is_not_in_the_fake(name, version):
    with pytest.raises(testing.NotInFake, match=f"the query parameter '{name}'"):
        QUERY.check({name}, APIVersion(version))


@pytest.mark.parametrize("name", ["user_id", "deleted", "other"])
def test_a_parameter_that_nova_ignores_is_ignored(name):
    QUERY.check({name}, APIVersion("2.9"))


def test_a_parameter_that_nova_refuses_is_refused():
    QUERY.check({"other"}, APIVersion("2.29"))
    with pytest.raises(Fault, match="'other' was unexpected"):
        QUERY.check({"limit", "other"}, APIVersion("2.30"))


def test_a_query_that_nova_never_refuses_is_taken():
    dataclasses.replace(QUERY, strict=None).check({"other"}, APIVersion("2.104"))


# What an operation gets.


def test_the_first_value_of_a_query_parameter_counts(make_call):
    call = make_call(query={"limit": ["1", "2"], "empty": []})
    assert (call.value("limit"), call.value("empty"), call.value("other")) == ("1", None, None)


def test_the_links_of_a_resource_are_absolute(make_call):
    assert make_call().links("flavors", "1") == [
        {"rel": "self", "href": "https://fake.example/compute/v2.1/flavors/1"},
        {"rel": "bookmark", "href": "https://fake.example/compute/flavors/1"},
    ]


@pytest.mark.parametrize(
    ("cls", "key", "version", "visible"),
    [
        ("Flavor", "description", "2.54", False),
        ("Flavor", "description", "2.55", True),
        ("Flavor", "name", "2.1", True),
        ("Hypervisor", "vcpus", "2.87", True),
        ("Hypervisor", "vcpus", "2.88", False),
        ("Unknown", "name", "2.1", True),
    ],
)
def test_keys_come_and_go_with_the_microversion(make_call, cls, key, version, visible):
    assert (key in make_call(version).visible(cls, {key: 1})) is visible


@pytest.mark.parametrize(("admin", "visible"), [(True, True), (False, False)])
def test_only_administrators_see_the_host_of_a_server(make_call, admin, visible):
    view = {"OS-EXT-SRV-ATTR:host": "compute-1"}
    assert bool(make_call(admin=admin).visible("Server", view)) is visible


def test_the_status_of_an_operation_is_that_of_its_reply(make_call):
    call, entry = make_call(), _operations.all_operations()[0]
    plain = dataclasses.replace(entry, function=lambda call: {"a": 1}, status=202, rule=None)
    assert plain.carry_out(call) == _operations.Reply(202, {"a": 1})
    own = dataclasses.replace(plain, function=lambda call: _operations.Reply(418))
    assert own.carry_out(call).status == 418
