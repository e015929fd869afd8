"""Serves Keystone.

Usage: serve_keystone.py CONFIGURATION SOCKET
"""

import os
import socket
import sys

import lifeline
from cheroot import wsgi


class Server(wsgi.Server):
    """A server on a socket that the parent process has bound."""

    def __init__(self, application, descriptor):
        self._bound = socket.socket(fileno=descriptor)
        super().__init__(
            self._bound.getsockname(),
            application,
            request_queue_size=128,
            # Idle connections must stay open as long as the pool of a client.
            timeout=300,
        )

    def bind(self, family, type, proto=0):
        """Use the bound socket instead of creating one."""
        self.socket = self._bound
        return self._bound


def main():
    """Serve on the socket of the command line until the parent process ends."""
    configuration, descriptor = sys.argv[1:]
    lifeline.hold()
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = configuration
    # Keystone would parse the command line.
    del sys.argv[1:]

    from keystone.wsgi.api import application

    Server(application, int(descriptor)).start()


if __name__ == "__main__":
    main()
