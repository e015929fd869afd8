"""Share one session, with its login and its connections, between several clients.

The user agent of the requests names your program, and the request ids are those in Nova's logs::

    python examples/shared_session.py
"""

import os

from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from novaclient import client


def make_session():
    """Create a session, as a service of a cloud does with options of its own configuration."""
    auth = v3.Password(
        auth_url=os.environ["OS_AUTH_URL"],
        username=os.environ["OS_USERNAME"],
        password=os.environ["OS_PASSWORD"],
        user_domain_name=os.environ["OS_USER_DOMAIN_NAME"],
        project_name=os.environ["OS_PROJECT_NAME"],
        project_domain_name=os.environ["OS_PROJECT_DOMAIN_NAME"],
    )
    return Session(auth=auth, app_name="shared-session", app_version="1.0", timeout=60)


def main():
    """Create two clients with different microversions from one session."""
    session = make_session()
    old = client.Client("2.1", session=session)
    new = client.Client("2.latest", session=session, negotiate=True)
    for nova in (old, new):
        servers = nova.servers.list()
        version = nova.api_version.get_string()
        print(f"at {version}: {len(servers)} servers, request {servers.request_ids[0]}")


if __name__ == "__main__":
    main()
