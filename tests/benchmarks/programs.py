"""The programs whose whole run is measured, by figure and by the module of a contender."""

from __future__ import annotations

from collections.abc import Mapping

_SESSION = """
import sys
from keystoneauth1 import session
from keystoneauth1.identity import generic
auth = generic.Password(
    auth_url=sys.argv[1] + "/v3", username="demo", password="secret", project_name="demo",
    user_domain_name="Default", project_domain_name="Default",
)
sess = session.Session(auth=auth)
"""

_KEYSTONEAUTH = f"""
{_SESSION}
response = sess.get(
    "/servers/" + sys.argv[2], endpoint_filter={{"service_type": "compute"}},
    microversion="2.96", headers={{"Accept": "application/json"}},
)
assert response.json()["server"]["name"]
"""

#: Each takes the URL of a cloud and the id of a server as its arguments.
PROGRAMS: Mapping[str, Mapping[str, str]] = {
    "start": {
        "with_keystoneauth": _KEYSTONEAUTH,
        "with_novaclient": f"""
{_SESSION}
import novaclient.client
nova = novaclient.client.Client("2.96", session=sess)
assert nova.servers.get(sys.argv[2]).name
""",
        "with_openstacksdk": f"""
{_SESSION}
import openstack
cloud = openstack.connection.Connection(session=sess, compute_default_microversion="2.96")
assert cloud.compute.get_server(sys.argv[2]).name
""",
    },
    "own-start": {
        "with_keystoneauth": _KEYSTONEAUTH,
        "with_novaclient": """
import sys
import novaclient.client
nova = novaclient.client.Client(
    "2.96", "demo", "secret", project_name="demo", auth_url=sys.argv[1] + "/v3",
    user_domain_name="Default", project_domain_name="Default",
)
assert nova.servers.get(sys.argv[2]).name
""",
    },
    "import-novaclient": {"with_novaclient": "import novaclient"},
    "import-exceptions": {"with_novaclient": "from novaclient import exceptions"},
}
