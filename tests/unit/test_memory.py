from __future__ import annotations

import concurrent.futures
import threading

import pytest

from novaclient._memory import SessionMemory
from tests.unit.server import PATIENCE


class Session:
    """Something that values belong to."""


class Key(str):
    """A key that notices when another thread than the first one looks it up."""

    __slots__ = ("_first", "other_waits")

    def __init__(self, _value):
        self._first = None
        self.other_waits = threading.Event()

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        self._first = self._first or threading.get_ident()
        if threading.get_ident() != self._first:
            # It holds the lock now, so the first one can't end before this one waits.
            self.other_waits.set()
        return hash(str(self))


@pytest.fixture
def memory():
    return SessionMemory()


@pytest.fixture
def meet(memory):
    """Let a thread obtain a value while another one waits for it."""

    def run(first, second):
        session, key = Session(), Key("key")
        begun = threading.Event()

        def obtain():
            begun.set()
            assert key.other_waits.wait(PATIENCE)
            return first()

        with concurrent.futures.ThreadPoolExecutor(2) as executor:
            one = executor.submit(memory.get, session, key, obtain)
            assert begun.wait(PATIENCE)
            return one, executor.submit(memory.get, session, key, second)

    return run


def _fail(error):
    raise error


def test_a_value_is_obtained_once_for_each_session_and_key(memory):
    sessions = Session(), Session()
    values = iter(range(9))
    keys = [(session, key) for session in sessions for key in "ab"]
    got = [memory.get(*place, lambda: next(values)) for place in keys * 2]
    assert got == [0, 1, 2, 3] * 2


def test_a_value_may_be_none(memory):
    session = Session()
    assert memory.get(session, "a", lambda: None) is None
    assert memory.get(session, "a", lambda: 1) is None


def test_a_value_that_is_put_is_known(memory):
    session = Session()
    memory.put(session, "a", 1)
    assert memory.get(session, "a", lambda: 2) == 1


def test_a_thread_waits_for_the_value_that_another_obtains(meet):
    one, other = meet(lambda: 1, lambda: 2)
    assert (one.result(), other.result()) == (1, 1)


def test_a_thread_that_waited_shares_the_failure(meet):
    failure = RuntimeError("down")
    one, other = meet(lambda: _fail(failure), lambda: 2)
    assert one.exception() is other.exception() is failure


def test_a_thread_that_waited_for_an_interrupted_one_obtains_the_value(meet):
    one, other = meet(lambda: _fail(KeyboardInterrupt()), lambda: 2)
    assert isinstance(one.exception(), KeyboardInterrupt)
    assert other.result() == 2


def test_after_a_failure_the_value_is_obtained_anew(memory):
    session = Session()
    with pytest.raises(RuntimeError):
        memory.get(session, "a", lambda: _fail(RuntimeError()))
    assert memory.get(session, "a", lambda: 1) == 1


FORK = """
import os, signal, threading, warnings
from novaclient._memory import SessionMemory

# Python warns of forks beside threads, which are what is tested.
warnings.simplefilter("ignore", DeprecationWarning)

class Session:
    pass

memory, session = SessionMemory(), Session()
memory.put(session, "known", 1)
begun = threading.Event()

def obtain():
    begun.set()
    threading.Event().wait()

threading.Thread(target=memory.get, args=(session, "a", obtain), daemon=True).start()
begun.wait()
child = os.fork()
if not child:
    # A child that waits for a thread of its parent ends like this.
    signal.alarm(20)
    values = [memory.get(session, key, lambda: 2) for key in ("known", "a")]
    os._exit(values != [1, 2])
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) and 1)
"""


def test_a_forked_child_waits_for_no_thread_of_its_parent(run_python):
    run_python(FORK)
