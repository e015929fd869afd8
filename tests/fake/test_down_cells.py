"""Cells that do not respond, as on the real cloud."""

from __future__ import annotations

import pytest

from tests.fake.conftest import FakeCloud
from tests.functional.test_down_cells import *  # noqa: F403
from tests.functional.test_down_cells import PAGE


class FakeCells(FakeCloud):
    """What the tests use of a cloud of two cells."""

    def __init__(self, fake):
        super().__init__(fake)
        self._fake = fake
        self.cells = {"compute-1": "cell1", "compute-2": "cell2"}

    def cells_down(self, *cells):
        """Have cells not respond; by default, all."""
        hosts = [host for host, cell in self.cells.items() if cell in cells]
        return self._fake.cell_down(*hosts)


@pytest.fixture(scope="module")
def cells(fake):
    """The fake cloud, with small pages."""
    fake.max_limit = PAGE
    return FakeCells(fake)


@pytest.fixture(scope="module")
def connect(fake):
    """A function that creates clients."""

    def make(version="2.104", member=False):
        user = FakeCloud.member if member else FakeCloud.admin
        return fake.client(version, user=user.user_id, project=user.project_id, admin=not member)

    return make
