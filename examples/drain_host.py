"""Live-migrate the servers of a host to other hosts, such as before maintenance.

For administrators. The compute service of the host is disabled, and stays so: enable it when the
host may have servers again::

    python examples/drain_host.py HOST --reason "more memory"
"""

import argparse

import hosts

from novaclient import client


def main():
    """Disable the host, migrate all servers, and exit with 1 if any is not migrated."""
    parser = argparse.ArgumentParser(description="Drain a host that is up.")
    parser.add_argument("host", help="the name of the host")
    parser.add_argument("--reason", default="drained", help="why the service is disabled")
    parser.add_argument("--concurrency", type=int, default=4, help="how many servers at once")
    wanted = parser.parse_args()

    nova = client.from_config("2.96")
    service = hosts.compute_service(nova, wanted.host)
    if service.state != "up":
        raise SystemExit(f"{wanted.host} is down; its servers can only be evacuated")
    if service.status == "enabled":
        nova.services.disable_log_reason(service.id, wanted.reason)
    hosts.empty(nova, wanted.host, lambda server: server.live_migrate(), wanted.concurrency)


if __name__ == "__main__":
    main()
