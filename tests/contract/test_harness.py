"""The harness can fail: what differs from a row is found and reported."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

import pytest

import novaclient
from novaclient.v2 import servers
from tests.contract import changes, deviations, signatures, surface, tables
from tests.contract.check import check

if TYPE_CHECKING:
    from tests.contract.server import Server

PROBE = "nova.client.get('/probe')[0].status_code"
BARE_PROBE = "session.get('http://compute.example/v2.1/probe').status_code"
WARN = "import warnings; warnings.warn('careful', UserWarning, stacklevel=1)"
GET = {"method": "GET", "url": "{compute}/probe"}
OK = {"type": "int", "value": 200}
NONE = {"type": "NoneType", "value": None}


def made_up(code: str, **outcome: Any) -> tables.Row:
    """Return a code line with one outcome."""
    outcomes = [{"versions": ["2.53", "2.53"], **outcome}]
    return tables.Row({"id": "made-up", "code": code, "group": "", "outcomes": outcomes})


RIGHT = made_up(PROBE, requests=[GET], returns=OK)


def test_agreement(server: Server) -> None:
    """Report nothing where the row is right."""
    assert check(RIGHT, (), server) is None
    warning = ["UserWarning", "careful"]
    assert check(made_up(f"{WARN}\nNone", returns=NONE, warnings=[warning]), (), server) is None


@pytest.mark.parametrize(
    ("row", "difference"),
    [
        (
            made_up(PROBE, requests=[{**GET, "url": "{compute}/prob"}], returns=OK),
            "requests[0].url: expected '{compute}/prob', got '{compute}/probe'",
        ),
        (
            made_up(PROBE, requests=[{**GET, "method": "PUT"}], returns=OK),
            "requests[0].method: expected 'PUT', got 'GET'",
        ),
        (
            made_up(PROBE, requests=[{**GET, "json": {}}], returns=OK),
            "requests[0].json: expected {}, got nothing",
        ),
        (made_up(PROBE, requests=[GET, GET], returns=OK), "requests[1]: expected {"),
        (made_up(PROBE, returns=OK), "requests: expected nothing, got ["),
        (
            made_up(BARE_PROBE, requests=[GET], returns=OK),
            "requests[0].headers: expected nothing, got {",
        ),
        (
            made_up("True", returns={"type": "bool", "value": 1}),
            "returns.value: expected 1, got True",
        ),
        (
            made_up("[1]", returns={"type": "list", "value": [1.0]}),
            "returns.value[0]: expected 1.0, got 1",
        ),
        (made_up(f"{WARN}\nNone", returns=NONE), "warnings: expected nothing, got ["),
        (
            made_up("None", returns=NONE, warnings=[["UserWarning", "careful"]]),
            "warnings: expected [['UserWarning', 'careful']], got nothing",
        ),
        (
            made_up("int('x')", raises={"type": "TypeError", "str": None}),
            "raises.type: expected 'TypeError', got 'ValueError'",
        ),
        (
            made_up("{}['x']", raises={"type": "KeyError", "str": "'y'"}),
            "raises.str: expected \"'y'\", got \"'x'\"",
        ),
    ],
)
def test_difference(row: tables.Row, difference: str, server: Server) -> None:
    """Name the row, the microversion, the call and what differs."""
    report = check(row, (), server)
    assert report is not None
    assert report.startswith("made-up at microversion 2.53\n")
    assert str(row).splitlines()[0] in report
    assert f"\n  {difference}" in report


def test_every_microversion(server: Server) -> None:
    """Find the one microversion at which a row is wrong."""
    row = made_up(PROBE, requests=[GET], returns=OK)
    wrong = {"versions": ["2.26", "2.26"], "requests": [GET], "returns": NONE}
    right = {"versions": ["2.27", "2.96"], "requests": [GET], "returns": OK}
    report = check(tables.Row({**row.line, "outcomes": [wrong, right]}), (), server)
    assert report is not None
    assert report.startswith("made-up at microversion 2.26\n")
    assert "fails at" not in report


def test_deviation(server: Server) -> None:
    """Hold a deviating row to the new outcome, and know when there is none."""
    row = made_up("{}['x']", raises={"type": "AttributeError", "str": "x"})
    better = changes.Deviation("a test", {row.id: changes.raises("KeyError", "'x'")})
    worse = changes.Deviation("a test", {row.id: changes.raises("TypeError", None)})
    assert check(row, [better], server) is None
    assert "raises.type: expected 'TypeError'" in (check(row, [worse], server) or "")
    stale = made_up("{}['x']", raises={"type": "KeyError", "str": "'x'"})
    assert "the deviation is stale" in (check(stale, [better], server) or "")


def test_surface_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notice a method that takes other arguments, and one that is gone."""

    def pause(self: servers.ServerManager, server: str, why: str) -> None:
        """Take an argument more."""

    monkeypatch.setattr(servers.ServerManager, "pause", pause)
    monkeypatch.delattr(servers.ServerManager, "update")
    manager = "novaclient.v2.servers.ServerManager"
    newest = novaclient.API_MAX_VERSION.get_string()
    assert list(surface.class_problems("novaclient.v2.servers", "ServerManager")) == [
        f"{manager}.pause asks for why: 'str', which is new (at 2.0-{newest})",
        f"{manager}.update is missing",
    ]


def test_deviations_are_of_rows() -> None:
    """Name rows of the table, with a reason, and at microversions they apply to."""
    rows = {row.id: row for row in tables.wire()}
    for deviation in deviations.DEVIATIONS:
        assert deviation.reason
        for row in deviation.rows:
            outcomes = list(rows[row].outcomes())
            assert any(
                deviation.apply(row, mv, outcome) is not outcome for mv, outcome in outcomes
            )


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ("(a, b=1, *, c=UNSET)", None),
        ("(a, b=1, d=2, *, c=UNSET, e=3)", None),
        ("(a, b=1, c=UNSET)", None),
        ("(b, a=1, *, c=UNSET)", "has a=1 at another place"),
        ("(a, b=True, *, c=UNSET)", "has b=True instead of b=1"),
        ("(a, b=1, *, c=None)", "has c=None instead of c="),
        ("(a, b=1)", "has no parameter c="),
        ("(a, b=1, *, c=UNSET, d)", "asks for d, which is new"),
        ("(a, b=1, c=UNSET, /)", "does not take a by name"),
    ],
)
def test_signatures(found: str, problem: str | None) -> None:
    """Allow optional parameters that are new, and nothing else."""
    module = types.ModuleType("made_up")
    expected = signatures.parse("(a, b=1, *, c=<unset>)", module)
    problems = list(signatures.problems(expected, signatures.parse(found, module)))
    if problem is None:
        assert not problems
    else:
        assert problems[0].startswith(problem)
