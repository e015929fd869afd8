"""The loop that waits: how long, how often, what it reports, which failures it tolerates."""

from __future__ import annotations

import copy
import math
import pickle
import time

import pytest
from keystoneauth1 import exceptions as keystone

from novaclient import exceptions, waiting
from novaclient.base import Resource
from novaclient.waiting import State

UNAVAILABLE = exceptions.ServiceUnavailable(503)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 1000.0
        self.pauses = []

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    """Time without waiting."""
    made = Clock()
    monkeypatch.setattr(time, "sleep", made.sleep)
    monkeypatch.setattr(time, "monotonic", lambda: made.now)
    return made


@pytest.fixture
def resource():
    return Resource(None, {"id": "1"}, loaded=True)


@pytest.fixture
def wait_through(resource):
    """Wait for READY while polls find the given states, or fail; the last is repeated forever."""

    def wait(*polls, **how):
        left = list(polls)

        def poll(pending):
            assert pending == [resource]
            seen = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(seen, Exception):
                raise seen
            status, _, task = seen.partition("/")
            return [State(resource, status, task or None)]

        arguments = {"timeout": 60, "poll_interval": 1, "awaited": "READY", **how}
        waiting.wait([resource], poll, lambda state: state.status == "READY", **arguments)

    return wait


def test_what_is_done_is_polled_once(clock, wait_through):
    wait_through("READY")
    assert clock.pauses == []


def test_it_polls_again_after_each_interval(clock, wait_through):
    wait_through("BUILD", "BUILD", "READY", poll_interval=2.5)
    assert clock.pauses == [2.5, 2.5]


def test_an_interval_may_be_a_function_of_the_number_of_polls(clock, wait_through):
    wait_through("BUILD", "BUILD", "BUILD", "READY", poll_interval=lambda polls: 2**polls)
    assert clock.pauses == [2, 4, 8]


def test_it_never_sleeps_beyond_the_deadline_and_polls_then(clock, wait_through):
    wait_through(*["BUILD"] * 3, "READY", timeout=25, poll_interval=10)
    assert clock.pauses == [10, 10, 5]


def test_a_timeout_says_the_last_status_and_task(clock, wait_through, resource):
    with pytest.raises(exceptions.WaitTimeout) as caught:
        wait_through("BUILD/scheduling", "BUILD/spawning", timeout=3)
    error = caught.value
    assert str(error) == (
        "<Resource id=1> is still BUILD (spawning) after 3 seconds; "
        "it was BUILD (scheduling) at first; READY was awaited"
    )
    assert (error.obj, error.state, error.task_state) == (resource, "BUILD", "spawning")
    assert (error.seconds, error.pending) == (3, [resource])
    assert (error.initial, error.awaited) == ("BUILD (scheduling)", "READY")
    assert sum(clock.pauses) == 3


def test_a_timeout_of_0_polls_once(clock, wait_through):
    with pytest.raises(exceptions.WaitTimeout, match="is still BUILD after 0 seconds"):
        wait_through("BUILD", "READY", timeout=0)
    assert clock.pauses == []


def test_without_timeout_it_waits_forever(clock, wait_through):
    wait_through(*["BUILD"] * 1000, "READY", timeout=None, poll_interval=10_000)
    assert sum(clock.pauses) == 10_000_000


@pytest.mark.parametrize("timeout", [-1, -0.001, math.nan])
def test_a_timeout_out_of_range_is_refused_before_a_poll(wait_through, timeout):
    with pytest.raises(
        ValueError, match=r"^timeout must be None or a non-negative number, not (-|nan)"
    ):
        wait_through(AssertionError("polled"), timeout=timeout)


@pytest.mark.parametrize("interval", [-1, math.nan, math.inf])
def test_an_interval_out_of_range_is_refused_before_a_poll(wait_through, interval):
    with pytest.raises(ValueError, match=r"^poll_interval must be a non-negative number, not"):
        wait_through(AssertionError("polled"), poll_interval=interval)


def test_an_interval_that_a_function_returns_is_checked_as_well(clock, wait_through):
    with pytest.raises(ValueError, match=r"poll_interval .* not -1"):
        wait_through("BUILD", poll_interval=lambda polls: -1)


@pytest.mark.parametrize("number", [-1, math.nan])
def test_a_number_of_failures_out_of_range_is_refused_before_a_poll(wait_through, number):
    with pytest.raises(ValueError, match="max_failures"):
        wait_through(AssertionError("polled"), max_failures=number)


# Progress.


def test_progress_gets_each_new_state_once(clock, wait_through, resource):
    told = []
    wait_through(
        "BUILD/scheduling", "BUILD/spawning", "BUILD/spawning", "BUILD", "READY",
        progress=told.append,
    )  # fmt: skip
    assert [str(state) for state in told] == [
        "BUILD (scheduling)",
        "BUILD (spawning)",
        "BUILD",
        "READY",
    ]
    assert told[0] == (resource, "BUILD", "scheduling")


