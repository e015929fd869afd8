# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Operations on servers: which one a wait is about, and whether it has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import base, exceptions

if TYPE_CHECKING:
    from novaclient.v2.instance_action import InstanceAction

BegunT = TypeVar("BegunT")

#: The actions that begin an operation. Others, such as those that get a console, are complete when
#: Nova responds, and leave the server with the operation that it has.
_OPERATIONS = frozenset(
    {
        *("os-start", "os-stop", "reboot", "pause", "unpause", "suspend", "resume"),
        *("rescue", "unrescue", "shelve", "shelveOffload", "unshelve", "rebuild", "evacuate"),
        *("resize", "revertResize", "migrate", "os-migrateLive", "createImage", "createBackup"),
        *("changePassword", "forceDelete", "restore"),
    }
)

#: The actions that end an operation. While a resize is being confirmed, the status remains
#: VERIFY_RESIZE without a task, so that a wait would read the action at each poll; should
#: confirming fail, the status becomes ERROR.
_ENDS = frozenset({"confirmResize", "os-resetState"})


_NO_REASON = "no reason was given"


def began(server: Any, begun: BegunT) -> BegunT:
    """Have a server remember an operation that was begun through it.

    :param server: The server, or its id, which remembers nothing.
    :param begun: The response, or what was made of it.
    :return: The same.
    """
    if isinstance(server, base.Resource):
        server._operation = request_id(begun)
    return begun


def began_by(action: str, server: Any, response: Any) -> None:
    """Have a server remember the operation that an action began through it, if it did.

    :param action: The name of the action, which is the key of its body.
    :param server: The server, or its id, which remembers nothing.
    :param response: The response.
    """
    if action in _OPERATIONS:
        began(server, response)
    elif action in _ENDS and isinstance(server, base.Resource):
        server._operation = None


def request_id(begun: Any) -> str | None:
    """Return the id of the request that began an operation.

    :param begun: What a method returned that began it, the response, or the request id.
    :return: The request id; None if Nova did not send one.
    :raises TypeError: if it is none of these.
    """
    if isinstance(begun, base.RequestIdMixin):
        # The first id is that of the request itself; a resource that is loaded again gets more.
        return getattr(begun, "_operation", None) or next(iter(begun.request_ids), None)
    if isinstance(begun, str):
        return begun
    if hasattr(begun, "headers"):
        return exceptions.request_id_of(begun)
    raise TypeError(
        f"an operation is a request id, or what the method that began it returned, not {begun!r}"
    )


def find(api: Any, server_id: str, request_id: str | None) -> InstanceAction | None:
    """Get the instance action that Nova recorded for an operation.

    ``GET /servers/{server}/os-instance-actions/{request_id}``

    :param api: The client.
    :param server_id: The id of the server.
    :param request_id: The id of the request that began it, or None.
    :return: The instance action; None if there is none, or the user may not read it.
    """
    if request_id is None:
        return None
    try:
        action: InstanceAction = api.instance_action.get(server_id, request_id)
    except (exceptions.Forbidden, exceptions.NotFound):
        return None
    return action


def is_deletion(action: InstanceAction | None) -> bool:
    """Say whether an operation is the deletion of the server.

    :param action: Its instance action, or None.
    :return: True if it is.
    """
    return action is not None and action._info.get("action") == "delete"


def failure(server: Any, action: InstanceAction | None) -> exceptions.OperationFailed | None:
    """Return the exception for an operation that has failed.

    :param server: The server.
    :param action: Its instance action, or None.
    :return: The exception; None if the operation has not failed as far as Nova tells.
    :raises novaclient.exceptions.UnexpectedResponse: if the instance action is malformed.
    """
    if action is None:
        return None
    info = action._info
    events = info.get("events")
    failed: list[dict[str, Any]]
    if events is None:
        failed = [{}] if _is_error(info.get("message")) else []
    elif isinstance(events, list) and all(isinstance(event, dict) for event in events):
        # The message remains "Error" when a migration that one host refused succeeds on another.
        failed = [event for event in events if _is_error(event.get("result"))]
    else:
        raise base.malformed(action, "events")
    if not failed:
        return None
    # The latest event comes first, and knows best.
    details = _first(failed, "details")
    event = _first(failed, "event")
    unknown = f"no reason was given for the failed event {event}" if event else _NO_REASON
    return exceptions.OperationFailed(
        server,
        _fault(server) or details or unknown,
        action=str(info.get("action")),
        request_id=str(info.get("request_id")),
        details=details,
        traceback=_first(failed, "traceback"),
    )


def _is_error(result: Any) -> bool:
    return isinstance(result, str) and result.lower() == "error"


def _first(events: list[dict[str, Any]], key: str) -> str | None:
    texts = (event.get(key) for event in events)
    return next((text for text in texts if isinstance(text, str) and text), None)


def _fault(server: Any) -> str | None:
    # In other statuses, it is one of earlier.
    fault = server._info.get("fault") if server._info.get("status") == "ERROR" else None
    message = fault.get("message") if isinstance(fault, dict) else None
    return message if isinstance(message, str) else None
