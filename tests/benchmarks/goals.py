"""The figures, and how fast the library has to be, as ratios within one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.benchmarks.environments import FLOOR, OLD, OURS, OURS_PLAIN, SDK, Contender


@dataclass(frozen=True)
class Figure:
    """What is measured.

    :param name: Its name in ``worker.py``.
    :param title: What the table calls it.
    :param loops: How often one value repeats it.
    :param values: How many values a round takes. Where memory counts, one: further values would
        depend on whether the C library has come to keep memory from page to page.
    :param contenders: Whom it is measured of.
    :param goals: The largest ratio allowed, by the contender compared, and what it is compared
        to.
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
    """Return the goals of a line of the table: with the extra, and without it."""
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
    Figure("start", "cold start to the first answer", 1, _ALL, _goals(0.68, 1.10), values=2),
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
        "page of 1,000, three attributes of each read",
        10,
        _ALL,
        {
            **_goals((0.42, 0.68), (0.65, 1.05)),
            (OURS, SDK): 0.01,
            (OURS_PLAIN, SDK): 0.01,
        },
    ),
    Figure("pages", "10,000 in pages, all kept", 1, _MAIN, _goals((0.55, 0.70), (0.85, 1.10))),
    Figure("threads", "GET from 8 threads", 1, _ALL, _goals((0.97, 0.98), 1.05)),
)
