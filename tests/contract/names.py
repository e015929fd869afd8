"""The names that the code of a row may use.

``cache_files`` and ``wipe_cache`` are missing: no row uses them, and the library writes no such
files.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import importlib
import inspect
import io
import itertools
import json
import logging
import os
import pkgutil
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import requests

import novaclient
from novaclient import api_versions, base, client, crypto, exceptions, extension, utils, v2
from tests.contract import sessions, values, warned
from tests.contract.server import Server, response

MODULES: dict[str, types.ModuleType] = {
    "api_versions": api_versions,
    "base": base,
    "client": client,
    "copy": copy,
    "crypto": crypto,
    "datetime": datetime,
    "exceptions": exceptions,
    "extension": extension,
    "inspect": inspect,
    "io": io,
    "json": json,
    "novaclient": novaclient,
    "os": os,
    "requests": requests,
    "sys": sys,
    "types": types,
    "utils": utils,
}

_runs = itertools.count()


def namespace(nova: Any, mv: str, session: Any, server: Server) -> dict[str, Any]:
    """Return the names for one run of the code of a row."""

    def make_client(version: Any = mv, **kwargs: Any) -> Any:
        kwargs.setdefault("session", session)
        return client.Client(version, **kwargs)

    def resource(manager: str, info: Any, loaded: bool = True, cls: Any = None) -> Any:
        return values.resource(nova, manager, info, loaded, cls)

    return {
        **MODULES,
        **_v2_modules(),
        # A new module for each run: the library may cache methods by module and name.
        "__name__": f"code_line_{next(_runs)}",
        "APIVersion": api_versions.APIVersion,
        "StaticAuth": sessions.StaticAuth,
        "last_headers": lambda: server.last_headers,
        "logged": logged,
        "make_client": make_client,
        "mv": mv,
        "new_session": sessions.new_session,
        "nova": nova,
        "raises": raises,
        "resource": resource,
        "response": response,
        "sent": lambda: list(server.sent),
        "session": session,
        "warned": warns,
    }


def _v2_modules() -> dict[str, types.ModuleType]:
    found = (module.name for module in pkgutil.iter_modules(v2.__path__))
    return {f"v2_{name}": importlib.import_module(f"novaclient.v2.{name}") for name in found}


def raises(function: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Call a function and describe what it returns or raises."""
    try:
        return {"returns": values.encode(function(*args, **kwargs))}
    except Exception as error:
        return {"raises": values.raised(error)}


def warns(function: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Call a function and describe what it returns or raises, and the warnings."""
    with warned.recorded() as recorded:
        result = raises(function, *args, **kwargs)
    return {**result, "warnings": warned.pairs(recorded)}


def logged(logger: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Call a function and describe what it returns or raises, and the log records."""
    with _recording(logging.getLogger(logger)) as records:
        result = raises(function, *args, **kwargs)
    return {**result, "log": [[record.levelname, record.getMessage()] for record in records]}


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextlib.contextmanager
def _recording(logger: logging.Logger) -> Iterator[list[logging.LogRecord]]:
    recorder = _Recorder()
    level = logger.level
    logger.addHandler(recorder)
    logger.setLevel(logging.DEBUG)
    try:
        yield recorder.records
    finally:
        logger.removeHandler(recorder)
        logger.setLevel(level)
