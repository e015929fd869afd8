"""Rebuild the servers of a host that is down on other hosts.

For administrators::

    python examples/evacuate_host.py HOST
"""

import argparse

from login import log_in

from novaclient import exceptions


def main():
    """Begin all evacuations, then wait for each."""
    parser = argparse.ArgumentParser(description="Evacuate a host.")
    parser.add_argument("host", help="the name of the host")
    host = parser.parse_args().host

    # Since microversion 2.95 servers are stopped where they come up again.
    nova = log_in("2.94")
    [service] = nova.services.list(host=host, binary="nova-compute")
    if service.state == "up":
        raise SystemExit(f"{host} is up; only the servers of a host that is down are evacuated")

    on_host = {"host": host, "all_tenants": True}
    begun = []
    for server in nova.servers.list(search_opts=on_host, limit=-1):
        try:
            server.evacuate()
        except exceptions.ClientException as error:
            print(f"{server.name}: not evacuated: {error}")
        else:
            begun.append((server, server.status))

    for server, status in begun:
        server.wait_for(status, timeout=600)
        now_on = getattr(server, "OS-EXT-SRV-ATTR:host")
        print(f"{server.name}: {server.status} on {now_on}")
    print(f"{len(begun)} servers evacuated from {host}")


if __name__ == "__main__":
    main()
