"""The lower bound: a keystoneauth session and ``.json()``, without a library."""

from keystoneauth1 import session
from keystoneauth1.identity import generic

START = """
import sys
from keystoneauth1 import session
from keystoneauth1.identity import generic
auth = generic.Password(
    auth_url=sys.argv[1] + "/v3", username="demo", password="secret", project_name="demo",
    user_domain_name="Default", project_domain_name="Default",
)
response = session.Session(auth=auth).get(
    "/servers/" + sys.argv[2], endpoint_filter={"service_type": "compute"},
    microversion="2.96", headers={"Accept": "application/json"},
)
assert response.json()["server"]["name"]
"""
IMPORTS: dict[str, str] = {}

_NOVA = {"service_type": "compute", "interface": "public"}
_HEADERS = {"Accept": "application/json"}


def connect(url):
    """Create a session."""
    auth = generic.Password(
        auth_url=f"{url}/v3",
        username="demo",
        password="secret",
        project_name="demo",
        user_domain_name="Default",
        project_domain_name="Default",
    )
    return session.Session(auth=auth)


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
