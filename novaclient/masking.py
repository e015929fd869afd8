# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Hiding secrets in logs, in messages of exceptions and in the ``repr`` of resources."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib import parse

MASK = "***"

#: The keys of the Compute API whose values are secret.
SECRET_KEYS = frozenset(
    {
        "adminPass",
        "contents",  # of a file in "personality"
        "internal_access_path",  # of a console; holds a ticket with VMware
        "OS-EXT-SRV-ATTR:user_data",
        "password",
        "private_key",
        "token",
        "user_data",
    }
)

# The expressions are strings, so that "re" compiles them only when they are first needed.

# A key in a query string, encoded or not.
_BEFORE_SECRET = rf"(?:{'|'.join(map(re.escape, sorted(SECRET_KEYS)))})(?:=|%3D)"
_IN_URL = rf"(?i)({_BEFORE_SECRET}|/os-console-auth-tokens/)([^&\"'\s?]+)"

# keystoneauth itself hides the headers of tokens, but not these.
_HEADER = r"(?i)((?:set-cookie|cookie|proxy-authorization): ).*?(?=\" -[Hd] |\"?$|\s[\w-]+: )"

# How keystoneauth logs the bodies of responses and of requests.
_BODY = r"(?s)(RESP BODY: |.*? -d ')(.*?)('?)"

# A shorter secret is hidden only where it is a word of its own.
_UNMISTAKABLE = 4

# Nova's JSON has about ten levels. Python's recursion limit is reached somewhere between 300 and
# 10,000 levels, depending on its version, on the depth of the caller and on the operation.
_DEEPEST = 64


