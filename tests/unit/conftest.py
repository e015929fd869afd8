"""Fixtures of all unit tests."""

from __future__ import annotations

import functools
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

import novaclient
from novaclient import client
from tests.unit.server import Cloud

# The same examples on every run, without a deadline for slow machines.
hypothesis.settings.register_profile("unit", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("unit")

ENDPOINT = "http://compute.example/v2.1"

#: For listings that leave the judgement of a limit to the server: the limit, and what is sent.
limits_as_sent = pytest.mark.parametrize(
    ("limit", "query"),
    [
        (None, ""),
        (0, ""),
        ("", ""),
        (3, "?limit=3"),
        ("3", "?limit=3"),
        ("x", "?limit=x"),
        (-1, "?limit=-1"),
    ],
)


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        settings = ("OS_", "NOVA_", "REQUESTS_", "CURL_")
        if name.upper().endswith("_PROXY") or name.startswith(settings):
            monkeypatch.delenv(name)


@pytest.fixture
def session() -> ksession.Session:
    """A session as applications create it, with a fixed token and endpoint."""
    return ksession.Session(auth=token_endpoint.Token(ENDPOINT, "TOKEN"))


@pytest.fixture
def make_client(session: ksession.Session) -> Callable[..., Any]:
    """Create a client at a microversion, by default 2.96."""

    def make(version: Any = "2.96", **kwargs: Any) -> Any:
        return client.Client(version, **{"session": session, **kwargs})

    return make


@pytest.fixture
def nova(make_client: Callable[..., Any]) -> Any:
    """A client at microversion 2.96."""
    return make_client()


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """A cloud behind real sockets."""
    with Cloud() as running:
        yield running


@pytest.fixture
def log_in(cloud: Cloud) -> Callable[..., Any]:
    """Create a client of the cloud with a name and a password, as the guide shows."""
    return functools.partial(
        client.Client, "2.96", "demo", "secret", "p1", cloud.auth_url, user_domain_id="default"
    )


@pytest.fixture
def run_python(tmp_path: pathlib.Path) -> Callable[..., str]:
    """Run a program in a new interpreter and return its output."""

    def run(program: str, *args: str, **environment: str) -> str:
        script = tmp_path / "program.py"
        script.write_text(program)
        # The library that is being tested, and the modules that the test has written.
        library = pathlib.Path(novaclient.__file__).parents[1]
        path = os.pathsep.join([str(tmp_path), str(library)])
        result = subprocess.run(
            [sys.executable, "-W", "error", str(script), *args],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": path, **environment},
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    return run
