"""The bodies of the requests that create and rebuild servers."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion
from novaclient.v2.servers import bodies
from tests.unit.conftest import ENDPOINT

NEW = APIVersion("2.96")


@given(st.binary())
def test_bytes_are_encoded(content):
    for given_content in (content, io.BytesIO(content)):
        assert base64.b64decode(bodies.in_base64(given_content)) == content


@given(st.text(st.characters(codec="utf-8")))
def test_strings_are_encoded_as_utf_8(content):
    for given_content in (content, io.StringIO(content, newline="")):
        assert base64.b64decode(bodies.in_base64(given_content)).decode() == content


@pytest.mark.parametrize("content", [5, None, ["a"]])
def test_other_types_of_contents_are_refused(content):
    with pytest.raises(TypeError):
        bodies.in_base64(content)


# Networks.


@pytest.mark.parametrize("nics", [None, [], (), ""])
def test_networks_are_required_since_2_37(nics):
    bodies.check_nics(APIVersion("2.36"), nics)
    with pytest.raises(ValueError, match=r"required after microversion 2\.36"):
        bodies.check_nics(APIVersion("2.37"), nics)


@pytest.mark.parametrize("nics", ["auto", "none"])
def test_networks_may_be_auto_or_none_since_2_37(nics):
    bodies.check_nics(APIVersion("2.37"), nics)
    assert bodies.networks(NEW, nics) == nics
    with pytest.raises(ValueError, match="list or a tuple"):
        bodies.check_nics(APIVersion("2.36"), nics)


@pytest.mark.parametrize("nics", [{"net-id": "n"}, 5, {"a"}])
def test_networks_must_be_a_list_or_a_tuple(nics):
    with pytest.raises(ValueError, match="list or a tuple"):
        bodies.check_nics(NEW, nics)


@pytest.mark.parametrize(
    ("nic", "network"),
    [
        ({"net-id": "n"}, {"uuid": "n"}),
        ({"port-id": "p"}, {"port": "p"}),
        ({"net-id": "n", "v4-fixed-ip": "10.0.0.1"}, {"uuid": "n", "fixed_ip": "10.0.0.1"}),
        ({"net-id": "n", "v6-fixed-ip": "fd00::1"}, {"uuid": "n", "fixed_ip": "fd00::1"}),
        ({"net-id": "n", "port-id": "", "v4-fixed-ip": None}, {"uuid": "n"}),
        ({"net-id": "n", "tag": "t"}, {"uuid": "n", "tag": "t"}),
    ],
)
def test_a_network_is_sent_with_the_keys_of_nova(nic, network):
    before = dict(nic)
    assert bodies.networks(NEW, [nic]) == [network]
    assert nic == before


def test_a_network_with_two_addresses_is_refused():
    nic = {"net-id": "n", "v4-fixed-ip": "10.0.0.1", "v6-fixed-ip": "fd00::1"}
    with pytest.raises(exceptions.CommandError, match="Only one of"):
        bodies.networks(NEW, [nic])


def test_a_network_must_be_a_dict():
    with pytest.raises(AttributeError, match="must be a dict such as"):
        bodies.networks(NEW, ["net-id=n"])


def test_networks_have_tags_since_2_32():
    assert bodies.networks(APIVersion("2.32"), [{"tag": "t"}]) == [{"tag": "t"}]
    with pytest.raises(ValueError, match=r"before microversion 2\.32"):
        bodies.networks(APIVersion("2.31"), [{"tag": "t"}])


# Block devices.


@pytest.mark.parametrize(
    ("string", "device"),
    [
        ("v1", {"volume_id": "v1"}),
        ("v1:", {"volume_id": "v1"}),
        ("v1:::0", {"volume_id": "v1", "delete_on_termination": "0"}),
        ("s1:snap", {"snapshot_id": "s1"}),
        ("s1:snapshot:5", {"snapshot_id": "s1", "volume_size": "5"}),
        ("v1:volume:5", {"volume_id": "v1", "volume_size": "5"}),
        ("v1::5:1:more", {"volume_id": "v1", "volume_size": "5", "delete_on_termination": "1"}),
    ],
)
def test_an_old_style_device_is_split(string, device):
    assert bodies.block_devices({"vda": string}) == [{"device_name": "vda", **device}]


def test_the_size_of_a_device_must_be_a_number():
    with pytest.raises(ValueError, match="large"):
        bodies.block_devices({"vda": "v1::large"})


IMAGE_DISK = {
    "uuid": "i1",
    "source_type": "image",
    "destination_type": "local",
    "boot_index": 0,
    "delete_on_termination": True,
}


@pytest.mark.parametrize(
    ("image", "devices"), [("i1", [IMAGE_DISK, {"uuid": "v1"}]), (None, [{"uuid": "v1"}])]
)
def test_the_image_is_the_first_device(image, devices):
    mapping = [{"uuid": "v1"}]
    assert bodies.block_devices_v2(NEW, image, mapping) == devices
    assert mapping == [{"uuid": "v1"}]


def test_devices_are_copied():
    device = {"uuid": "v1"}
    (copied,) = bodies.block_devices_v2(NEW, None, iter([device]))
    copied["more"] = 1
    assert device == {"uuid": "v1"}


@pytest.mark.parametrize(("key", "first", "last"), [("tag", 32, 31), ("volume_type", 67, 66)])
def test_devices_have_tags_and_types_since_their_microversions(key, first, last):
    mapping = [{"uuid": "v1"}, {"uuid": "v2", key: "x"}]
    assert bodies.block_devices_v2(APIVersion(f"2.{first}"), None, mapping) == mapping
    with pytest.raises(ValueError, match=rf"before microversion 2\.{first}"):
        bodies.block_devices_v2(APIVersion(f"2.{last}"), None, mapping)


# Resources, and keys that Nova does not know.


@pytest.mark.parametrize(
    ("nic", "network"),
    [
        ({"uuid": "n"}, {"uuid": "n"}),
        ({"port": "p", "tag": "t"}, {"port": "p", "tag": "t"}),
        ({"net-id": "n", "fixed_ip": "10.0.0.7"}, {"uuid": "n", "fixed_ip": "10.0.0.7"}),
        ({"uuid": "n", "v6-fixed-ip": "::7"}, {"uuid": "n", "fixed_ip": "::7"}),
        ({"uuid": "n", "net-id": "n"}, {"uuid": "n"}),
        ({"uuid": "", "net-id": "n", "port": None}, {"uuid": "n"}),
    ],
)
def test_the_keys_of_nova_and_the_older_ones_are_the_same(nic, network):
    before = dict(nic)
    assert bodies.networks(NEW, [nic]) == [network]
    assert nic == before


@pytest.mark.parametrize(
    ("nic", "names"),
    [
        ({"uuid": "a", "net-id": "b"}, "'uuid' and 'net-id'"),
        ({"port": "a", "port-id": "b"}, "'port' and 'port-id'"),
        ({"fixed_ip": "10.0.0.7", "v6-fixed-ip": "::7"}, "'fixed_ip' and 'v6-fixed-ip'"),
    ],
)
def test_two_keys_for_the_same_with_different_values_are_refused(nic, names):
    with pytest.raises(exceptions.CommandError, match=f"^Only one of {names} may be provided.$"):
        bodies.networks(NEW, [nic])


@pytest.mark.parametrize(
    ("name", "hint"), [("portid", " Did you mean 'port-id'?"), ("colour", ""), (5, "")]
)
def test_an_unknown_key_of_a_network_causes_a_warning(name, hint):
    with pytest.warns(exceptions.UnknownNameWarning) as caught:
        assert bodies.networks(NEW, [{"uuid": "n", name: "x"}]) == [{"uuid": "n"}]
    assert [str(each.message) for each in caught] == [
        f"nics: a network has no key {name!r}, so it is not sent.{hint}"
    ]


def test_an_unknown_key_of_a_block_device_causes_a_warning_and_is_sent():
    device = {"uuid": "v", "bootindex": 0}
    with pytest.warns(exceptions.UnknownNameWarning) as caught:
        assert bodies.block_devices_v2(NEW, None, [device]) == [device]
    (warning,) = caught
    assert str(warning.message) == (
        "block_device_mapping_v2: a block device has no key 'bootindex'. "
        "Did you mean 'boot_index'?"
    )


def test_a_warning_about_a_key_points_at_the_program(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers", json={"server": {"id": "s"}})
    with pytest.warns(exceptions.UnknownNameWarning) as caught:
        nova.servers.create("n", "i", "f", nics=[{"network": "n"}])
    assert caught[0].filename == __file__


WITHOUT_ID = base.Resource(None, {"name": "n"}, loaded=True)


@pytest.mark.parametrize(
    "describe",
    [
        lambda: bodies.networks(NEW, [{"uuid": WITHOUT_ID}]),
        lambda: bodies.networks(NEW, [{"port-id": object()}]),
        lambda: bodies.block_devices_v2(NEW, None, [{"uuid": WITHOUT_ID}]),
        lambda: bodies.block_devices_v2(NEW, object(), []),
        lambda: bodies.block_devices({"vda": object()}),
        lambda: bodies.with_ids({"different_host": [WITHOUT_ID]}),
        lambda: bodies.take_options(NEW, None, {"security_groups": [object()]}),
    ],
)
def test_a_resource_without_an_id_is_refused(describe):
    with pytest.raises(exceptions.InvalidIdentifier):
        describe()


def test_hints_without_resources_stay_as_they_are():
    hints = {"group": "g", "query": [">=", "$free_ram_mb", 1024], "any": {"deep": [None, True]}}
    assert bodies.with_ids(hints) == hints
