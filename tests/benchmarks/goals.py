"""The figures to measure, and the goals for them: ratios within one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.benchmarks.environments import FLOOR, OLD, OURS, OURS_PLAIN, SDK, Contender


@dataclass(frozen=True)
class Figure:
    """A figure to measure.

    :param name: Its name in ``worker.py``.
    :param title: Its title in the tables.
    :param loops: The number of repetitions for one value.
    :param contenders: The contenders that it is measured for.
    :param goals: The largest allowed ratio, by the contender measured and the contender that it is
        compared with.
    :param values: The number of values per round. It is 1 where memory matters: further values
        would depend on whether the C library has begun to keep memory from page to page.
    """

    name: str
    title: str
    loops: int
    contenders: tuple[Contender, ...]
    goals: Mapping[tuple[Contender, Contender], float] = field(default_factory=dict)
    values: int = 1


def _goals(
    to_old: tuple[float, float] | float, to_floor: tuple[float, float] | float | None = None
) -> dict[tuple[Contender, Contender], float]:
    """Return the goals of a figure; a pair has the ratio with the extra and the one without."""
    goals = {}
    for other, ratios in ((OLD, to_old), (FLOOR, to_floor)):
        if ratios is not None:
            fast, plain = ratios if isinstance(ratios, tuple) else (ratios, ratios)
            goals[OURS, other] = fast
            goals[OURS_PLAIN, other] = plain
    return goals


_ALL = (OURS, OURS_PLAIN, OLD, FLOOR, SDK)
_MAIN = (OURS, OURS_PLAIN, OLD, FLOOR)

MEMORY = Figure("memory", "memory per server", 1, _ALL, _goals((0.95, 0.85), (1.21, 1.08)))

TIMED = (
    Figure("start", "cold start to the first response", 1, _ALL, _goals(0.68, 1.10), values=2),
    Figure("import novaclient", "``import novaclient``", 1, (OURS, OURS_PLAIN, OLD), values=2),
    Figure(
        "import exceptions",
        "``from novaclient import exceptions``",
        1,
        (OURS, OURS_PLAIN, OLD),
        _goals(0.30),
        values=2,
    ),
    Figure("get", "one GET", 200, _ALL, _goals((0.97, 0.98), (1.02, 1.03))),
    Figure(
        "page",
        "page of 1,000 servers, reading three attributes of each",
        10,
        _ALL,
        {
            **_goals((0.42, 0.68), (0.65, 1.05)),
            (OURS, SDK): 0.01,
            (OURS_PLAIN, SDK): 0.01,
        },
    ),
    Figure(
        "pages", "10,000 servers, page after page", 1, _MAIN, _goals((0.55, 0.70), (0.85, 1.10))
    ),
    Figure("threads", "GET from 8 threads", 1, _ALL, _goals((0.97, 0.98), 1.05)),
)
