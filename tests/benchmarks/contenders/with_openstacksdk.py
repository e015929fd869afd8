"""openstacksdk."""

import openstack

START = """
import sys
import openstack
cloud = openstack.connection.Connection(
    auth={
        "auth_url": sys.argv[1] + "/v3", "username": "demo", "password": "secret",
        "project_name": "demo", "user_domain_name": "Default", "project_domain_name": "Default",
    },
    compute_default_microversion="2.96",
)
assert cloud.compute.get_server(sys.argv[2]).name
"""
IMPORTS: dict[str, str] = {}


def connect(url):
    """Create a connection."""
    return openstack.connection.Connection(
        auth={
            "auth_url": f"{url}/v3",
            "username": "demo",
            "password": "secret",
            "project_name": "demo",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        },
        compute_default_microversion="2.96",
    )


def get(cloud, server_id):
    """Get one server."""
    return cloud.compute.get_server(server_id)


def list_page(cloud, size):
    """List a page of servers."""
    return list(cloud.compute.servers(limit=size, paginated=False))


def read_attributes(server):
    """Read three attributes of a server."""
    return server.id, server.name, server.status


def list_all(cloud):
    """List all servers."""
    return list(cloud.compute.servers())
