"""Create several servers, show the progress until all are running, and delete them.

If tqdm is installed, there is a progress bar; otherwise each change is printed on a line. The
first image of the cloud and its smallest flavor are taken::

    python examples/wait_with_progress.py
"""

import contextlib

from novaclient import client, exceptions

try:
    from tqdm import tqdm
except ImportError:
    tqdm = None

SERVERS = 5


@contextlib.contextmanager
def progress(status):
    """Create a function that shows each new state of the servers until they have a status."""
    if tqdm is None:
        yield lambda state: print(f"  {state.resource.name}: {state}")
        return
    with tqdm(total=SERVERS, desc=status, unit="server") as bar:

        def show(state):
            bar.set_postfix_str(f"{state.resource.name}: {state}")
            if str(state) == status:
                bar.update()

        yield show


def wait_for(nova, servers, status):
    """Wait until all servers have a status; each poll is one request for all of them."""
    with progress(status) as show:
        nova.servers.wait_for_all(servers, status, timeout=300, poll_interval=0.5, progress=show)


def main():
    """Run the example."""
    with client.from_config("2.96") as nova:
        print(f"Creating {SERVERS} servers:")
        image = nova.glance.list()[0]
        flavor = min(nova.flavors.list(), key=lambda flavor: flavor.ram)
        servers = [
            nova.servers.create(f"worker-{number}", image=image, flavor=flavor, nics="none")
            for number in range(1, SERVERS + 1)
        ]
        try:
            wait_for(nova, servers, "ACTIVE")
            for server in servers:
                print(f"{server.name} is {server.status}")
        finally:
            print("Deleting them:")
            for server in servers:
                server.delete()
            wait_for(nova, servers, "DELETED")
        print("All servers are deleted.")


if __name__ == "__main__":
    try:
        main()
    except (exceptions.ResourceInErrorState, exceptions.WaitTimeout) as error:
        raise SystemExit(str(error)) from error
