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

# The expressions are texts: "re" compiles each when it is first needed, and keeps it.

# A key as in a query string, encoded or not, or what stands before the token of a console.
_BEFORE_SECRET = rf"(?:{'|'.join(map(re.escape, sorted(SECRET_KEYS)))})(?:=|%3D)"
_IN_URL = rf"(?i)({_BEFORE_SECRET}|/os-console-auth-tokens/)([^&\"'\s?]+)"

# keystoneauth itself hides the headers that carry tokens.
_HEADER = r"(?i)((?:set-cookie|cookie|proxy-authorization): ).*?(?=\" -[Hd] |\"?$|\s[\w-]+: )"

# How keystoneauth logs the body of an answer, and that of a request.
_BODY = r"(?s)(RESP BODY: |.*? -d ')(.*?)('?)"

# A shorter text is hidden in messages only where it stands by itself.
_UNMISTAKABLE = 4


class MaskedLogger(logging.LoggerAdapter[Any]):
    """A logger that hides passwords, tokens, keys and user data.

    :param logger: The logger that everything goes to.
    :param echo: What else is hidden, if an answer repeats it.
    """

    def __init__(self, logger: Any, echo: Echo | None = None) -> None:
        super().__init__(logger)
        self._echo = echo

    def of_request(self, url: str, body: Any) -> MaskedLogger:
        """Return a logger for one request and its answer.

        :param url: The URL of the request.
        :param body: Its body.
        :return: A logger that knows the secrets of the request.
        """
        return MaskedLogger(self.logger, Echo(url, body))

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a line without its secrets; they may as well be in what is put into the line."""
        if self.isEnabledFor(level):
            line = logging.LogRecord("", level, "", 0, msg, args, None).getMessage()
            kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
            self.logger.log(level, mask(line, self._echo), **kwargs)


class Echo:
    """The secrets of a request, which the answer may repeat: Nova quotes what it refuses.

    :param url: The URL of the request.
    :param body: Its body, None if it had none.
    """

    def __init__(self, url: str, body: Any) -> None:
        patterns = []
        found = {*_secrets_of_url(url), *_secrets(body)}
        # Messages hold the secret itself, or as Python or JSON write it.
        forms = {f for s in found for f in (s, repr(s)[1:-1], json.dumps(s)[1:-1])}
        for form in sorted(forms, key=len, reverse=True):
            pattern = re.escape(form)
            if len(form) < _UNMISTAKABLE:
                pattern = rf"(?<!\w){pattern}(?!\w)"
            patterns.append(pattern)
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def hide(self, text: str) -> str:
        """Return a text without the secrets."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def hide_in_error(self, error: Any) -> Any:
        """Change an exception of :mod:`novaclient.exceptions` so that it tells no secret.

        :param error: The exception.
        :return: The exception.
        """
        error.message = self.hide(error.message)
        error.args = (error.code, error.message)
        if isinstance(error.details, str):
            error.details = self.hide(error.details)
        return error


def mask(message: str, echo: Echo | None = None) -> str:
    """Hide the secrets of a line that keystoneauth logs.

    :param message: The line.
    :param echo: The secrets of the request that the line is about.
    :return: The line without secrets.
    """
    match = re.fullmatch(_BODY, message)
    if match is None:
        return re.sub(_HEADER, rf"\1{MASK}", mask_url(message))
    before, body, after = match.groups()
    before = re.sub(_HEADER, rf"\1{MASK}", mask_url(before))
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        # What can't be understood can't be searched for secrets either.
        return f"{before}<{len(body)} characters that are not JSON>{after}"
    return before + json.dumps(masked(decoded, echo)) + after


def mask_url(text: str) -> str:
    """Hide the secrets of the URLs in a text.

    :param text: The text.
    :return: The text without them.
    """
    return re.sub(_IN_URL, rf"\1{MASK}", text)


def masked(value: Any, echo: Echo | None = None) -> Any:
    """Return a value of JSON without its secrets.

    :param value: The value, which is not changed.
    :param echo: The secrets of the request that the value answers.
    :return: A copy that has :data:`MASK` for each secret.
    """
    if isinstance(value, dict):
        return {
            key: MASK if key in SECRET_KEYS and item else masked(item, echo)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [masked(item, echo) for item in value]
    if isinstance(value, tuple):
        return tuple(masked(item, echo) for item in value)
    if isinstance(value, str):
        return mask_url(echo.hide(value) if echo else value)
    return value


def _secrets_of_url(url: str) -> Iterator[str]:
    for _, value in re.findall(_IN_URL, url):
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
