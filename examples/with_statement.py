"""Show how much of its quota your project has left.

All requests of the with statement use one TCP connection, which is closed at its end::

    python examples/with_statement.py
"""

from novaclient import client


def main():
    """Print the limits that matter for creating servers."""
    with client.from_config("2.96") as nova:
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
