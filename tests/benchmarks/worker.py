"""Measure one figure of one contender, within the contender's own environment.

The clock is the CPU time of the process and of its children, so waiting for the endpoint, which
is another process, does not count. pyperf spawns the processes and collects the values.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import resource
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from time import process_time
from typing import Any

import pyperf
from endpoint import PAGE, server_id

THREADS = 8
#: How many requests each of the threads sends for one value.
REQUESTS = 50


def _cpu_time_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _run(loops: int, program: str, *args: str) -> float:
    before = _cpu_time_of_children()
    for _ in range(loops):
        # Isolated, lest this repository in the current folder be imported.
        subprocess.run([sys.executable, "-I", "-c", program, *args], check=True)
    return _cpu_time_of_children() - before


def _time(loops: int, action: Callable[[], Any]) -> float:
    action()
    before = process_time()
    for _ in range(loops):
        action()
    return process_time() - before


def start(loops: int, contender: Any, url: str) -> float:
    """From nothing to the first answer."""
    return _run(loops, contender.START, url, server_id(0))


def get(loops: int, contender: Any, url: str) -> float:
    """One GET."""
    client = contender.connect(url)
    return _time(loops, lambda: contender.get(client, server_id(0)))


def page(loops: int, contender: Any, url: str) -> float:
    """One page, and three attributes of each of its servers."""
    client = contender.connect(url)

    def action() -> None:
        for row in contender.page(client, PAGE):
            contender.read(row)

    return _time(loops, action)


def pages(loops: int, contender: Any, url: str) -> float:
    """All pages, kept."""
    client = contender.connect(url)
    return _time(loops, lambda: contender.everything(client))


def threads(loops: int, contender: Any, url: str) -> float:
    """GETs from several threads that share one client."""
    client = contender.connect(url)

    def many() -> None:
        for _ in range(REQUESTS):
            contender.get(client, server_id(0))

    def action() -> None:
        running = [threading.Thread(target=many) for _ in range(THREADS)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()

    return _time(loops, action) / (THREADS * REQUESTS)


TIMED: dict[str, Callable[[int, Any, str], float]] = {
    "start": start,
    "get": get,
    "page": page,
    "pages": pages,
    "threads": threads,
}


def memory(contender: Any, url: str) -> float:
    """Return the bytes that each server of a page takes."""
    client = contender.connect(url)

    def kept() -> list[Any]:
        rows = contender.page(client, PAGE)
        for row in rows:
            contender.read(row)
        return list(rows)

    kept()
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    rows = kept()
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    return (after - before) / len(rows)


def growth(contender: Any, url: str) -> None:
    """Print, for more and more servers, the CPU seconds and the peak of memory that they take."""
    client = contender.connect(url)

    def consume(servers: Any, number: int) -> None:
        for _, server in zip(range(number), servers, strict=False):
            contender.read(server)

    consume(contender.stream(client), PAGE)
    for number in range(PAGE, 10 * PAGE + 1, PAGE):
        times = []
        for _ in range(5):
            before = process_time()
            consume(contender.stream(client), number)
            times.append(process_time() - before)
        gc.collect()
        tracemalloc.start()
        consume(contender.stream(client), number)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(number, min(times), peak)


def _pass_on(command: list[str], args: argparse.Namespace) -> None:
    command += ["--contender", args.contender, "--figure", args.figure, "--url", args.url]


def main() -> None:
    """Do what the command line says."""
    runner = pyperf.Runner(add_cmdline_args=_pass_on)
    runner.argparser.add_argument("--contender", required=True)
    runner.argparser.add_argument("--figure", required=True)
    runner.argparser.add_argument("--url", required=True)
    args = runner.parse_args()
    contender = importlib.import_module(f"contenders.{args.contender}")
    if args.figure == "memory":
        print(memory(contender, args.url))
    elif args.figure == "growth":
        growth(contender, args.url)
    elif args.figure in TIMED:
        runner.bench_time_func(args.figure, TIMED[args.figure], contender, args.url)
    else:
        runner.bench_time_func(args.figure, _run, contender.IMPORTS[args.figure])


if __name__ == "__main__":
    main()
