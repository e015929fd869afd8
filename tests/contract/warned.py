"""The warnings of a call that matter: those of the library."""

from __future__ import annotations

import contextlib
import pathlib
import sysconfig
import warnings
from collections.abc import Iterator

import novaclient

LIBRARY = str(pathlib.Path(novaclient.__file__).parent)
OTHERS = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))


@contextlib.contextmanager
def recorded() -> Iterator[list[warnings.WarningMessage]]:
    """Record all warnings inside the ``with`` statement."""
    with warnings.catch_warnings(record=True) as messages:
        warnings.simplefilter("always")
        yield messages


def pairs(messages: list[warnings.WarningMessage]) -> list[list[str]]:
    """Return ``[category, message]`` of the warnings that matter.

    These point at a line of the library or at the line that called it, in the code of a row or in
    the tests. A warning that points into the standard library or another package is about that
    package, and a ResourceWarning depends on when the garbage collector runs.
    """
    return [
        [_category(message.category), str(message.message)]
        for message in messages
        if not issubclass(message.category, ResourceWarning) and _is_own(message.filename)
    ]


def _is_own(filename: str) -> bool:
    return filename.startswith(LIBRARY) or not filename.startswith(OTHERS)


def _category(category: type[Warning]) -> str:
    """Return the builtin category of a warning, which filters of programs use."""
    return next(kind.__name__ for kind in category.__mro__ if kind.__module__ == "builtins")
