"""Key pairs, quotas, limits, usage and server groups."""

from __future__ import annotations

import datetime
import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting

PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILH9sr1JUKGcWscPQee3ZuOakQNTSuE8UM9UA7BdkbgC tested"
)


@pytest.fixture
def key_name(nova):
    """The name of a key pair, which is deleted after the test."""
    name = f"key {uuid.uuid4()}"
    yield name
    for keypair in nova.keypairs.findall(name=name):
        keypair.delete()


def test_keypair_is_imported_listed_found_and_deleted(any_nova, key_name):
    keypair = any_nova.keypairs.create(key_name, PUBLIC_KEY)
    assert any_nova.keypairs.get(keypair).fingerprint == keypair.fingerprint
    assert key_name in [each.name for each in any_nova.keypairs.list()]
    assert any_nova.keypairs.find(name=key_name).public_key == PUBLIC_KEY
    keypair.delete()
    with pytest.raises(exceptions.NotFound):
        any_nova.keypairs.get(key_name)


def test_keypair_is_generated_up_to_2_91(connect, key_name):
    keypair = connect("2.91").keypairs.create(key_name)
    assert "PRIVATE KEY" in keypair.private_key
    with pytest.raises(TypeError):
        connect("2.92").keypairs.create(key_name)


def test_keypair_is_created_for_another_user(nova, connect, cloud, key_name):
    user_id = cloud.member.user_id
    nova.keypairs.create(key_name, PUBLIC_KEY, user_id=user_id)
    assert nova.keypairs.get(key_name, user_id=user_id).user_id == user_id
    assert key_name in [each.name for each in nova.keypairs.list(user_id=user_id)]
    assert key_name in [each.name for each in connect("2.96", cloud.member).keypairs.list()]
    nova.keypairs.delete(key_name, user_id=user_id)
    assert nova.keypairs.list(user_id=user_id) == []


@pytest.mark.parametrize("version", ["2.10", "2.35", "2.91", "2.104"])
def test_keypair_of_another_user_remembers_the_user(connect, cloud, key_name, version):
    nova, user_id = connect(version), cloud.member.user_id
    nova.keypairs.create(key_name, PUBLIC_KEY)
    try:
        created = nova.keypairs.create(key_name, PUBLIC_KEY, user_id=user_id)
        assert created.user_id == user_id
        listed = nova.keypairs.list(user_id=user_id)[0]
        listed.get()
        assert listed.user_id == user_id
        assert nova.keypairs.get(listed).user_id == user_id
        nova.keypairs.find(name=key_name, user_id=user_id).delete()
        assert nova.keypairs.list(user_id=user_id) == []
        assert nova.keypairs.get(key_name).user_id == cloud.admin.user_id
    finally:
        for remaining in nova.keypairs.findall(user_id=user_id):
            nova.keypairs.delete(remaining)


def test_keypairs_are_paged_since_2_35(connect):
    nova = connect("2.35")
    names = sorted(f"paged-{n}-{uuid.uuid4()}" for n in range(3))
    for name in names:
        nova.keypairs.create(name, PUBLIC_KEY)
    try:
        first = nova.keypairs.list(limit=2)
        rest = nova.keypairs.list(marker=first[-1].name)
        assert [each.name for each in first + rest] == names
        assert nova.keypairs.find(name=names[2]).name == names[2]
    finally:
        for name in names:
            nova.keypairs.delete(name)


def test_server_is_created_with_a_key(nova, boot, key_name):
    nova.keypairs.create(key_name, PUBLIC_KEY)
    assert boot(nova, key_name=key_name).key_name == key_name


def test_quotas_are_set_and_deleted(any_nova, cloud):
    project_id = cloud.member.project_id
    default = any_nova.quotas.defaults(project_id).cores
    assert any_nova.quotas.get(project_id).cores == default
    assert any_nova.quotas.update(project_id, cores=7, instances=0).cores == 7
    changed = any_nova.quotas.get(project_id)
    assert (changed.cores, changed.instances) == (7, 0)
    any_nova.quotas.delete(project_id)
    assert any_nova.quotas.get(project_id).cores == default


def test_quota_details_have_the_usage(nova, boot, cloud):
    boot(nova)
    details = nova.quotas.get(cloud.admin.project_id, detail=True)
    assert details.instances["in_use"] >= 1


def test_quota_of_a_user_is_separate_from_the_project(nova, cloud):
    project_id, user_id = cloud.member.project_id, cloud.member.user_id
    nova.quotas.update(project_id, user_id=user_id, cores=5)
    try:
        assert nova.quotas.get(project_id, user_id=user_id).cores == 5
        assert nova.quotas.get(project_id).cores != 5
        quotas = nova.quotas.get(project_id, user_id=user_id)
        quotas.update(cores=6)
        assert nova.quotas.get(project_id).cores != 6
        quotas.get()
        assert quotas.cores == 6
    finally:
        nova.quotas.delete(project_id, user_id=user_id)


