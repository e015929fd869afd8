"""The list of what is not built yet is true."""

from __future__ import annotations

import pytest

from tests.contract import pending, tables


@pytest.mark.parametrize("manager", pending.PENDING)
def test_manager_is_not_built(manager: str) -> None:
    """Take a manager off the list as soon as its module is there."""
    assert not pending.is_built(pending.module_of(manager))


def test_code_rows_exist() -> None:
    """Name code lines of the table only."""
    assert pending.code_rows() <= {row.id for row in tables.wire() if row.code is not None}
