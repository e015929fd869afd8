"""A resource and a manager for tests of what all resources and managers have in common."""

from __future__ import annotations

from novaclient import base


class Row(base.Resource):
    """The resource."""


class RowManager(base.ManagerWithFind):
    """A manager that records the ids that are requested from it."""

    resource_class = Row

    def __init__(self, *rows):
        super().__init__(None)
        self.rows = {row["id"]: row for row in rows}
        self.requested = []

    def get(self, row_id):
        self.requested.append(row_id)
        return Row(self, self.rows[row_id], loaded=True, resp=["req-get"])

    def list(self):
        return base.ListWithMeta([Row(self, row, True) for row in self.rows.values()], ["req-l"])
