"""The table of the documentation: which release was tested, how, and when."""

from __future__ import annotations

import collections
import csv
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.compatibility.releases import RELEASES

if TYPE_CHECKING:
    from tests.compatibility.releases import Release

PATH = Path(__file__).parents[2] / "doc/source/user/releases.csv"

HEADER = ("Release", "Nova", "Microversions", "What was run", "Result", "When")


class Run:
    """What was run with a release, and how long it took, in seconds."""

    def __init__(self) -> None:
        self.outcomes: collections.Counter[str] = collections.Counter()
        #: How many requests were judged by the schemas of the release.
        self.judged = 0
        self.installing = 0.0
        self.starting = 0.0
        self.testing = 0.0

    def add(self, report: Any) -> None:
        """Add the report of pytest on a phase of a test."""
        self.testing += report.duration
        if report.when == "call":
            self.judged += dict(report.user_properties).get("judged", 0)
        if report.when == "call" or not report.passed:
            self.outcomes[report.outcome] += 1

    @property
    def result(self) -> str:
        """How many tests passed, and how many did not."""
        return ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))

    def __str__(self) -> str:
        return (
            f"{self.result} in {self.testing:.0f} s; "
            f"of these, installing took {self.installing:.0f} s and starting {self.starting:.0f} s"
        )


def row(release: Release, run: Run) -> dict[str, str]:
    """Return the row of a release."""
    values = (
        release.title,
        release.nova,
        f"2.1 to {release.newest}",
        f"{run.outcomes.total()} tests, {run.judged:,} requests judged",
        run.result,
        datetime.datetime.now(datetime.UTC).date().isoformat(),
    )
    return dict(zip(HEADER, values, strict=True))


def write(runs: Mapping[Release, Run]) -> None:
    """Write the rows of the releases that were run; the others stay as they are."""
    rows = {}
    if PATH.exists():
        with PATH.open(newline="", encoding="utf-8") as file:
            rows = {each["Release"]: each for each in csv.DictReader(file)}
    rows.update({release.title: row(release, run) for release, run in runs.items()})
    with PATH.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[each.title] for each in RELEASES if each.title in rows)
