"""No response, however malformed, leads to an undocumented exception."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import hypothesis
import pytest

from tests.contract import malformed
from tests.contract.conftest import quiet

#: The modules whose exceptions a call may raise, whatever the response is.
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
def server() -> Iterator[malformed.MalformingServer]:
    server = malformed.MalformingServer()
    environment = {k: v for k, v in os.environ.items() if k.startswith("PYTEST")}
    with mock.patch.dict(os.environ, environment, clear=True), server.in_place(), quiet():
        yield server


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", list(malformed.cases()), ids=lambda case: case.name)
def test_a_malformed_response_raises_a_documented_exception(
    case: malformed.Case, server: malformed.MalformingServer
) -> None:
    server.malformed = None
    malformed.read_all(case.perform(server))
    bodies = server.bodies

    @EXAMPLES
    @hypothesis.given(malformed.malformed_responses(bodies))
    def check(response: malformed.Malformed) -> None:
        server.malformed = response
        try:
            malformed.read_all(case.perform(server))
        except Exception as error:
            reads_attribute = case.row.line.get("get") and malformed.is_missing(error)
            if not reads_attribute and not _is_documented(error):
                raise
            # A message must be encodable to be printed.
            str(error).encode()

    check()
