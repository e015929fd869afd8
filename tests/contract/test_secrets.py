"""Every call of ``wire.jsonl``, with secrets in requests and responses, which are never shown."""

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

#: Calls that are not in the table.
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
    """Records everything that reaches the root logger: format, arguments and formatted line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [str(record.msg), repr(record.args), self.format(record)]


@pytest.fixture
def records() -> Iterator[Records]:
    """The records of all loggers, at level DEBUG."""
    recorder = Records()
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    # The handlers of pytest would format every record again.
    with mock.patch.object(logging.getLogger(), "handlers", [recorder]):
        yield recorder
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(scope="session")
def shared_server() -> planted.Server:
    return planted.Server()


@pytest.fixture
def server(shared_server: planted.Server, scratch: pathlib.Path) -> Iterator[planted.Server]:
    with mock.patch.dict(os.environ, {"HOME": str(scratch)}, clear=True), shared_server.in_place():
        yield shared_server


class Shown:
    """The strings that a call shows: log records, and the result or the exception."""

    def __init__(self, row: tables.Row, mv: str, server: planted.Server, log: Records) -> None:
        log.lines.clear()
        server.reset(row, mv)
        session = sessions.new_session(auth=planted.StaticAuth())
        nova = client.Client(mv, session=session, http_log_debug=True)
        self.error: Exception | None = None
        self.strings = {"client": f"{nova!r} {nova.client!r} {session!r}"}
        try:
            with warned.recorded():
                result = call.prepared(row, mv, nova, session, server)()
        except Exception as error:
            self.error = error
            self.strings["error"] = "\n".join(_lines(error))
        else:
            if _is_ours(result):
                self.strings["result"] = f"{result} {result!r}"
        self.sent = [sent.get("json") for sent in server.sent]
        self.strings["log"] = "\n".join(log.lines)

    def leaks(self) -> list[str]:
        """Return the places that show a secret."""
        return [
            f"{where}: {line}"
            for where, string in self.strings.items()
            for line in string.splitlines()
            if any(secret in line for secret in planted.FORBIDDEN)
        ]


def _lines(error: BaseException | None) -> Iterator[str]:
    """Yield what a traceback shows of an exception and of those it was raised from."""
    while error is not None:
        yield from (str(error), repr(error), *getattr(error, "__notes__", ()))
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)


def _is_ours(result: Any) -> bool:
    # A string is shown as it is, such as a password or the output of a console.
    of_library = isinstance(result, base.Resource | base.RequestIdMixin)
    return of_library and not isinstance(result, str | bytes)


@pytest.mark.parametrize("row", [*tables.wire(), *MORE], ids=lambda row: row.id)
def test_no_secret_is_shown(row: tables.Row, server: planted.Server, records: Records) -> None:
    """Logs, exceptions and results show no secret, whatever the server does."""
    outcomes = list(row.outcomes())
    sends = any("requests" in outcome for _, outcome in outcomes)
    for behaviour in planted.BEHAVIOURS if sends else planted.BEHAVIOURS[:1]:
        server.behaviour = behaviour
        chosen = {outcomes[-1][0]}
        if behaviour == "succeeds":
            chosen.add(outcomes[0][0])
        for mv in sorted(chosen):
            shown = Shown(planted.in_row(row, mv), mv, server, records)
            assert shown.leaks() == [], f"at {mv}, when the server {behaviour}"
            for key, secret in (pair for body in shown.sent for pair in planted.secrets(body)):
                assert secret in planted.FORBIDDEN, f"{key} of the request is not planted"


def test_planted_secrets_do_not_change_outcomes(server: planted.Server, records: Records) -> None:
    """A call that failed early would have nothing to show."""
    server.behaviour = "succeeds"
    unexpected = []
    for row in tables.wire():
        *_, (mv, expected) = row.outcomes()
        for deviation in DEVIATIONS:
            expected = deviation.apply(row.id, mv, expected)
        error = Shown(planted.in_row(row, mv), mv, server, records).error
        if ("raises" in expected) != (error is not None):
            unexpected.append((row.id, error))
    assert unexpected == []


def test_requests_and_responses_are_logged_with_bodies(
    server: planted.Server, records: Records
) -> None:
    """Without bodies, the log would have nothing to hide."""
    server.behaviour = "succeeds"
    (row,) = (row for row in tables.wire() if row.id == "servers.create#many")
    shown = Shown(planted.in_row(row, "2.96"), "2.96", server, records)
    assert planted.SECRET in str(shown.sent)
    assert planted.ENCODED in str(shown.sent)
    log = shown.strings["log"]
    assert '"adminPass": "***"' in log
    assert '"user_data": "***"' in log
    assert "REQ: curl" in log
    assert "RESP BODY" in log