class MaskedLogger(logging.LoggerAdapter[Any]):
    """A logger that hides passwords, tokens, keys and user data.

    :param logger: The logger to write to.
    :param secrets: The secrets of a request, which its response may repeat.
    """

    def __init__(self, logger: Any, secrets: RequestSecrets | None = None) -> None:
        super().__init__(logger)
        self._secrets = secrets

    def of_request(self, url: str, body: Any) -> MaskedLogger:
        """Return a logger for one request and its response.

        :param url: The URL of the request.
        :param body: Its decoded body, or None.
        :return: A logger that also hides the secrets of the request.
        """
        return MaskedLogger(self.logger, RequestSecrets(url, body))

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a message without the secrets in it and in its arguments."""
        if self.isEnabledFor(level):
            line = logging.LogRecord("", level, "", 0, msg, args, None).getMessage()
            kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
            line = mask(line, self._secrets)
            # Files and terminals don't accept lone surrogates.
            line = line.encode(errors="backslashreplace").decode()
            self.logger.log(level, line, **kwargs)


class RequestSecrets:
    """The secrets of a request, which the response may repeat: Nova quotes what it refuses.

    They are searched for as plain strings: a regular expression of them would take hundreds of
    times their size, and would stay in the cache of :mod:`re`.

    :param url: The URL of the request.
    :param body: Its decoded body, or None.
    """

    def __init__(self, url: str, body: Any) -> None:
        found = {*_secrets_of_url(url), *_secrets(body)}
        forms = {form for secret in found for form in _forms(secret)}
        self._forms = sorted(forms, key=len)

    def hide(self, string: str) -> str:
        """Return a string with each secret, or several that overlap, replaced by a mask.

        :param string: The string.
        :return: The string without the secrets.
        """
        spans: list[tuple[int, int]] = []
        for form in self._forms:
            if len(form) > len(string):
                break
            spans += _occurrences(form, string)
        if not spans:
            return string
        pieces: list[str] = []
        end = 0
        for start, stop in sorted(spans):
            if start >= end:
                pieces += (string[end:start], MASK)
            end = max(end, stop)
        return "".join((*pieces, string[end:]))

    def hide_in_error(self, error: Any) -> Any:
        """Hide the secrets in an exception of :mod:`novaclient.exceptions`.

        :param error: The exception, which is changed.
        :return: The same exception.
        """
        error.message = self.hide(error.message)
        error.args = (error.code, error.message)
        if isinstance(error.details, str):
            error.details = self.hide(error.details)
        else:
            error.details = masked(error.details, self)
        return error


def mask(message: str, secrets: RequestSecrets | None = None) -> str:
    """Hide the secrets in a message that keystoneauth logs.

    :param message: The message.
    :param secrets: The secrets of the request that the message is about.
    :return: The message without secrets.
    """
    match = re.fullmatch(_BODY, message)
    before, body, after = match.groups() if match else (message, None, "")
    if secrets:
        before = secrets.hide(before)
    before = re.sub(_HEADER, rf"\1{MASK}", mask_url(before))
    if body is None:
        return before
    try:
        decoded = json.loads(body)
    except ValueError:
        # What can't be decoded can't be searched for secrets.
        return f"{before}<{len(body)} characters that are not JSON>{after}"
    except RecursionError:
        return f"{before}<{len(body)} characters of JSON that is nested too deeply>{after}"
    return before + json.dumps(masked(decoded, secrets)) + after


def mask_url(string: str) -> str:
    """Hide the secrets in the URLs of a string.

    :param string: The string.
    :return: The string without the secrets.
    """
    return re.sub(_IN_URL, rf"\1{MASK}", string)


_KEYS = "|".join(map(re.escape, sorted(SECRET_KEYS)))

# A secret and what precedes it, in text that may be truncated: in JSON, in JSON inside a string of
# JSON, in XML, and in "key: value".
_IN_TEXT = (
    rf"(?is)(\\+[\"'](?:{_KEYS})\\+[\"']\s*:\s*\\+[\"']).*?(?=\\+[\"']|\Z)"
    rf"|([\"'](?:{_KEYS})[\"']\s*:\s*\")(?:[^\"\\]|\\.)*+"
    rf"|([\"'](?:{_KEYS})[\"']\s*:\s*')(?:[^'\\]|\\.)*+"
    rf"|(<(?:{_KEYS})>)[^<]*"
    rf"|(\b(?:{_KEYS})[\"']?\s*[:=]\s*)[^\s\"',<}}\]]+"
)


def mask_text(text: str) -> str:
    """Hide the values of secret keys in text that is neither JSON nor a log message.

    :param text: The text, such as the HTML of a proxy.
    :return: The text without the secrets.
    """
    lowered = text.lower()
    # The expression is slow on long text, which usually has none of the keys.
    if not any(key.lower() in lowered for key in SECRET_KEYS):
        return text
    return re.sub(_IN_TEXT, lambda match: match[match.lastindex or 0] + MASK, mask_url(text))


def masked(value: Any, secrets: RequestSecrets | None = None) -> Any:
    """Return a copy of decoded JSON without its secrets.

    :param value: The JSON.
    :param secrets: The secrets of the request whose response holds the JSON.
    :return: A copy with :data:`MASK` in place of each secret, and ``...`` in place of what is
        nested too deeply.
    """
    return _masked(value, secrets, ())


def _masked(value: Any, secrets: RequestSecrets | None, path: tuple[int, ...]) -> Any:
    if isinstance(value, str):
        return mask_url(secrets.hide(value) if secrets else value)
    if not isinstance(value, dict | list | tuple):
        return value
    if len(path) == _DEEPEST or id(value) in path:
        return "..."
    path = (*path, id(value))
    if isinstance(value, dict):
        return {
            _masked(key, secrets, path): (
                MASK if key in SECRET_KEYS and item else _masked(item, secrets, path)
            )
            for key, item in value.items()
        }
    items = [_masked(item, secrets, path) for item in value]
    return items if isinstance(value, list) else tuple(items)


def _forms(secret: str) -> Iterator[str]:
    """Yield the forms of a secret in a message: as it is, and as Python and JSON write it."""
    yield secret
    yield repr(secret)[1:-1]
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]


def _occurrences(form: str, string: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each occurrence of a secret."""
    start = string.find(form)
    while start >= 0:
        end = start + len(form)
        if len(form) >= _UNMISTAKABLE or _is_a_word(string, start, end):
            yield start, end
        else:
            end = start + 1
        start = string.find(form, end)


def _is_a_word(string: str, start: int, end: int) -> bool:
    around = string[max(start - 1, 0) : start] + string[end : end + 1]
    return not any(character.isalnum() or character == "_" for character in around)


def _secrets_of_url(url: str) -> Iterator[str]:
    _, token_follows, segment = url.partition("?")[0].rpartition("/os-console-auth-tokens/")
    found = [value for _, value in re.findall(_IN_URL, url)]
    if token_follows:
        # A segment may hold quotes and the like, at which the expression stops.
        found.append(segment)
    for value in found:
        plain = parse.unquote(value)
        yield from (value, plain, parse.unquote_plus(value), *_encoded(plain))


def _encoded(string: str) -> Iterator[str]:
    """Yield the forms of a string in a URL: as this library, requests and others encode it."""
    for safe in ("", "!$&'()*+,;=:@", "!$&'()*+,;=:@ "):
        encoded = parse.quote(string, safe=safe, errors="replace")
        yield encoded
        # requests encodes some of the rest.
        yield parse.quote(encoded, safe="!#$%&'()*+,/:;=?@[]~")


def _secrets(body: Any) -> Iterator[str]:
    # Without recursion: the body may be nested deeply, or contain itself.
    rest = [(body, False)]
    seen = set()
    while rest:
        value, is_secret = rest.pop()
        if isinstance(value, dict | list | tuple):
            if (id(value), is_secret) in seen:
                continue
            seen.add((id(value), is_secret))
            if isinstance(value, dict):
                rest += ((item, is_secret or key in SECRET_KEYS) for key, item in value.items())
                if is_secret:
                    rest += ((key, True) for key in value)
            else:
                rest += ((item, is_secret) for item in value)
        elif is_secret and value and not isinstance(value, bool):
            yield str(value)


