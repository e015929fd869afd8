"""Share one session, with its login and its connections, between several clients.

The user agent of the requests names your program, and the request ids are those in Nova's logs::

    python examples/shared_session.py
"""

from login import make_session

from novaclient import client


def main():
    """Create two clients with different microversions from one session."""
    session = make_session(app_name="shared-session", app_version="1.0", timeout=60)
    old = client.Client("2.1", session=session)
    new = client.Client("2.latest", session=session, negotiate=True)
    for nova in (old, new):
        servers = nova.servers.list()
        version = nova.api_version.get_string()
        print(f"at {version}: {len(servers)} servers, request {servers.request_ids[0]}")


if __name__ == "__main__":
    main()