def test_a_failed_poll_is_no_change(clock, wait_through):
    told = []
    wait_through("BUILD", UNAVAILABLE, "BUILD", "READY", progress=told.append)
    assert [state.status for state in told] == ["BUILD", "READY"]


def test_what_progress_raises_ends_the_wait(clock, wait_through):
    # Also if it resembles a failure of a poll.
    def progress(state):
        raise keystone.ConnectFailure("of the program")

    with pytest.raises(keystone.ConnectFailure, match="of the program"):
        wait_through("BUILD", "READY", progress=progress)
    assert clock.pauses == []


def test_a_state_that_ends_the_wait_is_reported_before_the_exception(clock, resource):
    told = []

    def is_done(state):
        raise exceptions.ResourceInErrorState(state.resource)

    with pytest.raises(exceptions.ResourceInErrorState):
        waiting.wait(
            [resource], lambda pending: [State(resource, "ERROR")], is_done,
            timeout=1, poll_interval=1, progress=told.append,
        )  # fmt: skip
    assert told == [(resource, "ERROR", None)]


def test_a_state_is_a_tuple_of_three(resource):
    server, status, task = State(resource, "BUILD", "spawning")
    assert (server, status, task) == (resource, "BUILD", "spawning")
    assert State(resource, "BUILD") == (resource, "BUILD", None)


def test_a_state_is_not_done_unless_the_wait_says_so(resource):
    assert (State(resource, "READY").done, State(resource, "READY").failure) == (False, None)


def test_a_state_says_whether_the_resource_is_done(clock, wait_through):
    told = []
    wait_through("BUILD", "READY", progress=lambda state: told.append(state.done))
    assert told == [False, True]


def test_a_state_says_why_the_resource_will_never_be_done(clock, resource):
    told = []
    failed = exceptions.ResourceInErrorState(resource)

    def is_done(state):
        raise failed

    with pytest.raises(exceptions.ResourceInErrorState):
        waiting.wait(
            [resource], lambda pending: [State(resource, "ERROR")], is_done,
            timeout=1, poll_interval=1, progress=told.append,
        )  # fmt: skip
    assert [(state.done, state.failure) for state in told] == [(False, failed)]


def test_becoming_done_is_news_though_the_status_is_the_same(clock, resource):
    told, answers = [], [False, False, True]
    waiting.wait(
        [resource], lambda pending: [State(resource, "ACTIVE")], lambda state: answers.pop(0),
        timeout=9, poll_interval=1, progress=lambda state: told.append(state.done),
    )  # fmt: skip
    assert told == [False, True]


# Several.


@pytest.fixture
def two():
    # Equal to each other, as two views on one server are.
    return [Resource(None, {"id": "1"}, loaded=True) for _ in range(2)]


def test_of_several_those_that_are_done_are_not_polled_again(clock, two):
    asked = []

    def poll(pending):
        asked.append(["first" if each is two[0] else "second" for each in pending])
        ready = two[0] if len(asked) == 1 else two[1]
        return [State(each, "READY" if each is ready else "BUILD") for each in pending]

    waiting.wait(two, poll, lambda state: state.status == "READY", timeout=9, poll_interval=1)
    assert asked == [["first", "second"], ["second"]]


def test_a_timeout_of_several_counts_those_that_are_not_done(clock, two):
    with pytest.raises(exceptions.WaitTimeout) as caught:
        waiting.wait(
            two, lambda pending: [State(each, "BUILD") for each in pending], lambda state: False,
            timeout=1, poll_interval=1,
        )  # fmt: skip
    assert str(caught.value).endswith("> is still BUILD after 1 seconds; 1 more pending")
    assert [id(each) for each in caught.value.pending] == [id(each) for each in two]


def test_for_nothing_it_does_not_wait(clock):
    def poll(pending):
        raise AssertionError("polled")

    waiting.wait([], poll, lambda state: False, timeout=1, poll_interval=1)


@pytest.fixture
def five():
    """Resources whose ids say how they end."""
    ids = ["ready", "broken", "slow", "gone", "also ready"]
    return [Resource(None, {"id": each}, loaded=True) for each in ids]


