"""The two methods that send all actions."""

from __future__ import annotations

import pytest

from novaclient.v2 import servers
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import SERVER

WITH_RESPONSE = {
    "create_image": ("image",),
    "evacuate": (),
    "force_delete": (),
    "get_console_output": (),
    "rebuild": ("image",),
    "rescue": (),
    "restore": (),
    "stop": (),
}


WITHOUT_RESPONSE = {
    "add_security_group": ("default",),
    "backup": ("image", "daily", 1),
    "change_password": ("secret",),
    "confirm_resize": (),
    "inject_network_info": (),
    "live_migrate": ("host", False),
    "lock": (),
    "migrate": (),
    "pause": (),
    "reboot": (),
    "remove_security_group": ("default",),
    "reset_network": (),
    "reset_state": (),
    "resize": ("flavor",),
    "resume": (),
    "revert_resize": (),
    "shelve": (),
    "shelve_offload": (),
    "start": (),
    "suspend": (),
    "trigger_crash_dump": (),
    "unlock": (),
    "unpause": (),
    "unrescue": (),
    "unshelve": (),
}


CONSOLES = {
    "get_console_url": ("novnc",),
    "get_rdp_console": ("rdp-html5",),
    "get_serial_console": ("serial",),
    "get_spice_console": ("spice-html5",),
    "get_vnc_console": ("novnc",),
}


class RecordingServers(servers.ServerManager):
    """A manager of an extension, which records every action."""

    def __init__(self, api):
        super().__init__(api)
        self.actions = []

    def _action(self, action, server, info=None, **kwargs):
        self.actions.append(("_action", action))
        return super()._action(action, server, info, **kwargs)

    def _action_return_resp_and_body(self, action, server, info=None, **kwargs):
        self.actions.append(("_action_return_resp_and_body", action))
        return super()._action_return_resp_and_body(action, server, info, **kwargs)


@pytest.fixture
def recording(make_client, requests_mock):
    """Create such a manager at a microversion."""

    def create(microversion="2.96"):
        body = {"server": SERVER, "output": "text", "image_id": "i1"}
        requests_mock.post(f"{ENDPOINT}/servers/s1/action", json=body, status_code=202)
        return RecordingServers(make_client(microversion))

    return create


def test_an_extension_may_send_an_action_and_get_the_response(nova, action):
    response, body = nova.servers._action_return_resp_and_body("mine", "s1", {"a": 1})
    assert (response.status_code, body) == (202, {"server": SERVER})
    assert action() == {"mine": {"a": 1}}


def test_a_hook_may_change_the_body_of_an_action(nova, action):
    class Managers(servers.ServerManager):
        pass

    Managers.add_hook("modify_body_for_action", lambda body, **kw: body.update(kw))
    Managers(nova)._action("mine", "s1", None, more=1)
    assert action() == {"mine": None, "more": 1}


@pytest.mark.parametrize("name", WITH_RESPONSE)
def test_actions_that_need_the_response_call_the_method_that_returns_it(recording, name):
    manager = recording()
    getattr(manager, name)("s1", *WITH_RESPONSE[name])
    ((method, _),) = manager.actions
    assert method == "_action_return_resp_and_body"


@pytest.mark.parametrize("name", WITHOUT_RESPONSE)
def test_every_other_action_calls_both_methods(recording, name):
    manager = recording()
    getattr(manager, name)("s1", *WITHOUT_RESPONSE[name])
    (_, action), _ = manager.actions
    assert manager.actions == [("_action", action), ("_action_return_resp_and_body", action)]


@pytest.mark.parametrize("name", CONSOLES)
def test_up_to_2_5_a_console_is_an_action(recording, name):
    manager = recording("2.5")
    getattr(manager, name)("s1", *CONSOLES[name])
    assert [method for method, _ in manager.actions] == ["_action", "_action_return_resp_and_body"]


def test_up_to_2_13_evacuate_calls_the_method_that_returns_the_response(recording):
    manager = recording("2.13")
    manager.evacuate("s1")
    assert manager.actions == [("_action_return_resp_and_body", "evacuate")]
