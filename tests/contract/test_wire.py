"""Every call of ``wire.jsonl``, at every microversion of its outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract import tables
from tests.contract.check import check
from tests.contract.deviations import DEVIATIONS

if TYPE_CHECKING:
    from tests.contract.server import Server


@pytest.mark.parametrize("row", tables.wire(), ids=lambda row: row.id)
def test_call_has_the_outcome_of_its_row(row: tables.Row, server: Server) -> None:
    report = check(row, DEVIATIONS, server)
    if report:
        pytest.fail(report, pytrace=False)
