"""The attributes of the resource classes are those that the real Nova sends.

Their annotations have the types of the values, and the tables of ``novaclient._attributes`` say
at which microversions, and to whom, Nova sends them.
"""

from __future__ import annotations

import contextlib
import datetime
import inspect
import sys
import typing
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest

from novaclient import _attributes, base, client
from novaclient.api_versions import APIVersion
from tests.functional import waiting

#: Attributes were added, changed and removed between these microversions.
VERSIONS = ("2.1", "2.3", "2.13", "2.26", "2.50", "2.58", "2.72", "2.80", "2.89", "2.96", "2.104")

#: Keys that Nova does not send with these resources, and why.
NOT_SENT = {
    ("Migration", "links"): "only while a live migration is in progress",
}

#: Keys that a property reads, because it has another value where the key is absent.
HAVE_A_PROPERTY = {
    ("Flavor", "OS-FLV-EXT-DATA:ephemeral"),
    ("Flavor", "os-flavor-access:is_public"),
}


def annotations(cls: type) -> dict[str, Any]:
    """Return the types of the attributes that a resource class annotates."""
    types = {}
    for each in cls.__mro__[: cls.__mro__.index(base.Resource)]:
        namespace = {**vars(sys.modules[each.__module__]), **vars(typing)}
        namespace.pop("type", None)
        for name, annotation in inspect.get_annotations(each).items():
            if name != "manager":
                types[name] = eval(annotation, namespace)
    return types


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
    """Return the keys that Nova sent, by the names of the attributes that read them."""
    names = {key: name for name, key in resource._aliases.items()}
    return {names.get(key, key): value for key, value in resource._attributes.items()}


class User(NamedTuple):
    """What a user has in the cloud, and a function that connects the user at a microversion."""

    connect: Any
    project_id: str
    is_administrator: bool
    server: str
    group: str


def boot(nova, cloud):
    flavor = nova.flavors.find(ram=512)
    nics = [{"net-id": cloud.network_id}]
    server = nova.servers.create("annotated", cloud.image_id, flavor, nics=nics)
    waiting.for_status(server, "ACTIVE")
    server.set_tags(["one"])
    nova.volumes.create_server_volume(server, str(uuid.uuid4()))
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfaXxg6Ok4EI8NbIKx2tHYS4W6vkFS3QCMdHUFT1ZLH a"
    nova.keypairs.create("annotated", key)
    return server


@contextlib.contextmanager
def prepared(credentials, cloud, log_in):
    """Create a server and other resources for a user, and delete them in the end."""
    is_administrator = credentials is cloud.admin

    def connect(version):
        return client.Client(version, session=log_in(credentials))

    nova = connect("2.100")
    server = boot(nova, cloud)
    group = nova.server_groups.create("annotated", "affinity")
    try:
        if is_administrator:
            nova.aggregates.create("annotated", None)
            server.migrate()
            waiting.for_status(server, "VERIFY_RESIZE")
            server.confirm_resize()
            waiting.for_status(server, "ACTIVE")
        server.stop()
        waiting.for_status(server, "SHUTOFF")
        share = server.create_share(str(uuid.uuid4()), tag="data")

        def is_inactive():
            share.get()
            return share.status == "inactive"

        waiting.until(is_inactive, "inactive")
        yield User(connect, credentials.project_id, is_administrator, server.id, group.id)
        nova.server_shares.delete(server, share)
        waiting.until(lambda: nova.server_shares.list(server) == [], "detached")
    finally:
        waiting.delete(nova, server.id)
        group.delete()
        nova.keypairs.delete("annotated")
        for aggregate in nova.aggregates.list() if is_administrator else ():
            aggregate.delete()


@pytest.fixture(scope="module")
def users(cloud, log_in):
    """An administrator, and a user who is none."""
    with (
        prepared(cloud.admin, cloud, log_in) as administrator,
        prepared(cloud.member, cloud, log_in) as member,
    ):
        yield {"administrator": administrator, "member": member}


