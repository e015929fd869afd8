"""The fake cloud responds as Nova does: the same statuses, keys and types.

The same requests are sent to both, at the oldest, a middle and the newest microversion.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from novaclient import testing

VERSIONS = ("2.1", "2.53", "2.104")
PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILH9sr1JUKGcWscPQee3ZuOakQNTSuE8UM9UA7BdkbgC tested"
)
UNKNOWN = str(uuid.uuid4())


class Sender:
    """Sends requests to a cloud and notes the shapes of the responses.

    :param session: A session of an administrator.
    :param version: The microversion.
    :param facts: What differs between the clouds: ``image``, ``network``.
    """

    def __init__(self, session: Any, version: str, facts: dict[str, str]) -> None:
        self.session = session
        self.version = version
        self.facts = facts
        #: The status and the shape of each response, by what was sent.
        self.shapes: dict[str, tuple[int, Any]] = {}

    def at_least(self, version: str) -> bool:
        """Say whether the microversion is a given one or newer."""
        return _minor(self.version) >= _minor(version)

    def sleep(self, seconds: float) -> None:
        """Let time pass in the cloud."""
        getattr(self.session, "clock", time).sleep(seconds)

    def send(self, method: str, path: str, *values: Any, body: Any = None) -> Any:
        """Send a request, note the shape of the response, and return its JSON.

        :param path: The path, with braces for values.
        """
        response = self.ask(method, path.format(*values), body)
        content = response.json() if response.content else None
        self.shapes[f"{method} {path} {sorted(body or ())}"] = response.status_code, shape(content)
        return content

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and note nothing."""
        return self.session.request(
            path,
            method,
            json=body,
            endpoint_filter={"service_type": "compute"},
            microversion=self.version,
            raise_exc=False,
        )


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


#: Keys whose values depend on the image and the network that a cloud has.
DATA = {"properties", "rules"}


def shape(value: Any) -> Any:
    """Return the keys and types of a value of JSON."""
    if isinstance(value, dict):
        return {
            key: type(each).__name__ if key in DATA and each is not None else shape(each)
            for key, each in sorted(value.items())
        }
    if isinstance(value, list):
        return sorted({repr(shape(each)): shape(each) for each in value}.items())
    return "null" if value is None else type(value).__name__


Story = Callable[[Sender], None]
STORIES: list[Story] = []


def story(function: Story) -> Story:
    """Enter a function that sends requests into the table."""
    STORIES.append(function)
    return function


@story
def flavors(nova: Sender) -> None:
    """Flavors, their extra specs and the access to them."""
    nova.send("GET", "/flavors?limit=1")
    nova.send("GET", "/flavors/detail?limit=1")
    nova.send("GET", "/flavors/1")
    nova.send("GET", "/flavors/{}", UNKNOWN)
    nova.send("POST", "/flavors", body={"flavor": {"name": "incomplete"}})
    wanted = {"name": f"flavor-{uuid.uuid4()}", "ram": 64, "vcpus": 1, "disk": 1}
    private = {"os-flavor-access:is_public": False}
    created = nova.send("POST", "/flavors", body={"flavor": {**wanted, **private}})["flavor"]["id"]
    specs = {"extra_specs": {"custom:key": "1"}}
    nova.send("POST", "/flavors/{}/os-extra_specs", created, body=specs)
    nova.send("GET", "/flavors/{}/os-extra_specs", created)
    nova.send("GET", "/flavors/{}/os-extra_specs/custom:key", created)
    nova.send("PUT", "/flavors/{}/os-extra_specs/custom:key", created, body={"custom:key": "2"})
    nova.send("DELETE", "/flavors/{}/os-extra_specs/custom:key", created)
    access = {"addTenantAccess": {"tenant": nova.session.get_project_id()}}
    nova.send("POST", "/flavors/{}/action", created, body=access)
    nova.send("GET", "/flavors/{}/os-flavor-access", created)
    nova.send("PUT", "/flavors/{}", created, body={"flavor": {"description": "new"}})
    nova.send("DELETE", "/flavors/{}", created)


@story
def keypairs(nova: Sender) -> None:
    """Key pairs."""
    name = f"key-{uuid.uuid4()}"
    nova.send("POST", "/os-keypairs", body={"keypair": {"name": name, "public_key": PUBLIC_KEY}})
    nova.send("GET", "/os-keypairs")
    nova.send("GET", "/os-keypairs/{}", name)
    nova.send("DELETE", "/os-keypairs/{}", name)
    nova.send("GET", "/os-keypairs/{}", name)


