from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2 import flavors
from tests.unit.conftest import ENDPOINT


@pytest.fixture
def flavor(nova):
    return flavors.Flavor(nova.flavors, {"id": "f1", "name": "tiny"}, loaded=True)


@pytest.fixture
def created(requests_mock):
    """Return the flavor in the body of the last request."""
    requests_mock.post(f"{ENDPOINT}/flavors", json={"flavor": {"id": "f1"}})
    return lambda: requests_mock.last_request.json()["flavor"]


def test_a_flavor_without_a_name_has_a_repr(nova):
    assert repr(flavors.Flavor(nova.flavors, {}, loaded=True)) == "<Flavor: unknown-name>"


def test_attributes_with_extension_names_have_short_aliases(nova):
    info = {"OS-FLV-EXT-DATA:ephemeral": 5, "os-flavor-access:is_public": False}
    flavor = flavors.Flavor(nova.flavors, info)
    assert (flavor.ephemeral, flavor.is_public) == (5, False)


def test_aliases_of_missing_attributes_are_not_available(flavor):
    assert (flavor.ephemeral, flavor.is_public) == ("N/A", "N/A")


def test_numbers_may_be_strings(nova, created):
    nova.flavors.create("x", "512", "1", "10", ephemeral="2", swap="3", rxtx_factor="0.5")
    assert (created()["ram"], created()["vcpus"], created()["disk"]) == (512, 1, 10)
    assert (created()["OS-FLV-EXT-DATA:ephemeral"], created()["swap"]) == (2, 3)
    assert created()["rxtx_factor"] == 0.5


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("ram", "Ram must be an integer"),
        ("vcpus", "VCPUs must be an integer"),
        ("disk", "Disk must be an integer"),
        ("ephemeral", "Ephemeral must be an integer"),
        ("swap", "Swap must be an integer"),
        ("rxtx_factor", "rxtx_factor must be a float"),
        ("is_public", "is_public must be a boolean"),
    ],
)
@pytest.mark.parametrize("value", ["many", None])
def test_an_invalid_argument_is_refused_by_name(nova, requests_mock, argument, words, value):
    arguments = {"name": "x", "ram": 1, "vcpus": 1, "disk": 1, argument: value}
    with pytest.raises(exceptions.CommandError, match=words):
        nova.flavors.create(**arguments)
    assert requests_mock.call_count == 0


@pytest.mark.parametrize(
    ("value", "sent"), [(True, True), (False, False), ("yes", True), ("0", False), (0, False)]
)
def test_is_public_takes_strings_for_true_and_false(nova, created, value, sent):
    nova.flavors.create("x", 1, 1, 1, is_public=value)
    assert created()["os-flavor-access:is_public"] is sent


@pytest.mark.parametrize(("flavorid", "sent"), [("auto", None), (None, None), ("7", "7"), (7, 7)])
def test_the_id_is_null_unless_it_is_given(nova, created, flavorid, sent):
    nova.flavors.create("x", 1, 1, 1, flavorid=flavorid)
    assert created()["id"] == sent


def test_a_description_needs_microversion_2_55(make_client, created):
    make_client("2.55").flavors.create("x", 1, 1, 1, description="")
    assert created()["description"] == ""
    with pytest.raises(exceptions.UnsupportedAttribute, match=r"'description'.*2\.55"):
        make_client("2.54").flavors.create("x", 1, 1, 1, description="y")


def test_before_2_55_an_empty_description_is_not_sent(make_client, created):
    make_client("2.54").flavors.create("x", 1, 1, 1, description="")
    assert "description" not in created()


def test_update_needs_microversion_2_55(make_client, requests_mock):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"FlavorManager\.update"):
        make_client("2.54").flavors.update("f1", description="x")
    assert requests_mock.call_count == 0


