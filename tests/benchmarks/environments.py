"""The virtual environments of the contenders, created once in ``.bench/``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / ".bench"

#: Packages of all environments, so that only the libraries differ.
_COMMON = ("pyperf==2.10.0", "keystoneauth1==5.18.1", "requests==2.34.2", "urllib3==2.8.0")


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

    @property
    def folder(self) -> Path:
        """The folder of its environment."""
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        words = "".join(c if c.isalnum() else "-" for c in self.name)
        return FOLDER / f"py{python}-{words}"

    @property
    def python(self) -> Path:
        """The Python interpreter of its environment."""
        return self.folder / "bin" / "python"


OURS = Contender("this library, with speed", "with_novaclient", (".", "orjson==3.13.0"))
OURS_PLAIN = Contender("this library", "with_novaclient", (".",))
OLD = Contender("18.13.1", "with_novaclient", ("python-novaclient==18.13.1",))
#: With oslo.utils, as in every environment with this library: keystoneauth imports its dependency
#: netaddr if that is installed, and takes longer to import.
FLOOR = Contender("keystoneauth", "with_keystoneauth", ("oslo.utils==10.2.0",))
SDK = Contender("openstacksdk", "with_openstacksdk", ("openstacksdk==4.22.0",))

CONTENDERS = (OURS, OURS_PLAIN, OLD, FLOOR, SDK)


def prepare() -> None:
    """Create the missing environments, and reinstall this library in its own."""
    wheel = _build()
    for contender in CONTENDERS:
        marker = contender.folder / "complete"
        if not marker.exists():
            shutil.rmtree(contender.folder, ignore_errors=True)
            venv.create(contender.folder, with_pip=True)
            _pip(contender, *_COMMON, *(str(wheel) if p == "." else p for p in contender.packages))
            marker.touch()
        elif "." in contender.packages:
            _pip(contender, "--force-reinstall", "--no-deps", str(wheel))


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


def _pip(contender: Contender, *args: str) -> None:
    # pip compiles the packages, so that no figure includes compiling.
    subprocess.run([contender.python, "-m", "pip", "install", "-q", *args], check=True)
