# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Classes that inherit their methods from one class per topic."""

from __future__ import annotations

import inspect
from typing import Any, TypeVar

from novaclient import api_versions

_ClassT = TypeVar("_ClassT", bound=type[Any])


def as_one(cls: _ClassT) -> _ClassT:
    """Name the methods of the topic classes as if a class defined them.

    Error messages and pickles contain these names.

    :param cls: The class. The topic classes are those of its bases that are in modules below its
        own.
    :return: The class.
    """
    for topic in cls.__mro__:
        if topic.__module__.startswith(cls.__module__):
            for value in vars(topic).values():
                _rename(getattr(value, "__func__", value), cls)
    return cls


def _rename(function: Any, owner: type) -> None:
    while inspect.isfunction(function):
        function.__module__ = owner.__module__
        function.__qualname__ = f"{owner.__qualname__}.{function.__name__}"
        for method in api_versions.get_substitutions(function):
            method.name = f"{owner.__module__}.{function.__qualname__}"
            _rename(method.func, owner)
        function = getattr(function, "__wrapped__", None)
