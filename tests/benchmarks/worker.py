"""Measure one figure of one contender, inside the contender's environment.

The clock is the CPU time of the process and of its children. Waiting for the endpoint, which is
another process, does not count. pyperf starts the processes and collects the values.
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
#: The number of requests that each thread sends for one value.
REQUESTS = 50


def _cpu_time_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _run(loops: int, program: str, *args: str) -> float:
    before = _cpu_time_of_children()
    for _ in range(loops):
        # -I: this repository, in the current folder, must not be imported.
        subprocess.run([sys.executable, "-I", "-c", program, *args], check=True)
    return _cpu_time_of_children() - before


def _time(loops: int, action: Callable[[], Any]) -> float:
    action()
    before = process_time()
    for _ in range(loops):
        action()
    return process_time() - before


def start(loops: int, contender: Any, url: str) -> float:
    """Time a whole program, up to its first response."""
    return _run(loops, contender.START, url, server_id(0))


def get(loops: int, contender: Any, url: str) -> float:
    """Time one GET."""
    client = contender.connect(url)
    return _time(loops, lambda: contender.get(client, server_id(0)))


def page(loops: int, contender: Any, url: str) -> float:
    """Time one page, reading three attributes of each of its servers."""
    client = contender.connect(url)

    def action() -> None:
        for row in contender.list_page(client, PAGE):
            contender.read_attributes(row)

    return _time(loops, action)


def pages(loops: int, contender: Any, url: str) -> float:
    """Time a list of all servers, page after page."""
    client = contender.connect(url)
    return _time(loops, lambda: contender.list_all(client))


def threads(loops: int, contender: Any, url: str) -> float:
    """Time one of the GETs of several threads that share a client."""
    client = contender.connect(url)

    def send_requests() -> None:
        for _ in range(REQUESTS):
            contender.get(client, server_id(0))

    def action() -> None:
        running = [threading.Thread(target=send_requests) for _ in range(THREADS)]
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
    """Return the memory of a server in bytes, the mean of a page."""
    client = contender.connect(url)

    def list_page() -> list[Any]:
        rows = contender.list_page(client, PAGE)
        for row in rows:
            contender.read_attributes(row)
        return list(rows)

    list_page()
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    rows = list_page()
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    return (after - before) / len(rows)


def growth(contender: Any, url: str) -> None:
    """Print the CPU seconds and the peak memory for increasing numbers of servers."""
    client = contender.connect(url)

    def consume(servers: Any, number: int) -> None:
        for _, server in zip(range(number), servers, strict=False):
            contender.read_attributes(server)

    consume(contender.iterate(client), PAGE)
    for number in range(PAGE, 10 * PAGE + 1, PAGE):
        times = []
        for _ in range(5):
            before = process_time()
            consume(contender.iterate(client), number)
            times.append(process_time() - before)
        gc.collect()
        tracemalloc.start()
        consume(contender.iterate(client), number)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(number, min(times), peak)


def _pass_on(command: list[str], args: argparse.Namespace) -> None:
    command += ["--contender", args.contender, "--figure", args.figure, "--url", args.url]


def main() -> None:
    """Run the command line."""
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
