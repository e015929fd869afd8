"""List servers, filtered by status and name.

As for all of these examples, ``OS_CLOUD`` names your cloud of ``clouds.yaml``, or the ``OS_*``
variables describe it; ``pip install 'python-novaclient[clouds]'`` installs what reads them::

    python examples/list_servers.py --status ACTIVE --name web
"""

import argparse

from novaclient import client


def main():
    """List the servers that match the filters of the command line."""
    parser = argparse.ArgumentParser(description="List servers.")
    parser.add_argument("--status", help="the status, such as ACTIVE, SHUTOFF or ERROR")
    parser.add_argument("--name", help="a regular expression for the name")
    parser.add_argument(
        "--all-projects",
        action="store_true",
        help="for administrators: list servers of all projects",
    )
    options = parser.parse_args()

    # Filters that are None are not sent.
    search_opts = {
        "status": options.status,
        "name": options.name,
        "all_tenants": options.all_projects or None,
    }
    nova = client.from_config("2.96")
    servers = nova.servers.list(search_opts=search_opts, sort_keys=["display_name"], limit=-1)
    for server in servers:
        addresses = [address for network in server.networks.values() for address in network]
        print(f"{server.id}  {server.status:10}  {server.name:20}  {' '.join(addresses)}")
    print(f"{len(servers)} servers")


if __name__ == "__main__":
    main()
