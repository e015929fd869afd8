# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Extensions: modules of other packages that add a manager to the client."""

from __future__ import annotations

import functools
import importlib
import itertools
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from novaclient import base, exceptions, utils


class Extension(base.HookableMixin):
    """An extension of the client.

    :param name: The name of the client's attribute for the manager.
    :param module: The module. Its hooks are registered, and a subclass of
        :class:`novaclient.base.Manager` in it is the class of the manager.
    """

    SUPPORTED_HOOKS = ("__pre_parse_args__", "__post_parse_args__")

    def __init__(self, name: str, module: ModuleType) -> None:
        self.name = name
        self.module = module
        #: The class of the manager; None if the module has none.
        self.manager_class: Any = None
        for attribute, value in vars(module).items():
            if attribute in self.SUPPORTED_HOOKS:
                self.add_hook(attribute, value)
            elif _is_manager(value):
                self.manager_class = value

    def __repr__(self) -> str:
        return f"<Extension '{self.name}'>"


def _is_manager(value: object) -> bool:
    # The module may have imported the base classes.
    return (
        utils.safe_issubclass(value, base.Manager)
        and getattr(value, "__module__", None) != base.__name__
    )


def discover_extensions(*args: Any, **kwargs: Any) -> list[Extension]:
    """Find the installed extensions.

    These are the modules on the Python path whose names end in ``_python_novaclient_ext``, and
    the entry points of the group ``novaclient.extension``. The client's attribute for the manager
    of a module has the full name of the module, or its ``extension_name``. An extension that can't
    be loaded is left out, with an :class:`~novaclient.exceptions.ExtensionWarning`.

    :param args: Ignored. Formerly, this was the version.
    :param kwargs: Ignored.
    :return: The extensions, for the argument ``extensions`` of :func:`novaclient.client.Client`.
    """
    found = []
    for place, load in itertools.chain(_extension_modules(), _extension_entry_points()):
        try:
            found.append(load())
        except Exception as error:
            utils.warn_caller(
                f"The extension {place} was not loaded: {type(error).__name__}: {error}",
                exceptions.ExtensionWarning,
            )
    return found


# Where an extension was found, and a function that loads it.
_Found = Iterator[tuple[str, "Callable[[], Extension]"]]


def _extension_modules() -> _Found:
    import pkgutil

    def load(name: str) -> Extension:
        module = importlib.import_module(name)
        return Extension(getattr(module, "extension_name", name), module)

    for info in pkgutil.iter_modules():
        if info.name.endswith("_python_novaclient_ext"):
            yield f"in module {info.name!r}", functools.partial(load, info.name)


def _extension_entry_points() -> _Found:
    import stevedore

    class Unloaded(stevedore.ExtensionManager):  # type: ignore[type-arg] # no generic at run time
        """Finds the entry points only; on loading, stevedore would stop at an AssertionError."""

        def list_entry_points(self) -> list[Any]:
            return []

    def load(entry_point: Any) -> Extension:
        return Extension(entry_point.name, entry_point.load())

    unloaded: Any = Unloaded("novaclient.extension")
    for entry_point in super(Unloaded, unloaded).list_entry_points():
        place = f"of entry point '{entry_point.name} = {entry_point.value}'"
        yield place, functools.partial(load, entry_point)
