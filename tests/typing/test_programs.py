"""Type checking of programs that use the library, by mypy and by pyright.

The programs in ``accepted/`` have no errors, although both checkers are strict. Those in
``refused/`` have an error in each line with a comment ``# error: [code] message``, and in no other
line. The code and the message are mypy's; pyright's rule for the same mistake is in ``RULES``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from mypy import api

import novaclient

HERE = Path(__file__).parent
PROGRAMS = sorted([*HERE.glob("accepted/*.py"), *HERE.glob("refused/*.py")])
FOUND = re.compile(r"(?P<file>.+?):(?P<line>\d+): error: (?P<message>.*?)  \[(?P<code>[\w-]+)\]")
EXPECTED = re.compile(r"  # error: \[(?P<code>[\w-]+)\] (?P<message>.+)$")

#: Pyright's rules, by mypy's codes.
RULES = {
    "arg-type": {"reportArgumentType"},
    "assignment": {"reportAssignmentType"},
    "attr-defined": {"reportAttributeAccessIssue"},
    "call-arg": {"reportCallIssue"},
    "call-overload": {"reportArgumentType", "reportCallIssue"},
    "operator": {"reportOperatorIssue"},
    "return-value": {"reportReturnType"},
    "typeddict-item": {"reportAssignmentType"},
    "typeddict-unknown-key": {"reportAssignmentType"},
    "union-attr": {"reportOptionalMemberAccess"},
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """The errors that mypy finds in all programs, by file: lists of line, code and message."""
    options = ["--strict", "--follow-imports=silent", "--hide-error-context", "--no-color-output"]
    cache = tmp_path_factory.mktemp("mypy")
    output, failure, _status = api.run(
        ["--config-file=", f"--cache-dir={cache}", *options, *map(str, PROGRAMS)]
    )
    assert not failure
    found: dict[Path, list[tuple[int, str, str]]] = {}
    for line in output.splitlines():
        if error := FOUND.fullmatch(line):
            entry = int(error["line"]), error["code"], error["message"]
            found.setdefault(Path(error["file"]).resolve(), []).append(entry)
    return found


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """The rules that pyright finds broken in all programs, by file and line."""
    folder = tmp_path_factory.mktemp("pyright")
    for program in PROGRAMS:
        copy = folder / program.relative_to(HERE)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(program, copy)
    options = {"strict": ["accepted"], "extraPaths": [str(Path(novaclient.__path__[0]).parent)]}
    (folder / "pyrightconfig.json").write_text(json.dumps(options))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[Path, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for error in json.loads(done.stdout)["generalDiagnostics"]:
        if error["severity"] == "error":
            path = Path(error["file"]).resolve().relative_to(folder.resolve())
            found[HERE / path][error["range"]["start"]["line"] + 1].add(error["rule"])
    return found


def _expected(program):
    """Return the line, code and message of each error that a program should have."""
    lines = enumerate(program.read_text().splitlines(), start=1)
    return [(n, e["code"], e["message"]) for n, line in lines if (e := EXPECTED.search(line))]


def _name(program):
    return f"{program.parent.name}/{program.name}"


@pytest.mark.parametrize("program", PROGRAMS, ids=_name)
def test_mypy_finds_exactly_the_expected_errors(errors, program):
    expected = _expected(program)
    assert bool(expected) == (program.parent.name == "refused")
    found = errors.get(program, [])
    assert [error[:2] for error in found] == [error[:2] for error in expected], found
    for (line, _code, message), (_line, _expected_code, expected_message) in zip(
        found, expected, strict=True
    ):
        assert expected_message in message, f"line {line}"


@pytest.mark.parametrize("program", PROGRAMS, ids=_name)
def test_pyright_finds_the_same_errors(rules, program):
    found = rules[program]
    expected = {line: code for line, code, _message in _expected(program)}
    assert found.keys() == expected.keys(), found
    for line, code in expected.items():
        assert found[line] <= RULES[code], f"line {line}"
