# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Events that other services send to Nova."""

from __future__ import annotations

from typing import Any

from novaclient.testing._bodies import Choice, Many, Object, Text, Uuid, may, need
from novaclient.testing._operations import Call, Reply, operation

_RULE = "os_compute_api:os-server-external-events:create"
_NEED_TAG = ("volume-extended", "power-update", "accelerator-request-bound")

_NAME = Choice(
    ("network-changed", "network-vif-plugged", "network-vif-unplugged", "network-vif-deleted"),
    {
        "volume-extended": "2.51",
        "power-update": "2.76",
        "accelerator-request-bound": "2.82",
        "volume-reimaged": "2.93",
    },
)
_EVENT = Object(
    {
        "name": need(_NAME),
        "server_uuid": need(Uuid()),
        "status": may(Choice(("failed", "completed", "in-progress"))),
        "tag": may(Text(max=255)),
    }
)
_BODY = Object({"events": need(Many(_EVENT, min=1))})


@operation("POST", "/os-server-external-events", rule=_RULE, body=_BODY)
def create(call: Call) -> Reply:
    """Accept events of servers. Nothing else comes of them."""
    events = [_accepted(call, event) for event in call.body["events"]]
    return Reply(200 if all(each["code"] == 200 for each in events) else 207, {"events": events})


def _accepted(call: Call, event: dict[str, Any]) -> dict[str, Any]:
    server = call.state.servers.get(event["server_uuid"])
    if server is None:
        return {**event, "status": "failed", "code": 404}
    if event["name"] in _NEED_TAG and event.get("tag") is None:
        return {**event, "status": "failed", "code": 400}
    if server.host is None:
        return {**event, "status": "failed", "code": 422}
    return {**event, "status": "completed", "code": 200}
