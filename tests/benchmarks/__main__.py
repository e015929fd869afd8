"""Measure the library, its release 18, openstacksdk and keystoneauth alone.

Each round measures all contenders in turn, so that other work on the machine affects all of them.
The figure is the CPU time of the client, the minimum of all rounds; the endpoint is another
process. At the end tables are printed, and the exit code is 1 if a goal in ``goals.py`` was
missed::

    tox -e bench                       # everything; takes about ten minutes
    tox -e bench -- --only get --only page
    tox -e bench -- --publish          # also write doc/source/performance/
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyperf

from tests.benchmarks import report
from tests.benchmarks.environments import (
    CONTENDERS,
    OURS,
    REPOSITORY,
    SDK,
    Contender,
    prepare,
)
from tests.benchmarks.goals import MEMORY, TIMED, Figure

WORKER = Path(__file__).with_name("worker.py")
PUBLISHED = REPOSITORY / "doc" / "source" / "performance"


@contextmanager
def _endpoint() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.benchmarks.endpoint"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


def _worker(contender: Contender, figure: str, url: str, *args: str) -> str:
    command = [contender.python, WORKER, "--contender", contender.module, "--figure", figure]
    result = subprocess.run(
        [*command, "--url", url, "--quiet", *args], check=True, text=True, stdout=subprocess.PIPE
    )
    return result.stdout


def _values(contender: Contender, figure: Figure, url: str, file: Path) -> list[float]:
    """Return the values of one round of a figure, measured in a new process."""
    file.unlink(missing_ok=True)
    loops = 1 if contender is SDK else figure.loops
    options = ["--processes=1", f"--values={figure.values}", "--warmups=0", f"--loops={loops}"]
    # pyperf would remove most environment variables, and requests reads all of them.
    options.append("--copy-env")
    _worker(contender, figure.name, url, *options, f"--output={file}")
    return list(pyperf.Benchmark.load(str(file)).get_values())


def _measure(url: str, rounds: int, only: list[str] | None) -> dict[tuple[str, Contender], float]:
    least: dict[tuple[str, Contender], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "values.json")
        for figure in TIMED:
            if only and figure.name not in only:
                continue
            for number in range(rounds):
                for contender in figure.contenders:
                    if contender is SDK and number > 0:
                        # It only shows the scale, and takes seconds for a page.
                        continue
                    values = _values(contender, figure, url, file)
                    key = figure.name, contender
                    least[key] = min(*values, least.get(key, float("inf")))
            _print_figure(figure, least)
    if not only or MEMORY.name in only:
        for contender in MEMORY.contenders:
            least[MEMORY.name, contender] = float(_worker(contender, MEMORY.name, url))
        _print_figure(MEMORY, least)
    return least


def _print_figure(figure: Figure, least: dict[tuple[str, Contender], float]) -> None:
    print(figure.title)
    for contender in figure.contenders:
        value = least[figure.name, contender]
        shown = f"{value:,.0f} bytes" if figure is MEMORY else f"{value * 1000:.3f} ms"
        ratios = [
            f"{value / least[figure.name, other]:.3f} of {other.name} (goal {goal})"
            for (measured, other), goal in figure.goals.items()
            if measured is contender
        ]
        print(f"  {contender.name:26}{shown:>14}  {', '.join(ratios)}", flush=True)


def _growth(url: str) -> list[tuple[int, float, int]]:
    points = []
    for line in _worker(OURS, "growth", url).splitlines():
        number, seconds, peak = line.split()
        points.append((int(number), float(seconds), int(peak)))
        per_server = float(seconds) / int(number) * 1e6
        print(f"  {number} servers: {per_server:.2f} µs per server, ", end="")
        print(f"peak memory {int(peak) / 1e6:.1f} MB", flush=True)
    return points


def main() -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="tox -e bench --", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20, help="number of rounds (default: 20)")
    parser.add_argument(
        "--only",
        action="append",
        choices=[f.name for f in (*TIMED, MEMORY)],
        help="only this figure",
    )
    parser.add_argument("--publish", action="store_true", help=f"write the tables to {PUBLISHED}")
    arguments = parser.parse_args()
    if arguments.publish and arguments.only:
        parser.error("--publish needs all figures, so it excludes --only")

    print(f"Preparing {len(CONTENDERS)} environments in .bench/", flush=True)
    prepare()
    with _endpoint() as url:
        results = _measure(url, arguments.rounds, arguments.only)
        if arguments.only:
            return 0
        print("iterate() over more and more servers")
        points = _growth(url)

    tables = report.tables(results)
    print(f"\n{tables}")
    if arguments.publish:
        PUBLISHED.mkdir(exist_ok=True)
        (PUBLISHED / "tables.inc").write_text(tables)
        report.draw_growth(points, PUBLISHED / "growth.svg")
    missed = report.missed(results)
    print("\n".join(missed) or "All goals are met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
