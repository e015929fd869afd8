# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Retrying requests."""

import logging
from collections.abc import Callable, Collection
from typing import TypedDict

import requests
from keystoneauth1 import exceptions as keystone_exceptions
from urllib3 import exceptions as urllib3_exceptions

from novaclient import exceptions, masking

LOG = logging.getLogger(__name__)

#: The statuses that are retried by default: the server has not carried out the request.
STATUS_CODES = frozenset({413, 429, 503})
#: The longest ``Retry-After`` in seconds that is honoured; with a longer one, there is no retry.
MAX_RETRY_AFTER = 120
#: The longest delay in seconds if neither the server nor the program sets one.
MAX_DELAY = 60


class RetryOptions(TypedDict, total=False):
    """The arguments of a client, and of a request, that configure retries."""

    #: The number of retries if there is no response. ``None``, the default, leaves them to a given
    #: session; a session of the library has none.
    connect_retries: int | None
    #: The delay in seconds before each of these retries. ``None`` means 0.5, 1, 2, … 60.
    connect_retry_delay: float | None
    #: The number of retries if the status of the response is one of ``retriable_status_codes``.
    #: The default is none.
    status_code_retries: int | None
    #: The delay in seconds before each of these retries, if the response has no ``Retry-After``.
    #: ``None`` means 0.5, 1, 2, … 60.
    status_code_retry_delay: float | None
    #: The statuses that are retried. ``None`` means 413, 429 and 503.
    retriable_status_codes: Collection[int] | None
    #: Whether to retry a POST or PATCH even if the server may have carried it out.
    retry_posts: bool


class Policy:
    """Which requests are retried, how often, and after which delay.

    :param options: The options.
    :param session: The session that sends the requests, which may have a clock of its own.
    """

    def __init__(self, options: RetryOptions, session: object = None) -> None:
        self._session = session
        self._connect_retries = options.get("connect_retries") or 0
        self._connect_retry_delay = options.get("connect_retry_delay")
        self._status_code_retries = options.get("status_code_retries") or 0
        self._status_code_retry_delay = options.get("status_code_retry_delay")
        codes = options.get("retriable_status_codes")
        self._status_codes = STATUS_CODES if codes is None else codes
        self._retry_posts = options.get("retry_posts", False)

    def send(self, method: str, send: Callable[[], requests.Response]) -> requests.Response:
        """Send a request, and retry it as the policy says.

        :param method: The HTTP method.
        :param send: The function that sends the request.
        :return: The last response.
        :raises keystoneauth1.exceptions.ConnectionError: if there was no response to the last
            attempt.
        """
        repeatable = self._retry_posts or method.upper() not in ("POST", "PATCH")
        failures = refusals = 0
        while True:
            try:
                resp = send()
            except keystone_exceptions.ConnectionError as error:
                if failures >= self._connect_retries or not _may_retry(error, repeatable):
                    raise
                delay = _delay(self._connect_retry_delay, failures)
                failures += 1
                problem = masking.mask_url(str(error))
            else:
                wait = self._wait(resp, refusals, repeatable)
                if wait is None:
                    return resp
                delay = wait
                refusals += 1
                problem = f"HTTP {resp.status_code}"
            LOG.warning("%s. Sending it again in %.1f seconds.", problem, delay)
            # Not imported by clients that never retry.
            from novaclient import _clock

            _clock.of(self._session).sleep(delay)

    def _wait(self, resp: requests.Response, refusals: int, repeatable: bool) -> float | None:
        """Return the delay in seconds before a retry, or None for no retry."""
        status = resp.status_code
        if refusals >= self._status_code_retries or status not in self._status_codes:
            return None
        if not repeatable and status not in STATUS_CODES:
            return None
        retry_after = resp.headers.get("Retry-After")
        if status == requests.codes.request_entity_too_large and not retry_after:
            # The request itself is too large, so that a retry would fail as well.
            return None
        seconds = exceptions.retry_after_seconds(retry_after)
        if seconds > MAX_RETRY_AFTER:
            return None
        return seconds or _delay(self._status_code_retry_delay, refusals)


def _delay(fixed: float | None, number: int) -> float:
    return min(0.5 * 2 ** min(number, 7), MAX_DELAY) if fixed is None else fixed


def _may_retry(error: keystone_exceptions.ConnectionError, repeatable: bool) -> bool:
    cause = error.__context__
    if isinstance(error, keystone_exceptions.RetriableConnectionFailure):
        return repeatable or _was_not_sent(cause)
    # The response broke off. keystoneauth has no exception of its own for that.
    return repeatable and isinstance(cause, requests.exceptions.ChunkedEncodingError)


def _was_not_sent(cause: BaseException | None) -> bool:
    """Say whether a request failed because no connection could be opened."""
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(reason, urllib3_exceptions.NewConnectionError)
