"""The session that is given to each library: keystoneauth's, over one of requests."""

from keystoneauth1 import session
from keystoneauth1.identity import generic


def plain(url):
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
