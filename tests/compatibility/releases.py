"""The releases of Nova that the library is tested against.

A release is a row of :data:`RELEASES` and a file of pins: what ``pip freeze --all`` printed in an
environment in which it worked. The newest one is that of the functional tests, whose environment
it shares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).with_name("pins")
PINS_OF_THE_NEWEST = Path(__file__).parents[1] / "functional/cloud/constraints.txt"


@dataclass(frozen=True)
class Release:
    """A release of OpenStack.

    :param name: Its name on the command line, in the service catalog and of its file of pins.
    :param title: Its name in the documentation.
    :param newest: The newest microversion of its Nova.
    :param python: The version of CPython that its Nova runs on. None for the newest release, which
        runs on that of the tests.
    """

    name: str
    title: str
    newest: str
    python: str | None

    @property
    def pins(self) -> Path:
        """The file with all packages of its environment, in their versions."""
        return PINS / f"{self.name}.txt" if self.python else PINS_OF_THE_NEWEST

    @property
    def nova(self) -> str:
        """The version of its Nova."""
        [version] = re.findall(r"(?m)^nova==(.+)$", self.pins.read_text())
        return str(version)

    def __str__(self) -> str:
        return self.name


#: From the oldest to the newest.
RELEASES = (
    Release("train", "Train", "2.79", "3.7"),
    Release("wallaby", "Wallaby", "2.88", "3.8"),
    Release("yoga", "Yoga", "2.90", "3.9"),
    Release("antelope", "2023.1 Antelope", "2.95", "3.9"),
    Release("caracal", "2024.1 Caracal", "2.96", "3.9"),
    Release("epoxy", "2025.1 Epoxy", "2.100", "3.11"),
    Release("gazpacho", "2026.1 Gazpacho", "2.103", "3.12"),
    Release("hibiscus", "2026.2 Hibiscus", "2.104", None),
)
