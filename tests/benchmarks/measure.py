"""Take the measurements, round by round, each in a new process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from tests.benchmarks.endpoint import server_id
from tests.benchmarks.environments import OURS, REPOSITORY, SDK, Contender
from tests.benchmarks.programs import PROGRAMS

if TYPE_CHECKING:
    from tests.benchmarks.goals import Figure

WORKER = str(Path(__file__).with_name("worker.py"))

#: The Python interpreters of the contenders.
Interpreters = Mapping[Contender, Path]


@contextmanager
def endpoint() -> Iterator[str]:
    """Run the endpoint, and return its URL."""
    command = [sys.executable, "-m", "tests.benchmarks.endpoint"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


def measure(
    figure: Figure, interpreters: Interpreters, url: str, rounds: int
) -> dict[Contender, float]:
    """Measure a figure for all of its contenders.

    :param figure: The figure.
    :param interpreters: The Python interpreters of the contenders.
    :param url: The URL of the endpoint.
    :param rounds: The number of rounds. openstacksdk only shows the scale, and takes seconds for a
        page, so it is measured in the first round only.
    :returns: The minimum of all rounds. If a figure consists of several, it is the mean of their
        minima.
    """
    least: dict[Contender, list[float]] = {}
    for number in range(rounds):
        for contender in figure.contenders:
            if contender is SDK and number > 0:
                continue
            values = _values(figure, contender, interpreters[contender], url)
            least[contender] = list(map(min, values, least.get(contender, values)))
    return {contender: mean(values) for contender, values in least.items()}


def growth(interpreters: Interpreters, url: str) -> list[tuple[int, float, int]]:
    """Return increasing numbers of servers, with the CPU seconds and the peak memory in bytes."""
    command = [str(interpreters[OURS]), WORKER, OURS.module, "growth", url]
    points = [line.split() for line in _output(command, 20).splitlines()]
    return [(int(number), float(seconds), int(peak)) for number, seconds, peak in points]


def _values(figure: Figure, contender: Contender, python: Path, url: str) -> list[float]:
    if figure.function is None:
        program = PROGRAMS[figure.name][contender.module]
        # -I: this repository, in the current folder, must not be imported.
        command = [str(python), "-I", "-c", program, f"{url}/1000", server_id(0)]
        return [_cpu_time(command, figure.variables)]
    loops = 1 if contender is SDK else figure.loops
    options = [f"--loops={loops}", *(["--own"] if figure.own else [])]
    command = [str(python), WORKER, contender.module, figure.function, url, *options]
    return [float(line) for line in _output(command, figure.variables).splitlines()]


def _output(command: list[str], variables: int) -> str:
    return subprocess.run(
        command, check=True, text=True, stdout=subprocess.PIPE, env=_environment(variables)
    ).stdout


def _cpu_time(command: list[str], variables: int) -> float:
    process = subprocess.Popen(command, env=_environment(variables))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def _environment(variables: int) -> dict[str, str]:
    """Return that many environment variables, none of which names a proxy.

    requests reads all of them for each request, so their number is a part of what is measured.
    """
    named = {"PATH": os.defpath, "HOME": str(Path.home()), "LANG": "C.UTF-8"}
    others = range(variables - len(named))
    return {**named, **{f"SERVICE_{number:02d}_ADDRESS": "10.0.0.7:8774" for number in others}}