@pytest.fixture
def wait_for_five(five):
    """Wait for all five; return the exception."""
    polls = []

    def poll(pending):
        polls.append([each.id for each in pending])
        states = [State(each, "READY" if "ready" in each.id else "BUILD") for each in pending]
        for state in states:
            if state.resource.id == "gone" and len(polls) > 1:
                state.failure = exceptions.NotFound(404)
        return states

    def is_done(state):
        if state.resource.id == "broken":
            raise exceptions.ResourceInErrorState(state.resource)
        return state.status == "READY"

    def wait(poll=poll, **how):
        arguments = {"timeout": 3, "poll_interval": 1, "awaited": "READY", **how}
        with pytest.raises(BaseException) as caught:  # noqa: PT011 - any
            waiting.wait(five, poll, is_done, **arguments)
        caught.value.polls = polls
        return caught.value

    wait.poll = poll
    return wait


def ids_of(resources):
    return [resource.id for resource in resources]


def test_what_ends_the_wait_says_who_is_ready_is_pending_has_failed(clock, wait_for_five, five):
    error = wait_for_five()
    assert type(error) is exceptions.ResourceInErrorState
    assert ids_of(error.ready) == ["ready", "also ready"]
    assert ids_of(error.pending) == ["slow", "gone"]
    assert list(error.failed.items()) == [(five[1], error)]


def test_others_are_waited_for_to_their_end_with_keep_going(clock, wait_for_five):
    error = wait_for_five(keep_going=True)
    assert type(error) is exceptions.WaitFailures
    assert error.polls == [
        ["ready", "broken", "slow", "gone", "also ready"],
        ["slow", "gone"],
        ["slow"],
        ["slow"],
    ]
    assert str(error) == "2 of 5 failed, 1 pending, 2 ready (3 sub-exceptions)"
    assert [type(each) for each in error.exceptions] == [
        exceptions.ResourceInErrorState,
        exceptions.NotFound,
        exceptions.WaitTimeout,
    ]


def test_the_group_says_who_is_ready_is_pending_has_failed(clock, wait_for_five, five):
    error = wait_for_five(keep_going=True)
    assert ids_of(error.ready) == ["ready", "also ready"]
    assert ids_of(error.pending) == ["slow"]
    assert ids_of(error.failed) == ["broken", "gone"]
    assert isinstance(error.failed[five[3]], exceptions.NotFound)
    assert error.exceptions[2].pending == error.pending


def test_a_timeout_alone_is_a_group_with_keep_going(clock, resource):
    with pytest.raises(exceptions.WaitFailures) as caught:
        waiting.wait(
            [resource], lambda pending: [State(resource, "BUILD")], lambda state: False,
            timeout=1, poll_interval=1, keep_going=True,
        )  # fmt: skip
    assert [type(error) for error in caught.value.exceptions] == [exceptions.WaitTimeout]


def test_a_wait_that_succeeds_raises_nothing_with_keep_going(clock, wait_through):
    wait_through("BUILD", "READY", keep_going=True)


def test_a_poll_that_fails_for_good_ends_the_wait_with_all_failures(clock, wait_for_five):
    def poll(pending):
        if len(pending) < 5:
            raise exceptions.Forbidden(403)
        return wait_for_five.poll(pending)

    error = wait_for_five(poll, keep_going=True)
    assert [type(each) for each in error.exceptions] == [
        exceptions.ResourceInErrorState,
        exceptions.Forbidden,
    ]
    assert ids_of(error.pending) == ["slow", "gone"]


def test_a_failed_poll_says_who_is_pending(clock, wait_for_five):
    def poll(pending):
        raise exceptions.Forbidden(403)

    error = wait_for_five(poll)
    assert type(error) is exceptions.Forbidden
    assert (error.ready, len(error.pending), len(error.failed)) == ([], 5, 0)


