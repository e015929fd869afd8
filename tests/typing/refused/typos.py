"""Misspelled attributes and methods of resources and managers, and results of other types."""

from novaclient.v2.client import Client


def attributes(nova: Client) -> None:
    server = nova.servers.get("x")
    server.statsu  # error: [attr-defined] "Server" has no attribute "statsu"
    server.taskstate  # error: [attr-defined] "Server" has no attribute "taskstate"
    server.hostid  # error: [attr-defined] "Server" has no attribute "hostid"
    nova.flavors.get("x").vcpu  # error: [attr-defined] "Flavor" has no attribute "vcpu"
    nova.hypervisors.get("x").hostname  # error: [attr-defined] "Hypervisor" has no attribute
    nova.services.list()[0].hosts  # error: [attr-defined] "Service" has no attribute "hosts"
    nova.keypairs.get("x").finger  # error: [attr-defined] "Keypair" has no attribute "finger"
    for volume in nova.volumes.get_server_volumes("x"):
        volume.server_id  # error: [attr-defined] "Volume" has no attribute "server_id"
    nova.quotas.get("x").core  # error: [attr-defined] "QuotaSet" has no attribute "core"
    nova.versions.list()[0].versoin  # error: [attr-defined] "Version" has no attribute
    nova.limits.get().absolut  # error: [attr-defined] "Limits" has no attribute "absolut"


def methods(nova: Client) -> None:
    server = nova.servers.get("x")
    server.stopp()  # error: [attr-defined] "Server" has no attribute "stopp"
    server.wait("ACTIVE")  # error: [attr-defined] "Server" has no attribute "wait"
    nova.aggregates.get("x").add("h")  # error: [attr-defined] "Aggregate" has no attribute
    nova.flavors.get("x").keys()  # error: [attr-defined] "Flavor" has no attribute "keys"
    nova.servers.stopp(server)  # error: [attr-defined] "ServerManager" has no attribute "stopp"
    nova.flavors.finds(ram=512)  # error: [attr-defined] "FlavorManager" has no attribute "finds"
    nova.keypair  # error: [attr-defined] "Client" has no attribute "keypair"


def results(nova: Client) -> list[object]:
    server = nova.servers.get("x")
    task: str = server.task_state  # error: [assignment] Incompatible types in assignment
    state: str = server.power_state  # error: [assignment] Incompatible types in assignment
    zone: int = server.availability_zone  # error: [assignment] Incompatible types in assignment
    server.attached_volumes["id"]  # error: [call-overload] No overload variant of "__getitem__"
    disabled: str = nova.flavors.get("x").is_disabled  # error: [assignment] Incompatible types
    server.host.upper()  # error: [union-attr] Item "None" of "str | None" has no attribute
    return [task, state, zone, disabled]
