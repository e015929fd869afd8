"""List servers: all, or those in a status or with a part of a name.

Run it with the OS_* variables of an RC file, as all of these::

    python examples/list_servers.py --status ACTIVE --name web
"""

import argparse

from login import log_in


def main():
    """Read the filters from the command line, and list."""
    parser = argparse.ArgumentParser(description="List servers.")
    parser.add_argument("--status", help="such as ACTIVE, SHUTOFF or ERROR")
    parser.add_argument("--name", help="a regular expression that the name matches")
    parser.add_argument("--all-projects", action="store_true", help="for administrators")
    wanted = parser.parse_args()

    # A filter that is None is left out.
    search_opts = {
        "status": wanted.status,
        "name": wanted.name,
        "all_tenants": wanted.all_projects or None,
    }
    nova = log_in()
    servers = nova.servers.list(search_opts=search_opts, sort_keys=["display_name"], limit=-1)
    for server in servers:
        addresses = [address for network in server.networks.values() for address in network]
        print(f"{server.id}  {server.status:10}  {server.name:20}  {' '.join(addresses)}")
    print(f"{len(servers)} servers")


if __name__ == "__main__":
    main()