@pytest.mark.parametrize(
    ("kwargs", "query"),
    [
        ({}, ""),
        ({"is_public": False}, "?is_public=False"),
        ({"is_public": None}, "?is_public=None"),
        ({"min_ram": "512", "min_disk": 0, "limit": 3}, "?limit=3&minRam=512"),
        ({"marker": "f1", "sort_key": "vcpus"}, "?marker=f1&sort_key=vcpus"),
        ({"sort_dir": "desc"}, "?sort_dir=desc"),
    ],
)
def test_the_arguments_of_list_are_sent_as_parameters(nova, requests_mock, kwargs, query):
    requests_mock.get(f"{ENDPOINT}/flavors/detail", json={"flavors": []})
    nova.flavors.list(**kwargs)
    assert requests_mock.last_request.url == f"{ENDPOINT}/flavors/detail{query}"


def test_an_argument_of_list_that_is_not_a_number_is_refused(nova, requests_mock):
    with pytest.raises(ValueError, match="many"):
        nova.flavors.list(min_ram="many")
    assert requests_mock.call_count == 0


# Extra specs.


def test_setting_extra_specs_does_not_change_the_argument(flavor, requests_mock):
    url = f"{ENDPOINT}/flavors/f1/os-extra_specs"
    requests_mock.post(url, json={"extra_specs": {"hw:a": "1"}})
    specs = {"hw:a": "1"}
    assert flavor.set_keys(specs) == {"hw:a": "1"}
    assert specs == {"hw:a": "1"}


def test_an_invalid_key_is_refused_before_a_request(flavor, requests_mock):
    with pytest.raises(exceptions.CommandError, match="a/b"):
        flavor.set_keys({"good": "1", "a/b": "1"})
    assert requests_mock.call_count == 0


def test_each_extra_spec_is_deleted_by_a_request_whose_id_is_kept(flavor, requests_mock):
    for number, key in enumerate(("hw:a", "b%20c")):
        url = f"{ENDPOINT}/flavors/f1/os-extra_specs/{key}"
        requests_mock.delete(url, headers={"x-compute-request-id": f"req-{number}"})
    result = flavor.unset_keys(["hw:a", "b c"])
    assert (result, result.request_ids) == ((), ["req-0", "req-1"])


def test_a_single_extra_spec_can_be_requested(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/flavors/1/os-extra_specs/hw:cpu", json={"hw:cpu": "2"})
    requests_mock.get(f"{ENDPOINT}/flavors/1/os-extra_specs/hw%3Acpu", json={"hw:cpu": "2"})
    assert nova.flavors.get_extra_spec("1", "hw:cpu") == {"hw:cpu": "2"}
    assert flavors.Flavor(nova.flavors, {"id": "1"}).get_key("hw:cpu") == {"hw:cpu": "2"}


def test_a_single_extra_spec_can_be_set(nova, requests_mock):
    requests_mock.put(f"{ENDPOINT}/flavors/1/os-extra_specs/cpu", json={"cpu": "4"})
    assert nova.flavors.set_extra_spec("1", "cpu", "4") == {"cpu": "4"}
    assert requests_mock.last_request.json() == {"cpu": "4"}
    flavors.Flavor(nova.flavors, {"id": "1"}).set_key("cpu", "8")
    assert requests_mock.last_request.json() == {"cpu": "8"}


def test_a_single_extra_spec_with_an_invalid_key_is_not_sent(nova, requests_mock):
    with pytest.raises(exceptions.CommandError, match="a/b"):
        nova.flavors.set_extra_spec("1", "a/b", "4")
    assert not requests_mock.called


def test_since_2_102_a_flavor_has_no_rxtx_factor(make_client, requests_mock):
    requests_mock.post(f"{ENDPOINT}/flavors", json={"flavor": {"id": "1"}})
    nova = make_client("2.102")
    nova.flavors.create("f", 512, 1, 1)
    assert "rxtx_factor" not in requests_mock.last_request.json()["flavor"]
    with pytest.raises(exceptions.UnsupportedAttribute, match="rxtx_factor"):
        nova.flavors.create("f", 512, 1, 1, rxtx_factor=2.0)


def test_since_2_102_a_flavor_is_found_by_name_in_one_request(make_client, requests_mock):
    requests_mock.get(f"{ENDPOINT}/flavors/detail", json={"flavors": [{"id": "1", "name": "a.b"}]})
    assert make_client("2.102").flavors.find(name="a.b").id == "1"
    assert [request.qs["name"] for request in requests_mock.request_history] == [["^a\\.b$"]]
