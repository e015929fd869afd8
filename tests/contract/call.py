"""Makes the call of a row and describes its outcome."""

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
    """The outcome of a call, and the exception it raised."""

    outcome: Outcome
    error: Exception | None = None

    def traceback(self) -> str:
        """Return the traceback of the exception, or an empty string."""
        return "" if self.error is None else "".join(traceback.format_exception(self.error))


def perform(row: Row, mv: str, server: Server) -> Result:
    """Make the call of a row at a microversion."""
    server.reset(row, mv)
    session = sessions.new_session()
    nova = client.Client(mv, session=session)
    call = prepared(row, mv, nova, session, server)
    error = None
    with warned.recorded() as messages:
        try:
            value = call()
        except Exception as raised:
            error = raised
        # Describing the result may send requests and warn, which is not part of the call.
        sent, warnings = list(server.sent), warned.pairs(messages)
        if error is None:
            outcome: Outcome = {"returns": values.returned(value)}
        else:
            outcome = {"raises": values.raised(error, mv if row.code is None else None)}
    if sent:
        outcome["requests"] = sent
    if warnings:
        outcome["warnings"] = warnings
    return Result(outcome, error)


def prepared(
    row: Row, mv: str, nova: Any, session: keystone_session.Session, server: Server
) -> Callable[[], Any]:
    """Return a function that makes the call of a row."""
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
    """Run the code of a row and return the value of its last expression."""
    tree = ast.parse(row.code or "")
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, row.id, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), row.id, "eval"), namespace)
