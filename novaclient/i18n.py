# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The name ``_``, kept for extensions that import it. Messages are not translated."""

from __future__ import annotations


def _(message: str) -> str:
    """Return a message as it is.

    :param message: The message.
    :return: The message.
    """
    return message
