# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Extensions: modules of other packages that add a manager to the client."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from novaclient import base, utils


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
