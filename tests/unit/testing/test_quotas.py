"""Quotas of the fake cloud: how they are enforced, and changed."""

from __future__ import annotations

import pytest

from novaclient import exceptions


@pytest.fixture
def nova(cloud):
    return cloud.client(user="demo", project="demo")


def _create(nova, cloud, flavor="1", **kwargs):
    return nova.servers.create("web", cloud.images[0], flavor, nics="none", **kwargs)


@pytest.mark.parametrize(
    ("quotas", "flavor", "message"),
    [
        ({"instances": 0}, "1", "instances: Requested 1, but already used 0 of 0 instances"),
        ({"cores": 3}, "4", "cores: Requested 4, but already used 0 of 3 cores"),
        (
            {"cores": 3, "ram": 100},
            "4",
            "cores, ram: Requested 4, 8192, but already used 0, 0 of 3, 100 cores, ram",
        ),
    ],
)
def test_a_server_beyond_a_quota_is_forbidden(cloud, nova, quotas, flavor, message):
    cloud.quotas.update(quotas)
    with pytest.raises(exceptions.Forbidden, match=message):
        _create(nova, cloud, flavor)
    assert cloud.servers == []


def test_as_many_servers_are_created_as_the_quota_allows(cloud, nova):
    cloud.quotas["instances"] = 3
    _create(nova, cloud, min_count=2, max_count=5)
    assert len(cloud.servers) == 3


def test_fewer_servers_than_the_minimum_are_forbidden(cloud, nova):
    cloud.quotas["instances"] = 3
    with pytest.raises(exceptions.Forbidden, match="Requested 4-5, but already used 0 of 3"):
        _create(nova, cloud, min_count=4, max_count=5)


def test_a_deleted_server_no_longer_counts(cloud, nova):
    cloud.polls = 0
    cloud.quotas["instances"] = 1
    _create(nova, cloud).delete()
    _create(nova, cloud)


def test_minus_1_is_no_limit(cloud, nova):
    cloud.quotas.update(instances=-1, cores=-1, ram=-1)
    _create(nova, cloud, max_count=50)
    assert len(cloud.servers) == 50


def test_other_projects_have_their_own_quota(cloud, nova):
    nova.quotas.update("demo", instances=0)
    _create(cloud.client(project="other"), cloud)
    with pytest.raises(exceptions.Forbidden):
        _create(nova, cloud)


def test_a_user_with_a_quota_is_held_to_it(cloud, nova):
    nova.quotas.update("demo", user_id="alice", instances=1)
    _create(cloud.client(user="alice"), cloud)
    with pytest.raises(exceptions.Forbidden, match="already used 1 of 1 instances"):
        _create(cloud.client(user="alice"), cloud)
    _create(cloud.client(user="bob"), cloud)


def test_a_resize_beyond_the_quota_is_forbidden(cloud, nova):
    cloud.quotas["cores"] = 3
    web = cloud.add_server("web")
    with pytest.raises(exceptions.Forbidden, match="cores: Requested 3, but already used 1 of 3"):
        nova.servers.resize(web.id, "4")


def test_key_pairs_groups_and_metadata_have_quotas(cloud, nova):
    cloud.quotas.update(key_pairs=1, server_groups=1, metadata_items=1)
    key = cloud.add_keypair("first").public_key
    with pytest.raises(exceptions.Forbidden, match=r"too many key pairs\."):
        nova.keypairs.create("second", key)
    nova.server_groups.create("first", "affinity")
    with pytest.raises(exceptions.Forbidden, match=r"too many server groups\."):
        nova.server_groups.create("second", "affinity")
    with pytest.raises(exceptions.Forbidden, match="metadata items exceeds 1"):
        _create(nova, cloud, meta={"a": "1", "b": "2"})


def test_a_quota_below_the_usage_needs_force(cloud, nova):
    cloud.add_server("web")
    with pytest.raises(exceptions.BadRequest, match="greater than or equal to already used"):
        nova.quotas.update("demo", instances=0)
    assert nova.quotas.update("demo", instances=0, force=True).instances == 0


def test_a_user_gets_no_more_than_the_project(nova):
    nova.quotas.update("demo", cores=10)
    nova.quotas.update("demo", user_id="alice", cores=6)
    with pytest.raises(exceptions.BadRequest, match="less than or equal to 4"):
        nova.quotas.update("demo", user_id="bob", cores=5)


def test_members_read_only_the_quotas_of_their_project(cloud):
    member = cloud.client(admin=False)
    assert member.quotas.get("demo").cores == 20
    for call in (member.quotas.get, member.quotas.delete):
        with pytest.raises(exceptions.Forbidden):
            call("other")
    with pytest.raises(exceptions.Forbidden):
        member.quotas.update("demo", cores=7)
    with pytest.raises(exceptions.Forbidden):
        member.limits.get(tenant_id="other")