def test_quota_class_is_read_and_updated(any_nova):
    before = any_nova.quota_classes.get("default")
    changed = before.update(metadata_items=77)
    assert changed.metadata_items == 77
    any_nova.quota_classes.update("default", metadata_items=before.metadata_items)


def test_limits_count_servers(any_nova, boot):
    boot(any_nova)
    limits = {limit.name: limit.value for limit in any_nova.limits.get().absolute}
    assert limits["totalInstancesUsed"] >= 1
    assert any_nova.limits.get().by_name == limits
    again = any_nova.limits.get()
    again.get()
    assert list(again.rate) == []


def test_limits_with_reserved_exist_up_to_2_74(connect):
    assert connect("2.74").limits.get(reserved=True).absolute
    with pytest.raises(exceptions.BadRequest, match="reserved"):
        connect("2.75").limits.get(reserved=True)


def test_limits_of_another_project(nova, cloud):
    limits = nova.limits.get(tenant_id=cloud.member.project_id)
    assert {limit.name for limit in limits.absolute} >= {"maxTotalCores", "totalCoresUsed"}


def test_usage_includes_the_hours_of_servers(any_nova, boot, cloud):
    server = boot(any_nova)
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    start, end = now - datetime.timedelta(days=1), now + datetime.timedelta(days=1)
    project_id = cloud.admin.project_id

    def counted():
        usage = any_nova.usage.get(project_id, start, end)
        ids = [each["instance_id"] for each in usage.server_usages]
        return usage if server.id in ids and usage.total_hours > 0 else None

    usage = waiting.until(counted, f"hours of {server.id} in the usage")
    assert usage.tenant_id == project_id
    listed = any_nova.usage.list(start, end, detailed=True)
    assert project_id in [each.tenant_id for each in listed]
    usage.get()
    assert usage.total_hours > 0


def test_usage_is_paged_since_2_40(connect, boot, cloud):
    nova = connect("2.40")
    servers = {boot(nova).id for _ in range(2)}
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    span = now - datetime.timedelta(days=1), now + datetime.timedelta(days=1)

    def paged():
        found, marker = set(), None
        while True:
            page = nova.usage.get(cloud.admin.project_id, *span, marker=marker, limit=1)
            page_servers = page.to_dict().get("server_usages", [])
            if not page_servers:
                return found
            assert len(page_servers) == 1
            marker = page_servers[0]["instance_id"]
            found.add(marker)

    waiting.until(lambda: servers <= paged(), "both servers on the pages")


def test_server_group_is_created_listed_and_deleted(any_nova):
    group = any_nova.server_groups.create(f"group-{uuid.uuid4()}", "anti-affinity")
    try:
        got = any_nova.server_groups.get(group.id)
        if any_nova.api_version.at_least("2.64"):
            assert got.policy == "anti-affinity"
        else:
            assert got.policies == ["anti-affinity"]
        assert group in any_nova.server_groups.list()
        assert any_nova.server_groups.find(name=group.name) == group
    finally:
        group.delete()
    with pytest.raises(exceptions.NotFound):
        any_nova.server_groups.get(group.id)


def test_server_group_has_rules_since_2_64(connect):
    group = connect("2.64").server_groups.create(
        f"ruled-{uuid.uuid4()}", "anti-affinity", {"max_server_per_host": "3"}
    )
    assert group.rules == {"max_server_per_host": 3}
    group.delete()


def test_server_groups_of_all_projects_and_by_offset(nova, connect, cloud):
    member = connect("2.96", cloud.member)
    groups = [member.server_groups.create(f"offset-{n}", "affinity") for n in range(3)]
    try:
        everything = nova.server_groups.list(all_projects=True)
        assert {group.id for group in groups} <= {group.id for group in everything}
        pages = [member.server_groups.list(limit=2), member.server_groups.list(limit=2, offset=2)]
        assert [len(page) for page in pages] == [2, 1]
    finally:
        for group in groups:
            group.delete()


def test_servers_of_an_anti_affinity_group_are_on_different_hosts(nova, boot):
    group = nova.server_groups.create(f"apart-{uuid.uuid4()}", "anti-affinity")
    servers = [boot(nova, f"apart-{n}", scheduler_hints={"group": group.id}) for n in range(2)]
    hosts = {getattr(server, "OS-EXT-SRV-ATTR:host") for server in servers}
    assert len(hosts) == 2
    assert len(nova.server_groups.get(group.id).members) == 2
    group.delete()
