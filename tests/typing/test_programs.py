"""Type checking of programs that use the library.

The programs in ``accepted/`` have no errors. Those in ``refused/`` have an error in each line with
a comment ``# error: [code] message``, and in no other line.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mypy import api

HERE = Path(__file__).parent
PROGRAMS = sorted([*HERE.glob("accepted/*.py"), *HERE.glob("refused/*.py")])
FOUND = re.compile(r"(?P<file>.+?):(?P<line>\d+): error: (?P<message>.*?)  \[(?P<code>[\w-]+)\]")
EXPECTED = re.compile(r"  # error: \[(?P<code>[\w-]+)\] (?P<message>.+)$")


@pytest.fixture(scope="module")
def errors(tmp_path_factory):
    """The errors of all programs, by file: lists of line, code and message."""
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


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_type_checker_finds_exactly_the_expected_errors(errors, program):
    lines = enumerate(program.read_text().splitlines(), start=1)
    expected = [(n, e["code"], e["message"]) for n, line in lines if (e := EXPECTED.search(line))]
    assert bool(expected) == (program.parent.name == "refused")
    found = errors.get(program, [])
    assert [error[:2] for error in found] == [error[:2] for error in expected], found
    for (line, _code, message), (_line, _expected_code, expected_message) in zip(
        found, expected, strict=True
    ):
        assert expected_message in message, f"line {line}"
