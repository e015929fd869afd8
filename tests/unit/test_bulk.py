"""Calling a function with many items: concurrency, order, failures, and what ends it early."""

from __future__ import annotations

import contextlib
import contextvars
import copy
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import pytest

import novaclient
from novaclient import bulk, exceptions
from novaclient.v2.servers import Server

ROOT = Path(novaclient.__file__).parents[1]


def double(number):
    return 2 * number


def refuse_odd_numbers(number):
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


# The results.


def test_each_success_has_its_item_and_its_result():
    results = bulk.for_each([1, 2], double)
    assert results.succeeded == [(1, 2), (2, 4)]
    assert [(success.item, success.result) for success in results.succeeded] == [(1, 2), (2, 4)]
    assert results.failed == []


def test_each_failure_has_its_item_and_its_exception():
    results = bulk.for_each([1, 2, 3], refuse_odd_numbers)
    assert results.succeeded == [(2, 2)]
    assert [(item, str(error)) for item, error in results.failed] == [
        (1, "1 is odd"),
        (3, "3 is odd"),
    ]
    assert all(isinstance(failure.error, ValueError) for failure in results.failed)


def test_the_results_are_in_the_order_of_the_items_however_the_operations_end():
    # Each waits for the next one.
    ended = [threading.Event() for _ in range(9)]
    ended[8].set()

    def operation(number):
        assert ended[number + 1].wait(20)
        ended[number].set()
        return refuse_odd_numbers(number)

    results = bulk.for_each(range(8), operation, concurrency=8)
    assert [item for item, _ in results.succeeded] == [0, 2, 4, 6]
    assert [item for item, _ in results.failed] == [1, 3, 5, 7]


def test_no_items_are_no_results():
    results = bulk.for_each([], double)
    assert (results.succeeded, results.failed) == ([], [])


def test_an_item_that_is_given_twice_has_two_results():
    assert bulk.for_each([3, 3], double).succeeded == [(3, 6), (3, 6)]


def test_an_exception_that_ends_iterations_is_a_failure_like_any_other():
    [failure] = bulk.for_each([iter(())], next).failed
    assert isinstance(failure.error, StopIteration)


def test_results_are_copied_and_pickled():
    results = bulk.for_each([1, 2], refuse_odd_numbers)
    for twin in (copy.deepcopy(results), pickle.loads(pickle.dumps(results))):
        assert twin.succeeded == results.succeeded
        assert str(twin.failed[0].error) == "1 is odd"


# raise_for_failures().


def test_nothing_is_raised_if_none_failed():
    bulk.for_each([2, 4], refuse_odd_numbers).raise_for_failures()


def test_all_failures_are_raised_in_one_group_that_says_how_many_they_are():
    results = bulk.for_each([1, 2, 3], refuse_odd_numbers)
    with pytest.raises(ExceptionGroup, match=r"2 of 3 failed") as caught:
        results.raise_for_failures()
    assert list(caught.value.exceptions) == [error for _, error in results.failed]


def test_a_failure_keeps_the_traceback_of_the_operation():
    [failure] = bulk.for_each([1], refuse_odd_numbers).failed
    assert "refuse_odd_numbers" in "".join(traceback.format_exception(failure.error))


def notes(items, operation=refuse_odd_numbers):
    return [error.__notes__ for _, error in bulk.for_each(items, operation).failed]


def fail(_):
    raise ValueError


def test_a_note_of_each_exception_names_its_item():
    assert notes(["web-1", 7], fail) == [["items[0]: 'web-1'"], ["items[1]: 7"]]


def test_a_note_is_there_once_however_often_the_failures_are_raised():
    results = bulk.for_each([1], refuse_odd_numbers)
    for _ in range(2):
        with contextlib.suppress(ExceptionGroup):
            results.raise_for_failures()
    assert results.failed[0].error.__notes__ == ["items[0]: 1"]


def test_an_exception_that_several_operations_raise_names_each_item_once():
    error = ValueError()

    def operation(_):
        raise error

    bulk.for_each(["web-1", "web-2"], operation, concurrency=1)
    assert error.__notes__ == ["items[0]: 'web-1'", "items[1]: 'web-2'"]


def test_a_note_names_a_server_by_its_id_without_a_request(nova, requests_mock):
    server = Server(nova.servers, {"id": "5c3e", "adminPass": "secret"})
    assert notes([server], fail) == [["items[0]: Server 5c3e"]]
    assert not requests_mock.called


def test_a_note_names_a_resource_without_an_id_by_its_class(nova, requests_mock):
    assert notes([Server(nova.servers, {})], fail) == [["items[0]: Server"]]
    assert not requests_mock.called


