"""Log in, create a server, wait until it is running, use it, and delete it.

It works on any cloud: the one of ``clouds.yaml`` that ``OS_CLOUD`` names, or the one that the
``OS_*`` variables of an RC file describe. The extra ``clouds`` reads them::

    pip install 'python-novaclient[clouds]'
    python examples/first_server.py

The first image of the cloud is taken, unless ``--image`` names another one, and the smallest
flavor.
"""

import argparse

from novaclient import client


def show(state):
    """Print the new state of a server, with the task that is in progress."""
    print(f"  {state.resource.name}: {state}")


def main():
    """Run the example."""
    parser = argparse.ArgumentParser(description="Create a server, use it, and delete it.")
    parser.add_argument("--image", help="the name or the id of an image")
    wanted = parser.parse_args()

    with client.from_config("2.96") as nova:
        print("Flavors:")
        flavors = nova.flavors.list()
        for flavor in flavors:
            print(f"  {flavor.name}: {flavor.vcpus} CPU, {flavor.ram} MiB, {flavor.disk} GiB")

        print("Creating a server:")
        server = nova.servers.create(
            "my-server",
            image=nova.glance.find_image(wanted.image) if wanted.image else nova.glance.list()[0],
            flavor=min(flavors, key=lambda flavor: flavor.ram),
            nics="none",
        )
        server.wait_for("ACTIVE", timeout=120, poll_interval=0.2, progress=show)

        print("Servers:")
        for found in nova.servers.list():
            print(f"  {found.id} {found.name} {found.status}")

        print("Stopping and starting it:")
        server.stop()
        server.wait_for("SHUTOFF", timeout=120, poll_interval=0.2, progress=show)
        server.start()
        server.wait_for("ACTIVE", timeout=120, poll_interval=0.2, progress=show)

        print("Its console output ends with:")
        for line in server.get_console_output(length=5).splitlines():
            print(f"  {line}")

        print("Deleting it:")
        server.delete()
        server.wait_for("DELETED", timeout=120, poll_interval=0.2, progress=show)


if __name__ == "__main__":
    main()
