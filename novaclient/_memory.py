# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What is obtained once for each session, and then remembered."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

ValueT = TypeVar("ValueT")


class _Attempt:
    """An attempt to obtain a value, for the threads that wait for it."""

    def __init__(self) -> None:
        self.has_ended = threading.Event()
        self.error: Exception | None = None


class SessionMemory(Generic[ValueT]):
    """Values by session and key, which are released with the session.

    While a thread obtains a value, others that need it wait, and share the failure of that
    attempt: if each made its own, the last would wait for the timeouts of all. Failures are not
    remembered.
    """

    def __init__(self) -> None:
        self._values: weakref.WeakKeyDictionary[Any, dict[Hashable, ValueT]] = (
            weakref.WeakKeyDictionary()
        )
        # By the id of the session, which lives at least as long as the attempt.
        self._attempts: dict[tuple[int, Hashable], _Attempt] = {}
        #: Held only while one of the dicts is used.
        self._lock = threading.RLock()
        os.register_at_fork(
            before=self._lock.acquire,
            after_in_parent=self._lock.release,
            after_in_child=self._begin_in_child,
        )

    def get(self, session: Any, key: Hashable, obtain: Callable[[], ValueT]) -> ValueT:
        """Return a value, which is obtained if it is not known.

        :param session: The session.
        :param key: What the value belongs to in the session.
        :param obtain: A function that obtains the value.
        :return: The value.
        :raises Exception: what the function raised, in this thread or in the one waited for.
        """
        while True:
            with self._lock:
                values = self._values.get(session, {})
                if key in values:
                    return values[key]
                attempt = self._attempts.get((id(session), key))
                if attempt is None:
                    attempt = self._attempts[id(session), key] = _Attempt()
                    break
            attempt.has_ended.wait()
            if attempt.error is not None:
                raise attempt.error
            # The value is known now, unless the other thread was interrupted.
        try:
            value = obtain()
            self.put(session, key, value)
            return value
        except Exception as error:
            attempt.error = error
            raise
        finally:
            with self._lock:
                self._attempts.pop((id(session), key), None)
            attempt.has_ended.set()

    def put(self, session: Any, key: Hashable, value: ValueT) -> None:
        """Remember a value.

        :param session: The session.
        :param key: What the value belongs to in the session.
        :param value: The value.
        """
        with self._lock:
            self._values.setdefault(session, {})[key] = value

    def _begin_in_child(self) -> None:
        # The threads that made these attempts do not exist in a forked child.
        self._attempts.clear()
        self._lock.release()
