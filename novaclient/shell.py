# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Remains of the program ``nova``: debug logging, and a hint at the commands that replace it.

The command-line program is ``openstack`` of python-openstackclient. This module is kept for
libraries that import it to set up debug logging.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from novaclient import masking

# The commands of "openstack" that replace the most used commands of "nova".
_COMMANDS = {
    "agent-list": "compute agent list",
    "aggregate-add-host": "aggregate add host",
    "aggregate-create": "aggregate create",
    "aggregate-delete": "aggregate delete",
    "aggregate-list": "aggregate list",
    "aggregate-remove-host": "aggregate remove host",
    "aggregate-set-metadata": "aggregate set --property",
    "aggregate-show": "aggregate show",
    "aggregate-update": "aggregate set",
    "availability-zone-list": "availability zone list --compute",
    "backup": "server backup create",
    "boot": "server create",
    "console-log": "console log show",
    "delete": "server delete",
    "evacuate": "server evacuate",
    "flavor-create": "flavor create",
    "flavor-delete": "flavor delete",
    "flavor-key": "flavor set --property",
    "flavor-list": "flavor list",
    "flavor-show": "flavor show",
    "force-delete": "server delete --force",
    "get-vnc-console": "console url show --novnc",
    "hypervisor-list": "hypervisor list",
    "hypervisor-show": "hypervisor show",
    "hypervisor-stats": "hypervisor stats show",
    "image-create": "server image create",
    "instance-action": "server event show",
    "instance-action-list": "server event list",
    "interface-attach": "server add port",
    "interface-detach": "server remove port",
    "keypair-add": "keypair create",
    "keypair-delete": "keypair delete",
    "keypair-list": "keypair list",
    "keypair-show": "keypair show",
    "limits": "limits show --absolute",
    "list": "server list",
    "live-migration": "server migrate --live-migration",
    "lock": "server lock",
    "meta": "server set --property",
    "migrate": "server migrate",
    "migration-list": "server migration list",
    "pause": "server pause",
    "quota-show": "quota show",
    "quota-update": "quota set",
    "reboot": "server reboot",
    "rebuild": "server rebuild",
    "rescue": "server rescue",
    "resize": "server resize",
    "resize-confirm": "server resize confirm",
    "resize-revert": "server resize revert",
    "restore": "server restore",
    "resume": "server resume",
    "server-group-create": "server group create",
    "server-group-delete": "server group delete",
    "server-group-get": "server group show",
    "server-group-list": "server group list",
    "service-disable": "compute service set --disable",
    "service-enable": "compute service set --enable",
    "service-list": "compute service list",
    "shelve": "server shelve",
    "show": "server show",
    "ssh": "server ssh",
    "start": "server start",
    "stop": "server stop",
    "suspend": "server suspend",
    "unlock": "server unlock",
    "unpause": "server unpause",
    "unrescue": "server unrescue",
    "unshelve": "server unshelve",
    "update": "server set",
    "usage": "usage show",
    "usage-list": "usage list",
    "volume-attach": "server add volume",
    "volume-attachments": "server volume list",
    "volume-detach": "server remove volume",
}


class OpenStackComputeShell:
    """The class of the former program, kept for its method that sets up debug logging."""

    def setup_debugging(self, debug: bool) -> None:
        """Log everything from level DEBUG on to stderr, without secrets.

        The handlers that the program has set up are kept.

        :param debug: Whether to set up debug logging; if false, nothing is done.
        """
        root = logging.getLogger()
        if not debug or any(isinstance(handler, _DebugHandler) for handler in root.handlers):
            return
        handler = _DebugHandler()
        handler.setFormatter(
            _MaskingFormatter("%(levelname)s (%(module)s:%(lineno)d) %(message)s")
        )
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)


class _DebugHandler(logging.StreamHandler[Any]):
    """Writes to stderr; its type shows whether it was added before."""


class _MaskingFormatter(logging.Formatter):
    """Hides secrets in the records of all libraries, without changing the records."""

    def format(self, record: logging.LogRecord) -> str:
        shown = logging.makeLogRecord(vars(record))
        shown.msg, shown.args = masking.mask(record.getMessage()), None
        # Another handler may have left the unmasked traceback here.
        shown.exc_text = None
        return super().format(shown)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - as logging names it
        return masking.mask(super().formatException(ei))


def main(argv: Sequence[str] = ()) -> NoReturn:
    """Name the command of ``openstack`` that replaces one of ``nova``, and exit with status 1.

    :param argv: The arguments of ``nova``. By default, those of the process.
    :raises SystemExit: always.
    """
    words = [word for word in argv or sys.argv[1:] if not word.startswith("-")]
    command = next((word for word in words if word in _COMMANDS), None)
    message = "python-novaclient 19 has no program 'nova'. "
    if command is None:
        message += "Use 'openstack' of python-openstackclient."
    else:
        message += (
            f"Use 'openstack {_COMMANDS[command]}' of python-openstackclient for 'nova {command}'."
        )
    # Given a string, this prints it to stderr and exits with status 1.
    sys.exit(message)


if __name__ == "__main__":
    main()
