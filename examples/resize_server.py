"""Resize a server, and confirm or revert the resize.

Until then, Nova keeps the old instance, so that the server can return to it::

    python examples/resize_server.py SERVER FLAVOR
"""

import argparse

from novaclient import client


def main():
    """Resize the server, ask, and confirm or revert."""
    parser = argparse.ArgumentParser(description="Resize a server.")
    parser.add_argument("server", help="the name of the server")
    parser.add_argument("flavor", help="the name of the new flavor")
    parser.add_argument("--yes", action="store_true", help="confirm without asking")
    options = parser.parse_args()

    nova = client.from_config("2.96")
    server = nova.servers.find(name=options.server)
    flavor = nova.flavors.find(name=options.flavor)

    server.resize(flavor)
    server.wait_for("VERIFY_RESIZE", timeout=600)
    print(f"{server.name} now has {server.flavor['original_name']}: {server.status}")

    if options.yes or input("Confirm the resize? [y/n] ") == "y":
        server.confirm_resize()
    else:
        server.revert_resize()
    server.wait_for("ACTIVE", timeout=600)
    print(f"{server.name} is {server.flavor['original_name']}: {server.status}")


if __name__ == "__main__":
    main()
