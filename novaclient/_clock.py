# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The clock of waits and retries."""

from __future__ import annotations

import time
from typing import Any


def of(session: Any) -> Any:
    """Return the clock of a session: that of a fake cloud, or else the module ``time``.

    :param session: The keystoneauth session.
    :return: An object with ``monotonic()`` and ``sleep()``.
    """
    # A mock of a session has any attribute, but its class has not.
    return session.clock if hasattr(type(session), "clock") else time
