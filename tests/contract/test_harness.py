"""The harness reports every difference from a row, and no others."""

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


def row_with(code: str, **outcome: Any) -> tables.Row:
    """Return a row with code and one outcome."""
    outcomes = [{"versions": ["2.53", "2.53"], **outcome}]
    return tables.Row({"id": "invented", "code": code, "group": "", "outcomes": outcomes})


RIGHT = row_with(PROBE, requests=[GET], returns=OK)


def test_a_matching_row_has_no_report(server: Server) -> None:
    assert check(RIGHT, (), server) is None
    warning = ["UserWarning", "careful"]
    assert check(row_with(f"{WARN}\nNone", returns=NONE, warnings=[warning]), (), server) is None


@pytest.mark.parametrize(
    ("row", "difference"),
    [
        (
            row_with(PROBE, requests=[{**GET, "url": "{compute}/prob"}], returns=OK),
            "requests[0].url: expected '{compute}/prob', got '{compute}/probe'",
        ),
        (
            row_with(PROBE, requests=[{**GET, "method": "PUT"}], returns=OK),
            "requests[0].method: expected 'PUT', got 'GET'",
        ),
        (
            row_with(PROBE, requests=[{**GET, "json": {}}], returns=OK),
            "requests[0].json: expected {}, got nothing",
        ),
        (row_with(PROBE, requests=[GET, GET], returns=OK), "requests[1]: expected {"),
        (row_with(PROBE, returns=OK), "requests: expected nothing, got ["),
        (
            row_with(BARE_PROBE, requests=[GET], returns=OK),
            "requests[0].headers: expected nothing, got {",
        ),
        (
            row_with("True", returns={"type": "bool", "value": 1}),
            "returns.value: expected 1, got True",
        ),
        (
            row_with("[1]", returns={"type": "list", "value": [1.0]}),
            "returns.value[0]: expected 1.0, got 1",
        ),
        (row_with(f"{WARN}\nNone", returns=NONE), "warnings: expected nothing, got ["),
        (
            row_with("None", returns=NONE, warnings=[["UserWarning", "careful"]]),
            "warnings: expected [['UserWarning', 'careful']], got nothing",
        ),
        (
            row_with("int('x')", raises={"type": "TypeError", "str": None}),
            "raises.type: expected 'TypeError', got 'ValueError'",
        ),
        (
            row_with("{}['x']", raises={"type": "KeyError", "str": "'y'"}),
            "raises.str: expected \"'y'\", got \"'x'\"",
        ),
    ],
)
def test_a_difference_is_reported(row: tables.Row, difference: str, server: Server) -> None:
    """The report names the row, the microversion, the call and the difference."""
    report = check(row, (), server)
    assert report is not None
    assert report.startswith("invented at microversion 2.53\n")
    assert str(row).splitlines()[0] in report
    assert f"\n  {difference}" in report


def test_a_difference_at_one_microversion_is_found(server: Server) -> None:
    row = row_with(PROBE, requests=[GET], returns=OK)
    wrong = {"versions": ["2.26", "2.26"], "requests": [GET], "returns": NONE}
    right = {"versions": ["2.27", "2.96"], "requests": [GET], "returns": OK}
    report = check(tables.Row({**row.line, "outcomes": [wrong, right]}), (), server)
    assert report is not None
    assert report.startswith("invented at microversion 2.26\n")
    assert "fails at" not in report


def test_a_deviation_replaces_the_outcome(server: Server) -> None:
    """The new outcome is required, and an obsolete deviation is reported."""
    row = row_with("{}['x']", raises={"type": "AttributeError", "str": "x"})
    better = changes.Deviation("a test", {row.id: changes.raises("KeyError", "'x'")})
    worse = changes.Deviation("a test", {row.id: changes.raises("TypeError", None)})
    assert check(row, [better], server) is None
    assert "raises.type: expected 'TypeError'" in (check(row, [worse], server) or "")
    obsolete = row_with("{}['x']", raises={"type": "KeyError", "str": "'x'"})
    assert "the deviation is obsolete" in (check(obsolete, [better], server) or "")


def test_changed_and_missing_methods_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:

    def pause(self: servers.ServerManager, server: str, why: str) -> None:
        """A method with an additional argument."""

    monkeypatch.setattr(servers.ServerManager, "pause", pause)
    monkeypatch.delattr(servers.ServerManager, "update")
    manager = "novaclient.v2.servers.ServerManager"
    newest = novaclient.API_MAX_VERSION.get_string()
    assert list(surface.class_problems("novaclient.v2.servers", "ServerManager")) == [
        f"{manager}.pause requires why: 'str', which is new (at 2.0-{newest})",
        f"{manager}.update is missing",
    ]


def test_every_deviation_changes_a_row() -> None:
    """Deviations have a reason, and their rows exist and change at some microversion."""
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
        ("(b, a=1, *, c=UNSET)", "has a=1 at another position"),
        ("(a, b=True, *, c=UNSET)", "has b=True instead of b=1"),
        ("(a, b=1, *, c=None)", "has c=None instead of c="),
        ("(a, b=1)", "has no parameter c="),
        ("(a, b=1, *, c=UNSET, d)", "requires d, which is new"),
        ("(a, b=1, c=UNSET, /)", "does not accept a by name"),
    ],
)
def test_only_new_optional_parameters_are_allowed(found: str, problem: str | None) -> None:
    module = types.ModuleType("invented")
    expected = signatures.parse("(a, b=1, *, c=<unset>)", module)
    problems = list(signatures.problems(expected, signatures.parse(found, module)))
    if problem is None:
        assert not problems
    else:
        assert problems[0].startswith(problem)