def test_an_interrupted_wait_says_who_is_ready(wait_for_five, monkeypatch):
    def interrupt(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    error = wait_for_five(keep_going=True)
    assert type(error) is KeyboardInterrupt
    assert ids_of(error.ready) == ["ready", "also ready"]


def test_failures_of_equal_resources_do_not_collapse(clock, two):
    def is_done(state):
        raise exceptions.ResourceInErrorState(state.resource)

    with pytest.raises(exceptions.WaitFailures) as caught:
        waiting.wait(
            two, lambda pending: [State(each, "ERROR") for each in pending], is_done,
            timeout=1, poll_interval=1, keep_going=True,
        )  # fmt: skip
    failed = caught.value.failed
    assert len(failed) == 2
    assert [failed[each].obj is each for each in two] == [True, True]
    assert failed[Resource(None, {"id": "1"}, loaded=True)].obj is two[0]


def test_a_resource_that_has_not_failed_is_a_key_error(resource):
    with pytest.raises(KeyError):
        waiting.ByResource()[resource]


def test_failures_by_resource_survive_pickling_and_copying(resource):
    failed = waiting.ByResource([(resource, exceptions.NotFound(404))])
    for twin in (pickle.loads(pickle.dumps(failed)), copy.deepcopy(failed)):
        [(key, failure)] = twin.items()
        assert (key, type(failure)) == (resource, exceptions.NotFound)
        assert twin[key] is failure
    assert copy.copy(failed) == failed
    assert repr(failed) == "{<Resource id=1>: NotFound(404, 'Not found')}"


def test_what_a_wait_raises_survives_pickling(clock, wait_for_five):
    for error in (wait_for_five(), wait_for_five(keep_going=True)):
        back = pickle.loads(pickle.dumps(error))
        assert str(back) == str(error)
        assert ids_of(back.failed) == ids_of(error.failed)


# Failures.

TRANSIENT = [
    keystone.ConnectFailure(),
    keystone.ConnectTimeout(),
    keystone.UnknownConnectionError("cut", None),
    keystone.ServiceUnavailable(),
    keystone.HttpError(http_status=429),
    exceptions.ClientException(500),
    exceptions.ClientException(502),
    UNAVAILABLE,
    exceptions.ClientException(504),
    exceptions.RateLimit(429),
    exceptions.OverLimit(413),
]
LASTING = [
    keystone.SSLError(),
    keystone.Unauthorized(),
    keystone.EndpointNotFound(),
    keystone.HttpNotImplemented(),
    exceptions.BadRequest(400),
    exceptions.Unauthorized(401),
    exceptions.Forbidden(403),
    exceptions.NotFound(404),
    exceptions.HTTPNotImplemented(501),
    exceptions.UnexpectedResponse(200),
    RuntimeError("a mistake"),
]


@pytest.mark.parametrize("failure", TRANSIENT, ids=repr)
def test_a_transient_failure_is_tolerated(clock, wait_through, failure):
    wait_through("BUILD", failure, failure, "READY")
    assert clock.pauses == [1, 1, 1]


def test_a_transient_failure_of_the_requests_of_is_done_is_tolerated(clock, resource):
    failures = [UNAVAILABLE, exceptions.RateLimit(429, retry_after="7")]

    def is_done(state):
        if failures:
            raise failures.pop(0)
        return True

    waiting.wait(
        [resource], lambda pending: [State(resource, "BUILD")], is_done,
        timeout=60, poll_interval=1,
    )  # fmt: skip
    assert clock.pauses == [1, 7]


@pytest.mark.parametrize("failure", LASTING, ids=repr)
def test_another_failure_is_raised_at_once(clock, wait_through, failure):
    with pytest.raises(type(failure)) as caught:
        wait_through("BUILD", failure, "READY")
    assert caught.value is failure
    assert clock.pauses == [1]


def test_one_failure_too_many_is_raised_itself(clock, wait_through):
    with pytest.raises(exceptions.ServiceUnavailable):
        wait_through(*[UNAVAILABLE] * 3, "READY", max_failures=2)
    assert clock.pauses == [1, 1]


def test_only_failures_in_a_row_are_counted(clock, wait_through):
    wait_through(*[UNAVAILABLE, UNAVAILABLE, "BUILD"] * 5, "READY", max_failures=2)
    assert len(clock.pauses) == 15


def test_no_failure_needs_to_be_tolerated(clock, wait_through):
    with pytest.raises(exceptions.ServiceUnavailable):
        wait_through(UNAVAILABLE, "READY", max_failures=0)


def test_it_does_not_poll_before_the_server_wants_a_retry(clock, wait_through):
    wait_through(exceptions.RateLimit(429, retry_after="7"), "BUILD", "READY")
    assert clock.pauses == [7, 1]


def test_a_longer_interval_is_kept(clock, wait_through):
    wait_through(exceptions.RateLimit(429, retry_after="7"), "READY", poll_interval=10)
    assert clock.pauses == [10]


def test_a_server_that_wants_no_retry_before_the_deadline_ends_the_wait(clock, wait_through):
    with pytest.raises(exceptions.RateLimit) as caught:
        wait_through("BUILD", exceptions.RateLimit(429, retry_after="60"), "READY", timeout=60)
    assert caught.value.retry_after == 60
    assert clock.pauses == [1]


def test_a_timeout_while_polls_fail_has_the_failure_as_its_cause(clock, wait_through):
    with pytest.raises(exceptions.WaitTimeout, match="is still BUILD") as caught:
        wait_through("BUILD", UNAVAILABLE, timeout=2)
    assert caught.value.__cause__ is UNAVAILABLE


def test_a_timeout_without_any_state_is_the_failure(clock, wait_through):
    with pytest.raises(exceptions.ServiceUnavailable):
        wait_through(UNAVAILABLE, timeout=2)
    assert clock.pauses == [1, 1]


def test_waiting_sleeps_for_real(wait_through):
    start = time.monotonic()
    wait_through("BUILD", "READY", poll_interval=0.01)
    assert time.monotonic() - start >= 0.01
