"""Every call of ``wire.jsonl``, with secrets in it and in its answers: nobody sees them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from novaclient import base, client
from tests.contract import call, planted, sessions, tables, warned
from tests.contract.deviations import DEVIATIONS

if TYPE_CHECKING:
    import pathlib

#: Calls that the table does not know.
MORE = [
    tables.Row(
        {
            "id": f"{name}#secrets",
            "call": name,
            "args": [planted.SECRET],
            "outcomes": [{"versions": ["2.104", "2.104"], "requests": []}],
            "responses": [{"json": {"console": {"instance_uuid": "1", "host": "h", "port": 1}}}],
        }
    )
    for name in ("console_auth_tokens.get",)
]

LOGGERS = ("", "novaclient", client.__name__, "novaclient.v2.client")


class Records(logging.Handler):
    """All that reaches the root logger, as text: the format, its arguments and the line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [str(record.msg), repr(record.args), self.format(record)]


@pytest.fixture
def records() -> Iterator[Records]:
    """Record whatever is logged, with every logger at DEBUG."""
    recorder = Records()
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    # pytest's own handlers would format every line once more.
    with mock.patch.object(logging.getLogger(), "handlers", [recorder]):
        yield recorder
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(scope="session")
def telling_side() -> planted.Server:
    return planted.Server()


@pytest.fixture
def server(telling_side: planted.Server, scratch: pathlib.Path) -> Iterator[planted.Server]:
    with mock.patch.dict(os.environ, {"HOME": str(scratch)}, clear=True), telling_side.in_place():
        yield telling_side


class Seen:
    """What can be seen of a call: the lines of the log, the texts of what came back."""

    def __init__(self, row: tables.Row, mv: str, server: planted.Server, log: Records) -> None:
        log.lines.clear()
        server.begin(row, mv)
        session = sessions.new_session(auth=planted.StaticAuth())
        nova = client.Client(mv, session=session, http_log_debug=True)
        self.error: Exception | None = None
        self.texts = {"client": f"{nova!r} {nova.client!r} {session!r}"}
        try:
            with warned.recorded():
                result = call.prepared(row, mv, nova, session, server)()
        except Exception as error:
            self.error = error
            self.texts["error"] = "\n".join(_told(error))
        else:
            if _is_ours(result):
                self.texts["result"] = f"{result} {result!r}"
        self.sent = [sent.get("json") for sent in server.sent]
        self.texts["log"] = "\n".join(log.lines)

    def leaks(self) -> list[str]:
        """Return where a secret can be read."""
        return [
            f"{where}: {line}"
            for where, text in self.texts.items()
            for line in text.splitlines()
            if any(secret in line for secret in planted.FORBIDDEN)
        ]


def _told(error: BaseException | None) -> Iterator[str]:
    """Yield what a traceback shows of an error and of those below it."""
    while error is not None:
        yield from (str(error), repr(error), *getattr(error, "__notes__", ()))
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)


def _is_ours(result: Any) -> bool:
    # A text shows itself: the password that was asked for, the output of a console.
    of_library = isinstance(result, base.Resource | base.RequestIdMixin)
    return of_library and not isinstance(result, str | bytes)


@pytest.mark.parametrize("row", [*tables.wire(), *MORE], ids=lambda row: row.id)
def test_no_secret_is_seen(row: tables.Row, server: planted.Server, records: Records) -> None:
    """Show no secret in the log, in errors or in results, however the server behaves."""
    outcomes = list(row.outcomes())
    asks = any("requests" in outcome for _, outcome in outcomes)
    for manner in planted.MANNERS if asks else planted.MANNERS[:1]:
        server.manner = manner
        chosen = {outcomes[0][0], outcomes[-1][0]} if manner == "answers" else {outcomes[-1][0]}
        for mv in sorted(chosen):
            seen = Seen(planted.in_row(row, mv), mv, server, records)
            assert seen.leaks() == [], f"at {mv}, when the server {manner}"
            for key, secret in (pair for body in seen.sent for pair in planted.secrets(body)):
                assert secret in planted.FORBIDDEN, f"{key} of the request is not planted"


def test_it_is_seen_that_calls_succeed(server: planted.Server, records: Records) -> None:
    """Plant secrets that leave the outcomes as they are: what fails early shows nothing."""
    server.manner = "answers"
    others = []
    for row in tables.wire():
        *_, (mv, expected) = row.outcomes()
        for deviation in DEVIATIONS:
            expected = deviation.apply(row.id, mv, expected)
        error = Seen(planted.in_row(row, mv), mv, server, records).error
        if ("raises" in expected) != (error is not None):
            others.append((row.id, error))
    assert others == []


def test_it_is_seen_what_is_logged(server: planted.Server, records: Records) -> None:
    """Look at requests and answers with bodies, so that there is something to hide."""
    server.manner = "answers"
    (row,) = (row for row in tables.wire() if row.id == "servers.create#many")
    seen = Seen(planted.in_row(row, "2.96"), "2.96", server, records)
    assert planted.SECRET in str(seen.sent)
    assert planted.ENCODED in str(seen.sent)
    log = seen.texts["log"]
    assert '"adminPass": "***"' in log
    assert '"user_data": "***"' in log
    assert "REQ: curl" in log
    assert "RESP BODY" in log
