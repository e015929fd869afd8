"""A fake Neutron for several projects and many servers, and a fake Glance that filters.

The Neutron of Nova's own tests has one project, and gives every port the same address. The Glance
lists all images, whatever is asked for.
"""

import itertools
from typing import ClassVar

from neutronclient.common import exceptions
from nova.tests import fixtures as nova_fixtures


class Neutron(nova_fixtures.NeutronFixture):
    """Gives every port its own address, and the project of the request."""

    #: A second security group, which can be added to a server.
    web_group: ClassVar = {
        **nova_fixtures.NeutronFixture.security_group,
        "id": "0f9d6c6e-5e3c-4c5a-9f5b-6c1c1c0a7e11",
        "name": "web",
        "description": "Security group for web servers",
        "security_group_rules": [],
    }

    def __init__(self, test):
        super().__init__(test)
        self._addresses = (
            f"192.168.{third}.{fourth}"
            for third, fourth in itertools.product(range(2, 255), range(1, 255))
        )
        # The network belongs to a project that does not exist in Keystone.
        self._networks = {
            network_id: {**network, "shared": True}
            for network_id, network in self._networks.items()
        }
        self._subnets[self.subnet_1["id"]] = {**self.subnet_1, "cidr": "192.168.0.0/16"}
        default_group = {
            **self.security_group,
            "security_group_rules": [
                self.security_group_rule_ip4_ingress,
                self.security_group_rule_ip4_egress,
                self.security_group_rule_ip6_ingress,
                self.security_group_rule_ip6_egress,
            ],
        }
        self._security_groups = {group["id"]: group for group in (default_group, self.web_group)}

    def create_port(self, body=None):
        """Create a port with the values of the request; the original copies a template."""
        wanted = body["port"]
        port = super().create_port(body)["port"]
        address = {"ip_address": next(self._addresses), "subnet_id": self.subnet_1["id"]}
        requested = [
            fixed_ip for fixed_ip in wanted.get("fixed_ips", []) if "ip_address" in fixed_ip
        ]
        self._ports[port["id"]].update(
            tenant_id=wanted["tenant_id"],
            project_id=wanted["tenant_id"],
            fixed_ips=[{**address, **fixed_ip} for fixed_ip in requested] or [address],
            security_groups=wanted.get("security_groups") or [self.security_group["id"]],
        )
        return self.show_port(port["id"])

    def list_security_groups(self, retrieve_all=True, **params):
        """List the security groups, which all projects share."""
        for name in ("tenant_id", "project_id"):
            params.pop(name, None)
        return super().list_security_groups(retrieve_all, **params)

    def show_security_group(self, group_id, **params):
        """Return a security group."""
        return {"security_group": self.find_resource("security_group", group_id)}

    def find_resource(self, resource, name_or_id, *args):
        """Return the security group with a name or id."""
        for group in self._security_groups.values():
            if name_or_id in (group["id"], group["name"]):
                return group
        raise exceptions.NotFound(message=f"Unable to find {resource} with name {name_or_id}")


class Glance(nova_fixtures.GlanceFixture):
    """Lists the images that match, so that the rotation of backups deletes only backups."""

    def detail(self, context, **query):
        """List the images with the wanted properties."""
        prefix = "property-"
        wanted = {
            name[len(prefix) :]: value
            for name, value in query.get("filters", {}).items()
            if name.startswith(prefix)
        }
        images = super().detail(context, **query)
        if query.get("sort_dir") == "desc":
            # They are in the order of their creation.
            images.reverse()
        return [image for image in images if wanted.items() <= image["properties"].items()]
