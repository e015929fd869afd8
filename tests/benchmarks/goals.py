"""The figures to measure, and the goals for them: ratios within one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.benchmarks.environments import FLOOR, HTTP, OLD, OURS, OURS_PLAIN, SDK, Contender

#: The largest allowed ratio, by the contender measured and the contender it is compared with.
Goals = Mapping[tuple[Contender, Contender], float]


@dataclass(frozen=True)
class Figure:
    """A figure to measure.

    :param name: Its name, which is also that of the programs that are measured, if any.
    :param title: Its title in the tables.
    :param contenders: The contenders that it is measured for.
    :param goals: The goals.
    :param function: The function of ``worker.py`` that measures it; None for whole programs.
    :param own: Whether the libraries create their own session, instead of being given one.
    :param variables: The number of environment variables.
    :param rounds: The number of rounds.
    :param loops: The number of repetitions in one round.
    """

    name: str
    title: str
    contenders: tuple[Contender, ...]
    goals: Goals = field(default_factory=dict)
    function: str | None = None
    own: bool = False
    variables: int = 20
    rounds: int = 10
    loops: int = 1


def _goals(
    to_old: tuple[float, float] | float,
    to_floor: tuple[float, float] | float | None = None,
    to_http: float | None = None,
) -> Goals:
    """Return the goals of a figure; a pair has the ratio with the extra and the one without."""
    goals = {}
    for other, ratios in ((OLD, to_old), (FLOOR, to_floor)):
        if ratios is not None:
            fast, plain = ratios if isinstance(ratios, tuple) else (ratios, ratios)
            goals[OURS, other] = fast
            goals[OURS_PLAIN, other] = plain
    if to_http is not None:
        goals[OURS, HTTP] = to_http
    return goals


_MAIN = (OURS, OURS_PLAIN, OLD, FLOOR)
_ALL = (*_MAIN, SDK)
_IMPORTS = (OURS, OURS_PLAIN, OLD)
_GET = _goals((0.90, 0.91), (0.97, 0.98))
_OWN_GET = _goals((0.97, 0.98), (1.02, 1.03))

MEMORY = Figure(
    "memory",
    "memory per server",
    _MAIN,
    _goals((0.93, 0.81), (1.18, 1.03)),
    function="memory",
    rounds=1,
)

#: With a session that is given to the library.
GIVEN = (
    Figure("start", "cold start to the first response", _ALL, _goals(0.63, 1.06), rounds=20),
    Figure("import-novaclient", "``import novaclient``", _IMPORTS, rounds=20),
    Figure(
        "import-exceptions",
        "``from novaclient import exceptions``",
        _IMPORTS,
        _goals(0.20),
        rounds=20,
    ),
    Figure("get", "one GET, 20 variables", _ALL, _GET, function="get", loops=100),
    Figure("get-60", "one GET, 60 variables", _MAIN, _GET, "get", variables=60, loops=100),
    Figure(
        "page",
        "page of 1,000 servers, reading three attributes of each",
        (*_ALL, HTTP),
        _goals((0.38, 0.60), (0.62, 0.95), 1.25),
        function="page",
        loops=10,
    ),
    Figure(
        "pages",
        "6,000 to 14,000 servers, kept",
        _MAIN,
        _goals((0.54, 0.70), (0.88, 1.08)),
        function="pages",
        rounds=6,
    ),
    Figure("threads", "GET from 8 threads", _MAIN, _goals((0.90, 0.91), 0.97), function="threads"),
    MEMORY,
)

#: With sessions that the libraries create.
OWN = (
    Figure("own-start", GIVEN[0].title, _MAIN, _goals(0.68, 1.10), own=True, rounds=20),
    Figure(
        "own-get", "one GET, 20 variables", _MAIN, _OWN_GET, function="get", own=True, loops=100
    ),
    Figure(
        "own-get-60",
        "one GET, 60 variables",
        _MAIN,
        _OWN_GET,
        function="get",
        own=True,
        variables=60,
        loops=100,
    ),
    Figure(
        "own-page",
        "page of 1,000 servers, reading three attributes of each",
        _MAIN,
        _goals((0.42, 0.68), (0.65, 1.05)),
        function="page",
        own=True,
        loops=10,
    ),
    Figure(
        "own-threads",
        "GET from 8 threads",
        _MAIN,
        _goals((0.97, 0.98), 1.05),
        function="threads",
        own=True,
    ),
)

FIGURES = (*GIVEN, *OWN)
