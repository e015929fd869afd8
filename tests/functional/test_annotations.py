"""The annotations of the resource classes match what the real Nova sends."""

from __future__ import annotations

import datetime
import sys
import typing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novaclient import base

#: Attributes were added, changed and removed between these microversions.
VERSIONS = ("2.1", "2.53", "2.72", "2.104")


def annotations(cls: type) -> dict[str, Any]:
    """Return the types of the attributes that a resource class annotates itself."""
    namespace = {**vars(sys.modules[cls.__module__]), **vars(typing)}
    namespace.pop("type", None)
    return {
        name: eval(annotation, namespace)
        for name, annotation in cls.__annotations__.items()
        if name != "manager"
    }


def fits(value: Any, kind: Any) -> bool:
    """Tell whether a decoded JSON value is of a type."""
    origin, of = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return True
    if kind is float:
        return isinstance(value, float | int)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is list:
        return isinstance(value, list) and all(fits(item, of[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(fits(item, of[1]) for item in value.values())
    if of:
        return any(fits(value, each) for each in of)
    return isinstance(value, kind)


def sent_by_nova(resource: base.Resource) -> dict[str, Any]:
    """Return the keys that Nova sent and that can be read as ``resource.name``."""
    return {name: value for name, value in resource._attributes.items() if name.isidentifier()}


def mismatches(resources: Iterable[base.Resource]) -> list[str]:
    """Return a line for each attribute that has no annotation, or another type than it says."""
    wrong = []
    for resource in resources:
        cls = type(resource)
        known = annotations(cls)
        for name, value in sent_by_nova(resource).items():
            if isinstance(getattr(cls, name, None), property):
                continue
            if name not in known:
                wrong.append(f"{cls.__name__}.{name} is not annotated: {value!r}")
            elif not fits(value, known[name]):
                wrong.append(f"{cls.__name__}.{name} is not {known[name]}: {value!r}")
    return wrong


@pytest.fixture(scope="module", params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture
def resources(connect, cloud, boot, version):
    """A resource of each class, at a microversion."""
    nova = connect(version)
    server = boot(nova)
    if nova.api_version.at_least("2.26"):
        server.set_tags(["one"])
        server.get()
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    hour = datetime.timedelta(hours=1)
    affinity = "affinity" if nova.api_version.at_least("2.64") else ["affinity"]
    group = nova.server_groups.create("annotated", affinity)
    aggregate = nova.aggregates.create("annotated", None)
    key = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfaXxg6Ok4EI8NbIKx2tHYS4W6vkFS3QCMdHUFT1ZLH a"]
    keypair = nova.keypairs.create("annotated", *key)
    server.stop()
    try:
        kinds = [
            server,
            nova.flavors.list()[0],
            group,
            aggregate,
            keypair,
            nova.keypairs.get("annotated"),
            nova.hypervisors.list()[0],
            nova.services.list()[0],
            nova.availability_zones.list()[0],
            nova.quotas.get(cloud.admin.project_id),
            nova.quotas.get(cloud.admin.project_id, detail=True),
            nova.quota_classes.get("default"),
            nova.usage.get(cloud.admin.project_id, now - hour, now + hour),
            nova.instance_usage_audit_log.get(),
            nova.versions.get_current(),
            nova.extensions.list()[0],
            *nova.servers.interface_list(server),
            *nova.servers.list_security_group(server),
        ]
        actions = nova.instance_action.list(server)
        kinds.append(nova.instance_action.get(server, actions[0].request_id))
        if not nova.api_version.at_least("2.88"):
            kinds.append(nova.hypervisor_stats.statistics())
        yield kinds
    finally:
        nova.server_groups.delete(group.id)
        aggregate.delete()
        keypair.delete()


def test_every_attribute_is_annotated_with_the_type_that_nova_sends(resources):
    assert mismatches(resources) == []
