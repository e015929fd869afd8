# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Decryption of the administrator password of a server."""

from __future__ import annotations

import base64
import binascii
import subprocess


class DecryptionFailure(Exception):
    """A password could not be decrypted."""


def decrypt_password(private_key: str, password: str) -> str:
    """Decrypt a password with the program ``openssl``.

    :param private_key: The path of the private RSA key.
    :param password: The encrypted password in base64, as Nova returns it.
    :return: The password.
    :raises DecryptionFailure: if the password is not base64, ``openssl`` can't be run or fails,
        or the decrypted password is not UTF-8.
    """
    try:
        encrypted = base64.b64decode(password, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DecryptionFailure(f"the password is not base64: {error}") from error
    # Without a variable for the decrypted bytes, which a traceback with local variables would
    # show.
    decrypted = _utf8(_openssl(private_key, encrypted))
    if decrypted is None:
        raise DecryptionFailure("the decrypted password is not UTF-8")
    return decrypted


def _openssl(private_key: str, encrypted: bytes) -> bytes:
    command = ["openssl", "pkeyutl", "-decrypt", "-inkey", private_key]
    try:
        result = subprocess.run(  # noqa: S603 - no shell, and a fixed program
            command, input=encrypted, capture_output=True, check=False
        )
    except OSError as error:
        raise DecryptionFailure(f"openssl can't be run: {error}") from error
    if result.returncode != 0:
        raise DecryptionFailure(result.stderr.decode(errors="replace").strip())
    return result.stdout


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        # The error holds the password, so it must not be the context of another exception.
        return None