@pytest.mark.parametrize(
    ("item", "kind"),
    [({"admin_pass": "secret"}, "dict"), (("5c3e", "secret"), "tuple"), ("secret" * 20, "str")],
)
def test_a_note_does_not_show_what_may_be_secret(item, kind):
    assert notes([item], fail) == [[f"items[0]: {kind}"]]


# How many at once.


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_operations_are_in_progress_than_allowed(concurrency):
    lock = threading.Lock()
    together = threading.Barrier(concurrency)
    in_progress = []
    counts = []

    def operation(number):
        with lock:
            in_progress.append(number)
            counts.append(len(in_progress))
        # Passes only if so many are in progress at once.
        together.wait(20)
        with lock:
            in_progress.remove(number)

    bulk.for_each(range(6 * concurrency), operation, concurrency=concurrency)
    assert max(counts) == concurrency


def test_a_generator_is_at_most_one_item_ahead():
    taken = []
    ended = []
    ahead = []

    def items():
        for number in range(20):
            taken.append(number)
            yield number

    def operation(number):
        ahead.append(len(taken) - len(ended))

    bulk.for_each(items(), operation, concurrency=3, progress=ended.append)
    assert len(taken) == len(ended) == 20
    assert max(ahead) <= 3 + 1


def test_the_items_are_taken_by_the_calling_thread():
    threads = []

    def items():
        threads.append(threading.current_thread())
        yield 1

    bulk.for_each(items(), double)
    assert threads == [threading.current_thread()]


@pytest.mark.parametrize("concurrency", [0, -1, 1.5, "8", None, True])
def test_a_concurrency_that_is_no_positive_integer_is_refused_before_anything_begins(concurrency):
    begun = []
    with pytest.raises(ValueError, match="concurrency must be a positive integer, not"):
        bulk.for_each([1], begun.append, concurrency=concurrency)
    assert begun == []


@pytest.mark.parametrize("items", ["an-id", b"an-id"])
def test_a_string_is_not_taken_for_its_characters(items):
    with pytest.raises(TypeError, match=r"not the string b?'an-id'"):
        bulk.for_each(items, double)


def test_an_operation_that_can_not_be_called_is_refused():
    with pytest.raises(TypeError, match="operation must be callable, not 'stop'"):
        bulk.for_each([1], "stop")


def test_an_operation_may_call_a_function_with_each_of_many_items():
    def operation(number):
        return [result for _, result in bulk.for_each([number, 10], double).succeeded]

    results = bulk.for_each([1, 2], operation, concurrency=1)
    assert [result for _, result in results.succeeded] == [[2, 20], [4, 20]]


def test_no_thread_is_left():
    before = threading.active_count()
    bulk.for_each(range(20), refuse_odd_numbers)
    assert threading.active_count() == before


def test_operations_see_the_context_variables_of_the_caller():
    variable = contextvars.ContextVar("variable", default="unset")
    variable.set("of the caller")
    together = threading.Barrier(2)

    def operation(number):
        seen = variable.get()
        variable.set(f"of operation {number}")
        together.wait(20)
        return seen

    results = bulk.for_each([1, 2], operation)
    assert [result for _, result in results.succeeded] == ["of the caller"] * 2
    assert variable.get() == "of the caller"


# Progress.


def test_progress_gets_each_outcome_in_the_calling_thread():
    told = []

    def progress(outcome):
        told.append((type(outcome), outcome.item, threading.current_thread()))

    bulk.for_each([1, 2], refuse_odd_numbers, concurrency=1, progress=progress)
    here = threading.current_thread()
    assert told == [(bulk.Failure, 1, here), (bulk.Success, 2, here)]


def test_progress_gets_the_outcomes_in_the_order_in_which_the_operations_end():
    second_ended = threading.Event()

    def operation(number):
        if number == 1:
            assert second_ended.wait(20)

    def progress(outcome):
        told.append(outcome.item)
        second_ended.set()

    told = []
    bulk.for_each([1, 2], operation, progress=progress)
    assert told == [2, 1]


def test_progress_is_told_while_fewer_operations_are_in_progress_than_allowed():
    told = []

    def items():
        for number in range(1000):
            if told:
                return
            yield number

    bulk.for_each(items(), double, concurrency=1000, progress=told.append)
    assert len(told) < 1000


# What ends it early.


class Bench:
    """Operations that are in progress until something ends for_each()."""

    def __init__(self):
        self.begun = []
        self.ended = []
        self.told = []
        self.goes_on = threading.Event()

    def operation(self, number):
        self.begun.append(number)
        assert self.goes_on.wait(20)
        self.ended.append(number)

    def progress(self, outcome):
        self.told.append(outcome.item)


@pytest.fixture
def bench():
    return Bench()


