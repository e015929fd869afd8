"""Makes the virtual environment of a release and keeps it between runs."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.functional.cloud.environment import Report, _locked, cache_folder
from tests.functional.cloud.process import PROGRAMS, run

if TYPE_CHECKING:
    from tests.compatibility.releases import Release

#: Written last: an environment without it was left unfinished.
_MARKER = "complete"


def prepare(release: Release, python: Path, report: Report) -> Path:
    """Return the Python of an environment, made now unless an earlier run has done so.

    :param release: The release whose packages are installed.
    :param python: A Python of the version of the release.
    :param report: Called with a line for a person when something takes long.
    :raises CloudError: When a step fails, with the end of its log.
    """
    cache = cache_folder() / "releases"
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / f"{release.name}-{_fingerprint(release, python)}"
    with _locked(cache / f"{folder.name}.lock", report):
        if not (folder / _MARKER).exists():
            report(f"installing Nova {release.nova} in {folder}; this happens once")
            _make(release, python, folder)
    return folder / "bin/python"


def _fingerprint(release: Release, python: Path) -> str:
    """Return a short hash of all that decides what an environment holds."""
    digest = hashlib.sha256(bytes(python.resolve()))
    for path in (release.pins, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _make(release: Release, python: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    log = folder / "install.log"
    lifeline = PROGRAMS / "lifeline.py"
    run("venv", [python, lifeline, "-m", "venv", folder], log)
    pip = [
        *(folder / "bin/python", lifeline, "-m", "pip", "install"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar=off"),
        # What is used gets compiled at the first start. Some packages are old source packages,
        # which need the pinned setuptools.
        "--no-compile",
    ]
    run("pip", [*pip, "--constraint", release.pins, "pip", "setuptools", "wheel"], log)
    run("pip", [*pip, "--requirement", release.pins], log)
    (folder / _MARKER).touch()
