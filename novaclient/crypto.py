# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Decrypting the administrator password of a server."""

from __future__ import annotations

import base64
import binascii
import subprocess


class DecryptionFailure(Exception):
    """A password that can't be decrypted."""


def decrypt_password(private_key: str, password: str) -> str:
    """Decrypt a password with the program ``openssl``.

    :param private_key: The path of the file with the private RSA key.
    :param password: The encrypted password, in base64, as Nova keeps it.
    :return: The password.
    :raises DecryptionFailure: if the password or the key is not what it should be, there is no
        ``openssl``, or what was encrypted is not UTF-8.
    """
    try:
        encrypted = base64.b64decode(password, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DecryptionFailure(f"the password is not base64: {error}") from error
    # No name may hold the bytes here, where a traceback would show it.
    text = _utf8(_openssl(private_key, encrypted))
    if text is None:
        raise DecryptionFailure("the decrypted password is not UTF-8")
    return text


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
        # This error holds the password, so it must not be the context of another one.
        return None