def test_an_exception_of_the_items_waits_for_what_is_in_progress(bench):
    def items():
        yield from (1, 2)
        bench.goes_on.set()
        raise exceptions.ServiceUnavailable(503)

    with pytest.raises(exceptions.ServiceUnavailable):
        bulk.for_each(items(), bench.operation, progress=bench.progress)
    assert sorted(bench.begun) == sorted(bench.ended) == sorted(bench.told)


def test_an_exception_of_progress_begins_nothing_new(bench):
    def progress(outcome):
        bench.progress(outcome)
        bench.goes_on.set()
        if outcome.item == 0:
            raise BrokenPipeError

    def operation(number):
        if number:
            bench.operation(number)

    with pytest.raises(BrokenPipeError):
        bulk.for_each(range(100), operation, concurrency=3, progress=progress)
    assert sorted(bench.begun) == sorted(bench.ended)
    assert len(bench.begun) < 10
    assert sorted(bench.told) == [0, *sorted(bench.begun)]


def test_what_ended_it_is_raised_also_if_progress_fails_afterwards(bench):
    def items():
        yield 1
        bench.goes_on.set()
        raise KeyboardInterrupt

    def progress(_):
        raise BrokenPipeError

    with pytest.raises(KeyboardInterrupt) as caught:
        bulk.for_each(items(), bench.operation, progress=progress)
    assert isinstance(caught.value.__cause__, BrokenPipeError)


def test_an_operation_that_exits_ends_it(bench):
    def operation(number):
        if number == 0:
            bench.goes_on.set()
            sys.exit("enough")
        bench.operation(number)

    with pytest.raises(SystemExit, match="enough"):
        bulk.for_each(range(100), operation, concurrency=2, progress=bench.progress)
    assert sorted(bench.begun) == sorted(bench.ended) == sorted(bench.told)
    assert len(bench.begun) < 10


def test_ctrl_c_while_a_thread_starts_waits_for_its_operation(monkeypatch):
    start = threading.Thread.start
    has_begun = threading.Event()
    told = []

    def start_and_interrupt(thread):
        start(thread)
        if thread.name == "novaclient.bulk_1":
            has_begun.wait()
            raise KeyboardInterrupt

    def operation(number):
        if number == 1:
            has_begun.set()
            # Until after the other thread, which the executor waits for.
            time.sleep(0.2)
        has_begun.wait()

    monkeypatch.setattr(threading.Thread, "start", start_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        bulk.for_each(range(9), operation, concurrency=2, progress=lambda o: told.append(o.item))
    assert sorted(told) == [0, 1]


# A real Ctrl-C.

INTERRUPTED = """
import os, sys, threading, time
from novaclient import bulk

goes_on = threading.Event()
told = []

def say(line):
    os.write(1, line.encode() + b"\\n")

def operation(number):
    say("begun")
    goes_on.wait()

def release():
    sys.stdin.readline()
    goes_on.set()

def wait_until_main_thread_is_in(function):
    names = set()
    while function not in names:
        time.sleep(0.01)
        frame = sys._current_frames()[threading.main_thread().ident]
        names = set()
        while frame:
            names.add(frame.f_code.co_name)
            frame = frame.f_back

def watch():
    wait_until_main_thread_is_in("collect")
    # A signal that comes before the thread waits for the lock does not interrupt that.
    time.sleep(0.05)
    say("collecting")
    wait_until_main_thread_is_in("shutdown")
    say("waiting")

for function in (release, watch):
    threading.Thread(target=function).start()
try:
    bulk.for_each(
        range(100), operation, concurrency=3, progress=lambda outcome: told.append(outcome.item)
    )
except KeyboardInterrupt:
    say(f"raised after {sorted(told)}")
"""


@pytest.fixture
def interrupted():
    """A program that Ctrl-C has reached when three operations of a hundred had begun."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", INTERRUPTED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as program:
        try:
            lines = [next(program.stdout) for _ in range(4)]
            assert sorted(lines) == ["begun\n"] * 3 + ["collecting\n"]
            program.send_signal(signal.SIGINT)
            assert next(program.stdout) == "waiting\n"
            yield program
        finally:
            program.kill()


def test_ctrl_c_begins_nothing_new_and_waits_for_what_is_in_progress(interrupted):
    rest, _ = interrupted.communicate("go on\n", timeout=60)
    assert rest == "raised after [0, 1, 2]\n"
    assert interrupted.returncode == 0


def test_a_second_ctrl_c_does_not_wait(interrupted):
    interrupted.send_signal(signal.SIGINT)
    assert next(interrupted.stdout) == "raised after []\n"
    # Python itself waits for threads when it exits.
    rest, _ = interrupted.communicate("go on\n", timeout=60)
    assert rest == ""
