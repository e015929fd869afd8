"""No answer, however wrong, leads to an exception that is not documented."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import hypothesis
import pytest

from tests.contract import answers
from tests.contract.conftest import quiet

#: The modules whose exceptions a call may raise, whatever the server answers.
DOCUMENTED = ("novaclient.exceptions", "novaclient.crypto", "keystoneauth1.exceptions.")

EXAMPLES = hypothesis.settings(
    max_examples=int(os.environ.get("NOVACLIENT_EXAMPLES", "10")),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


def _is_documented(error: Exception) -> bool:
    return any(cls.__module__.startswith(DOCUMENTED) for cls in type(error).__mro__)


@pytest.fixture(scope="module")
def server() -> Iterator[answers.SpoilingServer]:
    server = answers.SpoilingServer()
    environment = {k: v for k, v in os.environ.items() if k.startswith("PYTEST")}
    with mock.patch.dict(os.environ, environment, clear=True), server.in_place(), quiet():
        yield server


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", list(answers.cases()), ids=lambda case: case.name)
def test_a_wrong_answer_is_a_documented_exception(
    case: answers.Case, server: answers.SpoilingServer
) -> None:
    server.spoilt = None
    answers.look_at(case.perform(server))
    bodies = server.bodies

    @EXAMPLES
    @hypothesis.given(answers.spoilt(bodies))
    def check(spoilt: answers.Spoilt) -> None:
        server.spoilt = spoilt
        try:
            answers.look_at(case.perform(server))
        except Exception as error:
            reads = case.row.line.get("get") and answers.is_missing(error)
            if not reads and not _is_documented(error):
                raise
            # What can't be encoded can't be printed.
            str(error).encode()

    check()
