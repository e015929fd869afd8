"""Log in, make a server, watch it come up, use it, delete it.

Run it against any cloud, with the OS_* variables of its RC file and OS_IMAGE_ID set to the id
of an image::

    python examples/first_server.py
"""

import os

from novaclient import client


def log_in():
    """Make a client from the variables that an OpenStack RC file sets."""
    return client.Client(
        "2.104",
        os.environ["OS_USERNAME"],
        os.environ["OS_PASSWORD"],
        project_name=os.environ["OS_PROJECT_NAME"],
        user_domain_name=os.environ.get("OS_USER_DOMAIN_NAME", "Default"),
        project_domain_name=os.environ.get("OS_PROJECT_DOMAIN_NAME", "Default"),
        auth_url=os.environ["OS_AUTH_URL"],
    )


def show(state):
    """Print a new state of a server, with the task that is under way."""
    print(f"  {state.resource.name}: {state}")


def main():
    """Do it all."""
    with log_in() as nova:
        print("Flavors:")
        for flavor in nova.flavors.list():
            print(f"  {flavor.name}: {flavor.vcpus} CPU, {flavor.ram} MiB, {flavor.disk} GiB")

        print("Creating a server:")
        server = nova.servers.create(
            "my-server",
            image=os.environ["OS_IMAGE_ID"],
            flavor=nova.flavors.find(ram=512),
            nics="none",
        )
        server.wait_for("ACTIVE", timeout=120, poll_interval=0.2, progress=show)

        print("Servers:")
        for each in nova.servers.list():
            print(f"  {each.id} {each.name} {each.status}")

        print("Stopping and starting it:")
        server.stop()
        server.wait_for("SHUTOFF", timeout=120, poll_interval=0.2, progress=show)
        server.start()
        server.wait_for("ACTIVE", timeout=120, poll_interval=0.2, progress=show)

        print("Its console says:")
        for line in server.get_console_output(length=5).splitlines():
            print(f"  {line}")

        print("Deleting it:")
        server.delete()
        server.wait_for("DELETED", timeout=120, poll_interval=0.2, progress=show)


if __name__ == "__main__":
    main()
