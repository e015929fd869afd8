"""The lower bound: a keystoneauth session and ``.json()``, without a library."""

from contenders import sessions

_NOVA = {"service_type": "compute", "interface": "public"}
_HEADERS = {"Accept": "application/json"}


def connect(sess):
    """Return the session itself."""
    return sess


def connect_with_password(url):
    """Create a session, as :func:`connect` gets it."""
    return sessions.plain(url)


def _get(sess, path):
    response = sess.get(path, endpoint_filter=_NOVA, microversion="2.96", headers=_HEADERS)
    return response.json()


def get(sess, server_id):
    """Get one server."""
    return _get(sess, f"/servers/{server_id}")["server"]


def list_page(sess, size):
    """List a page of servers."""
    return _get(sess, f"/servers/detail?limit={size}")["servers"]


def read_attributes(server):
    """Read three attributes of a server."""
    return server["id"], server["name"], server["status"]


def list_all(sess):
    """List all servers."""
    servers = []
    path = "/servers/detail"
    while True:
        rows = _get(sess, path)["servers"]
        servers += rows
        if not rows:
            return servers
        path = f"/servers/detail?marker={rows[-1]['id']}"
