# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Keeping secrets out of logs, of the texts of errors and of what objects show of themselves."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib import parse

MASK = "***"

#: The keys of the Compute API whose values nobody but the caller may see.
SECRET_KEYS = frozenset(
    {
        "adminPass",
        "contents",  # of a file in "personality"
        "internal_access_path",  # of a console; with VMware it holds a ticket
        "OS-EXT-SRV-ATTR:user_data",
        "password",
        "private_key",
        "token",
        "user_data",
    }
)

# A key as in a query string, encoded or not, or what stands before the token of a console.
_BEFORE_SECRET = rf"(?:{'|'.join(map(re.escape, sorted(SECRET_KEYS)))})(?:=|%3D)"
_IN_URL = re.compile(rf"({_BEFORE_SECRET}|/os-console-auth-tokens/)([^&\"'\s?]+)", re.IGNORECASE)

# keystoneauth itself hides the headers that carry tokens.
_HEADER = re.compile(
    r"((?:set-cookie|cookie|proxy-authorization): ).*?(?=\" -[Hd] |\"?$|\s[\w-]+: )", re.IGNORECASE
)

# How keystoneauth logs the body of an answer, and that of a request.
_BODY = re.compile(r"(RESP BODY: |.*? -d ')(.*?)('?)", re.DOTALL)

# A shorter text is hidden in messages only where it stands by itself.
_UNMISTAKABLE = 4


class MaskedLogger(logging.LoggerAdapter[Any]):
    """A logger that hides passwords, tokens, keys and user data.

    :param logger: The logger that everything goes to.
    """

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a line without its secrets; they may as well be in what is put into the line."""
        if self.isEnabledFor(level):
            line = logging.LogRecord("", level, "", 0, msg, args, None).getMessage()
            kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
            self.logger.log(level, mask(line), **kwargs)


def mask(message: str) -> str:
    """Hide the secrets of a line that keystoneauth logs.

    :param message: The line.
    :return: The line without secrets.
    """
    match = _BODY.fullmatch(message)
    if match is None:
        return _HEADER.sub(rf"\1{MASK}", mask_url(message))
    before, body, after = match.groups()
    before = _HEADER.sub(rf"\1{MASK}", mask_url(before))
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        # What can't be understood can't be searched for secrets either.
        return f"{before}<{len(body)} characters that are not JSON>{after}"
    return before + json.dumps(masked(decoded)) + after


def mask_url(text: str) -> str:
    """Hide the secrets of the URLs in a text.

    :param text: The text.
    :return: The text without them.
    """
    return _IN_URL.sub(rf"\1{MASK}", text)


def masked(value: Any) -> Any:
    """Return a value of JSON without its secrets.

    :param value: The value, which is not changed.
    :return: A copy that has :data:`MASK` for each secret.
    """
    if isinstance(value, dict):
        return {
            key: MASK if key in SECRET_KEYS and item else masked(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, tuple):
        return tuple(masked(item) for item in value)
    if isinstance(value, str):
        return mask_url(value)
    return value


def hide_echo(error: Any, url: str, sent: Any) -> Any:
    """Hide the secrets of a request in what the server says is wrong with it.

    Nova quotes what it refuses, be it a password or a whole server.

    :param error: An exception of :mod:`novaclient.exceptions`, which is changed.
    :param url: The URL of the request.
    :param sent: The body of the request, None if it had none.
    :return: The exception.
    """
    for secret in sorted({*_secrets_of_url(url), *_secrets(sent)}, key=len, reverse=True):
        # Messages hold the secret itself, or as Python or JSON write it.
        for form in {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]}:
            pattern = re.escape(form)
            if len(form) < _UNMISTAKABLE:
                pattern = rf"(?<!\w){pattern}(?!\w)"
            error.message = re.sub(pattern, MASK, error.message)
            if isinstance(error.details, str):
                error.details = re.sub(pattern, MASK, error.details)
    error.args = (error.code, error.message)
    return error


def _secrets_of_url(url: str) -> Iterator[str]:
    for _, value in _IN_URL.findall(url):
        yield value
        yield parse.unquote(value)


def _secrets(value: Any, is_secret: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _secrets(item, is_secret or key in SECRET_KEYS)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _secrets(item, is_secret)
    elif is_secret and value not in (None, "", True, False):
        yield str(value)


class _NoSecretsInUrls(logging.Filter):
    """Hides the secrets of the URLs that are put into a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                mask_url(item) if isinstance(item, str) else item for item in record.args
            )
        return True


_no_secrets_in_urls = _NoSecretsInUrls()


@contextlib.contextmanager
def secret_in_url() -> Iterator[None]:
    """Hide the secret in the URL of a request that is sent in a ``with`` statement.

    urllib3 logs every URL for debugging: from now on its logger, and no handler, has a filter
    for this. Errors of the connection name the URL as well.
    """
    logging.getLogger("urllib3.connectionpool").addFilter(_no_secrets_in_urls)
    try:
        yield
    except Exception as error:
        error.args = masked(error.args)
        if isinstance(getattr(error, "message", None), str):
            error.message = mask_url(error.message)  # type: ignore[attr-defined]
        # The errors below it say the same, unmasked.
        raise error from None
