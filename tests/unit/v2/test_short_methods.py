"""Short methods: what a manager does with a resource, the resource does by itself."""

from __future__ import annotations

import inspect

import pytest

from novaclient import api_versions
from novaclient.v2.aggregates import Aggregate, AggregateManager
from novaclient.v2.flavor_access import FlavorAccessManager
from novaclient.v2.flavors import Flavor, FlavorManager
from novaclient.v2.hypervisors import Hypervisor, HypervisorManager
from novaclient.v2.instance_action import InstanceActionManager
from novaclient.v2.keypairs import Keypair, KeypairManager
from novaclient.v2.server_groups import ServerGroup, ServerGroupsManager
from novaclient.v2.server_migrations import ServerMigrationsManager
from novaclient.v2.server_shares import ServerSharesManager
from novaclient.v2.servers import Server, ServerManager
from novaclient.v2.volumes import VolumeManager

#: The managers whose methods take a resource first, and the names that this argument has.
MANAGERS = [
    *((manager, Server, {"server", "server_id"}) for manager in (ServerManager, VolumeManager)),
    *((manager, Server, {"server"}) for manager in (InstanceActionManager, ServerSharesManager)),
    (ServerMigrationsManager, Server, {"server"}),
    (FlavorManager, Flavor, {"flavor"}),
    (FlavorAccessManager, Flavor, {"flavor"}),
    (AggregateManager, Aggregate, {"aggregate"}),
    (KeypairManager, Keypair, {"keypair", "key"}),
    (HypervisorManager, Hypervisor, {"hypervisor"}),
    (ServerGroupsManager, ServerGroup, {"id"}),
]

#: The short methods whose name differs from that of the method of the manager.
RENAMED = {
    "FlavorManager.get_extra_spec": "get_key",
    "FlavorManager.set_extra_spec": "set_key",
    "InstanceActionManager.get": "get_action",
    "InstanceActionManager.list": "list_actions",
    "ServerMigrationsManager.get": "get_migration",
    "ServerMigrationsManager.list": "list_migrations",
    "ServerSharesManager.create": "create_share",
    "ServerSharesManager.delete": "delete_share",
    "ServerSharesManager.get": "get_share",
    "ServerSharesManager.list": "list_shares",
    "VolumeManager.create_server_volume": "attach_volume",
    "VolumeManager.delete_server_volume": "detach_volume",
    "VolumeManager.get_server_volume": "get_volume",
    "VolumeManager.get_server_volumes": "list_volumes",
}

#: Methods of managers without a short method, and the reason.
WITHOUT = {
    "AggregateManager.get_details": "it is the same as get()",
    "FlavorAccessManager.add_tenant_access": "access is listed by flavor_access only, too",
    "FlavorAccessManager.remove_tenant_access": "access is listed by flavor_access only, too",
    "HypervisorManager.uptime": "the JSON has an attribute of this name",
    "InstanceActionManager.iterate": "list_actions() has all actions but of very busy servers",
    "ServerMigrationsManager.wait_for": "server.wait_for() waits for what the server began",
    "VolumeManager.update_server_volume": "Cinder calls it when it migrates a volume",
    "VolumeManager.wait_for_detachment": "wait_for_attachment() is a method of the manager, too",
}

#: Short methods whose parameters or defaults differ from those of the manager, and the reason.
OTHER_PARAMETERS = {
    "KeypairManager.delete": "the key pair knows its owner",
    "KeypairManager.get": "the key pair knows its owner",
    "ServerManager.live_migrate": "up to 2.24, None is sent as False or not at all, as ever",
    "VolumeManager.create_server_volume": "volume_id may be a volume, and is named so",
    "VolumeManager.delete_server_volume": "the former name of volume_id is left out",
    "VolumeManager.get_server_volume": "the former name of volume_id is left out",
}


def _methods():
    for manager, resource, names in MANAGERS:
        for name in dir(manager):
            function = getattr(manager, name)
            if name.startswith("_") or not inspect.isfunction(function):
                continue
            parameters = list(inspect.signature(function).parameters)
            if parameters[1:2] and parameters[1] in names:
                yield f"{manager.__name__}.{name}", function, resource


METHODS = {path: (function, resource) for path, function, resource in _methods()}


def _short_name(path):
    return RENAMED.get(path, path.partition(".")[2])


def test_the_methods_are_found():
    assert {"ServerManager.stop", "VolumeManager.create_server_volume"} <= METHODS.keys()
    assert len(METHODS) > 90


@pytest.mark.parametrize("path", sorted(METHODS.keys() - WITHOUT.keys()))
def test_a_resource_has_each_method_of_its_manager(path):
    _function, resource = METHODS[path]
    assert callable(getattr(resource, _short_name(path), None))


def _defaults(function):
    """Return the defaults of the parameters, by the microversions of each implementation."""
    versions = api_versions.get_substitutions(function)
    # The manager itself refuses the microversions without any implementation.
    spans = [f"{method.start_version}-{method.end_version}" for method in versions[1:]]
    functions = [method.func for method in versions] or [function]
    return spans, [
        {name: repr(p.default) for name, p in inspect.signature(each).parameters.items()}
        for each in functions
    ]


def _without_first(parameters):
    """Leave out the resource, which is self of the short method."""
    return dict(list(parameters.items())[1:])


@pytest.mark.parametrize("path", sorted(METHODS.keys() - WITHOUT.keys()))
def test_a_short_method_has_the_parameters_and_defaults_of_the_manager(path):
    function, resource = METHODS[path]
    spans, parameters = _defaults(function)
    own_spans, own_parameters = _defaults(getattr(resource, _short_name(path)))
    without_self = [_without_first(each) for each in own_parameters]
    without_resource = [_without_first(_without_first(each)) for each in parameters]
    agrees = own_spans == spans and without_self == without_resource
    assert agrees is (path not in OTHER_PARAMETERS), f"{own_parameters} and {parameters}"


@pytest.mark.parametrize("path", sorted(METHODS.keys() - WITHOUT.keys()))
def test_a_short_method_has_the_types_of_the_manager(path):
    function, resource = METHODS[path]
    parameters = inspect.signature(function).parameters
    own = inspect.signature(getattr(resource, _short_name(path))).parameters
    both = parameters.keys() & own.keys() - {"self"}
    assert {n: own[n].annotation for n in both} == {n: parameters[n].annotation for n in both}


def test_every_exception_is_needed():
    assert RENAMED.keys() | WITHOUT.keys() | OTHER_PARAMETERS.keys() <= METHODS.keys()
    assert not WITHOUT.keys() & (RENAMED.keys() | OTHER_PARAMETERS.keys())
