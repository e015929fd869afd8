# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What servers tell of their guests: consoles, diagnostics and passwords."""

from __future__ import annotations

import functools
from typing import Any

from novaclient.testing import _http
from novaclient.testing._bodies import Choice, Object, Whole, may, need
from novaclient.testing._errors import bad_request, conflict
from novaclient.testing._operations import Call, Json, action, operation
from novaclient.testing._records import new_id
from novaclient.testing._servers import progress

_LENGTH = Object({"length": may(Whole(min=-1, null=True))})


@action("os-getConsoleOutput", Object({"os-getConsoleOutput": need(_LENGTH)}), status=200)
def console_output(call: Call, server_id: str) -> Json:
    """Return the end of the output of the console."""
    server = progress.find(call, server_id)
    if server.host is None:
        conflict(f"Instance {server.id} is not ready")
    length = call.body["os-getConsoleOutput"].get("length")
    lines = server.console.splitlines()
    if length is not None and int(length) >= 0:
        lines = lines[len(lines) - min(int(length), len(lines)) :]
    return {"output": "\n".join(lines)}


#: The types of consoles of each protocol.
_TYPES = {
    "vnc": ("novnc",),
    "spice": ("spice-html5",),
    "serial": ("serial",),
    "mks": ("webmks",),
}


def _get_console(key: str, protocol: str, call: Call, server_id: str) -> Json:
    kind = call.body[key]["type"]
    return {"console": {"type": kind, "url": _url(call, server_id, protocol, kind)}}


for _key, _protocol, _more in (
    ("os-getVNCConsole", "vnc", ("xvpvnc",)),
    ("os-getSPICEConsole", "spice", ()),
    ("os-getSerialConsole", "serial", ()),
):
    _kind = Object({"type": need(Choice((*_TYPES[_protocol], *_more)))})
    action(_key, Object({_key: need(_kind)}), status=200, until="2.5")(
        functools.partial(_get_console, _key, _protocol)
    )


def _console(protocols: tuple[str, ...], types: tuple[str, ...]) -> Object:
    keys = {"protocol": need(Choice(protocols)), "type": need(Choice(types))}
    return Object({"remote_console": need(Object(keys))})


_PROTOCOLS = ("vnc", "spice", "serial", "rdp")
_KINDS = ("novnc", "xvpvnc", "spice-html5", "serial", "rdp-html5")
_CONSOLE = _console(_PROTOCOLS, _KINDS)
_CONSOLE_2_8 = _console((*_PROTOCOLS, "mks"), (*_KINDS, "webmks"))
_CONSOLE_2_99 = _console((*_PROTOCOLS, "mks"), (*_KINDS, "webmks", "spice-direct"))
_PATH = "/servers/{server}/remote-consoles"


@operation("POST", _PATH, body=_CONSOLE, since="2.6", until="2.7")
@operation("POST", _PATH, body=_CONSOLE_2_8, since="2.8", until="2.98")
@operation("POST", _PATH, body=_CONSOLE_2_99, since="2.99")
def create_console(call: Call, server_id: str) -> Json:
    """Return the URL of a console."""
    wanted: dict[str, Any] = call.body["remote_console"]
    url = _url(call, server_id, wanted["protocol"], wanted["type"])
    return {"remote_console": {**wanted, "url": url}}


def _url(call: Call, server_id: str, protocol: str, kind: str) -> str:
    server = progress.find(call, server_id)
    if server.host is None:
        conflict(f"Instance {server.id} is not ready")
    if kind not in _TYPES.get(protocol, ()):
        bad_request(f"Unavailable console type {kind}.")
    return f"{_http.HOST}/consoles/{protocol}?token={new_id()}"


@operation("GET", "/servers/{server}/os-server-password")
def show_password(call: Call, server_id: str) -> Json:
    """Return the password that the guest has set, which is none."""
    progress.polled(call, server_id)
    return {"password": ""}


@operation("DELETE", "/servers/{server}/os-server-password", status=204)
def clear_password(call: Call, server_id: str) -> Json:
    """Remove the password that the guest has set."""
    progress.find(call, server_id)
    return None


@operation("GET", "/servers/{server}/diagnostics")
def diagnostics(call: Call, server_id: str) -> Json:
    """Return diagnostics, which are those of a guest at its beginning."""
    server = progress.polled(call, server_id)
    progress.require_state(server, "get_diagnostics", ("active", "rescued", "paused"), None)
    if not call.at_least("2.48"):
        return {"memory": server.flavor.ram * 1024}
    return {
        "config_drive": bool(server.config_drive),
        "cpu_details": [],
        "disk_details": [],
        "driver": "libvirt",
        "hypervisor": "fake",
        "hypervisor_os": "linux",
        "memory_details": {"maximum": server.flavor.ram, "used": 0},
        "nic_details": [],
        "num_cpus": server.flavor.vcpus,
        "num_disks": 1,
        "num_nics": len(server.interfaces),
        "state": "paused" if server.vm_state == "paused" else "running",
        "uptime": 0,
    }


@operation("GET", "/servers/{server}/topology", since="2.78")
def topology(call: Call, server_id: str) -> Json:
    """Return the NUMA topology, which servers of this cloud do not have."""
    progress.polled(call, server_id)
    return {"nodes": [], "pagesize_kb": None}