@story
def quotas(nova: Sender) -> None:
    """Quotas, their classes, and limits."""
    project = uuid.uuid4().hex
    own = nova.session.get_project_id()
    nova.send("GET", "/os-quota-sets/{}", own)
    nova.send("GET", "/os-quota-sets/{}/detail", own)
    nova.send("GET", "/os-quota-sets/{}/defaults", own)
    nova.send("PUT", "/os-quota-sets/{}", own, body={"quota_set": {"metadata_items": 100}})
    nova.send("PUT", "/os-quota-sets/{}", own, body={"quota_set": {"no_such": 100}})
    nova.send("DELETE", "/os-quota-sets/{}", own)
    nova.send("GET", "/os-quota-class-sets/{}", project)
    nova.send("PUT", "/os-quota-class-sets/{}", project, body={"quota_class_set": {"cores": 5}})
    nova.send("GET", "/limits")
    nova.send("GET", "/limits?tenant_id={}", own)


@story
def server_groups(nova: Sender) -> None:
    """Server groups."""
    policy = {"policy": "affinity"} if nova.at_least("2.64") else {"policies": ["affinity"]}
    wanted = {"server_group": {"name": "shaped", **policy}}
    created = nova.send("POST", "/os-server-groups", body=wanted)["server_group"]["id"]
    nova.send("GET", "/os-server-groups")
    nova.send("GET", "/os-server-groups/{}", created)
    nova.send("GET", "/os-server-groups?limit=0")
    nova.send("GET", "/os-server-groups?limit=x")
    nova.send("DELETE", "/os-server-groups/{}", created)
    nova.send("GET", "/os-server-groups/{}", created)


@story
def aggregates(nova: Sender) -> None:
    """Host aggregates."""
    name = f"aggregate-{uuid.uuid4()}"
    created = nova.send("POST", "/os-aggregates", body={"aggregate": {"name": name}})
    number = created["aggregate"]["id"]
    host = {"host": "compute-1"}
    nova.send("POST", "/os-aggregates", body={"aggregate": {"name": name}})
    nova.send("POST", "/os-aggregates/{}/action", number, body={"add_host": host})
    metadata = {"set_metadata": {"metadata": {"ssd": "true"}}}
    nova.send("POST", "/os-aggregates/{}/action", number, body=metadata)
    nova.send("GET", "/os-aggregates")
    nova.send("GET", "/os-aggregates/{}", number)
    nova.send("PUT", "/os-aggregates/{}", number, body={"aggregate": {}})
    nova.send("PUT", "/os-aggregates/{}", number, body={"aggregate": {"name": f"{name}-2"}})
    nova.send("DELETE", "/os-aggregates/{}", number)
    nova.send("POST", "/os-aggregates/{}/action", number, body={"remove_host": host})
    nova.send("DELETE", "/os-aggregates/{}", number)
    nova.send("GET", "/os-aggregates/nope")


@story
def hosts(nova: Sender) -> None:
    """Services, hypervisors and availability zones."""
    nova.send("GET", "/os-services")
    nova.send("GET", "/os-services?binary=nova-compute&host=compute-2")
    found = nova.ask("GET", "/os-services?binary=nova-compute&host=compute-2").json()
    service = found["services"][0]["id"]
    named = {"host": "compute-2", "binary": "nova-compute"}
    if nova.at_least("2.53"):
        nova.send("PUT", "/os-services/{}", service, body={})
        off = {"status": "disabled", "disabled_reason": "tested"}
        nova.send("PUT", "/os-services/{}", service, body=off)
        nova.send("PUT", "/os-services/{}", service, body={"status": "enabled"})
        nova.send("PUT", "/os-services/{}", UNKNOWN, body={"status": "enabled"})
        nova.send("PUT", "/os-services/enable", body={"status": "enabled"})
    else:
        nova.send("PUT", "/os-services/disable", body=named)
        nova.send("PUT", "/os-services/disable-log-reason", body=named)
        reason = {**named, "disabled_reason": "tested"}
        nova.send("PUT", "/os-services/disable-log-reason", body=reason)
        nova.send("PUT", "/os-services/enable", body=named)
    nova.send("GET", "/os-availability-zone")
    nova.send("GET", "/os-availability-zone/detail")
    nova.send("GET", "/os-hypervisors")
    nova.send("GET", "/os-hypervisors/detail")
    hypervisor = nova.ask("GET", "/os-hypervisors").json()["hypervisors"][0]["id"]
    nova.send("GET", "/os-hypervisors/{}", hypervisor)
    nova.send("GET", "/os-hypervisors/{}", UNKNOWN)
    nova.send("GET", "/os-hypervisors/{}/uptime", hypervisor)
    nova.send("GET", "/os-hypervisors/statistics")
    nova.send("GET", "/os-hypervisors/compute/search")
    nova.send("GET", "/os-instance_usage_audit_log")
    nova.send("GET", "/os-instance_usage_audit_log/nope")


