"""openstacksdk."""

import openstack


def connect(sess):
    """Create a connection with a session."""
    return openstack.connection.Connection(session=sess, compute_default_microversion="2.96")


def get(cloud, server_id):
    """Get one server."""
    return cloud.compute.get_server(server_id)


def list_page(cloud, size):
    """List a page of servers."""
    return list(cloud.compute.servers(limit=size, paginated=False))


def read_attributes(server):
    """Read three attributes of a server."""
    return server.id, server.name, server.status
