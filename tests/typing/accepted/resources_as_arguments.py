"""Resources and times where ids and strings are taken."""

from datetime import UTC, date, datetime

from novaclient import client

nova = client.Client("2.96", auth_url="https://cloud.example/v3")


class Project:
    """A project, as other libraries have it."""

    id: str = "p"


class Volume:
    """A volume whose id can only be read."""

    @property
    def id(self) -> str:
        """The id."""
        return "v"


project = Project()
volume = Volume()
server = nova.servers.get("s")
service = nova.services.list()[0]
hypervisor = nova.hypervisors.list()[0]
zone = nova.availability_zones.list()[0]
keypair = nova.keypairs.get("k", user_id=project)
group = nova.server_groups.get("g")
interface = nova.servers.interface_list(server)[0]
attachment = nova.volumes.create_server_volume(server, volume)

service.enable()
service.disable("why")
service.force_down()
service.delete()
nova.services.disable(service)
nova.services.disable_log_reason(service, "why")
nova.services.force_down(service, force_down=False)
nova.services.list(host=hypervisor)
nova.services.delete(service)
nova.volumes.delete_server_volume(server, attachment)
nova.quotas.get(project, user_id=project)
nova.limits.get(tenant_id=project)
nova.usage.get(project, datetime.now(UTC), "2024-01-31")
nova.usage.list(date(2024, 1, 1), date(2024, 2, 1), marker=server)
nova.flavor_access.add_tenant_access("f", project)
nova.instance_action.list(server, changes_since=datetime.now(UTC))
nova.migrations.list(host=service, instance_uuid=server, changes_since=date(2024, 1, 1))
nova.instance_usage_audit_log.get(datetime.now(UTC))
nova.aggregates.add_host(1, hypervisor)
nova.aggregates.create("a", zone)
nova.server_groups.delete(group)
nova.servers.interface_detach(server, interface)
nova.servers.interface_attach(server, None, project, None)
nova.servers.migrate(server, service)
nova.servers.unshelve(server, availability_zone=zone, host=hypervisor)
nova.servers.list(marker=server)
nova.servers.create(
    "web",
    "i",
    "f",
    key_name=keypair,
    availability_zone=zone,
    host=service,
    hypervisor_hostname=hypervisor,
    security_groups=[project, "default"],
    nics=[{"uuid": project}],
    scheduler_hints={"group": group, "different_host": [server]},
)
