"""The tables and the diagram of the documentation."""

from __future__ import annotations

import datetime
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.environments import CONTENDERS, FLOOR, OLD, OURS, OURS_PLAIN, SDK, Contender
from tests.benchmarks.goals import MEMORY, TIMED, Figure

#: Seconds, or bytes for the memory, by figure and contender.
Results = Mapping[tuple[str, Contender], float]

_HEADS = {
    OURS: "``[speed]``",
    OURS_PLAIN: "without it",
    OLD: "18.13.1",
    FLOOR: "keystoneauth",
    SDK: "openstacksdk",
}


def missed(results: Results) -> list[str]:
    """Return a line for each goal that is not met."""
    return [
        f"{figure.title}: {one.name} takes {_ratio(results, figure, one, other):.3f} "
        f"of {other.name}; the goal is {goal}"
        for figure in (*TIMED, MEMORY)
        for (one, other), goal in figure.goals.items()
        if _ratio(results, figure, one, other) > goal
    ]


def _ratio(results: Results, figure: Figure, one: Contender, other: Contender) -> float:
    return results[figure.name, one] / results[figure.name, other]


def tables(results: Results) -> str:
    """Return the tables of the figures and of their ratios as reStructuredText."""
    figures = (*TIMED, MEMORY)
    values = [
        [figure.title, *(_value(results, figure, contender) for contender in CONTENDERS)]
        for figure in figures
    ]
    ratios = [
        [figure.title, *(_compared(results, figure, other) for other in (OLD, FLOOR, SDK))]
        for figure in figures
        if figure.goals
    ]
    return (
        f"Measured on {datetime.datetime.now(datetime.UTC).date()} with CPython "
        f"{platform.python_version()} on {platform.machine()}: CPU time of the client, "
        "minimum of all rounds.\n\n"
        + _table(["figure", *(_HEADS[contender] for contender in CONTENDERS)], values)
        + "\nThe same as ratios, with the extra ``speed`` and, in parentheses, without it. "
        "Less than 1 means faster, or less memory.\n\n"
        + _table(["figure", *(f"to {_HEADS[other]}" for other in (OLD, FLOOR, SDK))], ratios)
    )


def _value(results: Results, figure: Figure, contender: Contender) -> str:
    value = results.get((figure.name, contender))
    if value is None:
        return ""
    if figure is MEMORY:
        return f"{value / 1000:.2f} kB"
    return f"{value * 1000:.3f} ms" if value < 0.01 else f"{value * 1000:.1f} ms"


def _compared(results: Results, figure: Figure, other: Contender) -> str:
    if (OURS, other) not in figure.goals:
        return ""
    fast, plain = (_ratio(results, figure, one, other) for one in (OURS, OURS_PLAIN))
    return f"{fast:.3f} ({plain:.3f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [".. list-table::", "    :header-rows: 1", "    :class: figures", ""]
    for row in (head, *rows):
        first, *rest = row
        lines.append(f"    * - {first}")
        lines += [f"      - {cell}".rstrip() for cell in rest]
    return "\n".join(lines) + "\n"


def draw_growth(points: Sequence[tuple[int, float, int]], path: Path) -> None:
    """Draw the CPU time per server and the memory over the number of servers.

    :param points: Numbers of servers, each with the CPU seconds and the peak memory in bytes.
    :param path: The SVG file to write.
    """
    import matplotlib as mpl

    mpl.use("svg")
    # A fixed salt here, and no date below, so that the same points give the same file.
    mpl.rcParams["svg.hashsalt"] = "python-novaclient"
    from matplotlib import pyplot

    numbers = [number for number, _, _ in points]
    figure, (time, memory) = pyplot.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    time.plot(numbers, [1e6 * seconds / number for number, seconds, _ in points], marker="o")
    time.set(xlabel="servers", ylabel="µs of CPU per server", ylim=0, title="Time")
    memory.plot(numbers, [peak / 1e6 for _, _, peak in points], marker="o")
    memory.set(xlabel="servers", ylabel="peak in MB", ylim=0, title="Memory")
    figure.savefig(path, metadata={"Date": None})
