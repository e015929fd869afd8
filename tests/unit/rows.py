"""Managers and resources of no service, for tests of what all of them have in common."""

from __future__ import annotations

from novaclient import base


class Row(base.Resource):
    """A resource of a manager made for the tests."""


class RowManager(base.ManagerWithFind):
    """A manager that keeps account of what is asked of it."""

    resource_class = Row

    def __init__(self, *rows):
        super().__init__(None)
        self.rows = {row["id"]: row for row in rows}
        self.asked = []

    def get(self, row_id):
        self.asked.append(row_id)
        return Row(self, self.rows[row_id], loaded=True, resp=["req-get"])

    def list(self):
        return base.ListWithMeta([Row(self, row, True) for row in self.rows.values()], ["req-l"])