@story
def servers(nova: Sender) -> None:
    """Servers, their parts and what is recorded of them."""
    networks: Any = [{"uuid": nova.facts["network"]}]
    wanted = {
        "name": "shaped",
        "flavorRef": "1",
        "imageRef": nova.facts["image"],
        "networks": networks,
        "metadata": {"role": "web"},
    }
    server = nova.send("POST", "/servers", body={"server": wanted})["server"]["id"]
    try:
        _until(nova, server, "ACTIVE")
        nova.send("GET", "/servers/{}", server)
        nova.send("GET", "/servers?limit=1")
        nova.send("GET", "/servers/detail?limit=1")
        for part in ("metadata", "os-interface", "os-volume_attachments", "os-security-groups"):
            nova.send("GET", "/servers/{}/" + part, server)
        nova.send("PUT", "/servers/{}/metadata/role", server, body={"meta": {"role": "db"}})
        nova.send("GET", "/servers/{}/metadata/role", server)
        nova.send("GET", "/servers/{}/ips", server)
        nova.send("GET", "/servers/{}/os-instance-actions", server)
        nova.send("PUT", "/servers/{}", server, body={"server": {"name": "renamed"}})
        if nova.at_least("2.26"):
            nova.send("PUT", "/servers/{}/tags", server, body={"tags": ["blue"]})
            nova.send("GET", "/servers/{}/tags", server)
        nova.send("POST", "/servers/{}/action", server, body={"os-stop": None})
        _until(nova, server, "SHUTOFF")
        nova.send("GET", "/servers/{}?", server)
        nova.send("POST", "/servers/{}/action", server, body={"os-stop": None})
        event = {"name": "network-changed", "server_uuid": server}
        other = {**event, "server_uuid": UNKNOWN, "tag": "x"}
        nova.send("POST", "/os-server-external-events", body={"events": [event]})
        nova.send("POST", "/os-server-external-events?2", body={"events": [event, other]})
        nova.send("POST", "/servers/{}/action", server, body={"migrate": None})
        _until(nova, server, "VERIFY_RESIZE")
        nova.send("GET", "/os-migrations?instance_uuid={}", server)
        nova.send("GET", "/servers/{}/migrations", server)
        nova.send("GET", "/servers/{}/migrations/1", server)
        own, begin = nova.session.get_project_id(), "start=2024-01-01T00:00:00"
        nova.shapes["usage of a server"] = 200, shape(_usage(nova, own, begin, server))
        nova.send("GET", "/os-simple-tenant-usage?" + begin)
        nova.send("GET", "/os-simple-tenant-usage/{}?start=x", own)
    finally:
        nova.send("DELETE", "/servers/{}", server)
    nova.send("GET", "/servers/{}", UNKNOWN)


def _usage(nova: Sender, project: str, begin: str, server: str) -> Any:
    """Return the usage of a project with that of one server, which takes a moment to appear."""
    for _ in range(100):
        usage = nova.ask("GET", f"/os-simple-tenant-usage/{project}?{begin}").json()[
            "tenant_usage"
        ]
        rows = [row for row in usage.get("server_usages", ()) if row["instance_id"] == server]
        if rows:
            return {**usage, "server_usages": rows}
        nova.sleep(0.1)
    return pytest.fail(f"{server} is not in the usage")


def _until(nova: Sender, server: str, status: str) -> None:
    """Wait until a server has a status and nothing is in progress."""
    for _ in range(600):
        found = nova.ask("GET", f"/servers/{server}").json()["server"]
        if found["status"] == status and not found["OS-EXT-STS:task_state"]:
            return
        nova.sleep(0.1)
    pytest.fail(f"the server is not {status}: {found['status']}")


@story
def versions(nova: Sender) -> None:
    """The documents of the versions."""
    nova.send("GET", "")
    nova.send("GET", "/versions/v2.1")


@pytest.fixture(params=VERSIONS)
def version(request):
    """Each of :data:`VERSIONS`."""
    return request.param


@pytest.fixture
def clouds(cloud, log_in, version) -> tuple[Sender, Sender]:
    """What sends requests to the real cloud, and to a fake one."""
    fake = testing.FakeNova()
    facts = {"image": cloud.image_id, "network": cloud.network_id}
    fake_facts = {"image": fake.images[0].id, "network": fake.networks[0].id}
    return (
        Sender(log_in(cloud.admin), version, facts),
        Sender(fake.session("admin", "a" * 32), version, fake_facts),
    )


@pytest.mark.parametrize("told", STORIES, ids=[each.__name__ for each in STORIES])
def test_the_fake_cloud_responds_as_nova_does(clouds, told):
    for nova in clouds:
        told(nova)
    real, fake = (nova.shapes for nova in clouds)
    assert fake == real
