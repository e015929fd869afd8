"""The virtual environments of the contenders, created once in ``.bench/``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / ".bench"

#: Packages of all environments, so that only the libraries differ.
_COMMON = ("keystoneauth1==5.18.1", "requests==2.34.2", "urllib3==2.8.0")
_ORJSON = "orjson==3.13.0"


@dataclass(frozen=True)
class Contender:
    """A library to measure.

    :param name: Its name in the output.
    :param module: The module in ``contenders/`` that calls it.
    :param packages: The packages to install; ``.`` is this repository.
    """

    name: str
    module: str
    packages: tuple[str, ...]


OURS = Contender("this library, with speed", "with_novaclient", (".", _ORJSON))
OURS_PLAIN = Contender("this library", "with_novaclient", (".",))
OLD = Contender("18.13.1", "with_novaclient", ("python-novaclient==18.13.1",))
#: With oslo.utils, as in every environment with this library: keystoneauth imports its dependency
#: netaddr if that is installed, and takes longer to import.
FLOOR = Contender("keystoneauth", "with_keystoneauth", ("oslo.utils==10.2.0",))
SDK = Contender("openstacksdk", "with_openstacksdk", ("openstacksdk==4.22.0",))
HTTP = Contender("http.client", "with_http_client", (_ORJSON,))

CONTENDERS = (OURS, OURS_PLAIN, OLD, FLOOR, SDK, HTTP)


def prepare(python: str = sys.executable) -> Mapping[Contender, Path]:
    """Create the missing environments, and reinstall this library in its own.

    :param python: The Python interpreter to create them with.
    :returns: The Python interpreter of each environment.
    """
    wheel = str(_build())
    version = version_of(python).rpartition(".")[0]
    interpreters = {}
    for contender in CONTENDERS:
        words = "".join(c if c.isalnum() else "-" for c in contender.name)
        folder = FOLDER / f"py{version}-{words}"
        interpreters[contender] = folder / "bin" / "python"
        complete = folder / "complete"
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([python, "-m", "venv", folder], check=True)
            packages = [wheel if p == "." else p for p in contender.packages]
            _pip(interpreters[contender], *_COMMON, *packages)
            complete.touch()
        elif "." in contender.packages:
            _pip(interpreters[contender], "--force-reinstall", "--no-deps", wheel)
    return interpreters


def version_of(python: str) -> str:
    """Return the version of a Python interpreter, such as ``3.13.0``."""
    program = "import platform; print(platform.python_version())"
    command = [python, "-c", program]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


def _build() -> Path:
    wheels = FOLDER / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, REPOSITORY],
        check=True,
        env={**os.environ, "PBR_VERSION": "19.0.0"},
    )
    shutil.rmtree(REPOSITORY / "build", ignore_errors=True)
    (wheel,) = wheels.glob("*.whl")
    return wheel


def _pip(python: Path, *args: str) -> None:
    # pip compiles the packages, so that no figure includes compiling.
    subprocess.run([python, "-m", "pip", "install", "-q", *args], check=True)
