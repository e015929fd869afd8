"""Report the usage of your project's servers in the last days, as a table and a bar chart.

If matplotlib is installed, the chart is saved as usage.png; otherwise it is printed as text::

    python examples/usage_report.py --days 7
"""

import argparse
import datetime

from novaclient import client

try:
    from matplotlib import pyplot
except ImportError:
    pyplot = None

WIDTH = 50


def table(usages):
    """Print one line per server."""
    print(f"{'server':20} {'state':12} {'vCPU':>5} {'MiB':>7} {'hours':>9}")
    for usage in usages:
        print(
            f"{usage['name']:20} {usage['state']:12} {usage['vcpus']:5} "
            f"{usage['memory_mb']:7} {usage['hours']:9.2f}"
        )


def plot(usages):
    """Draw one bar per server: the hours that it was running."""
    names = [usage["name"] for usage in usages]
    hours = [usage["hours"] for usage in usages]
    if pyplot is not None:
        pyplot.barh(names, hours)
        pyplot.xlabel("hours")
        pyplot.tight_layout()
        pyplot.savefig("usage.png")
        print("The chart is in usage.png")
        return
    longest = max(hours) or 1
    for name, value in zip(names, hours, strict=True):
        # A server that was running for a short time only gets a bar too.
        print(f"{name:20} {'#' * max(1, round(WIDTH * value / longest))}")


def main():
    """Get the usage of the project, and show it."""
    parser = argparse.ArgumentParser(description="Report the usage of your project.")
    parser.add_argument("--days", type=int, default=7, help="how many days back (default: 7)")
    days = parser.parse_args().days

    nova = client.from_config("2.96")
    end = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    project = nova.client.get_project_id()
    usage = nova.usage.get(project, end - datetime.timedelta(days=days), end)
    # A project that used nothing has no attributes.
    usages = sorted(getattr(usage, "server_usages", []), key=lambda each: -each["hours"])
    table(usages)
    if usages:
        print(f"{usage.total_vcpus_usage:.2f} vCPU hours in total\n")
        plot(usages)


if __name__ == "__main__":
    main()
