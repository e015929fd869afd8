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
    """A home directory for the tests."""
    return tmp_path_factory.mktemp("contract")


@pytest.fixture(scope="session")
def shared_server() -> Server:
    """The server, which reads its responses once."""
    return Server()


@pytest.fixture
def server(shared_server: Server, scratch: pathlib.Path) -> Iterator[Server]:
    """The server in place of the network, without settings in the environment."""
    # A small environment is also faster: requests reads all of it for each request.
    environment = {name: value for name, value in os.environ.items() if name.startswith("PYTEST")}
    environment["HOME"] = str(scratch)
    cache = scratch / "cache"
    environment["NOVACLIENT_UUID_CACHE_DIR"] = str(cache)
    with mock.patch.dict(os.environ, environment, clear=True), shared_server.in_place(), quiet():
        yield shared_server
    assert not cache.exists(), "a call wrote files"


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress the warning that the library logs for each response without a microversion."""
    logger = logging.getLogger("novaclient")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
