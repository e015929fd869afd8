"""Log in, make a server, watch it come up, use it, delete it.

Run it against any cloud, with the OS_* variables of its RC file and OS_IMAGE_ID set to the id
of an image::

    python examples/first_server.py
"""

import os
import time

from novaclient import client, exceptions


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


def wait_for(server, status, timeout=120):
    """Wait until a server has a status and nothing is under way, showing each change."""
    deadline = time.monotonic() + timeout
    shown = None
    while True:
        state = server.status, getattr(server, "OS-EXT-STS:task_state")
        if state != shown:
            print(f"  {server.name}: {state[0]}" + (f" ({state[1]})" if state[1] else ""))
            shown = state
        if state == (status, None):
            return
        if server.status == "ERROR":
            raise SystemExit(f"{server.name} failed: {server.fault['message']}")
        if time.monotonic() > deadline:
            raise SystemExit(f"{server.name} is still {server.status} after {timeout} s")
        time.sleep(0.2)
        server.get()


def wait_until_gone(server, timeout=120):
    """Wait until a server is deleted."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        try:
            server.get()
        except exceptions.NotFound:
            print(f"  {server.name}: gone")
            return
        time.sleep(0.2)
    raise SystemExit(f"{server.name} is still there after {timeout} s")


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
        server.get()
        wait_for(server, "ACTIVE")

        print("Servers:")
        for each in nova.servers.list():
            print(f"  {each.id} {each.name} {each.status}")

        print("Stopping and starting it:")
        server.stop()
        wait_for(server, "SHUTOFF")
        server.start()
        wait_for(server, "ACTIVE")

        print("Its console says:")
        for line in server.get_console_output(length=5).splitlines():
            print(f"  {line}")

        print("Deleting it:")
        server.delete()
        wait_until_gone(server)


if __name__ == "__main__":
    main()
