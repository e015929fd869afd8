"""The tables and the diagram of the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.environments import FLOOR, HTTP, OLD, OURS, OURS_PLAIN, SDK, Contender
from tests.benchmarks.goals import FIGURES, GIVEN, MEMORY, OWN, Figure

#: Seconds, or bytes for the memory, by the name of a figure and the contender.
Results = Mapping[tuple[str, Contender], float]

_HEADS = {
    OURS: "``[speed]``",
    OURS_PLAIN: "without it",
    OLD: "18.13.1",
    FLOOR: "keystoneauth",
    SDK: "openstacksdk",
    HTTP: "http.client",
}


def missed(results: Results) -> list[str]:
    """Return a line for each goal that is not met."""
    return [
        f"{figure.name}: {one.name} takes {_ratio(results, figure, one, other):.3f} "
        f"of {other.name}; the goal is {goal:.2f}"
        for figure, one, other, goal in _missed(results)
    ]


def summary(results: Results) -> str:
    """Return one line that says which goals are met, without figures, to compare runs."""
    names = [
        f"{figure.name} to {other.name}" + (" without speed" if one is OURS_PLAIN else "")
        for figure, one, other, _ in _missed(results)
    ]
    number = sum(len(figure.goals) for figure in FIGURES)
    text = f"{number - len(names)} of {number} goals are met"
    return f"{text}; missed: {', '.join(names)}." if names else f"{text}."


def _missed(results: Results) -> list[tuple[Figure, Contender, Contender, float]]:
    return [
        (figure, one, other, goal)
        for figure in FIGURES
        for (one, other), goal in figure.goals.items()
        if _ratio(results, figure, one, other) > goal
    ]


def _ratio(results: Results, figure: Figure, one: Contender, other: Contender) -> float:
    """Return a ratio as it is shown, so that a goal is compared with what the reader sees."""
    return round(results[figure.name, one] / results[figure.name, other], 3)


def print_figure(figure: Figure, results: Results) -> None:
    """Print what was measured for a figure, and the ratios that have a goal."""
    print(f"{figure.name}: {figure.title}")
    for contender in figure.contenders:
        ratios = [
            f"{_ratio(results, figure, one, other):.3f} of {other.name} (goal {goal:.2f})"
            for (one, other), goal in figure.goals.items()
            if one is contender
        ]
        value = _value(results, figure, contender)
        print(f"  {contender.name:26}{value:>14}  {', '.join(ratios)}", flush=True)


def tables(results: Results, conditions: str) -> str:
    """Return the tables of the figures and of their ratios as reStructuredText.

    :param results: The results.
    :param conditions: A sentence that says when and with what they were measured.
    """
    explanation = (
        "The same as ratios, with the extra ``speed`` and, in parentheses, without it. Less than "
        "1 means faster, or less memory. A ratio in bold type missed its goal, which follows it."
    )
    paragraphs = [
        conditions,
        "With a session that is given to the library:",
        _values(results, GIVEN, (OURS, OURS_PLAIN, OLD, FLOOR, SDK, HTTP)),
        explanation,
        _ratios(results, GIVEN, (OLD, FLOOR, HTTP)),
        "With a session that the library creates:",
        _values(results, OWN, (OURS, OURS_PLAIN, OLD, FLOOR)),
        "The same as ratios:",
        _ratios(results, OWN, (OLD, FLOOR)),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _values(results: Results, figures: Sequence[Figure], contenders: Sequence[Contender]) -> str:
    rows = [
        [figure.title, *(_value(results, figure, contender) for contender in contenders)]
        for figure in figures
    ]
    return _table(["figure", *(_HEADS[contender] for contender in contenders)], rows)


def _ratios(results: Results, figures: Sequence[Figure], others: Sequence[Contender]) -> str:
    rows = [
        [figure.title, *(_compared(results, figure, other) for other in others)]
        for figure in figures
        if figure.goals
    ]
    return _table(["figure", *(f"to {_HEADS[other]}" for other in others)], rows)


def _value(results: Results, figure: Figure, contender: Contender) -> str:
    value = results.get((figure.name, contender))
    if value is None:
        return ""
    if figure is MEMORY:
        return f"{value / 1000:.2f} kB"
    return f"{value * 1000:.3f} ms" if value < 0.01 else f"{value * 1000:.1f} ms"


def _compared(results: Results, figure: Figure, other: Contender) -> str:
    """Return the ratio with the extra and, if it has a goal, the one without in parentheses."""
    fast, plain = (
        _with_goal(_ratio(results, figure, one, other), figure.goals[one, other])
        if (one, other) in figure.goals
        else ""
        for one in (OURS, OURS_PLAIN)
    )
    return f"{fast} ({plain})" if plain else fast


def _with_goal(ratio: float, goal: float) -> str:
    return f"**{ratio:.3f}**, goal {goal:.2f}" if ratio > goal else f"{ratio:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [".. list-table::", "    :header-rows: 1", "    :class: figures", ""]
    for row in (head, *rows):
        first, *rest = row
        lines.append(f"    * - {first}")
        lines += [f"      - {cell}".rstrip() for cell in rest]
    return "\n".join(lines)


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
