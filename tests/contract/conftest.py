"""The environment and the network of every contract test."""

from __future__ import annotations

import contextlib
import logging
import os
import pathlib
from collections.abc import Iterator
from unittest import mock

import pytest

from tests.contract.server import Server


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Return a home directory for the time of the tests."""
    return tmp_path_factory.mktemp("contract")


@pytest.fixture(scope="session")
def answering_side() -> Server:
    """Return the server, with its answers read once."""
    return Server()


@pytest.fixture
def server(answering_side: Server, scratch: pathlib.Path) -> Iterator[Server]:
    """Return the server in place of the network, in an environment without settings."""
    # Requests reads the whole environment for each request, so a small one is quick too.
    environment = {name: text for name, text in os.environ.items() if name.startswith("PYTEST")}
    environment["HOME"] = str(scratch)
    cache = scratch / "cache"
    environment["NOVACLIENT_UUID_CACHE_DIR"] = str(cache)
    with mock.patch.dict(os.environ, environment, clear=True), answering_side.in_place(), quiet():
        yield answering_side
    assert not cache.exists(), "a call has written files"


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let the library not log, for each answer, that it names no microversion."""
    logger = logging.getLogger("novaclient")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
