"""Give a server another size, and keep or undo it.

Nova keeps the old server until the resize is confirmed, or reverted::

    python examples/resize_server.py SERVER FLAVOR
"""

import argparse

from login import log_in


def main():
    """Resize, ask, and confirm or revert."""
    parser = argparse.ArgumentParser(description="Resize a server.")
    parser.add_argument("server", help="the name of the server")
    parser.add_argument("flavor", help="the name of the flavor")
    parser.add_argument("--yes", action="store_true", help="confirm without asking")
    wanted = parser.parse_args()

    nova = log_in()
    server = nova.servers.find(name=wanted.server)
    flavor = nova.flavors.find(name=wanted.flavor)

    server.resize(flavor)
    server.wait_for("VERIFY_RESIZE", timeout=600)
    print(f"{server.name} runs as {server.flavor['original_name']}: {server.status}")

    if wanted.yes or input("Keep it? [y/n] ") == "y":
        server.confirm_resize()
    else:
        server.revert_resize()
    server.wait_for("ACTIVE", timeout=600)
    print(f"{server.name} is {server.flavor['original_name']}: {server.status}")


if __name__ == "__main__":
    main()
