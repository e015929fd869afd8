# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The states of servers, and the status that Nova derives from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_RESIZING = dict.fromkeys(
    ("resize_prep", "resize_migrating", "resize_migrated", "resize_finish"), "RESIZE"
)
_REBUILDING = dict.fromkeys(
    ("rebuilding", "rebuild_block_device_mapping", "rebuild_spawning"), "REBUILD"
)
_DEFAULT = "default"

#: The status, by the VM state and the task state.
_STATUSES: dict[str, dict[str, str]] = {
    "active": {
        _DEFAULT: "ACTIVE",
        **dict.fromkeys(("rebooting", "reboot_pending", "reboot_started"), "REBOOT"),
        **dict.fromkeys(
            ("rebooting_hard", "reboot_pending_hard", "reboot_started_hard"), "HARD_REBOOT"
        ),
        "updating_password": "PASSWORD",
        **_REBUILDING,
        "migrating": "MIGRATING",
        **_RESIZING,
    },
    "building": {_DEFAULT: "BUILD"},
    "stopped": {_DEFAULT: "SHUTOFF", **_RESIZING, **_REBUILDING},
    "resized": {_DEFAULT: "VERIFY_RESIZE", "resize_reverting": "REVERT_RESIZE"},
    "paused": {_DEFAULT: "PAUSED", "migrating": "MIGRATING"},
    "suspended": {_DEFAULT: "SUSPENDED"},
    "rescued": {_DEFAULT: "RESCUE"},
    "error": {_DEFAULT: "ERROR", **_REBUILDING},
    "deleted": {_DEFAULT: "DELETED"},
    "soft-delete": {_DEFAULT: "SOFT_DELETED"},
    "shelved": {_DEFAULT: "SHELVED"},
    "shelved_offloaded": {_DEFAULT: "SHELVED_OFFLOADED"},
}

#: The power state, by the VM state; others have none.
_POWER = {"active": 1, "resized": 1, "rescued": 1, "error": 1, "paused": 3, "stopped": 4}
_SHUT_DOWN = 4


def status_of(vm_state: str, task_state: str | None) -> str:
    """Return the status of a server."""
    statuses = _STATUSES[vm_state]
    return statuses.get(task_state or _DEFAULT, statuses[_DEFAULT])


def power_of(vm_state: str) -> int:
    """Return the power state of a server that has come into a VM state: 0 is unknown."""
    if vm_state in ("suspended", "shelved"):
        return _SHUT_DOWN
    return _POWER.get(vm_state, 0)


def states_of(statuses: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the VM states and the task states that Nova searches for with statuses.

    The task state ``default`` stands for any.
    """
    wanted = {status.upper() for status in statuses}
    found = [
        (vm_state, task_state)
        for vm_state, tasks in _STATUSES.items()
        for task_state, status in tasks.items()
        if status in wanted
    ]
    return {vm_state for vm_state, _ in found}, {task_state for _, task_state in found}


def settled(status: str) -> str:
    """Return the VM state of a server that is in a status without a task.

    :raises ValueError: if there is no such status, or it is that of a task.
    """
    for vm_state, tasks in _STATUSES.items():
        if tasks[_DEFAULT] == status:
            return vm_state
    known = ", ".join(tasks[_DEFAULT] for tasks in _STATUSES.values())
    raise ValueError(f"a server can be added with one of the statuses {known}, not {status!r}")
