"""Create several servers, show the progress until all are running, and delete them.

If tqdm is installed, there is a progress bar; otherwise each change is printed on a line. It works
on any cloud. Set the OS_* variables with the RC file of the cloud, and OS_IMAGE_ID to the id of an
image::

    python examples/wait_with_progress.py
"""

import contextlib
import os

from first_server import log_in

from novaclient import exceptions

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
    with log_in() as nova:
        print(f"Creating {SERVERS} servers:")
        flavor = nova.flavors.find(ram=512)
        servers = [
            nova.servers.create(
                f"worker-{number}", image=os.environ["OS_IMAGE_ID"], flavor=flavor, nics="none"
            )
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
