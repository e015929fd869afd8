# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""A version of the Compute API.

:mod:`novaclient.api_versions` is where the class is imported from.
"""

from __future__ import annotations

import functools

from novaclient import exceptions


@functools.total_ordering
class APIVersion:
    """A version of the Compute API, such as 2.53.

    Without an argument, it is the *null* version, which stands for no particular version.

    :param version_str: ``MAJOR.MINOR``, where MINOR may be ``latest``.
    :raises novaclient.exceptions.UnsupportedVersion: if the string is malformed.
    """

    __module__ = "novaclient.api_versions"

    def __init__(self, version_str: str | None = None) -> None:
        #: The major part; 0 for the null version.
        self.ver_major: int = 0
        #: The minor part; ``float("inf")`` for ``latest``.
        self.ver_minor: float = 0
        if version_str is None:
            return
        major, _point, minor = str(version_str).partition(".")
        try:
            self.ver_major = _number(major)
            self.ver_minor = float("inf") if minor == "latest" else _number(minor)
            valid = self.ver_major > 0 and self.ver_minor >= 0
        except ValueError:
            valid = False
        if not valid:
            raise exceptions.UnsupportedVersion(
                f"Invalid format of client version '{version_str}'. Expected format 'X.Y', "
                "where X is a major part and Y is a minor part of version."
            )

    def __str__(self) -> str:
        if self.is_latest():
            return f"Latest API Version Major: {self.ver_major}"
        return f"API Version Major: {self.ver_major}, Minor: {self.ver_minor}"

    def __repr__(self) -> str:
        return f"<APIVersion: {'null' if self.is_null() else self.get_string()}>"

    def is_null(self) -> bool:
        """Say whether this is the null version.

        :return: True if it is.
        """
        return self.ver_major == 0 and self.ver_minor == 0

    def is_latest(self) -> bool:
        """Say whether this is ``MAJOR.latest``.

        :return: True if it is.
        """
        return self.ver_minor == float("inf")

    def _key(self) -> tuple[int, float]:
        return self.ver_major, self.ver_minor

    def _key_of(self, other: object) -> tuple[int, float]:
        if not isinstance(other, APIVersion):
            raise TypeError(f"'{other}' should be an instance of '{self.__class__}'")
        return other._key()

    def __lt__(self, other: object) -> bool:
        return self._key() < self._key_of(other)

    def __eq__(self, other: object) -> bool:
        return self._key() == self._key_of(other)

    def __hash__(self) -> int:
        return hash(self._key())

    def matches(self, min_version: APIVersion, max_version: APIVersion) -> bool:
        """Say whether this version is within a range.

        :param min_version: The lowest version of the range. The null version means no limit.
        :param max_version: The highest version of the range. The null version means no limit.
        :return: True if it is.
        :raises ValueError: if this is the null version.
        """
        if self.is_null():
            raise ValueError("Null APIVersion doesn't support 'matches'.")
        above = min_version.is_null() or min_version <= self
        below = max_version.is_null() or self <= max_version
        return above and below

    def at_least(self, version_str: str) -> bool:
        """Say whether this version is a given one or newer.

        The null version counts as 2.0, since its requests ask for no microversion either.

        :param version_str: The version to compare with, such as ``"2.53"``.
        :return: True if it is.
        """
        key = (2, 0) if self.is_null() else self._key()
        return key >= parsed(version_str)._key()

    def get_string(self) -> str:
        """Return the version as a string, such as ``"2.53"``.

        :return: The string.
        :raises ValueError: if this is the null version.
        """
        if self.is_null():
            raise ValueError("Null APIVersion cannot be converted to string.")
        minor = "latest" if self.is_latest() else self.ver_minor
        return f"{self.ver_major}.{minor}"


def _number(string: str) -> int:
    """Parse a number in its canonical form, without leading zeros, spaces and the like.

    :raises ValueError: if the string is not a number in this form.
    """
    number = int(string)
    if string != str(number):
        raise ValueError(string)
    return number


@functools.cache
def parsed(version_str: str) -> APIVersion:
    return APIVersion(version_str)
