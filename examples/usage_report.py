"""Report what the servers of your project used in the last days, as a table and a plot.

The plot is a picture, usage.png, where matplotlib is installed, and text elsewhere::

    python examples/usage_report.py --days 7
"""

import argparse
import datetime

from login import log_in

try:
    from matplotlib import pyplot
except ImportError:
    pyplot = None

WIDTH = 50


def table(usages):
    """Print a line for each server."""
    print(f"{'server':20} {'state':12} {'vCPU':>5} {'MiB':>7} {'hours':>9}")
    for usage in usages:
        print(
            f"{usage['name']:20} {usage['state']:12} {usage['vcpus']:5} "
            f"{usage['memory_mb']:7} {usage['hours']:9.2f}"
        )


def plot(usages):
    """Draw the hours of each server as bars."""
    names = [usage["name"] for usage in usages]
    hours = [usage["hours"] for usage in usages]
    if pyplot is not None:
        pyplot.barh(names, hours)
        pyplot.xlabel("hours")
        pyplot.tight_layout()
        pyplot.savefig("usage.png")
        print("usage.png shows the hours of each server")
        return
    longest = max(hours) or 1
    for name, value in zip(names, hours, strict=True):
        # However short its life was, a server that ran has a bar.
        print(f"{name:20} {'#' * max(1, round(WIDTH * value / longest))}")


def main():
    """Get the usage, and show it."""
    parser = argparse.ArgumentParser(description="Report the usage of your project.")
    parser.add_argument("--days", type=int, default=7, help="how many days back (default: 7)")
    days = parser.parse_args().days

    nova = log_in()
    end = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    project = nova.client.get_project_id()
    usage = nova.usage.get(project, end - datetime.timedelta(days=days), end)
    # A project that used nothing has no attributes.
    usages = sorted(getattr(usage, "server_usages", []), key=lambda each: -each["hours"])
    table(usages)
    if usages:
        print(f"{usage.total_vcpus_usage:.2f} hours of vCPUs in all\n")
        plot(usages)


if __name__ == "__main__":
    main()
