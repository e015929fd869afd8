"""Log in, create a server, wait until it is running, use it, and delete it.

It works on any cloud. Set the OS_* variables with the RC file of the cloud, and OS_IMAGE_ID to the
id of an image::

    python examples/first_server.py
"""

import os

from novaclient import client


def log_in():
    """Create a client from the environment variables that an RC file sets."""
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
    """Print the new state of a server, with the task that is in progress."""
    print(f"  {state.resource.name}: {state}")


def main():
    """Run the example."""
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
