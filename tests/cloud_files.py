"""The files from which ``client.from_config()`` reads the clouds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def writer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that writes ``clouds.yaml`` and ``secure.yaml``, and write empty ones."""

    def write(clouds: Any = None, secure: Any = None) -> None:
        for name, content in (("CONFIG", clouds), ("SECURE", secure)):
            path = folder / f"{name}.yaml"
            path.write_text(json.dumps({"clouds": content} if content else {}))
            monkeypatch.setenv(f"OS_CLIENT_{name}_FILE", str(path))

    write()
    return write
