"""Serve Keystone.

Usage: serve_keystone.py CONFIGURATION SOCKET
"""

import os
import sys

import lifeline


def main() -> None:
    """Serve on the socket with that file descriptor until the starter goes away."""
    configuration, descriptor = sys.argv[1:]
    lifeline.hold()
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = configuration
    # Keystone takes the command line for its own.
    del sys.argv[1:]

    import http_server
    from keystone.wsgi.api import application

    http_server.serve(application, int(descriptor))


if __name__ == "__main__":
    main()
