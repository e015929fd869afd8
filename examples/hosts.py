"""Find the servers of a host and move them to other hosts; for the other examples."""

from novaclient import bulk


def compute_service(nova, host):
    """Return the compute service of a host; exit if there is none, or its cell is down."""
    services = nova.services.list(host=host, binary="nova-compute")
    if not services:
        raise SystemExit(f"there is no compute service on a host {host}")
    [service] = services
    if service.is_partial:
        lost = nova.servers.list_in_down_cells(all_tenants=True)
        raise SystemExit(
            f"the cell of {host} does not respond, so its servers are not known; "
            f"{len(lost)} servers are in cells that do not respond"
        )
    return service


def servers_on(nova, host):
    """Return the servers on a host, of all projects; exit if its cell is down."""
    servers = nova.servers.list(search_opts={"host": host, "all_tenants": True}, limit=-1)
    # Nova leaves the servers of a cell that is down out of this list, so make sure that it is up.
    compute_service(nova, host)
    return servers


def empty(nova, host, move, concurrency):
    """Move all servers away from a host, some at a time; exit with 1 unless all have left it."""

    def has_left(server):
        # A live migration may still fail when the server is on its new host.
        return server.host != host and server.status != "ERROR"

    def move_and_wait(server):
        move(server)
        return server.wait_for(has_left, timeout=3600)

    def show(outcome):
        match outcome:
            case bulk.Success(server):
                print(f"{server.id} {server.name}: {server.status} on {server.host}")
            case bulk.Failure(server, error):
                print(f"{server.id} {server.name}: {error}")

    servers = servers_on(nova, host)
    moves = bulk.for_each(servers, move_and_wait, concurrency=concurrency, progress=show)
    left = servers_on(nova, host)
    print(f"{len(moves.succeeded)} moved, {len(moves.failed)} failed, {len(left)} left on {host}")
    if moves.failed or left:
        raise SystemExit(1)
