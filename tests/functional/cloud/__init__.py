"""A real Keystone and a real Nova for tests, on this machine.

::

    with Cloud() as cloud:
        session = keystoneauth1.session.Session(...)   # with cloud.auth_url, cloud.member, …

From a command line: ``python -m tests.functional.cloud --help``.
"""

from .cloud import Cloud
from .identity import Credentials
from .process import CloudError

__all__ = ["Cloud", "CloudError", "Credentials"]
