"""This library and its release 18, which have the same calls."""

from novaclient import client


def connect(sess):
    """Create a client with a session."""
    return client.Client("2.96", session=sess)


def connect_with_password(url):
    """Create a client that creates its own session."""
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


def list_page(nova, size):
    """List a page of servers."""
    return nova.servers.list(limit=size)


def read_attributes(server):
    """Read three attributes of a server."""
    return server.id, server.name, server.status


def list_all(nova):
    """List all servers."""
    return nova.servers.list(limit=-1)


def iterate(nova):
    """Iterate over all servers."""
    return nova.servers.iterate()
