# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""A Nova for the tests of programs, in the process of the test.

.. code-block:: python

    from novaclient import testing

    with testing.FakeNova() as cloud:
        nova = cloud.client("2.96")
        web = cloud.add_server("web-1", status="SHUTOFF")
        nova.servers.get(web.id).start()
        assert cloud.requests[-1].operation == "POST /servers/{server}/action os-start"

Nothing else of the library imports this package.
"""

from novaclient.testing._clock import VirtualClock
from novaclient.testing._cloud import FakeNova
from novaclient.testing._errors import NotInFake
from novaclient.testing._records import (
    Action,
    Attachment,
    Event,
    Fault,
    Flavor,
    Image,
    Interface,
    Keypair,
    Network,
    Request,
    Server,
)

# The order of the reference.
__all__ = [  # noqa: RUF022
    "FakeNova",
    "NotInFake",
    "Request",
    "VirtualClock",
    "Server",
    "Action",
    "Event",
    "Fault",
    "Interface",
    "Attachment",
    "Flavor",
    "Image",
    "Keypair",
    "Network",
]
