"""Make the call of a row and tell its outcome."""

from __future__ import annotations

import ast
import functools
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from novaclient import client
from tests.contract import names, sessions, values, warned

if TYPE_CHECKING:
    from keystoneauth1 import session as keystone_session

    from tests.contract.server import Server
    from tests.contract.tables import Outcome, Row


class Result(NamedTuple):
    """The outcome of a call, and the error it raised."""

    outcome: Outcome
    error: Exception | None = None

    def traceback(self) -> str:
        """Return where the error came from, nothing if there was none."""
        return "" if self.error is None else "".join(traceback.format_exception(self.error))


def perform(row: Row, mv: str, server: Server) -> Result:
    """Make the call of a row at a microversion."""
    server.begin(row, mv)
    session = sessions.new_session()
    nova = client.Client(mv, session=session)
    call = prepared(row, mv, nova, session, server)
    error = None
    with warned.recorded() as messages:
        try:
            value = call()
        except Exception as raised:
            error = raised
        # Looking at the result may send more, and warn: that is no part of the call.
        sent, said = list(server.sent), warned.pairs(messages)
        if error is None:
            outcome: Outcome = {"returns": values.returned(value)}
        else:
            outcome = {"raises": values.raised(error, mv if row.code is None else None)}
    if sent:
        outcome["requests"] = sent
    if said:
        outcome["warnings"] = said
    return Result(outcome, error)


def prepared(
    row: Row, mv: str, nova: Any, session: keystone_session.Session, server: Server
) -> Callable[[], Any]:
    """Return the call of a row, ready to be made."""
    if row.code is not None:
        return functools.partial(_run, row, names.namespace(nova, mv, session, server))
    args = values.decode(row.line.get("args", []), nova)
    kwargs = values.decode(row.line.get("kwargs", {}), nova)
    owner, _, name = row.line["call"].rpartition(".")
    on = values.decode(row.line["on"], nova) if "on" in row.line else getattr(nova, owner)
    if row.line.get("get"):
        return lambda: getattr(on, name)
    return lambda: getattr(on, name)(*args, **kwargs)


def _run(row: Row, namespace: dict[str, Any]) -> Any:
    """Run a code line and return the value of its last expression."""
    tree = ast.parse(row.code or "")
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, row.id, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), row.id, "eval"), namespace)
