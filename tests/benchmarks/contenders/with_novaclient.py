"""The calls of this library, and of its release 18, which are the same."""

from novaclient import client

START = """
import sys
from novaclient import client
nova = client.Client(
    "2.96", "demo", "secret", project_name="demo", auth_url=sys.argv[1] + "/v3",
    user_domain_name="Default", project_domain_name="Default",
)
assert nova.servers.get(sys.argv[2]).name
"""
IMPORTS = {
    "import novaclient": "import novaclient",
    "import exceptions": "from novaclient import exceptions",
}


def connect(url):
    """Make a client."""
    return client.Client(
        "2.96",
        "demo",
        "secret",
        project_name="demo",
        auth_url=f"{url}/v3",
        user_domain_name="Default",
        project_domain_name="Default",
    )


def get(nova, server_id):
    """Get one server."""
    return nova.servers.get(server_id)


def page(nova, size):
    """Get a page of servers."""
    return nova.servers.list(limit=size)


def read(server):
    """Read three attributes."""
    return server.id, server.name, server.status


def everything(nova):
    """Get all servers, and keep them."""
    return nova.servers.list(limit=-1)


def stream(nova):
    """Get all servers, one after the other."""
    return nova.servers.iterate()
