"""Show how much of its quota your project has left.

All requests of the with statement use one TCP connection, which is closed at its end::

    python examples/with_statement.py
"""

import os

from novaclient import client


def main():
    """Print the limits that matter for creating servers."""
    with client.Client(
        "2.96",
        os.environ["OS_USERNAME"],
        os.environ["OS_PASSWORD"],
        project_name=os.environ["OS_PROJECT_NAME"],
        auth_url=os.environ["OS_AUTH_URL"],
        user_domain_name=os.environ.get("OS_USER_DOMAIN_NAME", "Default"),
        project_domain_name=os.environ.get("OS_PROJECT_DOMAIN_NAME", "Default"),
    ) as nova:
        limits = {limit.name: limit.value for limit in nova.limits.get().absolute}
        for what, used, maximum in (
            ("servers", "totalInstancesUsed", "maxTotalInstances"),
            ("vCPUs", "totalCoresUsed", "maxTotalCores"),
            ("MiB of memory", "totalRAMUsed", "maxTotalRAMSize"),
        ):
            # -1 means unlimited.
            left = "any number" if limits[maximum] == -1 else limits[maximum] - limits[used]
            print(f"{what}: {limits[used]} used, {left} left")
        print("flavors:", ", ".join(flavor.name for flavor in nova.flavors.list()))


if __name__ == "__main__":
    main()
