"""Flavors, their extra specs and the access to them."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions


@pytest.fixture
def flavor(any_nova):
    """A flavor that is not public."""
    private = any_nova.flavors.create(
        f"flavor-{uuid.uuid4()}", ram=640, vcpus=3, disk=7, ephemeral=2, swap=64, is_public=False
    )
    yield private
    any_nova.flavors.delete(private)


def test_created_flavor_has_the_requested_values(any_nova, flavor):
    again = any_nova.flavors.get(flavor)
    assert (again.ram, again.vcpus, again.disk, again.swap) == (640, 3, 7, 64)
    assert again.ephemeral == 2
    assert again.is_public is False
    assert again == flavor
    assert again.request_ids


def test_flavor_id_with_spaces(any_nova):
    flavor_id = f"256 MB {uuid.uuid4()}"
    flavor = any_nova.flavors.create(flavor_id, ram=256, vcpus=1, disk=1, flavorid=flavor_id)
    try:
        flavor.set_keys({"my key": "x"})
        assert any_nova.flavors.get(flavor_id) == flavor
        assert flavor.get_keys() == {"my key": "x"}
        flavor.unset_keys(["my key"])
        assert flavor.get_keys() == {}
    finally:
        any_nova.flavors.delete(flavor_id)


def test_private_flavor_is_listed_only_on_request(any_nova, flavor):
    assert flavor not in any_nova.flavors.list()
    assert flavor in any_nova.flavors.list(is_public=None)
    assert flavor in any_nova.flavors.list(is_public=False)


def test_flavor_is_found_by_name_and_by_size(any_nova, flavor):
    assert any_nova.flavors.find(name=flavor.name, is_public=None) == flavor
    assert any_nova.flavors.find(ram=640, is_public=None) == flavor


def test_flavors_are_filtered_and_sorted(any_nova):
    listed = any_nova.flavors.list(
        min_ram=2048, min_disk=20, sort_key="memory_mb", sort_dir="desc"
    )
    sizes = [flavor.ram for flavor in listed]
    assert len(sizes) > 1
    assert min(sizes) >= 2048
    assert sizes == sorted(sizes, reverse=True)


def test_list_without_details_has_fewer_attributes(any_nova):
    brief = any_nova.flavors.list(detailed=False)[0]
    assert "ram" not in brief.to_dict()


def test_pages_together_are_the_whole_list(any_nova):
    whole = [flavor.id for flavor in any_nova.flavors.list()]
    paged, marker = [], None
    while page := any_nova.flavors.list(limit=2, marker=marker):
        paged += [flavor.id for flavor in page]
        marker = page[-1].id
    assert paged == whole


def test_a_limited_list_has_more(any_nova):
    assert any_nova.flavors.list(limit=1).has_more is True
    assert any_nova.flavors.list().has_more is False


def test_extra_specs_are_set_read_and_removed(flavor):
    specs = {"hw:cpu_policy": "shared", "custom:key with spaces": "1"}
    assert flavor.get_keys() == {}
    assert flavor.set_keys(specs) == specs
    assert flavor.get_keys() == specs
    assert flavor.unset_keys(specs) == ()
    assert flavor.get_keys() == {}
    with pytest.raises(exceptions.NotFound):
        flavor.unset_keys(["hw:cpu_policy"])


def test_access_is_added_and_removed(any_nova, flavor, cloud):
    access = any_nova.flavor_access
    project_id = cloud.member.project_id
    assert [a.tenant_id for a in access.add_tenant_access(flavor, project_id)] == [project_id]
    assert [a.tenant_id for a in access.list(flavor=flavor)] == [project_id]
    with pytest.raises(exceptions.Conflict):
        access.add_tenant_access(flavor, project_id)
    assert access.remove_tenant_access(flavor, project_id) == []


def test_member_sees_a_private_flavor_once_it_has_access(nova, connect, cloud):
    member = connect("2.96", cloud.member)
    flavor = nova.flavors.create(f"private-{uuid.uuid4()}", 600, 1, 1, is_public=False)
    try:
        with pytest.raises(exceptions.NotFound):
            member.flavors.get(flavor.id)
        nova.flavor_access.add_tenant_access(flavor, cloud.member.project_id)
        assert member.flavors.get(flavor.id).name == flavor.name
    finally:
        nova.flavors.delete(flavor)


def test_description_is_set_and_updated(nova):
    flavor = nova.flavors.create(f"described-{uuid.uuid4()}", 600, 1, 1, description="first")
    try:
        assert nova.flavors.get(flavor).description == "first"
        flavor.update(description="second")
        assert nova.flavors.get(flavor).description == "second"
    finally:
        flavor.delete()


def test_description_is_refused_before_2_55(connect):
    with pytest.raises(exceptions.UnsupportedAttribute, match=r"2\.55"):
        connect("2.54").flavors.create("x", 1, 1, 1, description="d")


def test_deleted_flavor_is_not_found(nova):
    flavor = nova.flavors.create(f"short-lived-{uuid.uuid4()}", 600, 1, 1)
    flavor.delete()
    with pytest.raises(exceptions.NotFound):
        nova.flavors.get(flavor.id)


def test_duplicate_name_is_a_conflict(nova):
    with pytest.raises(exceptions.Conflict) as caught:
        nova.flavors.create(nova.flavors.list()[0].name, 512, 1, 1)
    assert caught.value.request_id


def test_an_id_with_special_characters_cannot_lead_to_another_resource(nova):
    with pytest.raises(exceptions.NotFound):
        nova.flavors.get("../servers/detail?limit=1#x")
