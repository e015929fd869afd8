"""Use one login and its connections for several clients, under a name of your own.

Operators find the name and the version in the logs of Nova, and the request ids too::

    python examples/shared_session.py
"""

from login import make_session

from novaclient import client


def main():
    """Make two clients of a session, at two microversions."""
    session = make_session(app_name="shared-session", app_version="1.0", timeout=60)
    old = client.Client("2.1", session=session)
    new = client.Client("2.latest", session=session, negotiate=True)
    for nova in (old, new):
        servers = nova.servers.list()
        version = nova.api_version.get_string()
        print(f"at {version}: {len(servers)} servers, request {servers.request_ids[0]}")


if __name__ == "__main__":
    main()