@pytest.fixture(scope="module", params=["administrator", "member"])
def user(request, users):
    return users[request.param]


def mismatches(resources: Iterable[base.Resource]) -> list[str]:
    """Return a line for each attribute that has no annotation, or another type than it says."""
    wrong = []
    for resource in resources:
        cls = type(resource)
        known = annotations(cls)
        for name, value in sent_by_nova(resource).items():
            if (cls.__name__, name) in HAVE_A_PROPERTY:
                continue
            if isinstance(getattr(cls, name, None), property):
                continue
            if name not in known:
                wrong.append(f"{cls.__name__}.{name} is not annotated: {value!r}")
            elif not fits(value, known[name]):
                wrong.append(f"{cls.__name__}.{name} is not {known[name]}: {value!r}")
    return wrong


@pytest.fixture(scope="module", params=VERSIONS)
def resources(request, user):
    """A resource of each class that the user gets, at each microversion."""
    nova = user.connect(request.param)
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    hour = datetime.timedelta(hours=1)
    actions = nova.instance_action.list(user.server)
    found = [
        nova.servers.get(user.server),
        nova.flavors.list()[0],
        nova.server_groups.get(user.group),
        nova.keypairs.get("annotated"),
        nova.availability_zones.list(detailed=user.is_administrator)[0],
        nova.quotas.get(user.project_id),
        nova.quotas.get(user.project_id, detail=True),
        nova.usage.get(user.project_id, now - hour, now + hour),
        nova.versions.get_current(),
        nova.extensions.list()[0],
        nova.instance_action.get(user.server, actions[-1].request_id),
        *nova.servers.interface_list(user.server),
        *nova.servers.list_security_group(user.server),
        *nova.volumes.get_server_volumes(user.server),
    ]
    if nova.api_version.at_least("2.97"):
        [share] = nova.server_shares.list(user.server)
        found.append(nova.server_shares.get(user.server, share))
    if user.is_administrator:
        found += [
            nova.aggregates.find(name="annotated"),
            nova.hypervisors.list()[0],
            nova.services.list()[0],
            nova.migrations.list()[0],
            nova.quota_classes.get("default"),
            nova.instance_usage_audit_log.get(),
        ]
        if not nova.api_version.at_least("2.88"):
            found.append(nova.hypervisor_stats.statistics())
    return found


def test_every_attribute_is_annotated_with_the_type_that_nova_sends(resources):
    assert mismatches(resources) == []


def expected(cls: str, key: str, version: APIVersion, is_administrator: bool) -> bool:
    """Tell whether the tables say that Nova sends a key to a user at a microversion."""
    first, last = _attributes.SPANS.get(cls, {}).get(key, ("2.1", None))
    if version < APIVersion(first) or (last and version > APIVersion(last)):
        return False
    keys = _attributes.ADMINISTRATORS.get(cls, {})
    if is_administrator or key not in keys:
        return True
    until = keys[key]
    return until is not None and version > APIVersion(until)


def test_nova_sends_what_the_tables_say(resources, user):
    wrong = []
    for resource in resources:
        cls, version = type(resource).__name__, resource.api_version
        for key in _attributes.keys_of(cls):
            if (cls, key) in NOT_SENT:
                continue
            is_sent = key in resource._attributes
            if is_sent != expected(cls, key, version, user.is_administrator):
                wrong.append(f"{cls}.{key} is {'there' if is_sent else 'absent'} at {version!r}")
            elif not is_sent and not _says_why(resource, key):
                wrong.append(f"{cls}.{key} at {version!r} does not say why it is absent")
    assert not wrong, "\n".join(wrong)


def _says_why(resource: base.Resource, key: str) -> bool:
    name = {key: name for name, key in resource._aliases.items()}.get(key, key)
    try:
        getattr(resource, name)
    except AttributeError as error:
        return f"{type(resource).__name__} has no {name!r}" in str(error)
    return False
