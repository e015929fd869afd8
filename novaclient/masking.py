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
import os
import re
import threading
from collections.abc import Callable, Iterator
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

# Nova's own JSON has some ten levels. Python gives up somewhere between 300 and 10,000 levels,
# depending on its version, on how deep the caller is, and on what is done.
_DEEPEST = 64


class MaskedLogger(logging.LoggerAdapter[Any]):
    """A logger that hides passwords, tokens, keys and user data.

    :param logger: The logger that everything goes to.
    :param secrets: What else is hidden, if an answer repeats it.
    """

    def __init__(self, logger: Any, secrets: RequestSecrets | None = None) -> None:
        super().__init__(logger)
        self._secrets = secrets

    def of_request(self, url: str, body: Any) -> MaskedLogger:
        """Return a logger for one request and its answer.

        :param url: The URL of the request.
        :param body: Its body.
        :return: A logger that knows the secrets of the request.
        """
        return MaskedLogger(self.logger, RequestSecrets(url, body))

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        """Log a line without its secrets; they may as well be in what is put into the line."""
        if self.isEnabledFor(level):
            line = logging.LogRecord("", level, "", 0, msg, args, None).getMessage()
            kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
            line = mask(line, self._secrets)
            # A lone surrogate can't be written to a file or a terminal.
            line = line.encode(errors="backslashreplace").decode()
            self.logger.log(level, line, **kwargs)


class RequestSecrets:
    """The secrets of a request, which the response may repeat: Nova quotes what it refuses.

    They are searched for as plain text. A regular expression made of them would take hundreds of
    times their size, and stay, with the secrets in it, in the cache of :mod:`re`.

    :param url: The URL of the request.
    :param body: Its body, None if it had none.
    """

    def __init__(self, url: str, body: Any) -> None:
        found = {*_secrets_of_url(url), *_secrets(body)}
        forms = {form for secret in found for form in _forms(secret)}
        self._forms = sorted(forms, key=len)

    def hide(self, text: str) -> str:
        """Return a string without the secrets; where they overlap, all of them is hidden."""
        spans: list[tuple[int, int]] = []
        for form in self._forms:
            if len(form) > len(text):
                break
            spans += _occurrences(form, text)
        if not spans:
            return text
        pieces: list[str] = []
        end = 0
        for start, stop in sorted(spans):
            if start >= end:
                pieces += (text[end:start], MASK)
            end = max(end, stop)
        return "".join((*pieces, text[end:]))

    def hide_in_error(self, error: Any) -> Any:
        """Change an exception of :mod:`novaclient.exceptions` so that it tells no secret.

        :param error: The exception.
        :return: The exception.
        """
        error.message = self.hide(error.message)
        error.args = (error.code, error.message)
        if isinstance(error.details, str):
            error.details = self.hide(error.details)
        else:
            error.details = masked(error.details, self)
        return error


def mask(message: str, secrets: RequestSecrets | None = None) -> str:
    """Hide the secrets of a line that keystoneauth logs.

    :param message: The line.
    :param secrets: The secrets of the request that the line is about.
    :return: The line without secrets.
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
        # What can't be understood can't be searched for secrets either.
        return f"{before}<{len(body)} characters that are not JSON>{after}"
    except RecursionError:
        return f"{before}<{len(body)} characters of JSON that is nested too deeply>{after}"
    return before + json.dumps(masked(decoded, secrets)) + after


def mask_url(text: str) -> str:
    """Hide the secrets of the URLs in a text.

    :param text: The text.
    :return: The text without them.
    """
    return re.sub(_IN_URL, rf"\1{MASK}", text)


_KEYS = "|".join(map(re.escape, sorted(SECRET_KEYS)))

# A secret and what precedes it, in text that may break off: in JSON, in JSON that is a string in
# JSON, in XML, and in "key: value".
_IN_TEXT = (
    rf"(?is)(\\+[\"'](?:{_KEYS})\\+[\"']\s*:\s*\\+[\"']).*?(?=\\+[\"']|\Z)"
    rf"|([\"'](?:{_KEYS})[\"']\s*:\s*\")(?:[^\"\\]|\\.)*+"
    rf"|([\"'](?:{_KEYS})[\"']\s*:\s*')(?:[^'\\]|\\.)*+"
    rf"|(<(?:{_KEYS})>)[^<]*"
    rf"|(\b(?:{_KEYS})[\"']?\s*[:=]\s*)[^\s\"',<}}\]]+"
)


def mask_text(text: str) -> str:
    """Hide the values of secret keys in text that is neither JSON nor a line of the log.

    :param text: The text, such as the page of a proxy.
    :return: The text without them.
    """
    lowered = text.lower()
    # The expression takes long with long text, which as a rule has none of the keys.
    if not any(key.lower() in lowered for key in SECRET_KEYS):
        return text
    return re.sub(_IN_TEXT, lambda match: match[match.lastindex or 0] + MASK, mask_url(text))


def masked(value: Any, secrets: RequestSecrets | None = None) -> Any:
    """Return a value of JSON without its secrets.

    :param value: The value, which is not changed.
    :param secrets: The secrets of the request whose response holds the value.
    :return: A copy that has :data:`MASK` for each secret, and ``...`` for what is nested too
        deeply to be shown.
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
    """Yield how a message may hold a secret: as it is, or as Python or JSON write it."""
    yield secret
    yield repr(secret)[1:-1]
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]


