"""Log in with the OS_* environment variables of an RC file; the other examples use this."""

import os

from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from novaclient import client


def make_session(**options):
    """Create a keystoneauth session, with options of its own such as ``app_name``."""
    auth = v3.Password(
        auth_url=os.environ["OS_AUTH_URL"],
        username=os.environ["OS_USERNAME"],
        password=os.environ["OS_PASSWORD"],
        user_domain_name=os.environ.get("OS_USER_DOMAIN_NAME", "Default"),
        project_name=os.environ["OS_PROJECT_NAME"],
        project_domain_name=os.environ.get("OS_PROJECT_DOMAIN_NAME", "Default"),
    )
    return Session(auth=auth, **options)


def log_in(version="2.96"):
    """Create a client with a microversion."""
    return client.Client(version, session=make_session())
