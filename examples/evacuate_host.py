"""Rebuild the servers of a host that is down on other hosts.

For administrators. Make sure that the host is off: a server that still runs there would write to
the same disks as the rebuilt one::

    python examples/evacuate_host.py HOST
"""

import argparse

import hosts

from novaclient import client


def main():
    """Evacuate all servers, and exit with 1 if any is not evacuated."""
    parser = argparse.ArgumentParser(description="Evacuate a host that is down.")
    parser.add_argument("host", help="the name of the host")
    parser.add_argument("--concurrency", type=int, default=8, help="how many servers at once")
    wanted = parser.parse_args()

    # Since microversion 2.95 servers are stopped where they come up again.
    nova = client.from_config("2.94")
    if hosts.compute_service(nova, wanted.host).state == "up":
        raise SystemExit(
            f"{wanted.host} is up; if it only seems to be, force its service down first"
        )
    hosts.empty(nova, wanted.host, lambda server: server.evacuate(), wanted.concurrency)


if __name__ == "__main__":
    main()