def _occurrences(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a form of a secret starts and ends in a text."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if len(form) >= _UNMISTAKABLE or _stands_alone(text, start, end):
            yield start, end
        else:
            end = start + 1
        start = text.find(form, end)


def _stands_alone(text: str, start: int, end: int) -> bool:
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return not any(character.isalnum() or character == "_" for character in around)


def _secrets_of_url(url: str) -> Iterator[str]:
    _, token_follows, segment = url.partition("?")[0].rpartition("/os-console-auth-tokens/")
    found = [value for _, value in re.findall(_IN_URL, url)]
    if token_follows:
        # A segment may hold quotes and the like, where the expression ends.
        found.append(segment)
    for value in found:
        plain = parse.unquote(value)
        yield from (value, plain, parse.unquote_plus(value), *_encoded(plain))


def _encoded(text: str) -> Iterator[str]:
    """Yield how a string may stand in a URL: as we, requests or anybody else encode it."""
    for safe in ("", "!$&'()*+,;=:@", "!$&'()*+,;=:@ "):
        encoded = parse.quote(text, safe=safe, errors="replace")
        yield encoded
        # requests encodes what is left of that.
        yield parse.quote(encoded, safe="!#$%&'()*+,/:;=?@[]~")


def _secrets(body: Any) -> Iterator[str]:
    # By no recursion: the caller may have nested the body deeply, or in itself.
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


#: What every record of a log has; a program may add more.
_OF_EVERY_RECORD = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None)))


class _InRecords(logging.Filter):
    """Hides secrets in what a thread logs while a call with a secret in its URL is running.

    It is on every logger as long as there is such a call, since nobody knows which libraries log
    the URL. A filter on a logger comes before all handlers, those of other loggers included.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_thread = threading.local()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget the calls, which are those of other threads of a process that was forked."""
        self._lock = threading.Lock()
        self._running = 0
        for logger in getattr(self, "_loggers", ()):
            self._take_off(logger)
        self._loggers: list[logging.Logger] = []

    @contextlib.contextmanager
    def hidden(self, secrets: RequestSecrets) -> Iterator[None]:
        """Hide secrets in what this thread logs in a ``with`` statement."""
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
                # First, so that no other filter sees the secrets either.
                logger.filters = [self, *logger.filters]
                self._loggers.append(logger)

    def _take_off(self, logger: logging.Logger) -> None:
        # Another thread may be in the middle of the list, and would miss a filter of somebody
        # else's if one was removed from it.
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
            # A traceback leads to local variables, which some handlers show.
            hidden.update(exc_info=None, exc_text=without)
    vars(record).update(hidden)


def _shown(show: Callable[[], str]) -> str:
    try:
        return show()
    except Exception:
        # What can't be shown shows no secret, and logging has a way of its own to report it.
        return ""


def _hidden(value: Any, secrets: RequestSecrets) -> Any:
    """Return a value without secrets: the same if it shows none."""
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
    # What led to it says the same, and knows the request.
    error.__cause__ = error.__context__ = None
    error.args = _hidden(error.args, secrets)
    attributes = vars(error)
    for name, value in list(attributes.items()):
        if isinstance(value, BaseException):
            if value is not error:
                _hide_in_exception(value, secrets)
        elif type(value).__module__.startswith(("requests", "urllib3")):
            # A request, a response, a connection.
            attributes[name] = None
        else:
            attributes[name] = _hidden(value, secrets)


@contextlib.contextmanager
def secret_in_url(secret: str) -> Iterator[None]:
    """Hide a segment of the URL of a request that is sent in a ``with`` statement.

    No record that this thread logs meanwhile holds it, whichever library logs the URL, and
    neither does the exception that leaves the statement.

    :param secret: The segment, not encoded.
    """
    secrets = RequestSecrets("", {"token": [secret, *_encoded(str(secret))]})
    with _in_records.hidden(secrets):
        try:
            yield
        except Exception as error:
            _hide_in_exception(error, secrets)
            raise
