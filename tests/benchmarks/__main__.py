"""Measure the library, its release 18, openstacksdk, keystoneauth alone and http.client.

Each round measures all contenders in turn, so that other work on the machine affects all of them.
The figure is the CPU time of the client, the minimum of all rounds; the endpoint is another
process. At the end tables are printed. The last line says which goals in ``goals.py`` were met,
and the exit code is 1 if one was missed::

    tox -e bench                                # everything, with the Python of tox
    tox -e bench -- --python python3.13         # the same with another Python
    tox -e bench -- --only get --only page
    tox -e bench -- --publish                   # also write doc/source/performance/
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys

from tests.benchmarks import report
from tests.benchmarks.environments import CONTENDERS, REPOSITORY, Contender, prepare, version_of
from tests.benchmarks.goals import FIGURES
from tests.benchmarks.measure import endpoint, growth, measure

PUBLISHED = REPOSITORY / "doc" / "source" / "performance"
#: The load average of the last minute, above which the machine is not quiet.
QUIET = 0.5


def main() -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="tox -e bench --", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--python", default=sys.executable, help="measure with this Python interpreter"
    )
    parser.add_argument(
        "--rounds", type=int, help="number of rounds (default: that of each figure)"
    )
    parser.add_argument(
        "--only", action="append", choices=[f.name for f in FIGURES], help="only this figure"
    )
    parser.add_argument("--publish", action="store_true", help=f"write the tables to {PUBLISHED}")
    arguments = parser.parse_args()
    if arguments.publish and arguments.only:
        parser.error("--publish needs all figures, so it excludes --only")

    load = os.getloadavg()[0]
    version = version_of(arguments.python)
    conditions = (
        f"Measured on {datetime.datetime.now(datetime.UTC).date()} with CPython {version} on "
        f"{platform.machine()}: CPU time of the client, minimum of {arguments.rounds or 'all'} "
        f"rounds. The load average was {load:.1f} at the start."
    )
    warning = _warning(load)
    print(warning)
    print(f"Preparing {len(CONTENDERS)} environments in .bench/", flush=True)
    interpreters = prepare(arguments.python)
    results: dict[tuple[str, Contender], float] = {}
    with endpoint() as url:
        for figure in FIGURES:
            if arguments.only and figure.name not in arguments.only:
                continue
            rounds = arguments.rounds or figure.rounds
            for contender, value in measure(figure, interpreters, url, rounds).items():
                results[figure.name, contender] = value
            report.print_figure(figure, results)
        points = [] if arguments.only else growth(interpreters, url)
    print(warning)
    if arguments.only:
        return 0

    tables = report.tables(results, conditions)
    print(f"\n{tables}")
    if arguments.publish:
        short = version.rpartition(".")[0]
        PUBLISHED.mkdir(exist_ok=True)
        (PUBLISHED / f"tables-{short}.inc").write_text(tables)
        report.draw_growth(points, PUBLISHED / f"growth-{short}.svg")
    missed = report.missed(results)
    print("\n".join(missed))
    print(report.summary(results))
    return 1 if missed else 0


def _warning(load: float) -> str:
    """Return a warning if the machine was not quiet."""
    if load <= QUIET:
        return f"The load average was {load:.1f} at the start."
    return (
        f"Warning: the load average was {load:.1f} at the start. Other programs on the machine "
        "increase the\nfigures. A run that ended within the last minutes counts, too."
    )


if __name__ == "__main__":
    sys.exit(main())