#: The attributes of every log record; a program may add others.
_OF_EVERY_RECORD = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None)))


class _InRecords(logging.Filter):
    """Hides secrets in the log records of a thread during a call with a secret in its URL.

    The filter is added to every logger during such calls, since any library may log the URL. The
    filters of a logger run before all handlers, including those of parent loggers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_thread = threading.local()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Start without calls; after a fork, those there were belong to the parent process."""
        self._lock = threading.Lock()
        self._running = 0
        for logger in getattr(self, "_loggers", ()):
            self._take_off(logger)
        self._loggers: list[logging.Logger] = []

    @contextlib.contextmanager
    def hidden(self, secrets: RequestSecrets) -> Iterator[None]:
        """Hide secrets in what this thread logs inside a ``with`` statement."""
        before = getattr(self._of_thread, "secrets", ())
        self._of_thread.secrets = (*before, secrets)
        with self._lock:
            self._running += 1
            self._put_on()
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                if not self._running:
                    while self._loggers:
                        self._take_off(self._loggers.pop())
            self._of_thread.secrets = before

    def _put_on(self) -> None:
        known = [logging.root, *logging.root.manager.loggerDict.values()]
        for logger in known:
            if isinstance(logger, logging.Logger) and self not in logger.filters:
                # It comes first, so that no other filter sees the secrets.
                logger.filters = [self, *logger.filters]
                self._loggers.append(logger)

    def _take_off(self, logger: logging.Logger) -> None:
        # A new list: another thread may be iterating over the old one, and would skip a filter if
        # one was removed from it.
        logger.filters = [one for one in logger.filters if one is not self]

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide the secrets in a record of this thread."""
        for secrets in getattr(self._of_thread, "secrets", ()):
            _hide_in_record(record, secrets)
        return True


_in_records = _InRecords()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_records.begin_anew)


def _hide_in_record(record: logging.LogRecord, secrets: RequestSecrets) -> None:
    hidden: dict[str, Any] = {}
    message = _shown(record.getMessage)
    without = secrets.hide(message)
    if without != message or _hidden(record.args, secrets) is not record.args:
        hidden.update(msg=without, args=None)
    for name in vars(record).keys() - _OF_EVERY_RECORD | {"exc_text", "stack_info"}:
        value = getattr(record, name)
        without = _hidden(value, secrets)
        if without is not value:
            hidden[name] = without
    if record.exc_info and record.exc_info[1] is not None:
        trace = logging.Formatter().formatException(record.exc_info)
        without = secrets.hide(trace)
        if hidden or without != trace:
            # Some handlers show the local variables of a traceback.
            hidden.update(exc_info=None, exc_text=without)
    vars(record).update(hidden)


def _shown(show: Callable[[], str]) -> str:
    try:
        return show()
    except Exception:
        # What can't be shown reveals no secret, and logging reports the error itself.
        return ""


def _hidden(value: Any, secrets: RequestSecrets) -> Any:
    """Return a value without secrets; the same object if it has none."""
    shown = value if isinstance(value, str) else _shown(lambda: f"{value} {value!r}")
    if secrets.hide(shown) == shown:
        return value
    if isinstance(value, dict):
        return {_hidden(key, secrets): _hidden(item, secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [_hidden(item, secrets) for item in value]
        return items if isinstance(value, list) else tuple(items)
    return secrets.hide(str(value))


def _hide_in_exception(error: BaseException, secrets: RequestSecrets) -> None:
    # The exceptions that it was raised from hold the secret, too.
    error.__cause__ = error.__context__ = None
    error.args = _hidden(error.args, secrets)
    attributes = vars(error)
    for name, value in list(attributes.items()):
        if isinstance(value, BaseException):
            if value is not error:
                _hide_in_exception(value, secrets)
        elif type(value).__module__.startswith(("requests", "urllib3")):
            # Requests, responses and connections hold the URL.
            attributes[name] = None
        else:
            attributes[name] = _hidden(value, secrets)


@contextlib.contextmanager
def secret_in_url(secret: str) -> Iterator[None]:
    """Hide a secret segment of the URLs of the requests inside a ``with`` statement.

    It is hidden in all records that this thread logs meanwhile, whichever library logs them, and
    in the exception that leaves the statement.

    :param secret: The segment, unencoded.
    """
    secrets = RequestSecrets("", {"token": [secret, *_encoded(str(secret))]})
    with _in_records.hidden(secrets):
        try:
            yield
        except Exception as error:
            _hide_in_exception(error, secrets)
            raise
