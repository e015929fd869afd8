# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""When a request is sent again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests
from keystoneauth1 import exceptions as keystone_exceptions
from urllib3 import exceptions as urllib3_exceptions

from novaclient import exceptions, masking

if TYPE_CHECKING:
    from keystoneauth1.exceptions import ConnectionError as NoAnswer

LOG = logging.getLogger(__name__)

#: The statuses that say "not now": the server has not carried out the request.
STATUS_CODES = frozenset({413, 429, 503})
#: The most seconds to wait because a server asks for it; if it asks for more, it is not retried.
MAX_RETRY_AFTER = 120
#: The most seconds between two attempts if neither the server nor the caller names a time.
MAX_DELAY = 60


@dataclass(frozen=True)
class Policy:
    """How often, when and whether a request is sent again.

    :param connect_retries: How often, if there is no answer.
    :param connect_retry_delay: The seconds before each of these; None for 0.5, 1, 2, … 60.
    :param status_code_retries: How often, if the answer is one of the statuses.
    :param status_code_retry_delay: The seconds before each of these, unless the server says
        when; None for 0.5, 1, 2, … 60.
    :param retriable_status_codes: The statuses; None for :data:`STATUS_CODES`.
    :param retry_posts: Whether a POST is, too, that the server may have carried out.
    """

    connect_retries: int = 0
    connect_retry_delay: float | None = None
    status_code_retries: int = 0
    status_code_retry_delay: float | None = None
    retriable_status_codes: Collection[int] | None = None
    retry_posts: bool = False

    def send(self, method: str, send: Callable[[], requests.Response]) -> requests.Response:
        """Send a request until there is an answer, or no more retries.

        :param method: The HTTP method.
        :param send: Sends it.
        :return: The last answer.
        :raises keystoneauth1.exceptions.ConnectionError: if there was no answer at last.
        """
        repeatable = self.retry_posts or method.upper() not in ("POST", "PATCH")
        failures = refusals = 0
        while True:
            try:
                resp = send()
            except keystone_exceptions.ConnectionError as error:
                if failures >= self.connect_retries or not _may_retry(error, repeatable):
                    raise
                delay = _delay(self.connect_retry_delay, failures)
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
            time.sleep(delay)

    def _wait(self, resp: requests.Response, refusals: int, repeatable: bool) -> float | None:
        """Return the seconds after which an answer is retried, None if it is not."""
        status = resp.status_code
        codes = (
            STATUS_CODES if self.retriable_status_codes is None else self.retriable_status_codes
        )
        if refusals >= self.status_code_retries or status not in codes:
            return None
        if not repeatable and status not in STATUS_CODES:
            return None
        retry_after = resp.headers.get("Retry-After")
        if status == requests.codes.request_entity_too_large and not retry_after:
            # It is the request itself that is too large, and always will be.
            return None
        seconds = exceptions.retry_after_seconds(retry_after)
        if seconds > MAX_RETRY_AFTER:
            return None
        return seconds or _delay(self.status_code_retry_delay, refusals)


def _delay(fixed: float | None, number: int) -> float:
    return min(0.5 * 2 ** min(number, 7), MAX_DELAY) if fixed is None else fixed


def _may_retry(error: NoAnswer, repeatable: bool) -> bool:
    cause = error.__context__
    if isinstance(error, keystone_exceptions.RetriableConnectionFailure):
        return repeatable or _was_not_sent(cause)
    # The answer broke off; keystoneauth has no name of its own for that.
    return repeatable and isinstance(cause, requests.exceptions.ChunkedEncodingError)


def _was_not_sent(cause: BaseException | None) -> bool:
    """Say whether a request failed because there was no connection in the first place."""
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(reason, urllib3_exceptions.NewConnectionError)
