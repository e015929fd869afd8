"""The tests of the imported modules that only the real cloud can run, and why."""

from __future__ import annotations

#: The reason, by ``module::test``.
REASONS: dict[str, str] = {}
