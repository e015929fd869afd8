from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.services import Service
from tests.unit.conftest import ENDPOINT


def test_force_down_is_not_sent_if_it_is_none(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-services/force-down", json={"service": {"host": "h"}})
    make_client("2.11").services.force_down("h", "nova-compute", None)
    assert requests_mock.last_request.json() == {"host": "h", "binary": "nova-compute"}


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(Service(None, {})) == "<Service: unknown-id>"


def test_the_attributes_of_a_wrapped_item_are_those_inside():
    item = Service(None, {"resource": {"name": "inner", "status": "ok"}}, loaded=True)
    assert item.status == "ok"
    assert "status" in dir(item)
    assert item.to_dict() == {"resource": {"name": "inner", "status": "ok"}}
    with pytest.raises(AttributeError):
        _ = item.resource


PARTIAL = {"binary": "nova-compute", "host": "h2", "status": "UNKNOWN"}
HEALTHY = {"binary": "nova-compute", "host": "h1", "id": "1", "status": "enabled", "state": "up"}


@pytest.fixture
def partial(nova, requests_mock):
    """What Nova lists if one cell of two does not respond."""
    requests_mock.get(f"{ENDPOINT}/os-services", json={"services": [HEALTHY, PARTIAL, HEALTHY]})


@pytest.mark.parametrize("search", ["list", "findall"])
def test_a_list_with_services_of_a_cell_that_does_not_respond_warns(nova, partial, search):
    with pytest.warns(exceptions.PartialListWarning, match="1 of the 3 services") as caught:
        services = getattr(nova.services, search)()
    assert [service.is_partial for service in services] == [False, True, False]
    assert [warning.filename for warning in caught] == [__file__]


def test_a_search_that_could_not_see_all_services_warns(nova, partial):
    with (
        pytest.warns(exceptions.PartialListWarning) as caught,
        pytest.raises(exceptions.NotFound),
    ):
        nova.services.find(host="h2", state="down")
    assert len(caught) == 1


def test_a_list_of_services_whose_cells_respond_does_not_warn(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-services", json={"services": [HEALTHY]})
    assert [service.is_partial for service in nova.services.list()] == [False]


def test_the_repr_of_a_service_has_its_binary_and_its_host():
    assert repr(Service(None, HEALTHY, loaded=True)) == "<Service: 1 (nova-compute on h1)>"
    # Without a manager a request would be an AttributeError.
    assert (
        repr(Service(None, PARTIAL, loaded=True)) == "<Service: unknown-id (nova-compute on h2)>"
    )


def test_an_attribute_that_a_partial_service_lacks_says_why():
    with pytest.raises(AttributeError, match="Service has no 'state': its cell does not respond"):
        _ = Service(None, PARTIAL, loaded=True).state


# Short methods, and services as arguments.

SERVICE = {"id": "svc-1", "host": "h1", "binary": "nova-compute"}
NAMED = {"host": "h1", "binary": "nova-compute"}

SHORT = [
    (
        lambda service: service.enable(),
        ("enable", NAMED),
        {"status": "enabled"},
    ),
    (
        lambda service: service.disable(),
        ("disable", NAMED),
        {"status": "disabled"},
    ),
    (
        lambda service: service.disable("new disks"),
        ("disable-log-reason", {**NAMED, "disabled_reason": "new disks"}),
        {"status": "disabled", "disabled_reason": "new disks"},
    ),
    (
        lambda service: service.force_down(),
        ("force-down", {**NAMED, "forced_down": True}),
        {"forced_down": True},
    ),
    (
        lambda service: service.force_down(False),
        ("force-down", {**NAMED, "forced_down": False}),
        {"forced_down": False},
    ),
]
IDS = ["enable", "disable", "disable with a reason", "force down", "clear force down"]


@pytest.mark.parametrize(("call", "before", "body"), SHORT, ids=IDS)
def test_a_service_is_changed_by_its_host_and_binary_up_to_2_52(
    make_client, requests_mock, call, before, body
):
    action, sent = before
    requests_mock.put(f"{ENDPOINT}/os-services/{action}", json={"service": SERVICE})
    changed = call(Service(make_client("2.52").services, SERVICE, loaded=True))
    assert requests_mock.last_request.json() == sent
    assert changed.host == "h1"


@pytest.mark.parametrize(("call", "before", "body"), SHORT, ids=IDS)
def test_a_service_is_changed_by_its_id_since_2_53(make_client, requests_mock, call, before, body):
    requests_mock.put(f"{ENDPOINT}/os-services/svc-1", json={"service": SERVICE})
    call(Service(make_client("2.53").services, SERVICE, loaded=True))
    assert requests_mock.last_request.json() == body


def test_a_service_can_be_forced_down_since_2_11(make_client):
    service = Service(make_client("2.10").services, SERVICE, loaded=True)
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"since microversion 2\.11"):
        service.force_down()


@pytest.mark.parametrize("version", ["2.1", "2.96"])
def test_a_service_deletes_itself(make_client, requests_mock, version):
    requests_mock.delete(f"{ENDPOINT}/os-services/svc-1", status_code=204)
    Service(make_client(version).services, SERVICE, loaded=True).delete()
    assert requests_mock.called


def test_a_service_stands_for_host_and_binary_beside_other_arguments(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-services/disable-log-reason", json={"service": SERVICE})
    services = make_client("2.52").services
    service = Service(services, SERVICE, loaded=True)
    for reason in ({"reason": "why"}, {}):
        services.disable_log_reason(service, *([] if reason else ["why"]), **reason)
        sent = requests_mock.last_request.json()
        assert sent == {**NAMED, "disabled_reason": "why"}


def test_a_host_without_a_binary_is_refused_up_to_2_52(make_client):
    with pytest.raises(TypeError, match="binary"):
        make_client("2.52").services.enable("h1")


def test_a_service_without_an_id_is_refused_since_2_53(make_client, requests_mock):
    services = make_client("2.69").services
    with pytest.raises(exceptions.InvalidIdentifier, match=r"on h2\)> has no id"):
        Service(services, PARTIAL, loaded=True).enable()
    assert not requests_mock.called
