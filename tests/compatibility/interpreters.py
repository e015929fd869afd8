"""Finds the Pythons that the releases run on."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

#: The variable with further Pythons, or folders with some, separated as on ``PATH``.
VARIABLE = "NOVACLIENT_PYTHONS"

PLACES = f"on PATH, in pyenv's folder or in {VARIABLE}"


@functools.cache
def find(version: str) -> Path | None:
    """Return a Python of a version, or None if there is none.

    :param version: The major and the minor version, such as ``3.9``.
    """
    return next(filter(None, (_actual(path, version) for path in _candidates(version))), None)


def _candidates(version: str) -> Iterator[Path]:
    name = f"python{version}"
    for place in map(Path, filter(None, os.environ.get(VARIABLE, "").split(os.pathsep))):
        yield from (place / name, place / "bin" / name) if place.is_dir() else (place,)
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}.*"), reverse=True):
        yield folder / "bin" / name


def _actual(python: Path, version: str) -> Path | None:
    """Return where a Python of the version really is.

    :return: None if it has another version, or does not run, like some that pyenv has on PATH.
    """
    program = "import sys; print('{}.{}'.format(*sys.version_info), sys.executable)"
    try:
        run = subprocess.run([python, "-c", program], capture_output=True, text=True, timeout=30)
    except OSError:
        return None
    found, _, executable = run.stdout.strip().partition(" ")
    return Path(executable) if run.returncode == 0 and found == version else None
