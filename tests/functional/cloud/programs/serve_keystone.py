"""Serve Keystone.

Usage: serve_keystone.py CONFIGURATION SOCKET
"""

import os
import socket
import sys

import lifeline
from cheroot import wsgi


class Server(wsgi.Server):
    """A server on a socket that the starter of this program has bound."""

    def __init__(self, application, descriptor):
        self._bound = socket.socket(fileno=descriptor)
        super().__init__(
            self._bound.getsockname(),
            application,
            request_queue_size=128,
            # An idle connection shall outlive a client's pool.
            timeout=300,
        )

    def bind(self, family, type, proto=0):
        """Use the bound socket instead of making one."""
        self.socket = self._bound
        return self._bound


def main():
    """Serve on the socket with that file descriptor until the starter goes away."""
    configuration, descriptor = sys.argv[1:]
    lifeline.hold()
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = configuration
    # Keystone takes the command line for its own.
    del sys.argv[1:]

    from keystone.wsgi.api import application

    Server(application, int(descriptor)).start()


if __name__ == "__main__":
    main()
