"""Measure one figure of one contender, inside the contender's environment.

The clock is the CPU time of the process. Waiting for the endpoint, which is another process, does
not count. The figure is printed in seconds, or in bytes for the memory; a figure that consists of
several has a line for each.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from time import process_time
from typing import Any

from contenders import sessions
from endpoint import PAGE, server_id

THREADS = 8
#: The number of requests that each thread sends for one value.
REQUESTS = 25
#: The lengths of the long lists. A full garbage collection falls into some and not into others.
LENGTHS = range(6_000, 14_001, 2_000)

#: Return the client for a cloud with that many servers.
Connect = Callable[[int], Any]


def _time(loops: int, action: Callable[[], Any]) -> float:
    before = process_time()
    for _ in range(loops):
        action()
    return (process_time() - before) / loops


def get(connect: Connect, contender: Any, loops: int) -> Iterator[float]:
    """Time one GET."""
    client = connect(PAGE)
    contender.get(client, server_id(0))
    yield _time(loops, lambda: contender.get(client, server_id(0)))


def page(connect: Connect, contender: Any, loops: int) -> Iterator[float]:
    """Time one page, reading three attributes of each of its servers."""
    client = connect(10 * PAGE)

    def action() -> None:
        for row in contender.list_page(client, PAGE):
            contender.read_attributes(row)

    action()
    yield _time(loops, action)


def pages(connect: Connect, contender: Any, loops: int) -> Iterator[float]:
    """Time long lists of all servers, each kept until it is complete."""
    for length in LENGTHS:
        client = connect(length)
        contender.list_page(client, PAGE)
        gc.collect()
        yield _time(loops, partial(contender.list_all, client))


def threads(connect: Connect, contender: Any, loops: int) -> Iterator[float]:
    """Time one of the GETs of several threads that share a client."""
    client = connect(PAGE)

    def send_requests(number: int) -> None:
        for _ in range(number):
            contender.get(client, server_id(0))

    def action(number: int = REQUESTS) -> None:
        running = [threading.Thread(target=send_requests, args=(number,)) for _ in range(THREADS)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()

    action(1)
    yield _time(loops, action) / (THREADS * REQUESTS)


def memory(connect: Connect, contender: Any, _: int) -> Iterator[float]:
    """Measure the memory of a server, the mean of a page."""
    client = connect(10 * PAGE)

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
    yield (after - before) / len(rows)


FIGURES = {"get": get, "page": page, "pages": pages, "threads": threads, "memory": memory}


def growth(connect: Connect, contender: Any) -> None:
    """Print the CPU seconds and the peak memory for increasing numbers of servers."""
    client = connect(10 * PAGE)

    def consume(number: int) -> None:
        for _, server in zip(range(number), contender.iterate(client), strict=False):
            contender.read_attributes(server)

    consume(PAGE)
    for number in range(PAGE, 10 * PAGE + 1, PAGE):
        seconds = min(_time(1, partial(consume, number)) for _ in range(3))
        gc.collect()
        tracemalloc.start()
        consume(number)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(number, seconds, peak)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("contender")
    parser.add_argument("figure", choices=[*FIGURES, "growth"])
    parser.add_argument("url", help="the URL of the endpoint")
    parser.add_argument("--own", action="store_true", help="let the library create its session")
    parser.add_argument("--loops", type=int, default=1)
    arguments = parser.parse_args()
    contender = importlib.import_module(f"contenders.{arguments.contender}")

    def connect(servers: int) -> Any:
        url = f"{arguments.url}/{servers}"
        if arguments.own:
            return contender.connect_with_password(url)
        return contender.connect(sessions.plain(url))

    if arguments.figure == "growth":
        growth(connect, contender)
    else:
        for value in FIGURES[arguments.figure](connect, contender, arguments.loops):
            print(value)


if __name__ == "__main__":
    main()
