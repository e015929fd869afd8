"""The Nova of each release: whether this machine can run it, and with what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.compatibility import environment, interpreters
from tests.functional.cloud.cloud import NovaProgram
from tests.functional.cloud.environment import prepare
from tests.functional.cloud.services import report_to_stderr

if TYPE_CHECKING:
    from tests.compatibility.releases import Release

PROGRAM = Path(__file__).parent / "programs/serve_release.py"


def why_not(release: Release) -> str | None:
    """Return why this machine can't run a release, or None if it can."""
    if release.python is None or interpreters.find(release.python):
        return None
    return f"there is no Python {release.python} {interpreters.PLACES}"


def python_of(release: Release) -> Path:
    """Return the Python of the environment with the Nova of a release.

    The environment is made if it does not exist.
    """
    if release.python is None:
        return prepare(report_to_stderr).python
    found = interpreters.find(release.python)
    assert found, why_not(release)
    return environment.prepare(release, found, report_to_stderr)


def program_of(release: Release) -> NovaProgram:
    """Return the program that serves the Nova of a release."""
    return NovaProgram(python_of(release), PROGRAM)
